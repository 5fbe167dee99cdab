import { unreachable } from '../../errors.ts';

/**
 * done: held · planned: what is to come suffices · open: not enough yet, and still time · grace: the period is over, and
 * there is still time to make up for it · overdue: too late · waived: neither held nor planned, and put off with a
 * reason until a day that has not passed.
 */
export type State = 'done' | 'planned' | 'open' | 'grace' | 'overdue' | 'waived';

/** How many things were owed, and what became of them. They add up to what was required. */
export type Figures = Record<State, number> & { required: number };

export function figuresOf(items: readonly { state: State }[]): Figures {
  const figures = nothing();
  for (const item of items) countItem(figures, item);
  return figures;
}

export function sumOf(all: readonly Figures[]): Figures {
  const sum = nothing();
  for (const one of all) for (const key of KEYS) sum[key] += one[key];
  return sum;
}

export function nothing(): Figures {
  return { required: 0, done: 0, planned: 0, open: 0, grace: 0, overdue: 0, waived: 0 };
}

const KEYS = Object.keys(nothing()) as (keyof Figures)[];

/** Spelt out, since a summary counts tens of thousands. */
export function countItem(figures: Figures, { state }: { state: State }): void {
  figures.required += 1;
  switch (state) {
    case 'done':
      figures.done += 1;
      return;
    case 'overdue':
      figures.overdue += 1;
      return;
    case 'open':
      figures.open += 1;
      return;
    case 'planned':
      figures.planned += 1;
      return;
    case 'grace':
      figures.grace += 1;
      return;
    case 'waived':
      figures.waived += 1;
      return;
    default:
      unreachable(state);
  }
}

/** In whole percent; null where nothing was owed or nobody expected. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 100);
}
