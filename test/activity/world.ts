import { eq, sql } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { type Db, prepared } from '../../db/store.ts';
import { expectedOf, isNamed } from '../../src/activity/expected.ts';
import { type Activity, type Attendance, loadActivity } from '../../src/activity/store.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { type Instant, instantOf } from '../../src/time.ts';
import { type FoundPerson, foundUnits } from '../helpers/people.ts';

/** A small town in which everything happens, by the product's own functions and by chance. */
export interface World {
  now: Instant;
  /** Activities that things still happen to, the oldest first. */
  recent: number[];
  /** Who was expected at one that has not begun, as last seen. */
  lists: Map<number, number[]>;
  /** From one number to another. */
  whole(from: number, to: number): number;
  any<T>(of: readonly T[]): T;
}

export type Brief = Pick<
  Activity,
  'id' | 'kinds' | 'startsAt' | 'endsAt' | 'startedAt' | 'closedAt' | 'cancelledAt'
>;

export type Fits = (activity: Brief, now: Instant) => boolean;

/** Of somebody's row, if there is one. */
export type Wants = (row: Entry | undefined) => boolean;
type Entry = Pick<Attendance, 'person' | 'presentAt' | 'leaveAskedAt' | 'leaveGranted' | 'makeUpAskedAt'>;

export const LINEAGE = '/1/';
export const MOST_RECENT = 8;
/** Who says and decides; nobody's member. */
export const STAFF = 1;

const BRANCHES = ['第一党支部', '第二党支部', '第三党支部'];
const MEMBERS = 12;

export function foundTown(db: Db): void {
  const people = (branch: string, from: number) =>
    Object.fromEntries(
      Array.from({ length: MEMBERS - from }, (_, nth): [string, FoundPerson] => [
        `${branch}${from + nth}`,
        from + nth === 0 ? { posts: ['secretary'] } : from + nth < 4 ? { posts: ['committeeMember'] } : {},
      ]),
    );
  foundUnits(db, {
    机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
    ...Object.fromEntries(
      BRANCHES.map((branch) => [
        `机关工委/${branch}`,
        { kind: 'branch' as const, people: people(branch, 0) },
      ]),
    ),
    '机关工委/第一党支部/第一党小组': { kind: 'memberGroup', people: people('第一党支部', 5) },
  });
}

export function worldOf(seed: number): World {
  const chance = chanceOf(seed);
  const whole = (from: number, to: number) => from + Math.floor(chance() * (to - from + 1));
  return {
    now: instantOf('2026-01-05T09:00'),
    recent: [],
    lists: new Map(),
    whole,
    any(of) {
      const one = of[whole(0, of.length - 1)];
      if (one === undefined) throw new RangeError('nothing to choose from');
      return one;
    },
  };
}

const selectBriefs = prepared((db) =>
  db
    .select({
      id: activities.id,
      kinds: activities.kinds,
      startsAt: activities.startsAt,
      endsAt: activities.endsAt,
      startedAt: activities.startedAt,
      closedAt: activities.closedAt,
      cancelledAt: activities.cancelledAt,
    })
    .from(activities)
    .where(sql`${activities.id} in (select value from json_each(${sql.placeholder('ids')}))`)
    .prepare(),
);

const selectEntries = prepared((db) =>
  db
    .select({
      person: attendance.person,
      presentAt: attendance.presentAt,
      leaveAskedAt: attendance.leaveAskedAt,
      leaveGranted: attendance.leaveGranted,
      makeUpAskedAt: attendance.makeUpAskedAt,
    })
    .from(attendance)
    .where(eq(attendance.activity, sql.placeholder('id')))
    .prepare(),
);

/** Of those that things still happen to one that fits, looked for from anywhere on; now and then one that may not. */
export function somewhere(db: Db, world: World, fits: Fits): Activity | undefined {
  const found = around(db, world).find((brief) => careless(world) || fits(brief, world.now));
  return found && loadActivity(db, found.id);
}

/** The same with somebody on its list whose row is as it should be; now and then anybody at all. */
export function someone(
  db: Db,
  world: World,
  fits: Fits,
  wants: Wants,
): { activity: Activity; person: number } | undefined {
  for (const brief of around(db, world)) {
    if (careless(world)) return { activity: loadActivity(db, brief.id), person: anybody(world) };
    const wanted = fits(brief, world.now) ? listOf(db, world, brief, wants) : [];
    if (wanted.length > 0) return { activity: loadActivity(db, brief.id), person: world.any(wanted) };
  }
  return undefined;
}

export function listOf(db: Db, world: World, { id, kinds, startedAt }: Brief, wants: Wants): number[] {
  const rows = selectEntries(db).all({ id });
  if (startedAt !== null || isNamed({ kinds })) return rows.filter(wants).map(({ person }) => person);
  const known = new Map(rows.map((row) => [row.person, row]));
  const listed = world.lists.get(id) ?? expectedOf(db, loadActivity(db, id)).map(({ person }) => person);
  world.lists.set(id, listed);
  return listed.filter((person) => wants(known.get(person)));
}

function around(db: Db, { recent, whole }: World): Brief[] {
  const briefs = selectBriefs(db).all({ ids: JSON.stringify(recent) });
  const first = whole(0, recent.length - 1);
  return [...briefs.slice(first), ...briefs.slice(0, first)];
}

function careless({ whole }: World): boolean {
  return whole(0, 29) === 0;
}

export function anybody(world: World): number {
  return world.whole(2, 1 + BRANCHES.length * MEMBERS);
}
