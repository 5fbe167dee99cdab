import type { Press } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day } from '../../time.ts';

/** Something with a deadline that somebody answers for, besides the duties that gatherings prove. */
export interface Task {
  /** Its source's name first, `followUp:9`: what may be said once a stage. */
  key: string;
  /** Whose affair it is: the committee above hears of it when it stays undone. */
  unit: number;
  /** Who is to do it. */
  holders: readonly number[];
  label: string;
  /** The unit's name, for somebody who may be asked the same of several. */
  of?: string;
  what: string;
  /** The last day. */
  deadline: Day;
  action: Press | null;
  /** A person's own: no committee hears of it. */
  confidential?: true;
}

/** Where tasks come from. What is done has none. */
export interface Source {
  /** What its keys begin with. */
  name: string;
  /** Those undone whose deadline is at most this day. */
  open(db: Db, today: Day, until: Day): Task[];
  /** The one with this key, if it is undone still. */
  find(db: Db, key: string, today: Day): Task | undefined;
}

/** So many days before a deadline it is brought up. */
const AHEAD = 10;

export function soonUntil(today: Day): Day {
  return addDays(today, AHEAD);
}
