import { unreachable } from '../../errors.ts';
import type { Books, Branch } from './books.ts';
import type { Coverage } from './coverage.ts';
import type { Slot } from './slots.ts';
import { reachedByTalks } from './talks.ts';
import { reachedByTraining } from './trained.ts';

/** Who was reached in each slot that is owed and asked for; undefined where it concerns nobody. */
export function coverageOf(
  books: Books,
  branch: Branch,
  slots: readonly Slot[],
  owed: readonly boolean[],
): (Coverage | undefined)[] {
  const [first] = slots;
  if (!first) return [];
  switch (first.rule.measure) {
    case 'talks':
      return reachedByTalks(books, branch, slots, owed);
    case 'training':
      return slots.map((slot, index) =>
        owed[index] && slot.listed ? reachedByTraining(books, branch, slot) : undefined,
      );
    case 'gatherings':
      return [];
    default:
      return unreachable(first.rule.measure);
  }
}
