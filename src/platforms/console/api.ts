import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type ZodType, z } from 'zod';
import { formOf } from '../../../cards/card.ts';
import { Refusal, Rejected } from '../../errors.ts';
import { isRoster } from '../../people/roster/sent.ts';
import { DAY, dayOf } from '../../time.ts';
import { decodeText, parseJson, readBody } from '../body.ts';
import type { Incoming } from '../platform.ts';
import { directory } from './directory.ts';
import { furnish } from './furnish.ts';
import { hubOf } from './hub.ts';
import { After, Move, Say, Tap, Upload } from './inputs.ts';
import { actionOf, filledIn, iso } from './message.ts';
import { type Spine, settle } from './spine.ts';
import { findFile, findSeen, insertSaid, lastSeq, replaceCard, type Viewer } from './store.ts';
import { streamMessages } from './stream.ts';
import { uploadsOf } from './uploads.ts';
import { groupCalled, messagesAfter, namesOn, viewerCalled } from './view.ts';

const MIB = 1024 * 1024;
/** As much as a file may have, and what is written around it. */
const FILE_LIMIT = 21 * MIB;
/** Every hour on the way may have something due: a longer leap would keep the server busy for minutes. */
const LEAP = 2 * 366 * DAY;

/** `/console/api`: what the page calls, and whoever wants to drive the product without one. */
export function consoleApi(spine: Spine): Hono {
  const { store, clock } = spine;
  const api = new Hono();

  api.use(async (_, next) => {
    await furnish(store, clock.now());
    await next();
  });

  api.get('/people', (c) =>
    c.json({ people: store.read((db) => directory(db, dayOf(clock.now()))), now: iso(clock.now()) }),
  );

  api.get('/messages', (c) => {
    const { as, after } = After.parse(c.req.query());
    const messages = store.read((db) =>
      messagesAfter(db, clock.now(), viewerCalled(db, clock.now(), as), after),
    );
    return c.json({ messages });
  });

  api.get('/files/:message{[0-9]{1,15}}', (c) => {
    const viewer = known(After.parse(c.req.query()).as);
    const id = Number(c.req.param('message'));
    const file = store.read((db) => (findSeen(db, viewer, id) ? findFile(db, id) : undefined));
    if (!file) throw new Refusal('not_found', '没有找到这个文件。');
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
  });

  api.get('/stream', (c) => streamMessages(c, spine));

  api.post('/say', async (c) => {
    const { as, text, chat } = await body(c, Say);
    const viewer = known(as);
    const group = chat ? store.read((db) => groupCalled(db, clock.now(), viewer, chat)) : null;
    return c.json(await happen(viewer, group, { kind: 'text', text }, text));
  });

  api.post('/tap', async (c) => {
    const { as, message, action, form } = await body(c, Tap);
    const viewer = known(as);
    const row = store.read((db) => findSeen(db, viewer, Number(message)));
    const button = row?.card && actionOf(row.card, action);
    if (!row?.card) throw new Refusal('not_found', `没有找到消息 ${message}。`);
    if (!button) throw new Refusal('not_found', `这条消息上没有按钮 ${action}，它可能已经变了。`);
    if (button.type === 'link') {
      return c.json({ messages: [], toast: { tone: 'info', text: `${button.label}：${button.url}` } });
    }
    const sheet = formOf(row.card);
    const values =
      sheet?.submit === button
        ? store.read((db) => filledIn(sheet, form ?? {}, namesOn(db, clock.now())))
        : form;
    const { command, input } = button;
    const event = {
      kind: 'tap',
      message: String(row.id),
      command,
      input,
      ...(values && { form: values }),
    } as const;
    return c.json(await happen(viewer, row.kind === 'group' ? row.address : null, event));
  });

  api.post('/file', async (c) => {
    const type = c.req.header('content-type') ?? '';
    if (!type.startsWith('multipart/form-data'))
      throw new Refusal('invalid', '请用 multipart/form-data 发送文件。');
    const bytes = await readBody(c.req.raw, FILE_LIMIT);
    const sent = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
      throw new Refusal('invalid', '文件没有完整送达，请再试一次。');
    });
    const { as, file } = Upload.parse({ as: sent.get('as'), file: sent.get('file') });
    const content = new Uint8Array(await file.arrayBuffer());
    const viewer = known(as);
    return c.json(await happen(viewer, null, sentBy(viewer, file.name, content), `文件：${file.name}`));
  });

  api.post('/clock', async (c) => {
    const to = Date.parse((await body(c, Move)).now);
    const now = clock.now();
    if (to < now) throw new Refusal('invalid', `时间只能往前走，现在是 ${iso(now)}。`);
    if (to - now > LEAP) throw new Refusal('invalid', '一次最多快进两年。');
    const delivered = await spine.advance(to);
    hubOf(store).changed();
    return c.json({ now: iso(clock.now()), delivered });
  });

  api.all('*', (c) => c.json({ error: '没有这个地址。' }, 404));
  api.onError((error, c) => {
    if (error instanceof z.ZodError)
      return c.json({ error: error.issues[0]?.message ?? '请求不完整。' }, 400);
    if (error instanceof Refusal)
      return c.json({ error: error.message }, error.code === 'not_found' ? 404 : 400);
    if (error instanceof Rejected) return c.json({ error: REJECTED[error.status] }, error.status);
    throw error;
  });
  return api;

  /** A roster comes with its bytes; anything else stays here until it is known what it belongs to. */
  function sentBy({ person }: Viewer, name: string, bytes: Uint8Array): Incoming['event'] {
    const roster = store.read((db) => isRoster(db, 'console', String(person), name, dayOf(clock.now())));
    if (roster) return { kind: 'file', name, bytes };
    const handle = uploadsOf(store).put(bytes);
    return { kind: 'sent', parts: [{ handle, name, size: bytes.length }] };
  }

  function known(name: string): Viewer {
    return store.read((db) => viewerCalled(db, clock.now(), name));
  }

  /** What somebody did, and all that they see new or changed because of it. */
  async function happen(viewer: Viewer, group: string | null, event: Incoming['event'], said?: string) {
    const account = { id: String(viewer.person) };
    const chat: Incoming['chat'] = group === null ? { kind: 'direct' } : { kind: 'group', id: group };
    const place = { kind: chat.kind, id: group ?? account.id };
    const before = await store.change((db) => {
      const seq = lastSeq(db);
      if (said !== undefined) insertSaid(db, clock.now(), place, viewer.person, said);
      return seq;
    });
    hubOf(store).changed();

    const answer = await spine.receive({ platform: 'console', keys: [randomUUID()], account, chat, event });
    const { card } = answer;
    if (card && event.kind === 'tap') {
      // Whatever was drawn since the tap shows what the tap did, and perhaps more.
      await store.change((db) => replaceCard(db, Number(event.message), card, before));
      hubOf(store).changed();
    }
    await settle(spine);
    await furnish(store, clock.now());
    const messages = store.read((db) => messagesAfter(db, clock.now(), viewer, before));
    return { messages, ...(answer.toast && { toast: answer.toast }) };
  }
}

/** The sentences of bodies that cannot be read are for a platform's log; here somebody reads them. */
const REJECTED: Record<Rejected['status'], string> = {
  400: '请求没有写对：要是完整的 JSON（UTF-8 编码），也不要嵌套太深。',
  401: '请求没有写对。',
  404: '没有这个地址。',
  413: '内容太大了，请精简后再试；一个文件最多 20 MB。',
};

/** JSON and nothing else: what another site's form can send is none. */
async function body<T>(c: Context, schema: ZodType<T>): Promise<T> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new Refusal('invalid', '请用 application/json 发送。');
  return schema.parse(parseJson(decodeText(await readBody(c.req.raw, MIB))));
}
