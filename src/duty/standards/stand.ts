import type { Book } from '../../../db/schema/standard.ts';
import type { Db } from '../../../db/store.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant } from '../../time.ts';
import { branchesBeneath } from '../tree.ts';
import { type Asked, marksOver, readMarks } from './settings.ts';
import { lastIn, type Said, saidIn, showPointsIn } from './store.ts';

/** met · submitted: said by the branch, and its committee has yet to say · overdue: its deadline has passed · open. */
export type State = 'met' | 'submitted' | 'overdue' | 'open';

export interface Entry {
  mark: Asked;
  state: State;
  /** The last word on it. */
  last: Said | null;
}

/** How a branch stands in a book. */
export interface BookStanding {
  unit: Unit;
  entries: Entry[];
  met: number;
  showPoint: boolean;
  /** When anything was said of it at all. */
  since: Instant | null;
}

/** Every branch beneath a unit, show points first, then as in the tree: no ranking. */
export function standingsIn(db: Db, book: Book, lineage: string, now: Instant): BookStanding[] {
  const today = dayOf(now);
  const branches = branchesBeneath(db, lineage, today);
  const settings = readMarks(db, book);
  const said = saidIn(db, book, lineage);
  const last = lastIn(said);
  const first = new Map<number, Instant>();
  for (const one of said) if (!first.has(one.unit)) first.set(one.unit, one.at);
  const points = showPointsIn(db, lineage);
  const all = branches.map((unit) => {
    const own = last.get(unit.id);
    const entries = marksOver(book, settings, unit.lineage).map((mark) =>
      entryOf(mark, own?.get(mark.id) ?? null, today),
    );
    const met = entries.filter(({ state }) => state === 'met');
    return {
      unit,
      entries,
      met: met.length,
      showPoint: points.has(unit.id),
      since: first.get(unit.id) ?? null,
    };
  });
  return [...all.filter((one) => one.showPoint), ...all.filter((one) => !one.showPoint)];
}

function entryOf(mark: Asked, last: Said | null, today: Day): Entry {
  if (last?.state === 'met' || last?.state === 'submitted') return { mark, last, state: last.state };
  const late = mark.deadline !== null && mark.deadline < today;
  return { mark, last, state: late ? 'overdue' : 'open' };
}

export function percent(standings: readonly BookStanding[]): string {
  const total = standings.reduce((sum, { entries }) => sum + entries.length, 0);
  const met = standings.reduce((sum, one) => sum + one.met, 0);
  return total === 0 ? '—' : `${Math.floor((met / total) * 100)}%`;
}
