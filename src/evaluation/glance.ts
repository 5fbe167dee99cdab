import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { type RoundKind, rounds } from '../../db/schema/evaluation.ts';
import { units } from '../../db/schema/people.ts';
import { may } from '../people/permit.ts';
import type { Unit } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { WORDS } from './latest.ts';
import { type Progress, progressOf, progressOfAll, type Viewer } from './progress.ts';
import { findRound } from './round.ts';

/** A round as a line of a list, before it is looked into. */
export interface Held {
  id: number;
  kind: RoundKind;
  unit: number;
  /** Who holds it. */
  holder: string;
  lineage: string;
  year: number;
  title: string;
  openedAt: Instant;
  publishedAt: Instant | null;
}

/** One round, or those of one kind and year that units beneath hold, as numbers of what stands beneath a unit. */
export interface Glance extends Progress {
  kind: RoundKind;
  title: string;
  holder: string;
  rounds: number;
  /** How many of them are published; of appraisals: whose members were told. */
  published: number;
  /** The round that can be looked into; null: there are several, or nobody may. */
  page: number | null;
}

/** The rounds that somebody may see over a unit and beneath it, the newest first. */
export function roundsSeen({ db, person, today }: Viewer, { lineage }: Pick<Unit, 'lineage'>): Held[] {
  return db
    .select({
      id: rounds.id,
      kind: rounds.kind,
      unit: rounds.unit,
      holder: units.name,
      lineage: units.lineage,
      year: rounds.year,
      title: rounds.title,
      openedAt: rounds.openedAt,
      publishedAt: rounds.publishedAt,
    })
    .from(rounds)
    .innerJoin(units, eq(units.id, rounds.unit))
    .where(
      and(
        isNull(rounds.cancelledAt),
        or(sql`${lineage} like ${units.lineage} || '%'`, sql`${units.lineage} like ${`${lineage}%`}`),
      ),
    )
    .orderBy(desc(rounds.year), desc(rounds.id))
    .all()
    .filter(
      ({ kind, unit, lineage: held }) =>
        kind !== 'debrief' || held.startsWith(lineage) || may(db, person, 'oversee', unit, today),
    );
}

/** The newest of each kind that each holds; of one year several awards. */
export function newestOf(all: readonly Held[]): Held[] {
  const newest = new Map<string, number>();
  for (const { kind, unit, year } of all) {
    const key = `${kind}:${unit}`;
    newest.set(key, Math.max(year, newest.get(key) ?? year));
  }
  return all.filter(({ kind, unit, year }) => newest.get(`${kind}:${unit}`) === year);
}

/** Each that is held over a unit or by it; those held beneath it by kind and year. */
export function glancesOf(
  viewer: Viewer,
  { lineage }: Pick<Unit, 'lineage'>,
  all: readonly Held[],
): Glance[] {
  const groups = Map.groupBy(all, ({ id, kind, year, lineage: held }) =>
    lineage.startsWith(held) ? `${id}` : `${kind}:${year}`,
  );
  return [...groups.values()]
    .flatMap((own) => glanceOf(viewer, lineage, own) ?? [])
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** Nobody beneath the unit takes part. */
function isNobodys({ steps }: Progress): boolean {
  return steps.some(({ whole }) => whole === 0) && steps.every(({ part }) => part === 0);
}

const ORDER: readonly RoundKind[] = ['starRating', 'peerVisit', 'debrief', 'appraisal', 'award'];

function glanceOf(viewer: Viewer, lineage: string, own: readonly Held[]): Glance | null {
  const [first] = own;
  if (!first) return null;
  const published = own.filter(({ publishedAt }) => publishedAt !== null).length;
  const common = { kind: first.kind, rounds: own.length, published };
  if (own.length > 1) {
    const ids = own.map(({ id }) => id);
    const title = `${first.year}年${WORDS[first.kind]}`;
    const progress = progressOfAll(viewer, first.kind, ids);
    return { ...common, ...progress, title, holder: `${own.length} 个党组织开展`, page: null };
  }
  const round = findRound(viewer.db, first.id);
  if (!round) return null;
  const progress = progressOf(viewer, round, lineage);
  if (isNobodys(progress)) return null;
  return {
    ...common,
    ...progress,
    title: first.title,
    holder: first.holder,
    page: first.kind === 'appraisal' ? null : first.id,
  };
}
