import type { Tally } from '../../activity/attendance.ts';

/**
 * What became of those who were expected at gatherings that are over and where somebody was, in person-times. `present`
 * counts the late, those by proxy and those entered afterwards too; `madeUp` is among those who were not there.
 */
export interface Attended extends Tally {
  /** Gatherings. */
  held: number;
}

export const NOBODY: Attended = {
  held: 0,
  expected: 0,
  present: 0,
  late: 0,
  onLeave: 0,
  absent: 0,
  madeUp: 0,
  byProxy: 0,
  enteredLater: 0,
};

/** One more gathering. Spelt out, since a summary counts tens of thousands. */
export function count(sum: Attended, one: Tally): void {
  sum.held += 1;
  sum.expected += one.expected;
  sum.present += one.present;
  sum.late += one.late;
  sum.onLeave += one.onLeave;
  sum.absent += one.absent;
  sum.madeUp += one.madeUp;
  sum.byProxy += one.byProxy;
  sum.enteredLater += one.enteredLater;
}

export function added(all: readonly (Attended | undefined)[]): Attended {
  const sum = { ...NOBODY };
  for (const one of all) for (const key of KEYS) sum[key] += one?.[key] ?? 0;
  return sum;
}

const KEYS = Object.keys(NOBODY) as (keyof Attended)[];

/** Tapped on the spot by the people themselves. */
export function byThemselves({ present, byProxy, enteredLater }: Attended): number {
  return present - byProxy - enteredLater;
}

/** 暂不参加: expected, and excused for a time. */
export function restingIn({ expected, present, onLeave, absent }: Attended): number {
  return expected - present - onLeave - absent;
}
