import type { Instant } from '../../time.ts';

/**
 * 覆盖: how many of all whom a duty concerns were reached. A duty that is measured by persons and not by gatherings is
 * done when everybody is.
 */
export interface Coverage {
  /** Everybody was reached. */
  whole: boolean;
  /** Everybody was or will be, by what is planned. */
  arranged: boolean;
  /** What it was by, and what is to come: when that was held, and is to be. */
  held: readonly Instant[];
  planned: readonly Instant[];
  /** Counted when they are asked for. */
  readonly parts: readonly Part[];
}

/** Those who are reached in one way, in numbers. */
export interface Part {
  /** 委员之间 3/6 对. */
  word: string;
  /** What whoever is missing is missing: 委员之间还没谈的. */
  lacking: string;
  wanted: number;
  /** Whoever is missing, one person or two: for the branch's secretary alone. */
  missing: readonly (readonly number[])[];
}
