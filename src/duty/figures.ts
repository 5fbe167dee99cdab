import type { Item, State } from './compliance.ts';

/** How many things were owed, and what became of them. They add up to what was required. */
export type Figures = Record<State, number> & { required: number };

export function figuresOf(items: readonly Item[]): Figures {
  const figures: Figures = {
    required: items.length,
    done: 0,
    planned: 0,
    open: 0,
    grace: 0,
    overdue: 0,
    waived: 0,
  };
  for (const { state } of items) figures[state] += 1;
  return figures;
}

/** In whole percent; null where nothing was owed or nobody expected. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100);
}
