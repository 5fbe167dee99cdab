import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { occurrence, ruleOf } from '../../src/activity/series.ts';
import { addDays, weekdayOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2024-01-01', n));

describe('the fixed day of a month', () => {
  test.each([
    [{ day: 15 }, '2026-12', '2026-12-15'],
    [{ day: 31 }, '2026-11', '2026-11-30'],
    [{ day: 31 }, '2028-02', '2028-02-29'],
    [{ nth: 2, weekday: 5 }, '2026-12', '2026-12-11'],
    [{ nth: 5, weekday: 5 }, '2026-12', '2026-12-25'],
    [{ nth: 1, weekday: 0 }, '2026-11', '2026-11-01'],
  ])('%o in %s is %s', (rule, month, day) => {
    expect(occurrence(rule, month)).toBe(day);
  });

  test('made from a day falls on that day in its own month', () => {
    fc.assert(
      fc.property(days, fc.constantFrom('weekday' as const, 'day' as const), (day, repeat) => {
        expect(occurrence(ruleOf(day, repeat), day.slice(0, 7))).toBe(day);
      }),
    );
  });

  test('is always in the month asked for, and on its weekday', () => {
    fc.assert(
      fc.property(days, days, (first, other) => {
        const rule = ruleOf(first, 'weekday');
        const day = occurrence(rule, other.slice(0, 7));
        expect(day.slice(0, 7)).toBe(other.slice(0, 7));
        expect(weekdayOf(day)).toBe(weekdayOf(first));
        expect(occurrence(ruleOf(first, 'day'), other.slice(0, 7)).slice(0, 7)).toBe(other.slice(0, 7));
      }),
    );
  });
});

describe('a recurring theme day', () => {
  test('is planned from the 20th on; the secretary is asked with the next morning’s digest, members hear nothing until it is announced', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    await org.at('2026-12-20T08:59');
    expect(org.store.read((db) => db.all('select id from activities'))).toHaveLength(1);
    await org.at('2026-12-20T09:00');
    expect(org.store.read((db) => db.all('select id from activities'))).toHaveLength(2);
    expect(await org.as('张建国').finds('2027年1月')).toBeUndefined();
    await org.at('2026-12-21T08:59');
    const asked = async () =>
      (await org.as('张建国').messages()).filter(({ text }) =>
        text.includes('1月4日 主题党日：还没有通知大家'),
      );
    expect(await asked()).toEqual([]);
    await org.at('2026-12-21T20:00');
    expect((await asked()).map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-21T09:00']);
    const desk = await org.as('张建国').presses('定主题：1月4日 主题党日');
    expect(desk.text).toContain('还差 定主题、定内容');
    expect(await org.as('刘洋').finds('2027年1月')).toBeUndefined();
    await org.as('张建国').presses('发出通知');
    expect(await org.as('刘洋').finds('2027年1月')).toBeDefined();
  });

  test('gives way to the next working day: New Year’s Day is a Friday', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    await org.at('2026-12-21T09:00');
    expect((await org.as('张建国').presses('定主题：1月4日 主题党日')).text).toContain(
      '2027年1月4日（星期一）15:00',
    );
  });

  test('that nobody announced comes up once more, three days ahead', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    await org.at('2026-12-31T20:00');
    const asked = (await org.as('张建国').messages()).filter((one) => one.text.includes('还没有通知大家'));
    expect(asked.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-21T09:00', '2026-12-31T09:00']);
  });

  test('that was announced in time comes up no more', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    await org.at('2026-12-21T09:00');
    await org.as('张建国').presses('定主题：1月4日 主题党日');
    await org.as('张建国').presses('发出通知');
    await org.at('2026-12-31T20:00');
    const asked = (await org.as('张建国').messages()).filter((one) => one.text.includes('还没有通知大家'));
    expect(asked.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-21T09:00']);
  });

  test('is not planned twice where one was planned by hand', async () => {
    const org = await plannedOrg({ ...THEME_DAY, startsAt: '2026-12-04T15:00', repeat: 'day' });
    await org.as('张建国').says('新建活动');
    await org.as('张建国').presses('发出通知', { ...THEME_DAY, startsAt: '2027-01-12T15:00' });
    await org.at('2026-12-21T12:00');
    expect(org.store.read((db) => db.all('select id from activities'))).toHaveLength(2);
  });

  test('ends with a month’s day that is cancelled, where that is ticked, and goes on where it is not', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    const zhang = org.as('张建国');
    await org.at('2026-12-21T09:00');
    await zhang.presses('定主题：1月4日 主题党日');
    await zhang.presses('取消活动');
    expect((await zhang.presses('确认取消', { reason: '调休' })).toast?.text).not.toContain('不再');
    await org.at('2027-01-20T09:00');
    expect(planned(org)).toBe(3);
    await zhang.says('取消活动');
    const ended = await zhang.presses('确认取消', { reason: '改为另行通知', ends: true });
    expect(ended.toast?.text).toContain('以后每月不再自动安排');
    await org.at('2027-02-20T09:00');
    expect(planned(org)).toBe(3);
    expect(org.store.read((db) => db.all("select * from audit where action = 'series.ended'"))).toHaveLength(
      1,
    );
  });

  test('planned by mistake and undone is planned no more, and what it took the place of goes on', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'day' });
    await org.at('2026-12-05T22:00');
    await plan(org, { ...THEME_DAY, startsAt: '2026-12-18T15:00', repeat: 'weekday' });
    await org.as('张建国').says('撤销');
    await org.as('张建国').presses('撤销新建活动：12月18日 15:00 主题党日');
    await org.at('2026-12-21T09:00');
    const days = org.store.read((db) =>
      db.all<{ day: string }>(
        "select date(starts_at / 1000 + 28800, 'unixepoch') day from activities where cancelled_at is null",
      ),
    );
    expect(days.map(({ day }) => day)).toEqual(['2026-12-04', '2027-01-04']);
  });

  test('of a form submitted twice begins once', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const form = (await org.as('张建国').says('新建活动')).messages.at(-1);
    if (!form) throw new Error('no form');
    const recurring = { ...THEME_DAY, repeat: 'weekday' };
    await org.as('张建国').pressesOn(form, '发出通知', recurring);
    await org.as('张建国').pressesOn(form, '发出通知', { ...recurring, kinds: ['memberAssembly'] });
    expect(org.store.read((db) => db.all('select * from series'))).toHaveLength(1);
  });

  test('of a branch that is dissolved is planned no more', async () => {
    const org = await plannedOrg({ ...THEME_DAY, repeat: 'weekday' });
    await org.store.change(
      (db) => void db.run("update units set ended = '2026-12-30' where name = '第一党支部'"),
    );
    await org.at('2027-01-20T09:00');
    expect(planned(org)).toBe(1);
  });

  test('whose time a meeting planned by hand has taken holds up nobody else’s', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['themeDay', 'partyLecture'], repeat: 'day' });
    await plan(org, { ...THEME_DAY, startsAt: '2027-01-04T15:00' });
    await plan(org, { ...THEME_DAY, repeat: 'day' }, '郑强');
    await org.at('2026-12-21T09:00');
    expect(await org.as('郑强').finds('1月4日 主题党日：还没有通知大家')).toBeDefined();
    expect(planned(org)).toBe(4);
  });

  test('of a committee that the branch has no more is planned no more', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['branchCommittee'], repeat: 'day' });
    await org.store.change(
      (db) => void db.run("update posts set ended = '2026-12-15' where post <> 'secretary'"),
    );
    await org.at('2026-12-21T09:00');
    expect(planned(org)).toBe(1);
  });

  test('is not what people are named for', async () => {
    const talk = { ...THEME_DAY, kinds: ['heartToHeartTalk'], persons: '张建国、刘洋', repeat: 'day' };
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    expect((await plan(org, talk)).toast?.text).toContain('不能按月重复');
    expect(planned(org)).toBe(0);
  });
});

function planned(org: TestOrg): number {
  return org.store.read((db) => db.all('select id from activities')).length;
}
