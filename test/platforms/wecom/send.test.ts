import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { card, facts, press, text } from '../../../cards/card.ts';
import type { NodeStore } from '../../../db/node.ts';
import type { Address } from '../../../src/platforms/platform.ts';
import { WecomFault } from '../../../src/platforms/wecom/http.ts';
import { keepPress } from '../../../src/platforms/wecom/store.ts';
import { verdictOf } from '../../../src/platforms/wecom/verdict.ts';
import { openWecom, type Wecom } from '../../../src/platforms/wecom/wecom.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/time.ts';
import { testStore } from '../../helpers/org.ts';
import { type FakeWecom, fakeWecom } from './fake.ts';

const zhang: Address = { platform: 'wecom', kind: 'direct', id: 'zhang' };
const group: Address = { platform: 'wecom', kind: 'group', id: 'groupofatest' };
const notice = card('开会', [text('明天下午三点')], { actions: [press('签到', 'x')] });

let now: number;
let fake: FakeWecom;
let wecom: Wecom;
let store: NodeStore;

beforeEach(async () => {
  now = Date.parse('2026-12-03T10:00:00+08:00');
  fake = await fakeWecom({ now: () => now });
  fake.chat('groupofatest');
  store = testStore().store;
  wecom = open();
});

afterEach(() => fake.close());

function open(more: Partial<FakeWecom['config']> = {}): Wecom {
  const settings = { url: 'https://zhibu.example' };
  return openWecom({ ...fake.config, ...more }, { store, clock: { now: () => now }, settings });
}

function send(to: Address, key: string, content = notice) {
  return wecom.platform.send(to, content, key);
}

async function sent(to: Address, key: string, content = notice): Promise<string> {
  const answer = await send(to, key, content);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.remoteId;
}

/** Somebody presses: with the new code the card can be drawn anew. */
async function pressed(task: string, toast: string | null = null): Promise<void> {
  fake.connect(async (request) => {
    const body = await request.text();
    const opened = wecom.gate.message(new URL(request.url).searchParams, new TextEncoder().encode(body), now);
    const code = /<ResponseCode><!\[CDATA\[(.+?)\]\]>/.exec(opened)?.[1] ?? '';
    await store.change((db) => keepPress(db, now, task, code, toast));
    return new Response('');
  });
  await fake.press(fake.lastTo('zhang'), '签到', { by: 'zhang' });
}

function asked(path: string): number {
  return fake.calls.filter((call) => call.path === path).length;
}

describe('a card is sent', () => {
  test('to a person as a card, to a group as a text', async () => {
    const [one, other] = [await sent(zhang, 'a'), await sent(group, 'b')];
    expect(fake.lastTo('zhang')).toMatchObject({ type: 'template_card', text: '开会\n明天下午三点\n[签到]' });
    expect(fake.lastTo('groupofatest')).toMatchObject({
      type: 'text',
      text: '开会\n明天下午三点\n（可以直接对我说：签到）',
    });
    expect(one).toMatch(/^zhibu-[0-9a-f]{48}$/);
    expect(other).toMatch(/^text:zhibu-/);
  });

  test('with nothing to press or open, as a text', async () => {
    expect(await sent(zhang, 'a', card('已办好', [facts({ 时间: '三点' })]))).toMatch(/^text:/);
    expect(fake.lastTo('zhang')).toMatchObject({ type: 'text', text: '已办好\n时间：三点' });
  });

  test('once for one key, also where only the answer was lost', async () => {
    fake.next({ errcode: 0, more: { access_token: 't', expires_in: 7200 } }, { errcode: 0, drop: true });
    expect(await send(zhang, 'a')).toMatchObject({ ok: false, verdict: 'again' });
    fake.next({ errcode: 42001 });
    const first = await sent(zhang, 'a');
    fake.next({ errcode: 0, drop: true, after: true });
    expect(await send(zhang, 'b')).toMatchObject({ ok: false, verdict: 'again' });
    now += MINUTE;
    expect(await sent(zhang, 'b')).not.toBe(first);
    expect(await sent(zhang, 'a')).toBe(first);
    expect(fake.messagesTo('zhang')).toHaveLength(2);
  });

  test('two texts that say the same are two messages', async () => {
    const same = card('已办好', []);
    await sent(zhang, 'a', same);
    await sent(zhang, 'b', same);
    expect(fake.messagesTo('zhang')).toHaveLength(2);
  });

  test('a hundred at once ask for one token', async () => {
    const people = Array.from({ length: 40 }, (_, index): Address => ({ ...zhang, id: `user${index}` }));
    const all = await Promise.all(people.map((person) => send(person, person.id)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(asked('gettoken')).toBe(1);
  });

  test('with a new token before the old one ends, and when WeCom has forgotten it', async () => {
    await sent(zhang, 'a');
    now += 2 * HOUR - 4 * MINUTE;
    await sent(zhang, 'b');
    expect(fake.calls.every(({ code }) => code === 0)).toBe(true);
    expect(asked('gettoken')).toBe(2);
    fake.forgetTokens();
    await sent(zhang, 'c');
    expect(asked('gettoken')).toBe(3);
  });
});

describe('a card is drawn anew', () => {
  const after = card('开会', [text('已签到 12 人')], { actions: [press('请假', 'y')] });

  test('once with the code of its sending, then once for each press', async () => {
    const task = await sent(zhang, 'a');
    expect(await wecom.platform.update(zhang, task, after)).toEqual({ ok: true, remoteId: task });
    expect(fake.lastTo('zhang')).toMatchObject({ text: '开会\n已签到 12 人\n[请假]', updates: 1 });
    expect(await wecom.platform.update(zhang, task, notice)).toMatchObject({ ok: false, verdict: 'never' });
    expect(asked('message/update_template_card')).toBe(1);
  });

  test('with the newest of its codes, and says what came of the press', async () => {
    const task = await sent(zhang, 'a');
    await pressed(task, '已签到（14:40）。');
    expect(await wecom.platform.update(zhang, task, card('开会', []))).toMatchObject({ ok: true });
    expect(fake.lastTo('zhang').text).toBe('开会\n已签到（14:40）。\n（已处理）');
    expect(fake.messagesTo('zhang')).toHaveLength(1);
  });

  test('within three days only', async () => {
    const task = await sent(zhang, 'a');
    now += 72 * HOUR;
    expect(await wecom.platform.update(zhang, task, after)).toMatchObject({ ok: false, verdict: 'never' });
    expect(asked('message/update_template_card')).toBe(0);
  });

  test('or a text says what came of a press, if it cannot be', async () => {
    const task = await sent(zhang, 'a');
    await pressed(task, '已签到（14:40）。');
    fake.next({ errcode: 42056, errmsg: 'invalid or used response_code' });
    expect(await wecom.platform.update(zhang, task, after)).toMatchObject({ ok: false, verdict: 'never' });
    expect(fake.lastTo('zhang')).toMatchObject({
      type: 'text',
      text: expect.stringMatching(/^已签到（14:40）。\n开会/),
    });
  });

  test('again later, if WeCom could not be reached', async () => {
    const task = await sent(zhang, 'a');
    fake.next({ errcode: 0, drop: true });
    expect(await wecom.platform.update(zhang, task, after)).toMatchObject({ ok: false, verdict: 'again' });
    expect(await wecom.platform.update(zhang, task, after)).toMatchObject({ ok: true });
  });

  test('never where it was a text', async () => {
    const remote = await sent(group, 'a');
    expect(await wecom.platform.update(group, remote, after)).toMatchObject({ ok: false, verdict: 'never' });
  });
});

describe('a file is sent', () => {
  const file = {
    name: '会议记录.docx',
    type: 'application/octet-stream',
    bytes: new Uint8Array(100).fill(7),
  };

  test('to a person and to a group', async () => {
    expect(await wecom.platform.sendFile?.(zhang, file, 'a')).toMatchObject({ ok: true });
    expect(await wecom.platform.sendFile?.(group, file, 'b')).toMatchObject({ ok: true });
    expect(fake.lastTo('zhang')).toMatchObject({ type: 'file', text: '（文件）会议记录.docx' });
    expect(fake.lastTo('groupofatest').type).toBe('file');
  });

  test('once for one key, and handed in once', async () => {
    await sent(zhang, 'token');
    fake.next({ errcode: 0, drop: true });
    expect(await wecom.platform.sendFile?.(zhang, file, 'a')).toMatchObject({ ok: false, verdict: 'again' });
    const first = await wecom.platform.sendFile?.(zhang, file, 'a');
    expect(await wecom.platform.sendFile?.(zhang, file, 'a')).toEqual(first);
    expect(fake.messagesTo('zhang').filter(({ type }) => type === 'file')).toHaveLength(1);
    expect(fake.calls.filter(({ path, code }) => path === 'media/upload' && code === 0)).toHaveLength(2);
  });
});

describe('the directory', () => {
  test('is read department by department, as far as the app may see', async () => {
    const member = { department: [2], open_userid: '' };
    fake.list({
      departments: [
        { id: 2, name: '办公室', parentid: 1, order: 1 },
        { id: 3, name: '一科', parentid: 2, order: 1 },
      ],
      members: {
        2: [{ ...member, userid: 'zhang', name: '张建国' }],
        3: [
          { ...member, userid: 'zhang', name: '张建国' },
          { ...member, userid: 'liu', name: '刘洋' },
        ],
      },
    });
    expect(await wecom.platform.directory?.()).toEqual({
      departments: [
        { id: '2', name: '办公室', parent: null },
        { id: '3', name: '一科', parent: '2' },
      ],
      people: [
        { id: 'zhang', name: '张建国', phone: null, departments: ['2', '3'] },
        { id: 'liu', name: '刘洋', phone: null, departments: ['3'] },
      ],
    });
  });

  test('that the app may not read says what to do', async () => {
    await expect(wecom.platform.directory?.()).rejects.toThrow('请管理员检查应用的“可见范围”');
    fake.trust(false);
    await expect(wecom.platform.directory?.()).rejects.toThrow('企业可信IP');
  });
});

describe('what WeCom refuses', () => {
  test('somebody out of the app’s sight: never', async () => {
    fake.hide('zhang');
    expect(await send(zhang, 'a')).toMatchObject({ ok: false, verdict: 'never' });
  });

  test.each([
    '@all',
    '@ALL',
    'zhang|liu',
  ])('%s is nobody’s account: never, and WeCom is not even asked', async (id) => {
    expect(await send({ ...zhang, id }, 'a')).toMatchObject({ ok: false, verdict: 'never' });
    expect(fake.calls).toEqual([]);
  });

  test('somebody whom it names beside a success: never, and why', async () => {
    await sent(zhang, 'token');
    fake.next({ errcode: 0, more: { msgid: 'm', invaliduser: 'zhang' } });
    expect(await send(zhang, 'a')).toMatchObject({
      verdict: 'never',
      reason: expect.stringContaining('可见范围'),
    });
    fake.next({ errcode: 0, more: { msgid: 'm', unlicenseduser: 'zhang' } });
    expect(await send(zhang, 'b')).toMatchObject({
      verdict: 'never',
      reason: expect.stringContaining('许可'),
    });
  });

  test('calls from an address that is not trusted: broken, and the sentence says what to enter where', async () => {
    fake.trust(false);
    expect(await send(zhang, 'a')).toEqual({
      ok: false,
      verdict: 'broken',
      reason:
        'WeCom takes no calls from 203.0.113.7 (60020): on the admin page under 应用管理 → the app → 企业可信IP, enter 203.0.113.7',
    });
  });

  test('a wrong secret: broken, and the reason does not hold it', async () => {
    const wrong = open({ secret: 'a-wrong-secret' });
    expect(await wrong.platform.send(zhang, notice, 'a')).toEqual({
      ok: false,
      verdict: 'broken',
      reason: 'WeCom answers 40001: invalid credential',
    });
  });

  test('more calls than an hour holds: again, in an hour', async () => {
    await sent(zhang, 'token');
    fake.next({ errcode: 45009, errmsg: 'api freq out of limit' });
    expect(await send(zhang, 'a')).toMatchObject({ ok: false, verdict: 'again', after: HOUR });
  });

  test('a group that is none: never', async () => {
    expect(await send({ ...group, id: 'other' }, 'a')).toMatchObject({ ok: false, verdict: 'never' });
  });

  test('a card: its reader gets a text instead', async () => {
    await sent(zhang, 'token');
    fake.next({ errcode: 40058, errmsg: 'invalid Request Parameter' });
    const named = card('名单', [text('<a href="http://evil.example">点我</a>')], {
      actions: [press('签到', 'x')],
    });
    expect(await sent(zhang, 'a', named)).toMatch(/^text:/);
    expect(fake.lastTo('zhang').text).toBe(
      '名单\n＜a href="http://evil.example"＞点我＜/a＞\n（可以直接对我说：签到）',
    );
  });

  test('a platform that does not answer: again', async () => {
    const nobody = open({ api: 'http://127.0.0.1:9' });
    expect(await nobody.platform.send(zhang, notice, 'a')).toMatchObject({
      ok: false,
      verdict: 'again',
      reason: expect.stringContaining('cannot be reached'),
    });
  });

  test('an answer that is none: again', async () => {
    await sent(zhang, 'token');
    fake.next({ errcode: Number.NaN });
    expect(await send(zhang, 'a')).toMatchObject({ ok: false, verdict: 'again' });
  });
});

test('as fast as WeCom delivers, and a little slower', () => {
  const { address } = wecom.platform.pace;
  expect(address).toEqual([
    { count: 30, per: MINUTE + 10 * SECOND },
    { count: 1_000, per: HOUR + 10 * SECOND },
  ]);
});

test.each([
  ['again', [-1, 45009, 45033, 4711]],
  ['never', [81013, 60111, 86003, 40003, 45002]],
  ['broken', [40001, 40013, 60020, 48002, 301002]],
] as const)('these codes mean %s', (verdict, codes) => {
  for (const code of codes) expect(verdictOf(new WecomFault(code, ''))).toBe(verdict);
});
