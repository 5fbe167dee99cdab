import type { Round } from '../../evaluation/round.ts';
import type { Unit } from '../../people/store.ts';
import type { Look } from '../look.ts';

/** A round, and the unit beneath it (or that holds it) whose part of it is looked at. */
export interface Opened {
  look: Look;
  round: Round;
  unit: Unit;
  /** Whether points and levels may be seen: they are published, or it is the reader who gives them. */
  results: boolean;
}
