import { and, gte, isNull, like, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { ACTIVITY_KINDS, type ActivityKind, activities } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { addDays, type Day, type Instant, startOfDay } from '../time.ts';
import type { Gathering } from './books.ts';

const selectGatherings = prepared((db) =>
  db
    .select({
      unit: activities.unit,
      kinds: sql<string>`${activities.kinds}`,
      startsAt: activities.startsAt,
      over: sql<number>`${activities.closedAt} is not null or ${activities.endsAt} <= ${sql.placeholder('now')}`,
      expected: activities.expected,
      present: activities.present,
    })
    .from(activities)
    .where(
      and(
        sql`${activities.unit} in (select ${units.id} from ${units} where ${like(units.lineage, sql.placeholder('lineage'))})`,
        gte(activities.startsAt, sql.placeholder('from')),
        lt(activities.startsAt, sql.placeholder('to')),
        isNull(activities.cancelledAt),
      ),
    )
    .prepare(),
);

/** As arrays: there are tens of thousands, and mapping them to objects by column name takes longer than the query. */
export function gatheringsIn(db: Db, lineage: string, from: Day, to: Day, now: Instant): Gathering[] {
  const rows = selectGatherings(db).values({
    lineage: `${lineage}%`,
    from: startOfDay(from),
    to: startOfDay(addDays(to, 1)),
    now,
  });
  return gatheringsOf(rows);
}

function gatheringsOf(rows: readonly unknown[][]): Gathering[] {
  const known = new Map<unknown, ActivityKind[]>();
  return rows.map(([unit, kinds, startsAt, over, expected, present]) => ({
    unit: Number(unit),
    kinds: parsed(known, kinds),
    startsAt: Number(startsAt),
    over: over === 1,
    expected: Number(expected),
    present: Number(present),
  }));
}

const selectLong = prepared((db) =>
  db
    .select({
      unit: activities.unit,
      kinds: sql<string>`${activities.kinds}`,
      startsAt: activities.startsAt,
      over: sql<number>`${activities.closedAt} is not null or ${activities.endsAt} <= ${sql.placeholder('now')}`,
      expected: activities.expected,
      present: activities.present,
    })
    .from(activities)
    .where(
      and(
        sql`${activities.kinds} in (select value from json_each(${sql.placeholder('kinds')}))`,
        // Written so that SQLite goes by the kinds, which are few, and not by the time.
        sql`(+${activities.startsAt} < ${sql.placeholder('from')} or +${activities.startsAt} >= ${sql.placeholder('to')})`,
        sql`+${activities.unit} in (select ${units.id} from ${units} where ${like(units.lineage, sql.placeholder('lineage'))})`,
        isNull(activities.cancelledAt),
      ),
    )
    .prepare(),
);

/** What was held and planned outside a span of kinds that are owed for longer, or with a grace: few, found by their kind. */
export function longGatheringsIn(
  db: Db,
  lineage: string,
  kinds: ReadonlySet<ActivityKind>,
  from: Day,
  to: Day,
  now: Instant,
): Gathering[] {
  const wanted = kindListsWith(db, [...kinds]);
  const rows = selectLong(db).values({
    lineage: `${lineage}%`,
    kinds: JSON.stringify(wanted),
    from: startOfDay(from),
    to: startOfDay(addDays(to, 1)),
    now,
  });
  return gatheringsOf(rows);
}

/** The lists of kinds that occur and name one of these, as they are stored. */
export function kindListsWith(db: Db, kinds: readonly ActivityKind[]): string[] {
  return kindLists(db).filter((text) => Kinds.parse(JSON.parse(text)).some((kind) => kinds.includes(kind)));
}

/** Every list of kinds that occurs, jumping through the index from one to the next. */
function kindLists(db: Db): string[] {
  const rows = db.all<{ kinds: string | null }>(sql`
    with recursive list(kinds) as (
      select min(kinds) from activities
      union all
      select (select min(kinds) from activities where activities.kinds > list.kinds) from list where list.kinds is not null
    )
    select kinds from list where kinds is not null`);
  return rows.flatMap(({ kinds }) => kinds ?? []);
}

/** Few lists of kinds occur, each thousands of times. */
function parsed(known: Map<unknown, ActivityKind[]>, text: unknown): ActivityKind[] {
  const found = known.get(text) ?? Kinds.parse(JSON.parse(String(text)));
  known.set(text, found);
  return found;
}

const Kinds = z.array(z.enum(ACTIVITY_KINDS));
