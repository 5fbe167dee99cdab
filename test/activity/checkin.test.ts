import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

describe('a check-in', () => {
  test('before the window is told when it opens', async () => {
    const org = await plannedOrg();
    expect((await org.as('刘洋').says('签到')).toast?.text).toBe(
      '现在没有可以签到的活动。下一次是主题党日，2026年12月4日（星期五）14:30 起可以签到。',
    );
  });

  test('counts from half an hour before the start', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:30');
    expect((await org.as('刘洋').presses('签到')).toast).toEqual({
      tone: 'success',
      text: '已签到（14:30）。',
    });
  });

  test('in the minute of the start is on time, a minute later is late, not absent', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:00');
    expect((await org.as('刘洋').presses('签到')).toast?.text).toBe('已签到（15:00）。');
    await org.at('2026-12-04T15:01');
    expect((await org.as('赵敏').presses('签到')).toast?.text).toBe('已签到（15:01，迟到）。');
    expect((await org.as('赵敏').finds('我的情况'))?.text).toContain('15:01 签到（迟到）');
  });

  test('a second time says when the first one was and changes nothing', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    await org.as('刘洋').presses('签到');
    await org.at('2026-12-04T15:20');
    expect((await org.as('刘洋').says('签到')).toast).toEqual({
      tone: 'info',
      text: '您已于 14:40 签到，不用再签。',
    });
    const rows = org.store.read((db) =>
      db.select().from(audit).where(eq(audit.action, 'attendance.checkedIn')).all(),
    );
    expect(rows).toHaveLength(1);
  });

  test('from two devices at once is one', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    const liu = org.as('刘洋');
    const [direct, group] = [
      await liu.finds('我的情况'),
      (await liu.messages()).find((one) => one.chat === '第一党支部'),
    ];
    if (!direct || !group) throw new Error('刘洋 does not see both cards');
    const both = await Promise.all([liu.pressesOn(direct, '签到'), liu.pressesOn(group, '签到')]);
    expect(both.map((seen) => seen.toast?.tone).toSorted()).toEqual(['info', 'success']);
    expect((await liu.messages()).find((one) => one.chat === '第一党支部')?.text).toContain('已签到 1');
  });

  test('after the end is refused with what to do instead', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:50');
    const before = await org.as('刘洋').finds('我的情况');
    if (!before) throw new Error('no card');
    await org.at('2026-12-04T17:00');
    expect((await org.as('刘洋').pressesOn(before, '签到')).toast?.text).toBe(
      '签到已经结束。如果您参加了，请书记代为更正；没能参加，可以说“补学”。',
    );
  });

  test('by somebody of another branch is refused, whatever card they tap', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:50');
    const card = (await org.as('刘洋').messages()).find((one) => one.chat === '第一党支部');
    if (!card) throw new Error('no card');
    await expect(org.as('郑强').pressesOn(card, '签到')).rejects.toThrow();
    expect((await org.as('郑强').says('签到')).toast?.text).toBe('现在没有可以签到的活动。');
  });

  test('by an activist is refused: activists are not expected', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:50');
    const card = (await org.as('吴迪').messages()).find((one) => one.chat === '第一党支部');
    if (!card) throw new Error('no card');
    expect((await org.as('吴迪').pressesOn(card, '签到')).toast?.text).toContain('应到名单里没有您');
  });

  test('on a card of a cancelled activity says that it is cancelled', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    const card = await org.as('刘洋').finds('我的情况');
    if (!card) throw new Error('no card');
    await org.as('张建国').says('取消活动');
    await org.as('张建国').presses('确认取消', { reason: '停电' });
    expect((await org.as('刘洋').pressesOn(card, '签到')).toast?.text).toBe('这次活动已经取消，不用签到。');
  });

  test('asks which one where two are open', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['branchCommittee'], startsAt: '2026-12-04T15:15', theme: '' });
    await org.at('2026-12-04T15:00');
    expect((await org.as('王磊').says('签到')).text).toContain('您要签到哪一个？');
    expect((await org.as('王磊').presses('12月4日 15:15 支部委员会会议')).toast?.text).toBe(
      '已签到（15:00）。',
    );
    expect((await org.as('刘洋').says('签到')).toast?.text).toBe('已签到（15:00）。');
  });

  test('outweighs a leave that was granted', async () => {
    const org = await plannedOrg();
    await org.as('刘洋').says('请假 出差');
    await org.as('张建国').presses('准假');
    await org.at('2026-12-04T14:50');
    expect((await org.as('刘洋').says('签到')).toast?.tone).toBe('success');
    expect((await org.as('刘洋').messages()).find((one) => one.chat === '第一党支部')?.text).toMatch(
      /已签到 1，请假 0/,
    );
  });
});

test('who joins after the start is not expected any more, who left before is not expected either', async () => {
  const org = await testOrg('2026-12-01T09:30', {
    ...TWO_BRANCHES,
    '机关工委/第三党支部': {
      kind: 'branch',
      people: {
        钱进: { posts: ['secretary'] },
        老唐: { ended: '2026-12-04' },
        小何: { began: '2026-12-04' },
        小江: { began: '2026-12-05' },
      },
    },
  });
  await plan(org, THEME_DAY, '钱进');
  await org.at('2026-12-04T15:00');
  const list = await org.as('钱进').says('名单');
  expect(list.text).toContain('应到 2');
  expect(list.text).toContain('小何');
  expect(list.text).not.toContain('老唐');
});

test('who asked for leave and left the branch before the start is not expected', async () => {
  const org = await plannedOrg();
  await org.as('赵敏').says('请假 出差');
  await org.as('张建国').presses('准假');
  const left =
    "update memberships set ended = '2026-12-02' where person = (select id from persons where name = '赵敏')";
  await org.store.change((db) => void db.run(left));
  await org.at('2026-12-04T15:05');
  expect((await org.as('张建国').says('名单')).text).toContain('应到 6，已签到 0，请假 0');
});

test('the expected list stands from the start on, though somebody leaves the branch that evening', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T15:00');
  await org.store.change((db) => {
    db.run(
      "update memberships set ended = '2026-12-04' where person = (select id from persons where name = '孙丽')",
    );
  });
  expect((await org.as('张建国').says('名单')).text).toContain('应到 7');
  const frozen = org.store.read((db) =>
    db.select().from(attendance).where(eq(attendance.role, 'expected')).all(),
  );
  expect(frozen).toHaveLength(7);
});

test('a probationary member is expected, and full from the day named', async () => {
  const org = await testOrg('2026-12-01T09:30', {
    甲支部: {
      kind: 'branch',
      people: { 钱进: { posts: ['secretary'] }, 小何: { category: 'probationary', fullFrom: '2026-12-04' } },
    },
  });
  await plan(org, { ...THEME_DAY, startsAt: '2026-12-03T15:00' }, '钱进');
  await plan(org, THEME_DAY, '钱进');
  await org.at('2026-12-04T15:00');
  const categories = org.store.read((db) =>
    db
      .select()
      .from(attendance)
      .where(and(eq(attendance.person, 2), eq(attendance.role, 'expected')))
      .all(),
  );
  expect(categories.map((row) => row.category)).toEqual(['probationary', 'full']);
});
