import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { accounts, persons } from '../../db/schema/people.ts';
import { dayBefore, hourBefore, remindJobs } from '../../src/activity/remind.ts';
import { isAllowed, isNight } from '../../src/calendar.ts';
import { dayOf, HOUR, instantOf, MINUTE, type WallTime, wallTime } from '../../src/time.ts';
import { held, PLANNED, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

describe('when a reminder leaves', () => {
  test.each<[string, string, string | null, string]>([
    ['2026-12-04T15:00', '2026-12-03T15:00', '2026-12-04T14:00', 'a Friday afternoon'],
    ['2026-12-07T15:00', '2026-12-04T15:00', '2026-12-07T14:00', 'a Monday: on Friday at the same time'],
    ['2026-12-05T09:30', '2026-12-04T09:30', '2026-12-05T08:30', 'a Saturday: on the day itself too'],
    ['2026-12-04T08:30', '2026-12-03T08:30', '2026-12-04T08:00', 'half past eight: at eight'],
    ['2026-12-04T08:00', '2026-12-03T08:00', null, 'eight: only the day before'],
    ['2026-12-04T07:30', '2026-12-02T20:30', null, 'half past seven: two evenings before'],
    ['2026-12-04T21:30', '2026-12-03T20:30', '2026-12-04T20:30', 'at night: that evening'],
    ['2026-12-04T22:30', '2026-12-03T20:30', '2026-12-04T20:30', 'later at night: that evening'],
    ['2026-12-04T00:30', '2026-12-02T20:30', null, 'after midnight'],
    ['2026-02-24T09:00', '2026-02-14T09:00', '2026-02-24T08:00', 'after the Spring Festival'],
  ])('for %s: %s and %s (%s)', (starts, day, hour) => {
    const at = instantOf(starts);
    const second = hourBefore(at);
    expect([wallTime(dayBefore(at)), second === null ? null : wallTime(second)]).toEqual([day, hour]);
  });

  test('never at night, never on a day off but its own, never after the start', () => {
    const moments = fc.integer({
      min: instantOf('2026-01-01T00:00') / MINUTE,
      max: instantOf('2027-12-31T00:00') / MINUTE,
    });
    fc.assert(
      fc.property(moments, (minutes) => {
        const at = minutes * MINUTE;
        expect(isAllowed(dayBefore(at))).toBe(true);
        expect(dayOf(dayBefore(at)) < dayOf(at)).toBe(true);
        const second = hourBefore(at);
        if (second === null) return;
        expect(isNight(second)).toBe(false);
        expect(second).toBeLessThan(at);
        expect(dayOf(second)).toBe(dayOf(at));
      }),
    );
  });
});

describe('the reminder', () => {
  test('comes the day before and an hour before, to those who have not answered', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').presses('请假');
    await org.as('赵敏').presses('提交请假', { reason: '出差' });
    await org.at('2026-12-03T14:59');
    expect(await reminders(org, '刘洋')).toEqual([]);
    await org.at('2026-12-04T14:45');
    expect(await reminders(org, '刘洋')).toEqual(['2026-12-03T15:00', '2026-12-04T14:00']);
    expect(await reminders(org, '赵敏')).toEqual([]);
    expect(await reminders(org, '吴迪')).toEqual([]);
    const [text] = (await org.as('刘洋').messages())
      .filter((message) => message.text.startsWith('提醒'))
      .map((message) => message.text);
    expect(text).toBe(`提醒：主题党日
时间：2026年12月4日（星期五）15:00
地点：三楼会议室
主题：学习党纪
不能参加的，请先请假。`);
  });

  test('has the button to check in once that is open', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:10');
    const labels = async () => (await org.as('刘洋').finds(/^提醒/))?.actions.map((action) => action.label);
    expect(await labels()).toEqual(['请假']);
    await org.at('2026-12-04T14:40');
    expect(await labels()).toEqual(['签到', '请假']);
    const found = await org.as('刘洋').finds(/^提醒/);
    if (!found) throw new Error('no reminder');
    expect((await org.as('刘洋').pressesOn(found, '签到')).toast?.text).toBe('已签到（14:40）。');
  });

  test('is one a day at most, for all that is to come by the end of the next working day', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['partyLecture'], startsAt: '2026-12-04T18:00', theme: '党课' });
    await plan(org, { ...THEME_DAY, kinds: ['training'], startsAt: '2026-12-07T16:00', theme: '培训' });
    await org.at('2026-12-04T14:00');
    const friday = await org.as('刘洋').finds(/^提醒/);
    expect(friday?.text).toContain('提醒：您有 3 次活动');
    expect(friday?.text).toContain('2026年12月7日（星期一）16:00');
    await org.at('2026-12-08T10:00');
    expect(await reminders(org, '刘洋')).toEqual([
      '2026-12-03T15:00',
      '2026-12-04T14:00',
      '2026-12-07T15:00',
    ]);
  });

  test('lists several by name, each with its own button', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['partyLecture'], startsAt: '2026-12-04T18:00', theme: '党课' });
    await org.at('2026-12-03T15:00');
    const found = await org.as('刘洋').finds(/^提醒/);
    expect(found?.text).toContain('提醒：您有 2 次活动');
    expect(found?.actions.map((action) => action.label)).toEqual(['请假：主题党日', '请假：党课']);
  });

  test('comes on the day itself only, to whoever wants it so', async () => {
    const org = await plannedOrg();
    await org.store.change(
      (db) => void db.update(persons).set({ reminders: 'day' }).where(eq(persons.name, '刘洋')).run(),
    );
    await org.at('2026-12-04T14:45');
    expect(await reminders(org, '刘洋')).toEqual(['2026-12-04T14:00']);
    expect(await reminders(org, '孙丽')).toHaveLength(2);
  });

  test('of a weekend’s activity comes on Friday and on the day itself', async () => {
    const org = await plannedOrg({ ...THEME_DAY, startsAt: '2026-12-05T15:00' });
    await org.at('2026-12-05T16:00');
    expect(await reminders(org, '刘洋')).toEqual(['2026-12-04T15:00', '2026-12-05T14:00']);
  });

  test('is not sent for what was planned only afterwards', async () => {
    const org = await plannedOrg({ ...THEME_DAY, startsAt: '2026-12-01T16:00' });
    await org.at('2026-12-01T15:30');
    expect(await reminders(org, '刘洋')).toEqual(['2026-12-01T15:00']);
  });

  test('is not sent for what was cancelled, nor for what nobody was told of', async () => {
    const org = await plannedOrg();
    await org.as('张建国').says('取消活动');
    await org.as('张建国').presses('确认取消', { reason: '会议冲突' });
    await org.store.change((db) =>
      held(db, '机关工委/第二党支部', '2026-12-04', ['training'], { ...PLANNED, noticedAt: null }),
    );
    await org.at('2026-12-04T16:00');
    expect(await reminders(org, '刘洋')).toEqual([]);
    expect(await reminders(org, '冯雪')).toEqual([]);
  });

  test('follows what was moved', async () => {
    const org = await plannedOrg();
    await org.as('张建国').says('改期');
    await org.as('张建国').presses('确认改期', { startsAt: '2026-12-10T10:00' });
    await org.at('2026-12-10T10:30');
    expect(await reminders(org, '刘洋')).toEqual(['2026-12-09T10:00', '2026-12-10T09:00']);
  });
});

describe('after a stop', () => {
  test('what is still useful is sent, once', async () => {
    const org = await plannedOrg();
    expect(await run(org, '2026-12-02T10:00', '2026-12-03T17:00')).toEqual(['2026-12-03T17:00']);
    expect(await run(org, '2026-12-02T10:00', '2026-12-03T18:00')).toEqual(['2026-12-03T17:00']);
  });

  test('in the night it waits for the morning', async () => {
    const org = await plannedOrg();
    expect(await run(org, '2026-12-02T10:00', '2026-12-03T23:00')).toEqual(['2026-12-04T08:00']);
    expect(await run(org, '2026-12-03T23:00', '2026-12-04T14:00')).toEqual(['2026-12-04T08:00']);
  });

  test('what has begun is past its use', async () => {
    const org = await plannedOrg();
    expect(await run(org, '2026-12-02T10:00', '2026-12-04T15:00')).toEqual([]);
  });

  test('over the start of the next working day the day before’s is past its use too', async () => {
    const org = await plannedOrg({ ...THEME_DAY, startsAt: '2026-12-07T08:00' });
    expect(await run(org, '2026-12-03T10:00', '2026-12-05T10:00')).toEqual([]);
  });

  async function run(org: TestOrg, from: WallTime, to: WallTime) {
    const [job] = remindJobs;
    if (!job) throw new Error('no job');
    const span = { from: instantOf(from), to: instantOf(to), settings: org.hosted.org.settings };
    await org.store.change((db) => {
      for (const _ of job.run({ db, ...span }) ?? []);
    });
    const rows = org.store
      .read((db) => db.select().from(outbox).all())
      .filter((row) => row.key.startsWith('remind:'));
    return [...new Set(rows.map((row) => wallTime(row.dueAt)))];
  }
});

describe('the next time to look', () => {
  test('is exact, whatever is planned', async () => {
    const org = await testOrg('2026-11-01T10:00', TWO_COMMITTEES);
    const next = (after: WallTime) => {
      const at = org.store.read((db) => remindJobs[0]?.next(db, instantOf(after)) ?? null);
      return at === null ? null : wallTime(at);
    };
    expect(next('2026-11-01T10:00')).toBeNull();
    const monday = await org.store.change((db) => held(db, RETIRED, '2026-12-07', ['training'], PLANNED));
    await org.store.change((db) => held(db, RETIRED, '2026-12-05', ['training'], PLANNED));
    expect(next('2026-11-01T10:00')).toBe('2026-12-04T15:00');
    expect(next('2026-12-04T15:00')).toBe('2026-12-05T14:00');
    expect(next('2026-12-05T14:00')).toBe('2026-12-07T14:00');
    expect(next('2026-12-07T14:00')).toBeNull();
    await org.store.change(
      (db) => void db.update(activities).set({ cancelledAt: 1 }).where(eq(activities.id, monday)).run(),
    );
    expect(next('2026-12-05T14:00')).toBeNull();
  });

  test('is the soonest of many', async () => {
    const org = await testOrg('2026-11-01T10:00', TWO_COMMITTEES);
    await org.store.change((db) => {
      for (let day = 10; day < 30; day++)
        held(db, RETIRED, `2026-11-${day}`, ['training'], {
          ...PLANNED,
          startsAt: instantOf(`2026-11-${day}T15:00`),
        });
    });
    let at = instantOf('2026-11-01T10:00');
    const seen: WallTime[] = [];
    for (let i = 0; i < 100; i++) {
      const next = org.store.read((db) => remindJobs[0]?.next(db, at) ?? null);
      if (next === null) break;
      expect(next).toBeGreaterThan(at);
      seen.push(wallTime(next));
      at = next;
    }
    const expected = Array.from({ length: 20 }, (_, i) => instantOf(`2026-11-${i + 10}T15:00`)).flatMap(
      (start) => [dayBefore(start), start - HOUR],
    );
    expect(seen).toEqual([...new Set(expected)].sort((a, b) => a - b).map(wallTime));
  });
});

test('whoever has no account is not reminded', async () => {
  const org = await plannedOrg();
  await org.store.change((db) => {
    const person = db.select().from(persons).where(eq(persons.name, '刘洋')).get();
    db.delete(accounts)
      .where(eq(accounts.person, person?.id ?? 0))
      .run();
  });
  await org.at('2026-12-03T16:00');
  const to = org.store
    .read((db) => db.select().from(outbox).all())
    .filter((row) => row.key.startsWith('remind:'));
  expect(to).toHaveLength(6);
});

/** When somebody was reminded. */
async function reminders(org: TestOrg, name: string): Promise<WallTime[]> {
  const person = org.store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
  return org.store
    .read((db) => db.select().from(outbox).all())
    .filter((row) => row.key.startsWith('remind:') && row.person === person?.id && row.outcome === 'sent')
    .map((row) => wallTime(row.dueAt))
    .sort();
}
