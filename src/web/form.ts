import { type Context, Hono } from 'hono';
import type { Db } from '../../db/store.ts';
import type { Org, Settings } from '../org.ts';
import type { Content } from '../outbox/store.ts';
import { decodeText, readBody } from '../platforms/body.ts';
import { WHOLE } from '../platforms/form.ts';
import type { Answer, Attachment, Incoming } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';
import { type Draw, keyOf, type Opened, open, sendAgain } from './form/open.ts';
import {
  changedPage,
  donePage,
  formPage,
  type Look,
  latePage,
  nothingPage,
  sentAgainPage,
  wholePage,
} from './form/pages.ts';
import { readTyped, valuesOf } from './form/values.ts';
import { guarded } from './guard.ts';
import { type Html, sentence } from './page.ts';
import { orgNamedIn } from './where.ts';

/** What stands above the pages: how messages are drawn, and where what people do arrives. */
export interface FormParts {
  draw: Draw;
  /** The file that a message is; null where there is none, or none for its reader. */
  make: Make;
  receive(org: Org, incoming: Incoming): Promise<Answer>;
}

type Make = (
  db: Db,
  now: Instant,
  settings: Settings,
  reader: number | null,
  content: Content,
) => Attachment | null;

/**
 * `/form/:token`: a card's form in a browser. Whoever has the address is its message's reader, for half an hour and
 * once. There is no cookie that another site's page could use: a form is sent in by its address, or not at all.
 */
export function formRoutes(orgs: ReadonlyMap<string, Org>, parts: FormParts): Hono {
  const routes = new Hono();
  routes.use(guarded());
  routes.get('/:token', (c) => show(c, orgs, parts));
  routes.post('/:token', (c) => submit(c, orgs, parts));
  return routes;
}

function show(c: Context, orgs: ReadonlyMap<string, Org>, parts: FormParts): Response | Promise<Response> {
  const org = orgOf(c, orgs);
  if (!org) return c.notFound();
  const opened = opens(c, org, parts);
  if (opened.kind === 'file') return download(c, org, opened, parts);
  return c.html(pageOf(lookOf(org, opened), opened), STATUS[opened.kind]);
}

const STATUS = { nothing: 404, form: 200, done: 200, whole: 200, late: 410, changed: 410 } as const;

/** What a chat could not hold. Whether its reader may still have it is asked again. */
function download(
  c: Context,
  org: Org,
  { message, late }: Extract<Opened, { kind: 'file' }>,
  { make }: FormParts,
): Response | Promise<Response> {
  const now = org.clock.now();
  if (late) return c.html(sentence(now, '链接过期了', '请回到聊天里再说一次“导出”。'), 410);
  const file = org.store.read((db) => make(db, now, org.settings, message.person, message.content));
  if (!file) return c.html(sentence(now, '没有这个文件', '职务有变动时，文件由现在的同志导出。'), 404);
  return c.body(new Uint8Array(file.bytes), 200, {
    'content-type': file.type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
}

function pageOf(look: Look, opened: Exclude<Opened, { kind: 'file' }>): Html {
  switch (opened.kind) {
    case 'nothing':
      return nothingPage(look);
    case 'form':
      return formPage(look, opened);
    case 'done':
      return donePage(look, opened.answer);
    case 'whole':
      return wholePage(look, opened.card);
    case 'late':
      return latePage(look);
    case 'changed':
      return changedPage(look);
  }
}

/** Done, the browser is sent to the same address, which says what came of it: loading that again does nothing. */
async function submit(c: Context, orgs: ReadonlyMap<string, Org>, parts: FormParts): Promise<Response> {
  const org = orgOf(c, orgs);
  if (!org) return c.notFound();
  const body = decodeText(await readBody(c.req.raw));
  const opened = opens(c, org, parts);
  const look = lookOf(org, opened);
  if (opened.kind === 'late') {
    await org.store.change((db) => sendAgain(db, look.now, opened));
    org.wake();
    return c.html(sentAgainPage(look));
  }
  if (opened.kind === 'file') return c.notFound();
  if (opened.kind !== 'form') return c.html(pageOf(look, opened), STATUS[opened.kind]);
  const typed = readTyped(body);
  const answer = await parts.receive(org, pressed(opened, valuesOf(opened.form, typed)));
  if (!answer.refused && answer.fault === undefined) return c.redirect(c.req.path, 303);
  const why = answer.toast?.text ?? '没有提交成功，请再试一次。';
  return c.html(formPage(look, opened, { why, typed }), answer.refused ? 422 : 500);
}

function pressed(
  { message, token, form }: Extract<Opened, { kind: 'form' }>,
  values: ReturnType<typeof valuesOf>,
): Incoming {
  const { command, input } = form.submit;
  return {
    platform: message.platform,
    keys: [keyOf(token)],
    account: { id: message.address },
    chat: { kind: 'direct' },
    event: { kind: 'tap', message: message.remoteId ?? '', command, input, form: values, page: true },
  };
}

function opens(c: Context, org: Org, { draw }: FormParts): Opened {
  const token = c.req.param('token') ?? '';
  const whole = c.req.query(WHOLE) !== undefined;
  return org.store.read((db) => open(db, org.clock.now(), org.settings, token, draw, whole));
}

function lookOf(org: Org, opened: Opened): Look {
  const chat = opened.kind === 'nothing' ? undefined : org.platforms.get(opened.message.platform)?.chat;
  return { now: org.clock.now(), chat };
}

function orgOf(c: Context, orgs: ReadonlyMap<string, Org>): Org | undefined {
  return orgs.get(orgNamedIn(c.req.raw) ?? '');
}
