import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { posts } from '../../db/schema/people.ts';
import type { Job } from '../../src/chat/job.ts';
import { minutesJob } from '../../src/duty/jobs/minutes.ts';
import { unplannedJob } from '../../src/duty/jobs/unplanned.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import { type Day, instantOf, MINUTE, type WallTime, wallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, TWO_COMMITTEES } from './held.ts';

describe('a theme day that is not planned', () => {
  test.each([
    ['2026-11-01T00:00', '2026-11-20T09:00', 'a Friday'],
    ['2026-11-20T08:59', '2026-11-20T09:00', 'a minute before'],
    ['2026-11-20T09:00', '2026-12-21T09:00', 'December’s 20th is a Sunday'],
    ['2026-02-01T00:00', '2026-02-24T09:00', 'after the Spring Festival'],
    ['2026-09-01T00:00', '2026-09-20T09:00', 'a Sunday that is worked'],
    ['2026-12-21T09:00', '2027-01-20T09:00', 'a year that is not arranged yet'],
  ])('after %s the next time to look is %s (%s)', async (after, next) => {
    const org = await testOrg('2026-01-01T00:00', TWO_COMMITTEES);
    expect(wall(org.store.read((db) => unplannedJob.next(db, instantOf(after))))).toBe(next);
  });

  test('on the 20th each branch’s secretary is told, once, with the form a tap away', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    await org.store.change((db) => {
      held(db, FINANCE, '2026-11-27', ['themeDay'], PLANNED);
      held(db, EDUCATION, '2026-11-10', ['themeDay'], { cancelledAt: 1 });
      held(db, RETIRED, '2026-10-10', ['themeDay']);
    });
    await org.at('2026-11-20T08:59');
    expect(await org.as('郑强').finds('还没有安排')).toBeUndefined();
    await org.at('2026-11-30T23:00');
    for (const name of ['郑强', '孙丽']) {
      const told = (await org.as(name).messages()).filter((message) => message.text.includes('还没有安排'));
      expect(told.map((message) => message.at)).toEqual([expect.stringContaining('2026-11-20T09:00')]);
    }
    expect((await org.as('郑强').finds('还没有安排'))?.text).toBe(
      `退休党支部11月主题党日还没有安排
请在11月30日前开展。定好时间就可以发出通知，其余可以以后补充。
主题党日：《中国共产党支部工作条例（试行）》，每月相对固定 1 天开展主题党日。`,
    );
    expect(await org.as('张建国').finds('还没有安排')).toBeUndefined();
    expect(await org.as('冯雪').finds('还没有安排')).toBeUndefined();
    const { messages } = await org.as('郑强').presses('新建活动');
    expect(messages.at(-1)?.form?.find((field) => field.name === 'kinds')?.value).toEqual(['themeDay']);
  });

  test('after a stop over the weekend it leaves on Monday morning', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    expect(await queued(org, unplannedJob, '2026-11-20T08:00', '2026-11-21T10:00')).toEqual([
      { key: 'themeDay', due: '2026-11-23T08:00', expires: '2026-12-01T00:00' },
      { key: 'themeDay', due: '2026-11-23T08:00', expires: '2026-12-01T00:00' },
      { key: 'themeDay', due: '2026-11-23T08:00', expires: '2026-12-01T00:00' },
    ]);
  });

  test('after a stop until the next month it is past its use', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    expect(await queued(org, unplannedJob, '2026-11-20T08:00', '2026-12-01T09:00')).toEqual([]);
    expect(await queued(org, unplannedJob, '2026-10-20T08:00', '2026-10-31T22:00')).toEqual([]);
  });

  test('running again over the same time says nothing twice', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    const first = await queued(org, unplannedJob, '2026-11-20T08:00', '2026-11-20T09:00');
    expect(first).toHaveLength(3);
    expect(await queued(org, unplannedJob, '2026-11-20T08:00', '2026-11-20T12:00')).toHaveLength(3);
  });

  test('what was held without anybody written down is not called unplanned', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    await org.store.change((db) => held(db, RETIRED, '2026-11-10', ['themeDay'], { present: 0 }));
    await org.at('2026-11-20T10:00');
    expect(await org.as('郑强').finds('还没有安排')).toBeUndefined();
  });

  test('a branch formed this month is left alone', async () => {
    const org = await testOrg('2026-11-16T10:00', {
      机关工委: { kind: 'organsWorkCommittee' },
      '机关工委/新支部': { kind: 'branch', began: '2026-11-10', people: { 郑强: { posts: ['secretary'] } } },
    });
    await org.at('2026-11-21T10:00');
    expect(await org.as('郑强').finds('还没有安排')).toBeUndefined();
  });
});

describe('minutes that are missing', () => {
  const OPEN = { minutedAt: null, minutes: null };

  test.each([
    ['2026-11-16', '2026-11-18T09:00', 'a Monday’s on Wednesday'],
    ['2026-11-20', '2026-11-23T09:00', 'a Friday’s on Monday'],
    ['2026-11-19', '2026-11-23T09:00', 'a Thursday’s on Monday too'],
    ['2026-02-13', '2026-02-24T09:00', 'the eve’s after the Spring Festival'],
    ['2026-09-18', '2026-09-20T09:00', 'a Friday’s on a Sunday that is worked'],
  ])('of %s are asked for at %s (%s)', async (day, next) => {
    const org = await testOrg('2026-01-01T00:00', TWO_COMMITTEES);
    await org.store.change((db) => held(db, FINANCE, day, ['themeDay'], OPEN));
    const look = (after: WallTime) => wall(org.store.read((db) => minutesJob.next(db, instantOf(after))));
    expect(look(`${day}T08:00`)).toBe(next);
    expect(look(wallTime(instantOf(next) - MINUTE))).toBe(next);
    expect(look(next)).toBeNull();
  });

  test('a secretary is asked once, for several at once, and what was filled in meanwhile is not asked for', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    await org.store.change((db) => {
      held(db, FINANCE, '2026-11-19', ['themeDay'], OPEN);
      held(db, `${FINANCE}/学习党小组`, '2026-11-20', ['groupMeeting'], { ...OPEN, closedAt: null });
      held(db, FINANCE, '2026-11-20', ['branchCommittee'], { ...OPEN, cancelledAt: 1 });
      held(db, FINANCE, '2026-11-20', ['memberAssembly']);
      held(db, FINANCE, '2026-11-20', ['heartToHeartTalk'], OPEN);
      held(db, RETIRED, '2026-11-20', ['training'], OPEN);
    });
    await org.at('2026-11-23T08:59');
    expect(await org.as('张建国').finds('会议记录')).toBeUndefined();
    await org.at('2026-11-27T20:00');
    const told = (await org.as('张建国').messages()).filter((message) =>
      message.text.includes('没有会议记录'),
    );
    expect(told.map((message) => message.text)).toEqual([
      `有 2 次活动还没有会议记录
11月19日 主题党日
11月20日 党小组会
会后 3 天内归档（本地惯例）。没有人说过的内容不会代写，留作【待补充】。`,
    ]);
    expect(told[0]?.at).toContain('2026-11-23T09:00');
    expect(told[0]?.actions.map((action) => action.label)).toEqual([
      '补充记录：11月19日主题党日',
      '结束活动：11月20日党小组会',
    ]);
    expect((await org.as('郑强').finds('会议记录还没有补'))?.actions.map((action) => action.label)).toEqual([
      '补充记录',
    ]);
    expect((await org.as('郑强').presses('补充记录')).messages.at(-1)?.form?.length).toBeGreaterThan(0);
    expect(await org.as('刘洋').finds('会议记录')).toBeUndefined();
  });

  test('what has its minutes when the message is drawn is left out of it', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    const first = await org.store.change((db) => {
      held(db, FINANCE, '2026-11-20', ['themeDay'], OPEN);
      return held(db, FINANCE, '2026-11-19', ['training'], OPEN);
    });
    const posted = await queued(org, minutesJob, '2026-11-22T10:00', '2026-11-23T21:30');
    expect(posted).toEqual([{ key: 'minutes', due: '2026-11-24T08:00', expires: '2026-12-24T08:00' }]);
    await org.store.change(
      (db) => void db.update(activities).set({ minutedAt: 1 }).where(eq(activities.id, first)).run(),
    );
    await org.at('2026-11-24T08:00');
    const told = await org.as('张建国').finds('会议记录');
    expect(told?.text).toContain('11月20日 主题党日');
    expect(told?.text).not.toContain('培训');
  });

  test('after a stop of days one message holds what fell due, and the day’s own follows at nine', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    await org.store.change((db) => {
      for (const day of ['2026-11-16', '2026-11-17', '2026-11-18'])
        held(db, FINANCE, day, ['training'], OPEN);
      held(db, FINANCE, '2026-11-20', ['themeDay'], OPEN);
    });
    expect(await queued(org, minutesJob, '2026-11-17T10:00', '2026-11-20T08:30')).toHaveLength(1);
    expect(await queued(org, minutesJob, '2026-11-20T08:30', '2026-11-20T09:00')).toHaveLength(2);
    expect(await queued(org, minutesJob, '2026-11-17T10:00', '2026-11-20T08:30')).toHaveLength(2);
    expect(await queued(org, minutesJob, '2026-11-20T09:00', '2026-11-23T09:00')).toHaveLength(3);
  });

  test('minutes of long ago are not asked for when the machine comes back', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    await org.store.change((db) => held(db, FINANCE, '2026-09-10', ['training'], OPEN));
    expect(await queued(org, minutesJob, '2026-09-01T10:00', '2026-11-20T09:00')).toEqual([]);
  });

  test('nothing ended, nothing foreseen; a plan foresees it', async () => {
    const org = await testOrg('2026-11-16T10:00', TWO_COMMITTEES);
    const next = () => wall(org.store.read((db) => minutesJob.next(db, instantOf('2026-11-16T10:00'))));
    expect(next()).toBeNull();
    await org.store.change((db) => held(db, FINANCE, '2026-12-10', ['themeDay'], PLANNED));
    expect(next()).toBe('2026-12-14T09:00');
  });
});

describe('who answers for a unit', () => {
  test('the secretary, else the deputy, else the organisation member; for a group its branch’s', async () => {
    const org = await testOrg('2026-11-16T10:00', {
      机关工委: { kind: 'organsWorkCommittee' },
      '机关工委/一支部': {
        kind: 'branch',
        people: {
          丙: { posts: ['organizationMember'] },
          乙: { posts: ['deputySecretary'], ended: '2026-12-01' },
          甲: { posts: ['secretary'], ended: '2026-11-20' },
          丁: { posts: ['publicityMember'] },
        },
      },
      '机关工委/一支部/党小组': { kind: 'memberGroup', people: { 戊: { posts: ['groupLeader'] } } },
    });
    const on = (unit: number, day: Day) => org.store.read((db) => secretaryOf(db, unit, day)?.to.id);
    const ids = org.store.read((db) => db.select().from(posts).all()).map((row) => row.person);
    const [organisation, deputy, secretary] = ids.map(String);
    expect(on(2, '2026-11-19')).toBe(secretary);
    expect(on(3, '2026-11-19')).toBe(secretary);
    expect(on(2, '2026-11-20')).toBe(deputy);
    expect(on(2, '2026-12-01')).toBe(organisation);
    expect(on(1, '2026-12-01')).toBeUndefined();
  });
});

/** Runs a job over a span, and what then waits to be sent. */
async function queued(org: TestOrg, job: Job, from: WallTime, to: WallTime) {
  const span = { from: instantOf(from), to: instantOf(to), settings: org.hosted.org.settings };
  await org.store.change((db) => job.run({ db, ...span }));
  return org.store
    .read((db) => db.select().from(outbox).all())
    .map((row) => ({ key: row.key.split(':')[0], due: wall(row.dueAt), expires: wall(row.expiresAt) }));
}

function wall(at: number | null): WallTime | null {
  return at === null ? null : wallTime(at);
}
