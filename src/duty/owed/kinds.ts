import { asc, sql } from 'drizzle-orm';
import { z } from 'zod';
import { audit } from '../../../db/schema/audit.ts';
import { UNIT_KINDS, type UnitKind } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { type Day, dayOf } from '../../time.ts';

/** What a unit was until before a day. */
export interface Former {
  kind: UnitKind;
  ended: Day;
}

/** What it was on a day: a branch that has become a general branch still owed what branches owe until then. */
export function kindOn(
  kinds: ReadonlyMap<number, readonly Former[]>,
  { id, kind }: { id: number; kind: UnitKind },
  day: Day,
): UnitKind {
  if (kinds.size === 0) return kind;
  return kinds.get(id)?.find(({ ended }) => day < ended)?.kind ?? kind;
}

const selectChanged = prepared((db) =>
  db
    .select({ subject: audit.subject, at: audit.at, before: audit.before, after: audit.after })
    .from(audit)
    // Written out, so that SQLite takes the index of these lines alone.
    .where(sql`${audit.action} = 'unit.changed'`)
    .orderBy(asc(audit.seq))
    .prepare(),
);

const Details = z.object({ kind: z.enum(UNIT_KINDS) });

/** The units whose kind a roster changed, with their kinds before, the earliest first, as the journal has them. */
export function formerKinds(db: Db): Map<number, Former[]> {
  const found = selectChanged(db)
    .all()
    .flatMap(({ subject, at, before, after }) => {
      const [was, is] = [kindIn(before), kindIn(after)];
      const unit = Number(subject.slice('unit:'.length));
      return was !== is && was !== null ? [{ unit, kind: was, ended: dayOf(at) }] : [];
    });
  return Map.groupBy(found, ({ unit }) => unit);
}

function kindIn(details: string | null): UnitKind | null {
  return details === null ? null : Details.parse(JSON.parse(details)).kind;
}
