import type { Db } from '../../db/store.ts';
import type { Person } from '../people/store.ts';
import type { Instant } from '../time.ts';

/** Who looks, and what at: rights are asked of their posts as of now. */
export interface Look {
  db: Db;
  now: Instant;
  person: Person;
  /** Whether they may see any unit's records at all. */
  oversees: boolean;
  /** What the address asks for. */
  query: Record<string, string>;
}
