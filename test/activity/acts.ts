import { and, eq, gt, isNull } from 'drizzle-orm';
import { type ActivityKind, activities, attendance } from '../../db/schema/activity.ts';
import { memberships, persons } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { checkIn } from '../../src/activity/attend.ts';
import { cancel, move } from '../../src/activity/change.ts';
import { activityJobs } from '../../src/activity/jobs.ts';
import { close, correct, markAll, observe } from '../../src/activity/keep.ts';
import { WINDOW } from '../../src/activity/kinds.ts';
import { askLeave, askMakeUp, decideLeave, decideMakeUp } from '../../src/activity/leave.ts';
import { plan } from '../../src/activity/plan.ts';
import { endRest, rest } from '../../src/activity/rest.ts';
import type { Activity } from '../../src/activity/store.ts';
import { applyRoster } from '../../src/people/roster/apply.ts';
import { findUnit } from '../../src/people/store.ts';
import { addDays, DAY, dayOf, MINUTE } from '../../src/time.ts';
import {
  anybody,
  type Fits,
  listOf,
  MOST_RECENT,
  STAFF,
  someone,
  somewhere,
  type Wants,
  type World,
} from './world.ts';

interface Act {
  /** Of two hundred and some. */
  often: number;
  /** May be refused. → the activities that it touched; null: there is nothing to do it to */
  does(db: Db, world: World): number[] | null;
}

const SETTINGS = { url: 'http://127.0.0.1' };

const STANDING: Fits = ({ cancelledAt }) => cancelledAt === null;
const COMING: Fits = (one, now) => one.cancelledAt === null && one.startsAt > now;
const BEGUN: Fits = (one, now) => one.cancelledAt === null && one.startsAt <= now;
const OVER: Fits = (one, now) => one.cancelledAt === null && (one.closedAt !== null || one.endsAt <= now);
const OPEN: Fits = (one, now) =>
  one.cancelledAt === null && one.startsAt - WINDOW <= now && one.closedAt === null && one.endsAt > now;

const ANYHOW: Wants = () => true;
const ABSENT: Wants = (row) => row?.presentAt == null;
const FREE: Wants = (row) => row?.presentAt == null && row?.leaveGranted !== true;
const ASKED: Wants = (row) => row?.presentAt === null && row.leaveAskedAt !== null;
const STUDIED: Wants = (row) => row?.presentAt === null && row.makeUpAskedAt !== null;

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
  checkIn: of(50, OPEN, ABSENT, (db, world, activity, person) => checkIn(db, activity, person, world.now)),
  markAll: of(8, OPEN, ABSENT, (db, world, activity, person) =>
    markAll(
      db,
      activity,
      [person, world.any([person, ...listOf(db, world, activity, ABSENT)])],
      STAFF,
      world.now,
    ),
  ),
  correct: of(30, BEGUN, ANYHOW, (db, world, activity, person) => {
    const to = world.any(['present', 'late', 'onLeave', 'absent', 'absent'] as const);
    correct(db, activity, person, to, '记错了', STAFF, world.now);
  }),
  observe: on(4, BEGUN, (db, world, activity) =>
    observe(db, activity, world.whole(0, 2) === 0 ? [] : [anybody(world)], '', STAFF, world.now),
  ),
  askLeave: of(20, COMING, FREE, (db, world, activity, person) =>
    askLeave(db, activity, person, '出差', world.now),
  ),
  decideLeave: of(16, STANDING, ASKED, (db, world, activity, person) =>
    decideLeave(db, activity, person, world.whole(0, 2) > 0, STAFF, world.now),
  ),
  askMakeUp: of(16, OVER, ABSENT, (db, world, activity, person) =>
    askMakeUp(db, activity, person, { note: '自学', day: dayOf(world.now) }, world.now),
  ),
  decideMakeUp: of(16, OVER, STUDIED, (db, world, activity, person) =>
    decideMakeUp(db, activity, person, world.whole(0, 2) > 0, STAFF, world.now),
  ),
  close: on(2, BEGUN, (db, world, activity) =>
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
  cancel: on(2, COMING, (db, world, activity) => cancel(db, activity, '另行安排', STAFF, world.now)),
  rest: {
    often: 1,
    does(db, world) {
      const today = dayOf(world.now);
      const person = anybody(world);
      const began = addDays(today, world.whole(-1, 1));
      const ended = addDays(today, world.whole(2, 4));
      rest(db, { person, reason: 'illness', contact: '陈静', began, ended }, STAFF, world.now);
      return lately(db, world, person);
    },
  },
  endRest: {
    often: 1,
    does(db, world) {
      const person = anybody(world);
      endRest(db, person, addDays(dayOf(world.now), world.whole(-1, 1)), STAFF, world.now);
      return lately(db, world, person);
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
      const found = somewhere(db, world, fits);
      if (!found) return null;
      what(db, world, found);
      return [found.id];
    },
  };
}

/** The same with somebody of its list. */
function of(
  often: number,
  fits: Fits,
  wants: Wants,
  what: (db: Db, world: World, activity: Activity, person: number) => unknown,
): Act {
  return {
    often,
    does(db, world) {
      const found = someone(db, world, fits, wants);
      if (!found) return null;
      what(db, world, found.activity, found.person);
      return [found.activity.id];
    },
  };
}

/** What somebody was expected at in these days. */
function lately(db: Db, { now }: World, person: number): number[] {
  return db
    .select({ id: activities.id })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(and(eq(attendance.person, person), gt(activities.startsAt, now - 3 * DAY)))
    .all()
    .map(({ id }) => id);
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
