import { and, asc, eq, gte, isNull, like, lte, ne, type SQL, sql } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { memberships, posts, units } from '../../../db/schema/people.ts';
import { trainees, trainings } from '../../../db/schema/training.ts';
import type { Db } from '../../../db/store.ts';
import { heldOn, isMembership, membersOf } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import { minutesLong, tookPart, trainingHeld } from './counts.ts';
import { NOTHING, type Norm } from './norm.ts';

/**
 * A member's training in a year. The hours are the person's, wherever they were earned: whoever moved in mid-year has
 * learned what they learned and is not to sit through it again. The branch they are in now gets the number, and not
 * where it comes from.
 */
export interface Training {
  person: number;
  minutes: number;
  /** Of these, what was noted as taken elsewhere. */
  noted: number;
  /** Of any Party organisation. */
  secretary: boolean;
  /** Of the whole year; 0 where nothing is asked for. */
  wanted: number;
}

/** Of a branch's members, in the roster's order: as of a day, or as of the year's end where that is past. */
export function hoursOf(db: Db, branch: number, year: number, today: Day, norm: Norm = NOTHING): Training[] {
  const day = dayIn(year, today);
  const people = membersOf(db, branch, day).map(({ person }) => person);
  const attended = attendedBy(db, people, year, day);
  const noted = notedIn(db, year, day, among(trainees.person, people));
  const leading = secretaries(db, day, among(posts.person, people));
  return people.map((person) => trainingOf(person, { attended, noted, leading, norm }));
}

/** The same of one person, whether they are a member anywhere or not. */
export function hoursOfPerson(
  db: Db,
  person: number,
  year: number,
  today: Day,
  norm: Norm = NOTHING,
): Training {
  const day = dayIn(year, today);
  const attended = attendedBy(db, [person], year, day);
  const noted = notedIn(db, year, day, eq(trainees.person, person));
  const leading = secretaries(db, day, eq(posts.person, person));
  return trainingOf(person, { attended, noted, leading, norm });
}

/** The same for all units beneath one, by unit, in as many queries as for one. */
export function hoursOfAll(
  db: Db,
  lineage: string,
  year: number,
  today: Day,
  norm: Norm = NOTHING,
): Map<number, Training[]> {
  const day = dayIn(year, today);
  const members = membersBeneath(db, lineage, day);
  const people = [...new Set(members.map(({ person }) => person))];
  const known = {
    attended: people.length > MOST ? attendedByAll(db, year, day) : attendedBy(db, people, year, day),
    noted: notedIn(db, year, day),
    leading: secretaries(db, day),
    norm,
  };
  return new Map(
    [...Map.groupBy(members, ({ unit }) => unit)].map(([unit, own]) => [
      unit,
      own.map(({ person }) => trainingOf(person, known)),
    ]),
  );
}

/** Of so many people all that they ever were at is read sooner than all that was training in the organisation. */
const MOST = 2_000;

type Minutes = ReadonlyMap<number, number>;

interface Known {
  attended: Minutes;
  noted: Minutes;
  leading: ReadonlySet<number>;
  norm: Norm;
}

function trainingOf(person: number, { attended, noted, leading, norm }: Known): Training {
  const elsewhere = noted.get(person) ?? 0;
  const secretary = leading.has(person);
  return {
    person,
    minutes: (attended.get(person) ?? 0) + elsewhere,
    noted: elsewhere,
    secretary,
    wanted: secretary ? norm.secretary : norm.member,
  };
}

function dayIn(year: number, today: Day): Day {
  return today < `${year}-12-31` ? today : `${year}-12-31`;
}

/** From the people to what they were at. */
function attendedBy(db: Db, people: readonly number[], year: number, day: Day): Minutes {
  const found = db
    .select({ person: attendance.person, minutes: summed })
    .from(attendance)
    // A cross join is read in the order it is written.
    .crossJoin(activities)
    .where(
      and(
        among(attendance.person, people),
        tookPart,
        eq(activities.id, attendance.activity),
        trainingHeld(`${year}-01-01`, day),
      ),
    )
    .groupBy(attendance.person)
    .all();
  return byPerson(found);
}

/** From what was held to who was there. */
function attendedByAll(db: Db, year: number, day: Day): Minutes {
  const found = db
    .select({ person: attendance.person, minutes: summed })
    .from(activities)
    .crossJoin(attendance)
    .where(and(trainingHeld(`${year}-01-01`, day), eq(attendance.activity, activities.id), tookPart))
    .groupBy(attendance.person)
    .all();
  return byPerson(found);
}

const summed = sql<number>`sum(${minutesLong})`;

function notedIn(db: Db, year: number, day: Day, whose?: SQL): Minutes {
  const found = db
    .select({ person: trainees.person, minutes: sql<number>`sum(${trainings.minutes})` })
    .from(trainees)
    .innerJoin(trainings, eq(trainings.id, trainees.training))
    .where(
      and(whose, gte(trainings.day, `${year}-01-01`), lte(trainings.day, day), isNull(trainings.withdrawnAt)),
    )
    .groupBy(trainees.person)
    .all();
  return byPerson(found);
}

function byPerson(found: readonly { person: number; minutes: number }[]): Minutes {
  return new Map(found.map(({ person, minutes }) => [person, minutes]));
}

function secretaries(db: Db, day: Day, whose?: SQL): Set<number> {
  const found = db
    .select({ person: posts.person })
    .from(posts)
    .where(and(whose, eq(posts.post, 'secretary'), heldOn(posts, day)))
    .all();
  return new Set(found.map(({ person }) => person));
}

function membersBeneath(db: Db, lineage: string, day: Day): { unit: number; person: number }[] {
  return db
    .select({ unit: memberships.unit, person: memberships.person })
    .from(memberships)
    .innerJoin(units, eq(units.id, memberships.unit))
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        ne(units.kind, 'memberGroup'),
        isMembership,
        heldOn(memberships, day),
      ),
    )
    .orderBy(asc(memberships.id))
    .all();
}
