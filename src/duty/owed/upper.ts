import { and, asc, eq, gt, isNull, like, lte, ne, or, sql } from 'drizzle-orm';
import { amongGiven } from '../../../db/many.ts';
import { activities } from '../../../db/schema/activity.ts';
import { persons, posts, type UnitKind, units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { isBranch } from '../../people/permit.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { lately, type Period } from '../period.ts';
import { readSettings } from '../rules/decided.ts';
import { definitions } from '../rules/settings.ts';
import { recordedSince } from '../store.ts';
import type { Books, Branch } from './books.ts';
import { assess, type Item, type Standing } from './compliance.ts';
import { kindListsWith } from './gatherings.ts';
import { type Former, formerKinds } from './kinds.ts';
import { type Gathering, ledgerOf } from './ledger.ts';
import { countedFrom, membersBeneath } from './members.ts';
import { lookup, NOBODY_REACHED } from './persons.ts';
import { waiversIn } from './waivers.ts';

/**
 * What the units above the branches of a subtree owe themselves, such as the yearly lecture of a 党委's secretary: it
 * counts wherever in the subtree the secretary of that day gave it.
 */
export function summariseUpper(db: Db, lineage: string, span: Period, now: Instant): Standing[] {
  return assess(readUpper(db, lineage, span, now), span, dayOf(now));
}

/** What one of them owes itself lately. */
export function upperOf(db: Db, unit: { id: number; lineage: string }, now: Instant): Item[] {
  const standings = summariseUpper(db, unit.lineage, lately(dayOf(now)), now);
  return standings.find(({ branch }) => branch.id === unit.id)?.items ?? [];
}

export function readUpper(db: Db, lineage: string, span: Period, now: Instant): Books {
  const settings = readSettings(db);
  const rules = definitions(settings).filter(({ owedBy }) => owedBy === 'upper');
  const kinds = formerKinds(db);
  const owing = [...rules.flatMap(({ units }) => units), ...settings.flatMap((one) => one.units ?? [])];
  const [from, to] = [span.longFrom ?? span.from, span.to];
  const branches = unitsIn(db, lineage, new Set(owing), kinds, from, to);
  const gatherings =
    branches.length === 0
      ? []
      : gatheringsOf(db, lineage, branches, [...new Set(rules.flatMap((rule) => rule.kinds))], now);
  return {
    of: 'upper',
    branches,
    seats: new Map(),
    members: lookup(() => membersBeneath(db, lineage, branches, countedFrom(settings, from), to)),
    ...NOBODY_REACHED,
    kinds,
    ledger: ledgerOf(gatherings),
    settings,
    waivers: waiversIn(db, lineage),
    since: recordedSince(db, now),
  };
}

const { placeholder } = sql;
const BENEATH = like(units.lineage, placeholder('lineage'));

const selectUnits = prepared((db) =>
  db
    .select()
    .from(units)
    .where(
      and(
        BENEATH,
        or(amongGiven(units.kind, 'kinds'), amongGiven(units.id, 'ids')),
        or(isNull(units.began), lte(units.began, placeholder('to'))),
        or(isNull(units.ended), gt(units.ended, placeholder('from'))),
      ),
    )
    .orderBy(asc(units.id))
    .prepare(),
);

/** Units that are, or were, of some kinds above branches. */
function unitsIn(
  db: Db,
  lineage: string,
  owing: ReadonlySet<UnitKind>,
  kinds: ReadonlyMap<number, readonly Former[]>,
  from: Day,
  to: Day,
): Branch[] {
  const wanted = [...owing].filter((kind) => !isBranch(kind));
  const changed = [...kinds].filter(([, former]) => former.some(({ kind }) => wanted.includes(kind)));
  const ids = JSON.stringify(changed.map(([id]) => id));
  return selectUnits(db)
    .all({ lineage: `${lineage}%`, kinds: JSON.stringify(wanted), ids, from, to })
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
  const secretaries = secretariesOf(db, [...own]);
  return lecturesIn(db, lineage, [...own], kindListsWith(db, kinds), now).flatMap((lecture) => {
    const { lineage: place, lecturer, ...gathering } = lecture;
    if (own.has(gathering.unit)) return [gathering];
    const day = dayOf(gathering.startsAt);
    return committees
      .filter(({ id, lineage: above }) => place.startsWith(above) && isBy(lecturer, secretaries.get(id), day))
      .map(({ id }) => ({ ...gathering, unit: id }));
  });
}

const selectLectures = prepared((db) =>
  db
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
        amongGiven(activities.kinds, 'kinds'),
        BENEATH,
        or(amongGiven(activities.unit, 'own'), ne(activities.lecturer, '')),
        isNull(activities.cancelledAt),
      ),
    )
    .prepare(),
);

function lecturesIn(
  db: Db,
  lineage: string,
  own: readonly number[],
  kinds: readonly string[],
  now: Instant,
): Lecture[] {
  return selectLectures(db)
    .all({ lineage: `${lineage}%`, own: JSON.stringify(own), kinds: JSON.stringify(kinds) })
    .map(({ endsAt, closedAt, ...one }) => ({ ...one, over: closedAt !== null || endsAt <= now }));
}

interface Term {
  name: string;
  began: Day;
  ended: Day | null;
}

const selectSecretaries = prepared((db) =>
  db
    .select({ unit: posts.unit, name: persons.name, began: posts.began, ended: posts.ended })
    .from(posts)
    .innerJoin(persons, eq(persons.id, posts.person))
    .where(and(eq(posts.post, 'secretary'), amongGiven(posts.unit, 'of')))
    .prepare(),
);

function secretariesOf(db: Db, of: readonly number[]): Map<number, Term[]> {
  return Map.groupBy(selectSecretaries(db).all({ of: JSON.stringify(of) }), (term) => term.unit);
}

/** A lecturer is named in words: the name alone, or behind what they are. */
function isBy(lecturer: string, terms: readonly Term[] = [], day: Day): boolean {
  const named = lecturer.split(/[^\p{Script=Han}·]+/u).filter((word) => word !== '');
  return terms.some(
    ({ name, began, ended }) =>
      began <= day && (ended === null || ended > day) && named.some((word) => word.endsWith(name)),
  );
}
