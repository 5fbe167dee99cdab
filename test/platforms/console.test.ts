import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttons, type Card, card, type Form, press, text } from '../../cards/card.ts';
import { accounts } from '../../db/schema/people.ts';
import { readConfig } from '../../src/config.ts';
import { host } from '../../src/host.ts';
import { createLog } from '../../src/log.ts';
import { furnish, unfurnish } from '../../src/platforms/console/furnish.ts';
import { hubOf } from '../../src/platforms/console/hub.ts';
import { actionOf, type Message, messageOf } from '../../src/platforms/console/message.ts';
import { consoleRoutes } from '../../src/platforms/console/routes.ts';
import { consolePlatform } from '../../src/platforms/console/send.ts';
import { API, MORNING, openTown, type Reply, type Town } from './console/town.ts';

const BRANCH = '机关第一党支部';

describe('people', () => {
  it('calls everybody by a name that means nobody else, with units and posts', async () => {
    const { get } = await openTown();
    const { people, now } = await get('/people');
    expect(now).toBe(MORNING);
    expect(people).toContainEqual({
      name: '王芳',
      units: [BRANCH, `第一党小组（${BRANCH}）`],
      posts: ['书记'],
    });
    expect(people).toContainEqual({ name: '张伟（第二党支部）', units: ['第二党支部'], posts: [] });
    expect(people).toContainEqual({ name: '高峰', units: ['市直机关工委'], posts: ['党务干部'] });
  });
});

describe('messages', () => {
  it('have the shape the contract gives them', async () => {
    const { say } = await openTown();
    const { messages } = await say('王芳', '新建活动');
    expect(messages).toHaveLength(1);
    const [message] = messages;
    expect(message).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      seq: expect.any(Number),
      at: MORNING,
      chat: null,
      to: '王芳',
      text: expect.stringContaining('新建活动'),
      actions: [{ id: expect.stringMatching(/^activity\.plan:/), label: '发出通知' }],
    });
    const kinds = message?.form?.find((field) => field.name === 'kinds');
    expect(kinds).toMatchObject({ label: '活动类型', kind: 'multiselect', required: true });
    expect(kinds?.options).toContainEqual({ value: 'themeDay', label: '主题党日' });
  });

  it('give persons in forms by the names that people gives', async () => {
    const { say } = await openTown();
    const { messages } = await say('王芳', '新建活动');
    const host = messages[0]?.form?.find((field) => field.name === 'host');
    expect(host).toMatchObject({ kind: 'person', value: '王芳' });
    expect(host?.options?.map((option) => option.value)).toContain(`张伟（${BRANCH}）`);
  });

  it('reach the unit’s group and its members, and nobody else', async () => {
    const town = await openTown();
    const { toast } = await plan(town);
    expect(toast?.tone).toBe('success');
    const seen = async (as: string) => (await town.get('/messages', { as })).messages;
    expect((await seen('李强')).map((message) => message.chat)).toEqual(
      expect.arrayContaining([BRANCH, null]),
    );
    expect(await seen('胡斌')).toEqual([]);
    expect(await seen('高峰')).toEqual([]);
  });

  it('come again with a higher seq and the same id when they change', async () => {
    const town = await openTown();
    await plan(town);
    await town.post('/clock', { now: '2026-03-02T10:00:00+08:00' });
    const before = await inGroup(town, '李强');
    await town.say('刘洋', '签到');
    const { messages } = await town.get('/messages', { as: '李强', after: String(before.seq) });
    const after = messages.find((message) => message.id === before.id);
    expect(after?.seq).toBeGreaterThan(before.seq);
    expect(after?.text).toContain('已签到 1');
  });

  it('count everybody who checks in at the same moment', async () => {
    const town = await openTown();
    await plan(town);
    await town.post('/clock', { now: '2026-03-02T10:00:00+08:00' });
    const names = [
      '王芳',
      '李强',
      `张伟（${BRANCH}）`,
      '刘洋',
      '陈静',
      '杨磊',
      '赵敏',
      '黄涛',
      '周杰',
      '吴霞',
      '徐浩',
      '孙丽',
    ];
    await Promise.all(names.map((name) => town.say(name, '签到')));
    expect((await inGroup(town, '李强')).text).toContain('应到 12，已签到 12');
  });
});

describe('say', () => {
  it('answers with what the person now sees', async () => {
    const { say } = await openTown();
    const { messages } = await say('王芳', '帮助');
    expect(messages[0]?.text).toContain('签到');
  });

  it.each([
    ['nobody', '没有找到“nobody”，请核对姓名后再试。', 404],
    ['张伟', '张伟（机关第一党支部）', 400],
    ['', '请写明是谁（as）。', 400],
  ])('refuses “%s” with a sentence', async (as, sentence, status) => {
    const { say } = await openTown();
    const reply = await say(as, '帮助');
    expect(reply).toMatchObject({ status, error: expect.stringContaining(sentence) });
  });

  it('speaks in a group only to who is in it', async () => {
    const { say } = await openTown();
    expect(await say('胡斌', '签到', BRANCH)).toMatchObject({
      status: 404,
      error: expect.stringContaining(BRANCH),
    });
    expect(await say('胡斌', '签到', '火星支部')).toMatchObject({ status: 404 });
    expect(await say('李强', '帮助', BRANCH)).toMatchObject({ status: 200 });
  });
});

describe('tap', () => {
  it('submits what the form holds, under what was filled in', async () => {
    const town = await openTown();
    const { messages } = await plan(town, { host: '李强' });
    const all = messages.map((message) => message.text).join('\n');
    expect(all).toContain('主持人：李强');
    expect(all).toContain('2026年3月2日（星期一）10:00');
  });

  it('shows the changed card in the place of the tapped one', async () => {
    const town = await openTown();
    await plan(town);
    await town.post('/clock', { now: '2026-03-02T10:00:00+08:00' });
    const card = await direct(town, '刘洋');
    const { messages, toast } = await town.tap('刘洋', card, '签到');
    expect(toast?.text).toContain('已签到');
    expect(messages.find((message) => message.id === card.id)?.text).toContain('10:00 已签到');
  });

  it('knows only the buttons that are there, on messages the person sees', async () => {
    const town = await openTown();
    const { messages } = await town.say('王芳', '新建活动');
    const message = messages[0]?.id;
    const action = messages[0]?.actions[0]?.id;
    expect(await town.post('/tap', { as: '王芳', message, action: 'a9' })).toMatchObject({ status: 404 });
    expect(await town.post('/tap', { as: '李强', message, action })).toMatchObject({ status: 404 });
    expect(await town.post('/tap', { as: '王芳', message: '999', action })).toMatchObject({
      status: 404,
    });
    expect(await town.post('/tap', { as: '王芳', message: 'x', action })).toMatchObject({
      status: 404,
    });
  });

  it('refuses a field that the form does not have', async () => {
    const town = await openTown();
    const { messages } = await town.say('王芳', '新建活动');
    const reply = await town.post('/tap', {
      as: '王芳',
      message: messages[0]?.id,
      action: messages[0]?.actions[0]?.id,
      form: { draft: 'x' },
    });
    expect(reply).toMatchObject({ status: 400, error: '这张表单里没有“draft”这一项。' });
  });

  it('finds by its id the very button that a message lists', () => {
    const label = fc.string({ minLength: 1 });
    const action = label.map((label) => press(label, 'any.command', { label }));
    const form = action.map((submit): Form => ({ type: 'form', fields: [], submit }));
    const cards = fc
      .record({ form: fc.option(form), actions: fc.array(action) })
      .map(({ form, actions }): Card => card('卡片', form ? [text('…'), form] : [], { actions }));
    fc.assert(
      fc.property(cards, (card) => {
        const message = messageOf(row(card), card, { person: () => undefined, unit: () => undefined });
        expect(message.actions.map(({ id }) => actionOf(card, id))).toEqual(buttons(card));
      }),
    );
  });
});

describe('clock', () => {
  it('goes forward and delivers what falls due on the way', async () => {
    const town = await openTown();
    await plan(town);
    const reply = await town.post('/clock', { now: '2026-03-02T04:30:00Z' });
    expect(reply).toMatchObject({
      status: 200,
      now: '2026-03-02T12:30:00+08:00',
      delivered: expect.any(Number),
    });
    expect(reply.delivered).toBeGreaterThan(0);
    expect((await town.get('/people')).now).toBe('2026-03-02T12:30:00+08:00');
  });

  it.each([
    ['back', '2026-03-02T08:59:00+08:00', '时间只能往前走，现在是 2026-03-02T09:00:00+08:00。'],
    ['without a zone', '2026-03-02T10:00:00', '带时区'],
    ['nowhere', 'soon', '带时区'],
    ['too far', '2036-03-02T10:00:00+08:00', '一次最多快进两年。'],
  ])('does not go %s', async (_, now, sentence) => {
    const { post, get } = await openTown();
    expect(await post('/clock', { now })).toMatchObject({
      status: 400,
      error: expect.stringContaining(sentence),
    });
    expect((await get('/people')).now).toBe(MORNING);
  });
});

describe('file', () => {
  it('hands the file on as the person’s and answers', async () => {
    const { routes } = await openTown();
    const body = new FormData();
    body.set('as', '高峰');
    body.set('file', new File(['党组织,姓名\n'], '名册.csv'));
    const response = await routes.request(`${API}/file`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveProperty('messages');
  });

  it('asks for a file where there is none', async () => {
    const { routes } = await openTown();
    const body = new FormData();
    body.set('as', '高峰');
    const response = await routes.request(`${API}/file`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: '请附上一个文件（file）。' });
  });
});

describe('requests that are not well made', () => {
  it('are told so in one shape', async () => {
    const { routes, get } = await openTown();
    const post = async (type: string, body: string) => {
      const response = await routes.request(`${API}/say`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      return { status: response.status, body: await response.json() };
    };
    const error = expect.any(String);
    expect(await post('text/plain', '{"as":"王芳","text":"帮助"}')).toEqual({ status: 400, body: { error } });
    expect(await post('application/json', '{')).toEqual({ status: 400, body: { error } });
    expect(await post('application/json', '[]')).toEqual({ status: 400, body: { error } });
    expect(await post('application/json', `"${'x'.repeat(1024 * 1024)}"`)).toEqual({
      status: 413,
      body: { error },
    });
    expect(await get('/nothing')).toMatchObject({ status: 404, error });
    expect(await get('/messages', { as: '王芳', after: '-1' })).toMatchObject({ status: 400, error });
  });
});

describe('the door', () => {
  it('is not there for other hosts, other sites, or what came through a proxy', async () => {
    const { spine } = await openTown();
    const routes = consoleRoutes(spine);
    const status = async (url: string, headers: Record<string, string> = {}) =>
      (await routes.request(url, { headers })).status;
    expect(await status('http://127.0.0.1:3000/api/people')).toBe(200);
    expect(await status('http://localhost:3000/api/people')).toBe(200);
    expect(await status('http://[::1]:3000/api/people')).toBe(200);
    expect(await status('http://evil.example:3000/api/people')).toBe(404);
    expect(await status('http://127.0.0.1.evil.example/api/people')).toBe(404);
    expect(await status('http://127.0.0.1/api/people', { host: 'evil.example' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/api/people', { origin: 'http://evil.example' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/api/people', { origin: 'http://127.0.0.1:4000' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/api/people', { origin: 'null' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/api/people', { origin: 'http://127.0.0.1:3000' })).toBe(200);
    expect(await status('http://127.0.0.1:3000/api/people', { 'sec-fetch-site': 'cross-site' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/api/people', { 'x-forwarded-for': '203.0.113.9' })).toBe(404);
    expect(await status('http://127.0.0.1:3000/')).toBe(200);
  });

  it('is not there for whoever is not local, page and API alike', async () => {
    const { spine } = await openTown();
    const routes = consoleRoutes({ ...spine, local: () => false });
    expect((await routes.request('http://127.0.0.1:3000/')).status).toBe(404);
    expect((await routes.request('http://127.0.0.1:3000/api/people')).status).toBe(404);
  });

  it('lets the page load nothing but its own files', async () => {
    const { spine } = await openTown();
    const page = await consoleRoutes(spine).request('http://127.0.0.1:3000/');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  });
});

describe('the stream', () => {
  it('tells what was kept, then what happens, and resumes where it broke off', async () => {
    const { routes, say } = await openTown();
    await say('王芳', '帮助');
    const first = await listen(routes, '王芳');
    expect(await first.next()).toMatchObject({ event: 'said', data: { from: '王芳', text: '帮助' } });
    const help = await first.next();
    expect(help).toMatchObject({ event: 'message', data: { to: '王芳' } });
    expect((await first.next()).event).toBe('clock');
    expect((await first.next()).event).toBe('ready');

    await say('李强', '帮助');
    await say('王芳', '签到');
    expect(await first.until('said')).toMatchObject({ data: { text: '签到' } });
    await first.close();

    const again = await listen(routes, '王芳', help.id);
    expect(await again.next()).toMatchObject({ event: 'said', data: { text: '签到' } });
    await again.close();
  });

  it('ends when the server stops', async () => {
    const { routes, store } = await openTown();
    const stream = await listen(routes, '王芳');
    await stream.until('ready');
    hubOf(store).close();
    await expect(stream.next()).rejects.toThrow('the stream ended');
  });

  it('is refused to whom nobody knows', async () => {
    const { get } = await openTown();
    expect(await get('/stream', { as: 'nobody' })).toMatchObject({ status: 404, error: expect.any(String) });
  });
});

describe('the platform', () => {
  it('sends the same key once', async () => {
    const { store, spine } = await openTown();
    const platform = consolePlatform(store, spine.clock);
    const address = { platform: 'console', kind: 'direct', id: '1' } as const;
    const first = await platform.send(address, card('你好', []), 'key');
    expect(await platform.send(address, card('你好', []), 'key')).toEqual(first);
  });

  it('never finds a message that is not there', async () => {
    const { store, spine } = await openTown();
    const platform = consolePlatform(store, spine.clock);
    const sent = await platform.update(
      { platform: 'console', kind: 'direct', id: '1' },
      '999',
      card('你好', []),
    );
    expect(sent).toMatchObject({ ok: false, verdict: 'never' });
  });

  it('is where people are written to while it is on, and leaves nothing behind', async () => {
    const { store } = await openTown();
    await store.change((db) => {
      db.insert(accounts)
        .values({ platform: 'lark', id: 'ou_1', person: 1, linkedAt: Date.parse('2027-01-01') })
        .run();
    });
    await furnish(store, Date.parse(MORNING));
    const linked = () =>
      store.read((db) =>
        db
          .select()
          .from(accounts)
          .all()
          .filter(({ person }) => person === 1),
      );
    const [lark, console] = linked().sort((a, b) => a.linkedAt - b.linkedAt);
    expect([lark?.platform, console?.platform]).toEqual(['lark', 'console']);
    await store.change((db) => unfurnish(db));
    expect(linked().map(({ platform }) => platform)).toEqual(['lark']);
  });
});

describe('a database that moves on to a platform', () => {
  it('writes to nobody in the console any more', async () => {
    const { store } = await openTown();
    const [config] = readConfig({ ZHIBU_CONSOLE: 'off' }).orgs;
    if (!config) throw new Error('no organisation');
    const log = createLog((line) => console.error(line), Date.now);
    await host(config, store, { log, wall: Date.now, wake: () => undefined });
    expect(store.read((db) => db.select().from(accounts).all())).toEqual([]);
  });
});

async function plan(town: Town, form: Record<string, unknown> = {}): Promise<Reply> {
  const [message] = (await town.say('王芳', '新建活动')).messages;
  if (!message) throw new Error('no form');
  return await town.tap('王芳', message, '发出通知', {
    kinds: ['themeDay'],
    startsAt: '2026-03-02T10:00',
    place: '三楼会议室',
    theme: '学习',
    ...form,
  });
}

async function inGroup(town: Town, as: string): Promise<Message> {
  return await lastWhere(town, as, (message) => message.chat === BRANCH);
}

async function direct(town: Town, as: string): Promise<Message> {
  return await lastWhere(town, as, (message) => message.chat === null);
}

async function lastWhere(town: Town, as: string, wanted: (message: Message) => boolean): Promise<Message> {
  const found = (await town.get('/messages', { as })).messages.filter(wanted).at(-1);
  if (!found) throw new Error(`${as} sees no such message`);
  return found;
}

function row(card: Card) {
  return {
    id: 1,
    seq: 1,
    at: 0,
    kind: 'direct',
    address: '1',
    key: 'k',
    card,
    author: null,
    said: null,
  } as const;
}

interface Event {
  event: string;
  id: string;
  data: Record<string, unknown>;
}

async function listen(routes: Town['routes'], as: string, last?: string) {
  const response = await routes.request(`${API}/stream?${new URLSearchParams({ as })}`, {
    headers: last === undefined ? {} : { 'last-event-id': last },
  });
  if (!response.body) throw new Error('no stream');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let kept = '';
  return { next, until, close: () => reader.cancel() };

  async function next(): Promise<Event> {
    for (;;) {
      const end = kept.indexOf('\n\n');
      if (end >= 0) {
        const lines = kept.slice(0, end).split('\n');
        kept = kept.slice(end + 2);
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
        return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
      }
      const { done, value } = await reader.read();
      if (done) throw new Error('the stream ended');
      kept += value;
    }
  }

  async function until(event: string): Promise<Event> {
    for (;;) {
      const one = await next();
      if (one.event === event) return one;
    }
  }
}
