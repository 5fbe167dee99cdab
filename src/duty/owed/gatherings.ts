import { and, gte, isNull, like, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { amongGiven } from '../../../db/many.ts';
import {
  ACTIVITY_KINDS,
  type ActivityKind,
  activities,
  COUNTS,
  gistOf,
} from '../../../db/schema/activity.ts';
import { units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { addDays, type Day, type Instant, startOfDay } from '../../time.ts';
import { byTime, type Entry, type Ledger, merged } from './ledger.ts';

/** A row for each unit, not for each gathering: there are tens of thousands. */
const GISTS = {
  unit: sql<number>`${activities.unit}`,
  gists: sql<string>`group_concat(${gistOf(activities)}, '')`,
};
const BENEATH = like(units.lineage, sql.placeholder('lineage'));

const selectWithin = prepared((db) =>
  db
    .select(GISTS)
    // SQLite would as soon take the index that holds no gists.
    .from(sql`${activities} indexed by activities_gist`)
    .where(
      and(
        sql`${activities.unit} in (select ${units.id} from ${units} where ${BENEATH})`,
        gte(activities.startsAt, sql.placeholder('from')),
        lt(activities.startsAt, sql.placeholder('to')),
        isNull(activities.cancelledAt),
      ),
    )
    .groupBy(activities.unit)
    .prepare(),
);

const selectOutside = prepared((db) =>
  db
    .select(GISTS)
    .from(activities)
    .where(
      and(
        amongGiven(activities.kinds, 'kinds'),
        // Written so that SQLite goes by the kinds, which are few, and not by the time.
        sql`(+${activities.startsAt} < ${sql.placeholder('from')} or +${activities.startsAt} >= ${sql.placeholder('to')})`,
        sql`+${activities.unit} in (select ${units.id} from ${units} where ${BENEATH})`,
        isNull(activities.cancelledAt),
      ),
    )
    .groupBy(activities.unit)
    .prepare(),
);

/** What the units of a subtree held and planned between two days, and of kinds that are owed for longer at any time. */
export function ledgerIn(
  db: Db,
  lineage: string,
  longer: ReadonlySet<ActivityKind>,
  { from, to }: { from: Day; to: Day },
  now: Instant,
): Ledger {
  const span = { lineage: `${lineage}%`, from: startOfDay(from), to: startOfDay(addDays(to, 1)) };
  const kinds = JSON.stringify(kindListsWith(db, [...longer]));
  const within = new Map(
    selectWithin(db)
      .all(span)
      .map(({ unit, gists }) => [unit, gists]),
  );
  const outside = new Map(
    selectOutside(db)
      .all({ ...span, kinds })
      .map(({ unit, gists }) => [unit, entriesIn(gists, now)]),
  );
  return { first: firstOf(within.values(), outside.values()), of };

  /** Made when they are asked for, since all at once they would be a burden to the garbage collector. */
  function of(unit: number): readonly Entry[] {
    return merged(entriesIn(within.get(unit) ?? '', now), outside.get(unit) ?? []);
  }
}

function firstOf(within: Iterable<string>, outside: Iterable<Entry[]>): Instant | null {
  let first = Number.POSITIVE_INFINITY;
  for (const gists of within) first = Math.min(first, Number.parseInt(gists, 10));
  for (const [entry] of outside) first = Math.min(first, entry?.at ?? first);
  return Number.isFinite(first) ? first : null;
}

/** Numbers of one gist, in its order. */
const WIDTH = 4 + COUNTS.length;

function entriesIn(gists: string, now: Instant): Entry[] {
  const numbers = numbersIn(gists);
  const entries: Entry[] = [];
  let sorted = true;
  for (let first = 0; first < numbers.length; first += WIDTH) {
    const entry = entryAt(numbers, first, now);
    sorted &&= entry.at >= (entries.at(-1)?.at ?? 0);
    entries.push(entry);
  }
  return sorted ? entries : entries.sort(byTime);
}

function entryAt(numbers: Float64Array, first: number, now: Instant): Entry {
  const at = numbers[first] ?? 0;
  const length = numbers[first + 1] ?? 0;
  return {
    at,
    over: length === 0 || at + length - 1 <= now,
    mask: numbers[first + 2] ?? 0,
    year: numbers[first + 3] || null,
    expected: numbers[first + 4] ?? 0,
    present: numbers[first + 5] ?? 0,
    late: numbers[first + 6] ?? 0,
    onLeave: numbers[first + 7] ?? 0,
    absent: numbers[first + 8] ?? 0,
    madeUp: numbers[first + 9] ?? 0,
    byProxy: numbers[first + 10] ?? 0,
    enteredLater: numbers[first + 11] ?? 0,
  };
}

const ZERO = 48;
const encoder = new TextEncoder();
let bytes = new Uint8Array(4_096);
/** A number takes two bytes at least, with the mark behind it. */
let read = new Float64Array(bytes.length / 2);

/** Bytes are read several times as fast as the characters of a text, and both are kept from one call to the next. */
function numbersIn(gists: string): Float64Array {
  if (bytes.length < gists.length) {
    bytes = new Uint8Array(2 * gists.length);
    read = new Float64Array(bytes.length / 2);
  }
  const { written } = encoder.encodeInto(gists, bytes);
  let count = 0;
  let value = 0;
  for (let place = 0; place < written; place++) {
    const digit = (bytes[place] ?? 0) - ZERO;
    if (digit >= 0) value = value * 10 + digit;
    else {
      read[count++] = value;
      value = 0;
    }
  }
  return read.subarray(0, count);
}

/** The lists of kinds that occur and name one of these, as they are stored. */
export function kindListsWith(db: Db, kinds: readonly ActivityKind[]): string[] {
  return kindLists(db).filter((text) => Kinds.parse(JSON.parse(text)).some((kind) => kinds.includes(kind)));
}

const selectKinds = prepared((db) =>
  db
    .select({ kinds: sql<string>`kinds` })
    .from(
      sql`(
        with recursive list(kinds) as (
          select min(kinds) from activities
          union all
          select (select min(kinds) from activities where activities.kinds > list.kinds) from list where list.kinds is not null
        )
        select kinds from list where kinds is not null)`,
    )
    .prepare(),
);

/** Every list of kinds that occurs, jumping through the index from one to the next. */
function kindLists(db: Db): string[] {
  return selectKinds(db)
    .all()
    .map(({ kinds }) => kinds);
}

const Kinds = z.array(z.enum(ACTIVITY_KINDS));
