import { MINUTE, SECOND } from '../time.ts';

/** How a long connection waits; lent by the runtime. */
export interface Waiting {
  /** Resolves after so many milliseconds, or as soon as the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Between 0 and 1, to spread what would come all at once. */
  random(): number;
}

/** Before a connection is tried again: 1, 2, 4, 8, 16 s, somewhat less each; then a minute or somewhat more. */
export function pause(failures: number, random: number): number {
  return failures < 5 ? 2 ** failures * SECOND * (0.5 + random / 2) : MINUTE * (1 + random / 2);
}

/** A connection that lasted so long was a good one: the next failure is the first again. */
export const STEADY = 10 * MINUTE;
