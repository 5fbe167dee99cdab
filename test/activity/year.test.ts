import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { record } from '../../src/audit/store.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import type { Seen } from '../helpers/talk.ts';

test('planned in the grace from what is missing, it is filled in as last year’s, and counts as that', async () => {
  const org = await recorded('2027-02-01T09:30');
  await org.as('郑强').says('还差什么');
  const form = await org.as('郑强').presses('新建民主评议');
  expect(yearIn(form)).toMatchObject({ label: '属于哪一年度', value: '2026', required: false });
  const said = await org.as('郑强').presses('发出通知', { startsAt: '2027-02-10T15:00' });
  expect(said.text).toContain('年度：2026年度');
  expect((await org.as('冯雪').finds('民主评议党员'))?.text).toContain('年度：2026年度');
  expect((await org.as('郑强').says('还差什么')).text).toContain('2026年民主评议：已安排在2月10日，还没召开');
});

test('at its end it is asked with the rest, and may be corrected; what counts for what follows', async () => {
  const org = await recorded('2027-02-01T09:30');
  await plan(org, 'democraticAppraisal', '2027-02-10T15:00');
  await org.at('2027-02-10T17:00');
  await org.as('郑强').says('代签 全部');
  expect(yearIn(await org.as('郑强').presses('结束活动'))?.value).toBe('2026');
  await org.as('郑强').presses('结束活动', { minutes: '评议' });
  expect(yearOf(org)).toBe(2026);
  expect((await org.as('郑强').says('会议记录')).text).toContain('年度：2026年度');
  expect((await org.as('郑强').says('汇总 去年')).text).toContain('民主评议党员：1/1，已完成（2月10日）');
  await org.as('郑强').presses('补充记录');
  await org.as('郑强').presses('补充记录', { year: '2027' });
  expect(yearOf(org)).toBe(2027);
  const why = (await org.as('郑强').says('为什么')).text;
  expect(why).toContain('2026年民主评议：还没安排，可在3月31日前补开');
  expect(why).toContain('不计入：2月10日民主评议党员：登记为2027年度的');
  expect((await org.as('郑强').says('会议记录')).text).not.toContain('年度：');
  const changes = org.store.read((db) => db.select().from(audit).all());
  expect(changes.findLast(({ action }) => action === 'minutes.changed')?.before).toContain('"year":2026');
});

test('what last year has had is filled in as this year’s', async () => {
  const org = await recorded('2026-11-10T14:50');
  await plan(org, 'organizationLifeMeeting', '2026-11-10T15:00');
  await org.at('2026-11-10T17:00');
  await org.as('郑强').says('代签 全部');
  const form = () => org.as('郑强').says('新建活动 组织生活会');
  await org.at('2027-02-01T09:30');
  expect(yearIn(await form())?.value).toBe('2027');
});

test.each([
  ['2026-11-01T09:30', '新建活动 民主评议党员', 'a yearly meeting in its own season'],
  ['2027-04-01T09:30', '新建活动 民主评议党员', 'a yearly meeting after the grace'],
  ['2027-02-01T09:30', '新建活动 主题党日', 'a monthly one in the grace'],
  ['2027-02-01T09:30', '新建活动', 'one whose kind is not chosen yet'],
])('on %s, %s: nothing is asked of %s', async (now, words) => {
  const org = await recorded(now);
  const form = await org.as('郑强').says(words);
  expect(form.messages.at(-1)?.form?.length).toBeGreaterThan(5);
  expect(yearIn(form)).toBeUndefined();
});

test('moved out of the grace it is the year’s in which it is held', async () => {
  const org = await recorded('2027-03-01T09:30');
  await org.as('郑强').says('新建活动 组织生活会');
  await org.as('郑强').presses('发出通知', { startsAt: '2027-04-10T15:00', year: '2026' });
  expect(yearOf(org)).toBeNull();
});

async function recorded(now: WallTime): Promise<TestOrg> {
  const org = await testOrg(now, TWO_BRANCHES);
  await org.store.change((db) => {
    const at = instantOf('2026-01-02T08:00');
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  });
  return org;
}

async function plan(org: TestOrg, kind: string, startsAt: WallTime): Promise<void> {
  await org.as('郑强').says('新建活动');
  await org.as('郑强').presses('发出通知', { kinds: [kind], startsAt });
}

function yearIn(seen: Seen) {
  return seen.messages.at(-1)?.form?.find(({ name }) => name === 'year');
}

function yearOf(org: TestOrg): number | null | undefined {
  return org.store.read((db) => db.select().from(activities).all()).at(0)?.year;
}
