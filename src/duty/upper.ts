import { and, asc, eq, gt, inArray, isNull, like, lte, ne, or, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { type Day, dayOf, type Instant } from '../time.ts';
import type { Books, Branch } from './books.ts';
import { assess, type Item, type Standing } from './compliance.ts';
import { readSettings } from './decided.ts';
import { kindListsWith } from './gatherings.ts';
import { type Gathering, ledgerOf } from './ledger.ts';
import { lately, type Period } from './period.ts';
import { RULES } from './rules.ts';
import { longKinds } from './slots.ts';
import { recordedSince } from './store.ts';
import { waiversIn } from './waivers.ts';

/** 党委: a work committee is none, nor is a general branch. */
const UPPER = ['departmentCommittee', 'primaryCommittee'] as const;

/**
 * What the 党委 of a subtree owe themselves, such as their secretaries' yearly lecture: it counts wherever in the
 * subtree the secretary of that day gave it.
 */
export function summariseUpper(db: Db, lineage: string, span: Period, now: Instant): Standing[] {
  return assess(readUpper(db, lineage, span, now), span, dayOf(now));
}

/** What one 党委 owes itself lately; nothing for any other unit. */
export function upperOf(db: Db, unit: { id: number; lineage: string }, now: Instant): Item[] {
  const standings = summariseUpper(db, unit.lineage, lately(dayOf(now)), now);
  return standings.find(({ branch }) => branch.id === unit.id)?.items ?? [];
}

export function readUpper(db: Db, lineage: string, span: Period, now: Instant): Books {
  const branches = committeesIn(db, lineage, span);
  const settings = readSettings(db);
  const gatherings =
    branches.length === 0
      ? []
      : gatheringsOf(db, lineage, branches, [...longKinds(RULES, settings, 'upper')], now);
  return {
    of: 'upper',
    branches,
    seats: new Map(),
    ledger: ledgerOf(gatherings),
    settings,
    waivers: waiversIn(db, lineage),
    since: recordedSince(db, now),
  };
}

function committeesIn(db: Db, lineage: string, span: Period): Branch[] {
  return db
    .select()
    .from(units)
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        inArray(units.kind, [...UPPER]),
        or(isNull(units.began), lte(units.began, span.to)),
        or(isNull(units.ended), gt(units.ended, span.longFrom ?? span.from)),
      ),
    )
    .orderBy(asc(units.id))
    .all()
    .map((unit) => ({ ...unit, groups: [] }));
}

interface Lecture extends Gathering {
  lineage: string;
  lecturer: string;
}

/** A committee's own gatherings, and those below that its secretary lectured at. */
function gatheringsOf(
  db: Db,
  lineage: string,
  committees: readonly Branch[],
  kinds: Parameters<typeof kindListsWith>[1],
  now: Instant,
): Gathering[] {
  const own = new Set(committees.map((committee) => committee.id));
  const secretaries = secretariesOf(db, lineage);
  return lecturesIn(db, lineage, kindListsWith(db, kinds), now).flatMap((lecture) => {
    const { lineage: place, lecturer, ...gathering } = lecture;
    if (own.has(gathering.unit)) return [gathering];
    const day = dayOf(gathering.startsAt);
    return committees
      .filter(({ id, lineage: above }) => place.startsWith(above) && isBy(lecturer, secretaries.get(id), day))
      .map(({ id }) => ({ ...gathering, unit: id }));
  });
}

function lecturesIn(db: Db, lineage: string, kinds: readonly string[], now: Instant): Lecture[] {
  return db
    .select({
      unit: activities.unit,
      kinds: activities.kinds,
      startsAt: activities.startsAt,
      endsAt: activities.endsAt,
      closedAt: activities.closedAt,
      expected: activities.expected,
      present: activities.present,
      lecturer: activities.lecturer,
      lineage: units.lineage,
    })
    .from(activities)
    .innerJoin(units, eq(units.id, activities.unit))
    .where(
      and(
        sql`${activities.kinds} in (select value from json_each(${JSON.stringify(kinds)}))`,
        like(units.lineage, `${lineage}%`),
        or(inArray(units.kind, [...UPPER]), ne(activities.lecturer, '')),
        isNull(activities.cancelledAt),
      ),
    )
    .all()
    .map(({ endsAt, closedAt, ...one }) => ({ ...one, over: closedAt !== null || endsAt <= now }));
}

interface Term {
  name: string;
  began: Day;
  ended: Day | null;
}

function secretariesOf(db: Db, lineage: string): Map<number, Term[]> {
  const found = db
    .select({ unit: posts.unit, name: persons.name, began: posts.began, ended: posts.ended })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .innerJoin(persons, eq(persons.id, posts.person))
    .where(
      and(eq(posts.post, 'secretary'), inArray(units.kind, [...UPPER]), like(units.lineage, `${lineage}%`)),
    )
    .all();
  return Map.groupBy(found, (term) => term.unit);
}

/** A lecturer is named in words: the name alone, or behind what they are. */
function isBy(lecturer: string, terms: readonly Term[] = [], day: Day): boolean {
  const named = lecturer.split(/[^\p{Script=Han}·]+/u).filter((word) => word !== '');
  return terms.some(
    ({ name, began, ended }) =>
      began <= day && (ended === null || ended > day) && named.some((word) => word.endsWith(name)),
  );
}
