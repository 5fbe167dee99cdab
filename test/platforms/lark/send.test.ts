import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { card, press, text } from '../../../cards/card.ts';
import { LarkFault } from '../../../src/platforms/lark/http.ts';
import { type Lark, openLark } from '../../../src/platforms/lark/lark.ts';
import { verdictOf } from '../../../src/platforms/lark/verdict.ts';
import type { Address } from '../../../src/platforms/platform.ts';
import { DAY, HOUR, SECOND } from '../../../src/time.ts';
import { type FakeLark, fakeLark } from './fake.ts';

const zhang: Address = { platform: 'lark', kind: 'direct', id: 'ou_zhang' };
const group: Address = { platform: 'lark', kind: 'group', id: 'oc_group' };
const notice = card('开会', [text('明天下午三点')], { actions: [press('签到', 'x')] });

let now: number;
let fake: FakeLark;
let lark: Lark;

beforeEach(async () => {
  now = Date.parse('2026-12-03T10:00:00+08:00');
  fake = await fakeLark({ now: () => now });
  lark = openLark(fake.config);
});

afterEach(() => fake.close());

function send(to: Address, key: string, content = notice) {
  return lark.platform.send(to, content, key);
}

function asked(path: RegExp): number {
  return fake.calls.filter((call) => path.test(call.path)).length;
}

describe('a card is sent', () => {
  test('to a person and to a group', async () => {
    const one = await send(zhang, 'a');
    const other = await send(group, 'b');
    expect(fake.messagesTo('ou_zhang')).toMatchObject([{ text: '开会\n明天下午三点\n[签到]' }]);
    expect(fake.messagesTo('oc_group')).toHaveLength(1);
    expect([one, other]).toEqual([
      { ok: true, remoteId: fake.lastTo('ou_zhang').id },
      { ok: true, remoteId: fake.lastTo('oc_group').id },
    ]);
  });

  test('once for one key, however often and however long', async () => {
    const key = 'notice:7:'.repeat(40);
    const first = await send(zhang, key);
    now += HOUR - SECOND;
    expect(await send(zhang, key)).toEqual(first);
    await send(zhang, `${key}!`);
    expect(fake.messagesTo('ou_zhang')).toHaveLength(2);
    expect(fake.shown.every(({ uuid }) => uuid.length <= 50)).toBe(true);
  });

  test('and drawn anew', async () => {
    const sent = await send(group, 'a');
    if (!sent.ok) throw new Error(sent.reason);
    expect(await lark.platform.update(group, sent.remoteId, card('开会', [text('已签到 12 人')]))).toEqual(
      sent,
    );
    expect(fake.lastTo('oc_group')).toMatchObject({ text: '开会\n已签到 12 人', updates: 1 });
  });

  test('a hundred at once ask for one token', async () => {
    const people = Array.from({ length: 40 }, (_, index): Address => ({ ...zhang, id: `ou_${index}` }));
    const sent = await Promise.all(people.map((person) => send(person, person.id)));
    expect(sent.every(({ ok }) => ok)).toBe(true);
    expect(asked(/tenant_access_token/)).toBe(1);
  });

  test('with a new token when Lark has forgotten the old one', async () => {
    await send(zhang, 'a');
    fake.forgetTokens();
    expect(await send(zhang, 'b')).toMatchObject({ ok: true });
    now += 3 * HOUR;
    expect(await send(zhang, 'c')).toMatchObject({ ok: true });
    expect(asked(/tenant_access_token/)).toBe(3);
  });

  test('as fast as Lark allows, and no faster', () => {
    expect(lark.platform.pace).toEqual({
      app: [
        { count: 50, per: 1_000 },
        { count: 1_000, per: 60_000 },
      ],
      address: [{ count: 5, per: 1_000 }],
    });
  });
});

describe('what Lark refuses', () => {
  test.each([
    'blocked',
    'dissolved',
    'outside',
    'unavailable',
    'muted',
    'unknown',
  ] as const)('%s: never', async (why) => {
    fake.refuse('oc_group', why);
    expect(await send(group, 'a')).toMatchObject({ ok: false, verdict: 'never' });
    expect(fake.messagesTo('oc_group')).toEqual([]);
  });

  test('a sixth message in a second: again', async () => {
    const results = [];
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) results.push(await send(group, key));
    expect(results.slice(0, 5).every(({ ok }) => ok)).toBe(true);
    expect(results[5]).toMatchObject({
      ok: false,
      verdict: 'again',
      reason: expect.stringContaining('230020'),
    });
    now += 1_001;
    expect(await send(group, 'f')).toMatchObject({ ok: true });
  });

  test('the app’s fifty-first in a second: again, after what Lark says', async () => {
    const people = Array.from({ length: 51 }, (_, index): Address => ({ ...zhang, id: `ou_${index}` }));
    const results = await Promise.all(people.map((person) => send(person, person.id)));
    expect(results.filter(({ ok }) => !ok)).toEqual([
      {
        ok: false,
        verdict: 'again',
        reason: 'Lark answers 99991400: request trigger frequency limit',
        after: 1_000,
      },
    ]);
  });

  test('with HTTP status 200 is refused all the same', async () => {
    fake.next(
      { code: 0, data: {}, more: { tenant_access_token: 't', expire: 7200 } },
      { code: 230027, status: 200, msg: 'Lack of necessary permissions.' },
    );
    expect(await send(zhang, 'a')).toEqual({
      ok: false,
      verdict: 'never',
      reason: 'Lark answers 230027: Lack of necessary permissions.',
    });
  });

  test('a wrong secret: broken, and the reason does not hold it', async () => {
    const wrong = openLark({ ...fake.config, appSecret: 'a-wrong-secret' });
    const result = await wrong.platform.send(zhang, notice, 'a');
    expect(result).toEqual({
      ok: false,
      verdict: 'broken',
      reason: 'Lark answers 10014: app secret invalid',
    });
  });

  test('a platform that does not answer: again', async () => {
    await send(zhang, 'a');
    fake.next({ code: 0, drop: true });
    expect(await send(zhang, 'b')).toMatchObject({
      ok: false,
      verdict: 'again',
      reason: expect.stringContaining('cannot be reached'),
    });
    const nobody = openLark({ ...fake.config, domain: 'http://127.0.0.1:9' });
    expect(await nobody.platform.send(zhang, notice, 'a')).toMatchObject({ ok: false, verdict: 'again' });
  });

  test('a card that is changed too late, or after it was taken back: never', async () => {
    const sent = await send(zhang, 'a');
    if (!sent.ok) throw new Error(sent.reason);
    now += 14 * DAY + SECOND;
    expect(await lark.platform.update(zhang, sent.remoteId, notice)).toMatchObject({
      ok: false,
      verdict: 'never',
    });
    fake.recall(sent.remoteId);
    expect(await lark.platform.update(zhang, sent.remoteId, notice)).toMatchObject({
      verdict: 'never',
      reason: expect.stringContaining('230011'),
    });
  });
});

describe('a card that Lark will not draw', () => {
  const bad = {
    code: 230099,
    msg: 'Failed to create card content, ext=ErrCode: 11310; ErrMsg: element exceeds the limit; ErrorValue: 张伟',
  };

  test('reaches its reader as text, without markup', async () => {
    await send(zhang, 'token');
    fake.next(bad);
    const named = card('名单', [text('<at user_id="all">所有人</at> [点我](http://evil.example) **粗**')]);
    expect(await send(zhang, 'a', named)).toMatchObject({ ok: true });
    const { type, text: shown } = fake.lastTo('ou_zhang');
    expect(type).toBe('text');
    expect(shown).toContain(
      '名单\n＜at user_id="all"＞所有人＜/at＞ ［点我］(http://evil.example) ＊＊粗＊＊',
    );
  });

  test('is drawn as one plain text where it stood', async () => {
    const sent = await send(zhang, 'a');
    if (!sent.ok) throw new Error(sent.reason);
    fake.next(bad);
    expect(await lark.platform.update(zhang, sent.remoteId, notice)).toEqual(sent);
    expect(fake.lastTo('ou_zhang').text).toBe('开会\n明天下午三点');
  });

  test('and not as text either: never, and the reason repeats nothing of it', async () => {
    await send(zhang, 'token');
    fake.next(bad, bad);
    expect(await send(zhang, 'a')).toEqual({
      ok: false,
      verdict: 'never',
      reason:
        'Lark answers 230099: Failed to create card content, ext=ErrCode: 11310; ErrMsg: element exceeds the limit;',
    });
  });

  test('because somebody is pressing on it: again, and nothing else is sent', async () => {
    const sent = await send(zhang, 'a');
    if (!sent.ok) throw new Error(sent.reason);
    fake.next({
      code: 230099,
      msg: 'Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock',
    });
    expect(await lark.platform.update(zhang, sent.remoteId, notice)).toMatchObject({
      ok: false,
      verdict: 'again',
    });
    expect(asked(/messages/)).toBe(2);
  });
});

test.each([
  ['again', [230020, 99991400, 230049]],
  [
    'never',
    [
      230002, 230006, 230013, 230017, 230025, 230027, 230034, 230035, 230053, 230099, 232009, 230011, 230031,
      230110,
    ],
  ],
  ['broken', [10003, 10014, 99991672, 99991663]],
] as const)('these codes mean %s, whatever the HTTP status', (verdict, codes) => {
  for (const code of codes)
    for (const status of [200, 400, 429, 500])
      expect(verdictOf(new LarkFault(code, status, ''))).toBe(verdict);
});

test('an unknown code is judged by the HTTP status', () => {
  const verdicts = [0, 200, 400, 403, 404, 408, 429, 500, 502].map((status) =>
    verdictOf(new LarkFault(4711, status, '')),
  );
  expect(verdicts).toEqual(['again', 'again', 'never', 'never', 'never', 'again', 'again', 'again', 'again']);
});
