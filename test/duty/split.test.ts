import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { summarise } from '../../src/duty/summary/summarise.ts';
import { membersOf } from '../../src/people/store.ts';
import { dayOf, instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { BRANCH, COMMITTEE, csvOf, type Line } from '../people/sheet.ts';
import { held } from './held.ts';

const FIRST = '机关工委/第一党支部';
const SECOND = '机关工委/第二党支部';

/** A branch of seven, on record since September, with the theme day of October. */
async function whole(): Promise<TestOrg> {
  const org = await testOrg('2026-11-10T10:00', {
    机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
    [FIRST]: {
      kind: 'branch',
      people: {
        张建国: { posts: ['secretary'] },
        李红梅: {},
        王磊: {},
        刘洋: {},
        赵敏: {},
        孙丽: {},
        周杰: {},
      },
    },
  });
  await org.store.change((db) =>
    held(db, FIRST, '2026-10-15', ['themeDay'], { plannedAt: instantOf('2026-09-01T08:00') }),
  );
  return org;
}

/** The whole roster anew: these in the first branch and those in the second, each under its secretary. */
async function imports(org: TestOrg, first: string[], second: string[]): Promise<string> {
  const line =
    (党组织: string) =>
    (姓名: string, nth: number): Line => ({ ...BRANCH, 党组织, 姓名, ...(nth === 0 && { 职务: '书记' }) });
  const staff: Line = { ...COMMITTEE, 姓名: '陈静', 职务: '党务干部' };
  const lines = [staff, ...first.map(line(FIRST)), ...second.map(line(SECOND))];
  const shown = await org.as('陈静').sends('名册.csv', Buffer.from(csvOf(lines)));
  return shown.text + (await org.as('陈静').presses('确认导入')).text;
}

/** Each branch's theme days over a span, in order. */
function themeDays(org: TestOrg, said: string, wall: WallTime): Record<string, string[]> {
  const now = instantOf(wall);
  const standings = org.store.read((db) => summarise(db, '/', parsePeriod(said, dayOf(now)), now));
  return Object.fromEntries(
    standings.map(({ branch, items }) => [
      branch.name,
      items.filter(({ rule }) => rule.id === 'themeDay').map(({ state }) => state),
    ]),
  );
}

function members(org: TestOrg, path: string, day: string): number {
  return org.store.read((db) => {
    const unit = db
      .select()
      .from(units)
      .all()
      .find((one) => one.path === path);
    return membersOf(db, unit?.id ?? 0, day).length;
  });
}

test('a branch that is split by the roster and joined again owes what it was there for, and so does its committee', async () => {
  const org = await whole();
  expect(await imports(org, ['张建国', '李红梅', '王磊', '刘洋'], ['赵敏', '孙丽', '周杰'])).toContain(
    '名册已导入',
  );
  expect([
    members(org, FIRST, '2026-11-09'),
    members(org, FIRST, '2026-11-10'),
    members(org, SECOND, '2026-11-10'),
  ]).toEqual([7, 4, 3]);

  expect(themeDays(org, '10月', '2026-11-20T10:00')).toEqual({ 第一党支部: ['done'] });
  expect(themeDays(org, '11月', '2026-11-20T10:00')).toEqual({ 第一党支部: ['open'], 第二党支部: [] });

  await org.at('2026-12-20T10:00');
  await org.store.change((db) => held(db, SECOND, '2026-12-10', ['themeDay']));
  expect(themeDays(org, '四季度', '2026-12-20T10:00')).toEqual({
    第一党支部: ['done', 'overdue', 'open'],
    第二党支部: ['done'],
  });

  await org.at('2027-01-08T10:00');
  expect(await imports(org, ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '孙丽', '周杰'], [])).toContain(
    '撤销',
  );
  expect([members(org, FIRST, '2027-01-08'), members(org, SECOND, '2027-01-08')]).toEqual([7, 0]);
  await org.at('2027-01-20T10:00');
  expect(themeDays(org, '去年四季度', '2027-01-20T10:00')).toEqual({
    第一党支部: ['done', 'overdue', 'overdue'],
    第二党支部: ['done'],
  });
  expect(themeDays(org, '本月', '2027-01-20T10:00')).toEqual({ 第一党支部: ['open'], 第二党支部: [] });
  expect(themeDays(org, '2月', '2027-02-10T10:00')).toEqual({ 第一党支部: ['open'] });
  const { text } = await org.as('陈静').says('汇总 去年四季度');
  expect(text).toContain('主题党日：已完成 2，逾期 2');
  expect(text).toContain('合计 | 逾期 4 项 | 2/4 | 0/1 | 0/1 | 0/1 | 0/1');
  expect((await org.as('陈静').says('督办')).text).not.toContain('第二党支部');
});
