import { eq } from 'drizzle-orm';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../../src/audit/store.ts';
import { type Day, HOUR, instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';

/** Two committees under one, each with branches, one name in both; a branch with groups, one with a secretary alone. */
export const TWO_COMMITTEES: Found = {
  机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  '机关工委/财政局机关党委': {
    kind: 'departmentCommittee',
    people: { 何书记: { posts: ['secretary'], only: 'post' } },
  },
  '机关工委/财政局机关党委/第一党支部': {
    kind: 'branch',
    people: {
      张建国: { posts: ['secretary'] },
      李红梅: { posts: ['organizationMember'] },
      王磊: { posts: ['disciplineMember'] },
      刘洋: {},
      赵敏: {},
    },
  },
  '机关工委/财政局机关党委/第一党支部/学习党小组': {
    kind: 'memberGroup',
    people: { 刘洋: { posts: ['groupLeader'] }, 张建国: {} },
  },
  '机关工委/财政局机关党委/第一党支部/服务党小组': { kind: 'memberGroup', people: { 赵敏: {}, 王磊: {} } },
  '机关工委/财政局机关党委/退休党支部': {
    kind: 'branch',
    people: { 郑强: { posts: ['secretary'] }, 冯雪: {} },
  },
  '机关工委/教育局机关党委': {
    kind: 'departmentCommittee',
    people: { 吴书记: { posts: ['secretary'], only: 'post' } },
  },
  '机关工委/教育局机关党委/第一党支部': {
    kind: 'branch',
    people: { 孙丽: { posts: ['secretary'] }, 周杰: {} },
  },
};

export const FINANCE = '机关工委/财政局机关党委/第一党支部';
export const RETIRED = '机关工委/财政局机关党委/退休党支部';
export const EDUCATION = '机关工委/教育局机关党委/第一党支部';

/** What was held, with the counts that are kept beside it: on that day at 15:00, closed and with its minutes. */
export function held(
  db: Db,
  path: string,
  day: string,
  kinds: ActivityKind[],
  more: Partial<typeof activities.$inferInsert> = {},
): number {
  const unit = db.select().from(units).where(eq(units.path, path)).get();
  if (!unit) throw new Error(`no unit ${path}`);
  const startsAt = instantOf(`${day}T15:00`);
  const endsAt = startsAt + 2 * HOUR;
  const [row] = db
    .insert(activities)
    .values({
      unit: unit.id,
      kinds,
      startsAt,
      endsAt,
      plannedAt: startsAt - 24 * HOUR,
      noticedAt: startsAt - 24 * HOUR,
      startedAt: startsAt,
      closedAt: endsAt,
      minutedAt: endsAt,
      minutes: '略',
      expected: 10,
      present: 9,
      onLeave: 1,
      ...more,
    })
    .returning({ id: activities.id })
    .all();
  if (!row) throw new Error('not inserted');
  return row.id;
}

/** Still to come, as far as the records go. */
export const PLANNED = {
  startedAt: null,
  closedAt: null,
  minutedAt: null,
  minutes: null,
  expected: 0,
  present: 0,
  onLeave: 0,
};

/** The town, on record since a day. */
export async function recordedTown(now: WallTime, since: Day): Promise<TestOrg> {
  const org = await testOrg(now, TWO_COMMITTEES);
  const at = instantOf(`${since}T08:00`);
  await org.store.change((db) => {
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  });
  return org;
}
