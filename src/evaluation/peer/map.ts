import type { Db } from '../../../db/store.ts';
import { findUnit, loadUnit } from '../../people/store.ts';
import { type Day, dayOf } from '../../time.ts';
import type { Round } from '../round.ts';
import { headOf, type Named, subjectsOf } from '../subject.ts';
import { partiesOf, type Stop, sheetCounts, stopsOf } from './store.ts';

/** How a branch stands in a round: somebody has scored it, it is on a route, it is on none. */
export type Mark = 'seen' | 'planned' | 'unplanned';

/** A day of a group; of a group null: of all groups. */
export interface Slot {
  day: Day;
  group: string | null;
}

export interface MapRow {
  unit: number;
  name: string;
  /** For each slot the branches that are visited then. */
  cells: Mark[][];
  /** Those on no route: some may have been seen all the same. */
  rest: Mark[];
}

/** Which branches of which units are seen when: units × days and groups, as it stands now. */
export interface CoverageMap {
  slots: Slot[];
  rows: MapRow[];
}

/** More columns than this are days alone. */
const MOST = 24;

export function coverageMap(db: Db, round: Round, lineage: string): CoverageMap {
  const top = loadUnit(db, round.unit);
  const subjects = subjectsOf(db, round.id, lineage);
  const counts = sheetCounts(db, round.id);
  const wanted = new Set(subjects.map(({ id }) => id));
  const stops = stopsOf(db, round.id).filter(({ subject }) => wanted.has(subject));
  const names = new Map(partiesOf(db, round.id).map(({ id, name }) => [id, name]));
  const { slots, keyOf } = slotsOf(stops, names);
  const bySubject = Map.groupBy(stops, ({ subject }) => subject);
  const rows = [...Map.groupBy(subjects, (subject) => headOf(top, subject))].map(([unit, own]) => ({
    unit,
    name: findUnit(db, unit)?.name ?? '',
    cells: slots.map(({ key }) =>
      own
        .filter(({ id }) => bySubject.get(id)?.some((stop) => keyOf(stop) === key))
        .map(({ id }): Mark => (counts.has(id) ? 'seen' : 'planned')),
    ),
    rest: own
      .filter(({ id }) => !bySubject.has(id))
      .map(({ id }): Mark => (counts.has(id) ? 'seen' : 'unplanned')),
  }));
  return { slots: slots.map(({ day, group }) => ({ day, group })), rows };
}

function slotsOf(stops: readonly Stop[], names: ReadonlyMap<number, string>) {
  const both = ({ startsAt, group }: Stop) => `${dayOf(startsAt)} ${String(group).padStart(9, '0')}`;
  const day = ({ startsAt }: Stop) => dayOf(startsAt);
  const many = new Set(stops.map(both)).size > MOST;
  const keyOf = many ? day : both;
  const slots = [...Map.groupBy(stops, keyOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, [first]]) =>
      first ? [{ key, day: dayOf(first.startsAt), group: many ? null : (names.get(first.group) ?? '') }] : [],
    );
  return { slots, keyOf };
}

/** How many branches there are of each; one on two routes once. */
export function countMarks(
  db: Db,
  round: Round,
  subjects: readonly Pick<Named, 'id'>[],
): Record<Mark, number> {
  const counts = sheetCounts(db, round.id);
  const planned = new Set(stopsOf(db, round.id).map(({ subject }) => subject));
  const seen = subjects.filter(({ id }) => counts.has(id)).length;
  const open = subjects.filter(({ id }) => !counts.has(id) && planned.has(id)).length;
  return { seen, planned: open, unplanned: subjects.length - seen - open };
}
