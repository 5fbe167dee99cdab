import { and, eq, isNull } from 'drizzle-orm';
import type { ActivityKind } from '../../db/schema/activity.ts';
import { memberships, persons } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { checkIn } from '../../src/activity/attend.ts';
import { isOver } from '../../src/activity/attendance.ts';
import { cancel, move } from '../../src/activity/change.ts';
import { activityJobs } from '../../src/activity/jobs.ts';
import { close, correct, markAll, observe } from '../../src/activity/keep.ts';
import { askLeave, askMakeUp, decideLeave, decideMakeUp } from '../../src/activity/leave.ts';
import { plan } from '../../src/activity/plan.ts';
import { endRest, rest } from '../../src/activity/rest.ts';
import { type Activity, attendanceOf, loadActivity } from '../../src/activity/store.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { applyRoster } from '../../src/people/roster/apply.ts';
import { findUnit } from '../../src/people/store.ts';
import { addDays, dayOf, HOUR, type Instant, instantOf, MINUTE } from '../../src/time.ts';
import { type FoundPerson, foundUnits } from '../helpers/people.ts';

/** A small town in which everything happens, by the product's own functions and by chance. */
export interface World {
  now: Instant;
  /** Activities that things still happen to, the oldest first. */
  recent: number[];
  /** From one number to another. */
  whole(from: number, to: number): number;
  any<T>(of: readonly T[]): T;
}

interface Act {
  /** Of a hundred and some. */
  often: number;
  /** May be refused. → the activities that it touched; null: there is nothing to do it to */
  does(db: Db, world: World): number[] | null;
}

export const LINEAGE = '/1/';
const SETTINGS = { url: 'http://127.0.0.1' };
const BRANCHES = ['第一党支部', '第二党支部', '第三党支部'];
const MEMBERS = 9;
const MOST_RECENT = 8;
/** Who says and decides; nobody's member. */
const STAFF = 1;

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
    whole,
    any(of) {
      const one = of[whole(0, of.length - 1)];
      if (one === undefined) throw new RangeError('nothing to choose from');
      return one;
    },
  };
}

type Fits = (activity: Activity, now: Instant) => boolean;

/** Whoever does not look for what fits is refused every other time. */
const ANY: Fits = () => true;
const COMING: Fits = ({ startsAt, cancelledAt }, now) => startsAt > now && cancelledAt === null;
const OPEN: Fits = (one, now) => one.cancelledAt === null && one.startsAt - HOUR < now && !isOver(one, now);
const OVER: Fits = (one, now) => one.cancelledAt === null && isOver(one, now);

const JOBS = activityJobs.filter(({ name }) => name === 'activity.start' || name === 'activity.end');
const OF_UNIT: ActivityKind[] = ['themeDay', 'memberAssembly', 'branchCommittee', 'partyLecture'];

export const ACTS: Record<string, Act> = {
  time: {
    often: 6,
    does(db, world) {
      const from = world.now;
      world.now += world.whole(1, 30) * MINUTE;
      for (const job of JOBS) for (const _ of job.run({ db, from, to: world.now, settings: SETTINGS }) ?? []);
      return world.recent;
    },
  },
  plan: {
    often: 4,
    does(db, world) {
      const startsAt = world.now + world.whole(-60, 180) * MINUTE;
      const unit = world.whole(2, 5);
      const named = world.whole(0, 9) === 0;
      const kinds: ActivityKind[] =
        unit === 5 ? ['groupMeeting'] : named ? ['heartToHeartTalk'] : [world.any(OF_UNIT)];
      const { activity } = plan(
        db,
        {
          unit,
          kinds,
          startsAt,
          endsAt: startsAt + world.whole(10, 90) * MINUTE,
          place: '',
          theme: '',
          agenda: '',
          host: null,
          lecturer: '',
          persons: named ? [anybody(world), anybody(world)] : [],
          series: null,
          draft: null,
          by: STAFF,
        },
        world.now,
      );
      world.recent.push(activity.id);
      world.recent = world.recent.slice(-MOST_RECENT);
      return [activity.id];
    },
  },
  checkIn: on(25, OPEN, (db, world, activity) =>
    checkIn(db, activity, memberOf(db, world, activity), world.now),
  ),
  markAll: on(8, ANY, (db, world, activity) =>
    markAll(db, activity, [memberOf(db, world, activity), memberOf(db, world, activity)], STAFF, world.now),
  ),
  correct: on(14, ANY, (db, world, activity) => {
    const to = world.any(['present', 'late', 'onLeave', 'absent'] as const);
    correct(db, activity, memberOf(db, world, activity), to, '记错了', STAFF, world.now);
  }),
  observe: on(4, ANY, (db, world, activity) =>
    observe(db, activity, world.whole(0, 2) === 0 ? [] : [anybody(world)], '', STAFF, world.now),
  ),
  askLeave: on(8, COMING, (db, world, activity) =>
    askLeave(db, activity, memberOf(db, world, activity), '出差', world.now),
  ),
  decideLeave: on(12, ANY, (db, world, activity) => {
    const asked = attendanceOf(db, activity.id).filter(
      (row) => row.leaveAskedAt !== null && row.presentAt === null,
    );
    decideLeave(db, activity, someone(world, asked), world.whole(0, 2) > 0, STAFF, world.now);
  }),
  askMakeUp: on(8, OVER, (db, world, activity) =>
    askMakeUp(
      db,
      activity,
      memberOf(db, world, activity),
      { note: '自学', day: dayOf(world.now) },
      world.now,
    ),
  ),
  decideMakeUp: on(12, OVER, (db, world, activity) => {
    const asked = attendanceOf(db, activity.id).filter(
      (row) => row.makeUpAskedAt !== null && row.presentAt === null,
    );
    decideMakeUp(db, activity, someone(world, asked), world.whole(0, 2) > 0, STAFF, world.now);
  }),
  close: on(3, ANY, (db, world, activity) =>
    close(
      db,
      activity,
      { host: null, recorder: null, agenda: '', minutes: '学习', resolutions: '' },
      STAFF,
      world.now,
    ),
  ),
  move: on(3, COMING, (db, world, activity) => {
    const startsAt = world.now + world.whole(0, 120) * MINUTE;
    move(db, activity, { startsAt, endsAt: startsAt + 30 * MINUTE, place: '' }, STAFF, world.now);
  }),
  cancel: on(1, COMING, (db, world, activity) => cancel(db, activity, '另行安排', STAFF, world.now)),
  rest: {
    often: 1,
    does(db, world) {
      const today = dayOf(world.now);
      const began = addDays(today, world.whole(-3, 2));
      const ended = addDays(today, world.whole(3, 9));
      rest(
        db,
        { person: anybody(world), reason: 'illness', contact: '陈静', began, ended },
        STAFF,
        world.now,
      );
      return world.recent;
    },
  },
  endRest: {
    often: 2,
    does(db, world) {
      endRest(db, anybody(world), addDays(dayOf(world.now), world.whole(-2, 1)), STAFF, world.now);
      return world.recent;
    },
  },
  transfer: {
    often: 2,
    does(db, world) {
      transfer(db, world, anybody(world), world.whole(2, 4));
      return world.recent;
    },
  },
};

/** Something done with one of the activities that things still happen to. */
function on(often: number, fits: Fits, what: (db: Db, world: World, activity: Activity) => unknown): Act {
  return {
    often,
    does(db, world) {
      const found = world.recent.map((id) => loadActivity(db, id)).filter((one) => fits(one, world.now));
      if (found.length === 0) return null;
      const activity = world.any(found);
      what(db, world, activity);
      return [activity.id];
    },
  };
}

function anybody(world: World): number {
  return world.whole(2, 1 + BRANCHES.length * MEMBERS);
}

/** Mostly one on the list, sometimes anybody at all. */
function memberOf(db: Db, world: World, { id }: Activity): number {
  return world.whole(0, 19) === 0 ? anybody(world) : someone(world, attendanceOf(db, id));
}

function someone(world: World, rows: readonly { person: number }[]): number {
  return rows.length === 0 ? anybody(world) : world.any(rows).person;
}

/** As a roster has it: today in one branch no longer, and in another from today on. */
function transfer(db: Db, world: World, person: number, to: number): void {
  const [member] = db
    .select({ membership: memberships.id, name: persons.name, unit: memberships.unit })
    .from(memberships)
    .innerJoin(persons, eq(persons.id, memberships.person))
    .where(and(eq(memberships.person, person), isNull(memberships.ended)))
    .orderBy(memberships.unit)
    .all();
  if (!member || member.unit === to) return;
  const belonging = (unit: number) => ({
    person,
    name: member.name,
    unit,
    path: findUnit(db, unit)?.path ?? '',
    unitKind: 'branch' as const,
    category: 'full' as const,
  });
  applyRoster(db, world.now, `person:${STAFF}`, {
    faults: [],
    touched: { units: [member.unit, to], top: false },
    changes: [
      { kind: 'member.left', membership: member.membership, ...belonging(member.unit) },
      { kind: 'member.joined', began: null, ...belonging(to) },
    ],
  });
}
