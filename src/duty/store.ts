import { and, asc, desc, gt, gte, inArray, isNull, like, lt, lte, or, sql } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { activities } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { posts, units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import type { Activity } from '../activity/store.ts';
import { isBranch } from '../people/permit.ts';
import { COMMITTEE_POSTS } from '../people/words.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../time.ts';
import type { Books, Branch, Holder, Seat } from './owed/books.ts';
import { ledgerIn } from './owed/gatherings.ts';
import { type Former, formerKinds } from './owed/kinds.ts';
import { countedFrom } from './owed/members.ts';
import { lookup, membersIn, restsSince, talksIn, trainingIn } from './owed/persons.ts';
import { lastTalkFor, longKinds } from './owed/slots.ts';
import { waiversIn } from './owed/waivers.ts';
import { type Period, periodOf } from './period.ts';
import { readSettings } from './rules/decided.ts';
import { RULES } from './rules/shipped.ts';

/**
 * Everything that a subtree is judged by over a span: a handful of statements however many branches there are, and no
 * row of attendance but of talks. Of persons nothing is read before it is asked for, while these books are open.
 */
export function readBooks(db: Db, lineage: string, span: Period, now: Instant): Books {
  const from = periodOf('quarter', span.from).from;
  const to = periodOf('quarter', span.to).to;
  const existing = span.longFrom ?? span.from;
  const settings = readSettings(db);
  const counted = countedFrom(settings, existing);
  const kinds = formerKinds(db);
  return {
    of: 'branches',
    branches: branchesIn(db, lineage, kinds, existing, span.to),
    seats: seatsIn(db, lineage, counted, to),
    members: membersIn(db, lineage, counted, to),
    rests: lookup(() => restsSince(db, counted)),
    talks: talksIn(db, lineage, counted, lastTalkFor(to, settings), now),
    training: trainingIn(db, lineage, now),
    kinds,
    ledger: ledgerIn(db, lineage, longKinds(RULES, settings), { from, to }, now),
    settings,
    waivers: waiversIn(db, lineage),
    since: recordedSince(db, now),
  };
}

const BENEATH = like(units.lineage, sql.placeholder('lineage'));

const selectUnits = prepared((db) =>
  db
    .select({
      id: units.id,
      parent: units.parent,
      kind: units.kind,
      name: units.name,
      path: units.path,
      lineage: units.lineage,
      began: units.began,
      ended: units.ended,
    })
    .from(units)
    .where(
      and(
        BENEATH,
        or(isNull(units.began), lte(units.began, sql.placeholder('to'))),
        or(isNull(units.ended), gt(units.ended, sql.placeholder('from'))),
      ),
    )
    .orderBy(asc(units.id))
    .prepare(),
);

/**
 * Branches that exist on any day of a span, with their groups, in the order of the tree: as they were entered. What was a
 * branch before is among them.
 */
function branchesIn(
  db: Db,
  lineage: string,
  kinds: ReadonlyMap<number, readonly Former[]>,
  from: Day,
  to: Day,
): Branch[] {
  const found = selectUnits(db).all({ lineage: `${lineage}%`, from, to });
  const known = new Set(found.map((unit) => unit.id));
  const beneath = Map.groupBy(found, (unit) =>
    unit.parent !== null && known.has(unit.parent) ? unit.parent : null,
  );
  return walk(null);

  function walk(parent: number | null): Branch[] {
    return (beneath.get(parent) ?? []).flatMap((unit) => {
      const was = kinds.get(unit.id)?.some(({ kind }) => isBranch(kind)) === true;
      if (!isBranch(unit.kind) && !was) return walk(unit.id);
      const groups: Holder[] = (beneath.get(unit.id) ?? []).filter((one) => one.kind === 'memberGroup');
      return [{ ...unit, groups }, ...(isBranch(unit.kind) ? [] : walk(unit.id))];
    });
  }
}

const selectSeats = prepared((db) =>
  db
    .select({ unit: posts.unit, person: posts.person, began: posts.began, ended: posts.ended })
    .from(posts)
    .where(
      and(
        inArray(posts.post, [...COMMITTEE_POSTS]),
        lte(posts.began, sql.placeholder('to')),
        or(isNull(posts.ended), gt(posts.ended, sql.placeholder('from'))),
        sql`${posts.unit} in (select ${units.id} from ${units} where ${BENEATH})`,
      ),
    )
    .prepare(),
);

function seatsIn(db: Db, lineage: string, from: Day, to: Day): Map<number, Seat[]> {
  const found = selectSeats(db).all({ lineage: `${lineage}%`, from, to });
  return Map.groupBy(found, (seat) => seat.unit);
}

/** What units have held and planned between two days, not cancelled, the newest first. */
export function activitiesOf(db: Db, of: readonly number[], from: Day, to: Day): Activity[] {
  return db
    .select()
    .from(activities)
    .where(
      and(
        among(activities.unit, of),
        gte(activities.startsAt, startOfDay(from)),
        lt(activities.startsAt, startOfDay(addDays(to, 1))),
        isNull(activities.cancelledAt),
      ),
    )
    .orderBy(desc(activities.startsAt), desc(activities.id))
    .all();
}

const selectEntry = prepared((db) =>
  db.select({ at: audit.at }).from(audit).orderBy(asc(audit.seq)).prepare(),
);

const selectPlan = prepared((db) =>
  db.select({ at: activities.plannedAt }).from(activities).orderBy(asc(activities.id)).prepare(),
);

/** The day of the first entry in the journal, or of the first plan: before it nothing could be recorded. */
export function recordedSince(db: Db, now: Instant): Day | null {
  const known = [selectEntry(db).get()?.at, selectPlan(db).get()?.at].flatMap((at) =>
    at !== undefined && at <= now ? [at] : [],
  );
  return known.length > 0 ? dayOf(Math.min(...known)) : null;
}
