import { expect, test } from 'vitest';
import { card, press, text } from '../../../cards/card.ts';
import { presses } from '../../../db/schema/press.ts';
import { deliver } from '../../../src/deliver.ts';
import { metrics } from '../../../src/metrics.ts';
import { spend, spentIn } from '../../../src/outbox/budget.ts';
import { post, type Urgency } from '../../../src/outbox/store.ts';
import { DAY, HOUR, MINUTE } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { wordsOf } from './card.ts';
import type { FakeOptions } from './fake.ts';
import { dingTalkOrg } from './org.ts';

const MORNING = '2026-12-01T09:30';
const GROUP = 'cidGroup==';
const NOTICE = card('开会', [text('明天下午三点')], {
  actions: [press('签到', 'activity.checkIn', { activity: 7 })],
});

async function town(options: FakeOptions = {}) {
  const made = await dingTalkOrg(MORNING, TWO_BRANCHES, options);
  const { org, store, clock, ding } = made;
  let number = 0;
  return { ...made, sends, sent };

  /** Queues a message and delivers what can leave. */
  async function sends(to: string, urgency: Urgency = 'notice', content = NOTICE) {
    const kind = to.startsWith('cid') ? 'group' : 'direct';
    const key = `test:${number++}`;
    await store.change((db) => {
      post(db, clock.now(), {
        key,
        to: { platform: 'dingtalk', kind, id: to },
        content: { card: content },
        urgency,
      });
    });
    await deliver(org);
    return store.read((db) => db.query.outbox.findFirst({ where: (row, { eq }) => eq(row.key, key) }).sync());
  }

  function sent(): string[] {
    return ding.calls.map(({ path }) => path).filter((path) => !path.includes('accessToken'));
  }
}

test('an answer goes by the session while it lives, then by the API; only that is counted', async () => {
  const { ding, sends, sent, clock, store, id } = await town();
  await ding.says(id('刘洋'), '帮助');
  await sends(id('刘洋'));
  expect(ding.shown.map(({ via }) => via)).toEqual(['session', 'session']);
  expect(store.read((db) => spentIn(db, 'dingtalk', clock.now()))).toBe(0);
  clock.set(clock.now() + 90 * MINUTE);
  await sends(id('刘洋'));
  expect(ding.lastTo(id('刘洋')).via).toBe('api');
  expect(sent().at(-1)).toBe('/v1.0/robot/oToMessages/batchSend');
  expect(store.read((db) => spentIn(db, 'dingtalk', clock.now()))).toBe(1);
});

test('a session that DingTalk has ended is left, and the API is asked', async () => {
  const { ding, sends, clock, hosted, id } = await town();
  const to = { platform: 'dingtalk', kind: 'direct', id: id('刘洋') } as const;
  hosted.dingtalk?.sessions.note(to, `${ding.api}/robot/sendBySession?session=unknown`, clock.now() + HOUR);
  expect((await sends(id('刘洋')))?.outcome).toBe('sent');
  expect(ding.shown.map(({ via }) => via)).toEqual(['api']);
  await sends(id('刘洋'));
  expect(ding.calls.filter(({ path }) => path === '/robot/sendBySession')).toHaveLength(1);
});

test('the same words for many people are one call for twenty of them', async () => {
  const { ding, org, store, clock, sent } = await town();
  await store.change((db) => {
    for (let person = 0; person < 45; person++)
      post(db, clock.now(), {
        key: `notice:${person}`,
        to: { platform: 'dingtalk', kind: 'direct', id: `staff-${person}` },
        content: { card: NOTICE },
        urgency: 'notice',
      });
  });
  for (let second = 0; second < 4; second++) {
    await deliver(org);
    clock.set(clock.now() + 1000);
  }
  expect(ding.shown).toHaveLength(45);
  expect(sent()).toEqual(Array.from({ length: 3 }, () => '/v1.0/robot/oToMessages/batchSend'));
});

test('whom the organisation does not have is given up alone; who has had too many gets it later', async () => {
  const { ding, sends, wait } = await town({ staff: new Set(['known']) });
  expect(await sends('unknown')).toMatchObject({
    outcome: 'givenUp',
    reason: expect.stringContaining('invalidStaffId'),
  });
  for (let count = 0; count < 21; count++) await sends('known', 'notice', card(`第 ${count} 条`, []));
  await wait(2);
  expect(ding.messagesTo('known')).toHaveLength(20);
  await wait(61);
  expect(ding.messagesTo('known')).toHaveLength(21);
});

test.each([
  ['again', { status: 403, code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }],
  ['again', { status: 400, code: 'send.too.fast' }],
  ['again', { status: 503, code: 'ServiceUnavailable' }],
  ['again', { status: 200, body: { errcode: 90018, errmsg: 'too fast' } }],
  ['again', { status: 0, drop: true }],
  ['never', { status: 400, code: 'staffId.notExisted' }],
  ['never', { status: 400, code: 'resource.not.found' }],
  ['broken', { status: 403, code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }],
  ['broken', { status: 400, code: 'invalidParameter.robotCode.auth' }],
  ['broken', { status: 403, code: 'Forbidden.AccessDenied.IpNotInWhiteList' }],
] as const)('%s: a refusal for %o', async (verdict, answer) => {
  const { ding, hosted } = await town();
  ding.next(answer, answer);
  const { platform } = hosted.dingtalk ?? {};
  const sent = await platform?.send({ platform: 'dingtalk', kind: 'direct', id: 'staff3' }, NOTICE, 'k');
  expect(sent).toMatchObject({ ok: false, verdict });
});

test('a card that DingTalk will not draw is sent as text', async () => {
  const { ding, sends } = await town();
  ding.next({ status: 400, code: 'invalidParameter.msgParam.invalid' });
  expect((await sends('staff3'))?.outcome).toBe('sent');
  expect(ding.lastTo('staff3')).toMatchObject({ title: '', text: expect.stringContaining('明天下午三点') });
});

test('a file is handed in and sent, to a person and to a group; of a kind that DingTalk does not know, it is not', async () => {
  const { ding, hosted } = await town();
  const { platform } = hosted.dingtalk ?? {};
  const file = { name: '台账.xlsx', type: 'application/octet-stream', bytes: new Uint8Array([1, 2, 3]) };
  for (const to of [
    { platform: 'dingtalk', kind: 'direct', id: 'staff3' },
    { platform: 'dingtalk', kind: 'group', id: GROUP },
  ] as const) {
    expect(await platform?.sendFile?.(to, file, `file for ${to.kind}`)).toMatchObject({ ok: true });
    expect(await platform?.sendFile?.(to, file, `file for ${to.kind}`)).toMatchObject({ ok: true });
    expect(ding.messagesTo(to.id).map(({ text: name }) => name)).toEqual(['台账.xlsx']);
    expect(await platform?.sendFile?.(to, { ...file, name: '台账.exe' }, 'other')).toMatchObject({
      ok: false,
      verdict: 'never',
    });
  }
});

test('a token that DingTalk has forgotten is asked for anew, and the message arrives once', async () => {
  const { ding, sends } = await town();
  await sends('staff3');
  ding.next({ status: 401, code: 'InvalidAuthentication' });
  expect((await sends('staff4'))?.outcome).toBe('sent');
  expect(ding.messagesTo('staff4')).toHaveLength(1);
  expect(ding.calls.filter(({ path }) => path.endsWith('accessToken'))).toHaveLength(2);
});

test('a button says its label and a code; whoever says it is asked for their own rights', async () => {
  const { ding, sends, id, store } = await town();
  await sends(
    id('刘洋'),
    'notice',
    card('请假', [], { actions: [press('准假', 'activity.decideLeave', { leave: 1, grant: true })] }),
  );
  const [button] = ding.lastTo(id('刘洋')).buttons;
  const words = button && wordsOf(button);
  expect(words).toMatch(/^准假 #[a-km-np-z2-9]{10}$/);
  await ding.says(id('赵敏'), words ?? '');
  expect(ding.lastTo(id('赵敏')).text).not.toContain('已准假');
  await ding.says(id('赵敏'), '准假 #aaaaaaaaaa');
  expect(ding.lastTo(id('赵敏')).text).toContain('没看懂');
  expect(store.read((db) => db.select().from(presses).all())).toHaveLength(1);
});

test('the same button is the same code, and another organisation’s is another', async () => {
  const { hosted } = await town();
  const words = hosted.dingtalk?.wording.words();
  const word = (input: { activity: number }) => words?.word(press('签到', 'activity.checkIn', input));
  expect(word({ activity: 1 })).toBe(word({ activity: 1 }));
  expect(word({ activity: 2 })).not.toBe(word({ activity: 1 }));
  await words?.keep();
});

test('of a month’s calls digests leave a fifth, reminders a twentieth, until its first working morning; what is waited for is always tried', async () => {
  const { ding, sends, store, clock, at } = await town({ quota: 100 });
  const spent = (calls: number) => store.change((db) => spend(db, 'dingtalk', clock.now(), calls));
  await spent(80);
  expect(await sends('staff3', 'digest')).toMatchObject({
    outcome: null,
    reason: expect.stringContaining('calls'),
  });
  expect((await sends('staff3', 'reminder'))?.outcome).toBe('sent');
  await spent(15);
  expect((await sends('staff3', 'reminder'))?.outcome).toBeNull();
  expect((await sends('staff3', 'notice'))?.outcome).toBe('sent');
  await ding.says('staff3', '帮助');
  expect(ding.lastTo('staff3').via).toBe('session');
  const before = ding.messagesTo('staff3').length;
  await at('2026-12-31T23:59');
  expect(
    ding
      .messagesTo('staff3')
      .slice(before)
      .filter(({ title }) => title === '开会'),
  ).toEqual([]);
  await at('2027-01-04T07:55');
  expect(
    ding
      .messagesTo('staff3')
      .slice(before)
      .filter(({ title }) => title === '开会'),
  ).toEqual([]);
  await at('2027-01-04T08:05');
  expect(
    ding
      .messagesTo('staff3')
      .slice(before)
      .filter(({ title }) => title === '开会'),
  ).toHaveLength(2);
});

test('at four fifths the administrator is told, once a month, and the metrics say it', async () => {
  const { ding, sends, store, clock, org, id } = await town({ quota: 100 });
  await store.change((db) => spend(db, 'dingtalk', clock.now(), 78));
  await sends('staff3');
  expect(ding.messagesTo(id('管理员甲'))).toEqual([]);
  for (let count = 0; count < 4; count++) await sends('staff3');
  expect(ding.messagesTo(id('管理员甲')).map(({ title }) => title)).toEqual(['钉钉本月的接口调用快用完了']);
  expect(ding.lastTo(id('管理员甲')).text).toContain('80 次');
  const said = metrics([org]);
  expect(said).toContain('zhibu_platform_calls_allowed{org="main",platform="dingtalk"} 100');
  expect(said).toMatch(/zhibu_platform_calls\{org="main",platform="dingtalk"\} 8\d/);
});

test('when DingTalk says that nothing is left, that is believed, and nothing is given up', async () => {
  const { ding, sends, store, clock, logged } = await town();
  ding.next({ status: 403, code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', message: '已超过' });
  expect(await sends('staff3')).toMatchObject({ outcome: null, reason: expect.stringContaining('used up') });
  expect(store.read((db) => spentIn(db, 'dingtalk', clock.now()))).toBeGreaterThanOrEqual(5000);
  expect(logged.join()).toContain('used up');
});

test('a group hears of a live card again only when there is something new to press', async () => {
  const { ding, hosted } = await town();
  const { platform } = hosted.dingtalk ?? {};
  const to = { platform: 'dingtalk', kind: 'group', id: GROUP } as const;
  const planned = card('主题党日', [text('应到 7')], {
    actions: [press('请假', 'activity.leaveForm', { activity: 7 })],
  });
  const open = (count: number) =>
    card('主题党日', [text(`已签到 ${count}`)], {
      actions: [press('签到', 'activity.checkIn', { activity: 7 }, 'primary')],
    });
  const sent = await platform?.send(to, planned, 'live');
  if (!sent?.ok) throw new Error('not sent');
  const anew = await platform?.update(to, sent.remoteId, open(0));
  if (!anew?.ok) throw new Error('not drawn');
  expect(anew.remoteId).not.toBe(sent.remoteId);
  for (let count = 1; count < 20; count++)
    expect(await platform?.update(to, anew.remoteId, open(count))).toEqual({
      ok: true,
      remoteId: anew.remoteId,
    });
  expect(ding.messagesTo(GROUP).map(({ text: said }) => said)).toEqual([
    expect.stringContaining('应到 7'),
    expect.stringContaining('已签到 0'),
  ]);
  const direct = { ...to, kind: 'direct', id: 'staff3' } as const;
  const own = await platform?.send(direct, planned, 'own');
  if (own?.ok) await platform?.update(direct, own.remoteId, open(1));
  expect(ding.messagesTo('staff3')).toHaveLength(1);
});

test('an old code is found for longer than a year, and then forgotten', async () => {
  const { sends, store, clock } = await town();
  await sends('staff3');
  clock.set(clock.now() + 399 * DAY);
  await sends('staff3', 'notice', card('另一张', [], { actions: [press('好', 'help')] }));
  expect(store.read((db) => db.select().from(presses).all())).toHaveLength(2);
  clock.set(clock.now() + 2 * DAY);
  await sends('staff3', 'notice', card('第三张', [], { actions: [press('行', 'people.mine')] }));
  expect(
    store
      .read((db) => db.select().from(presses).all())
      .map(({ command }) => command)
      .toSorted(),
  ).toEqual(['help', 'people.mine']);
});
