import type { Db } from '../../../db/store.ts';
import type { Day, Instant } from '../../time.ts';
import { dayOf } from '../../time.ts';
import { lately } from '../period.ts';
import { summarise } from '../summary/summarise.ts';
import type { Item, Standing } from './compliance.ts';

/** How a subtree stands today: what was overdue lately, and what is still to be done. */
export function standingsNow(db: Db, lineage: string, now: Instant): Standing[] {
  return summarise(db, lineage, lately(dayOf(now)), now);
}

/** Still to be done, put off, or just done. Of a yearly duty nobody is reminded before its season. */
export function isCurrent({ rule, period, deadline, state }: Item, today: Day): boolean {
  if (state === 'waived') return true;
  if (period.to < today) return state !== 'done' && deadline >= today;
  return rule.season === null || state !== 'open' || Number(today.slice(5, 7)) >= rule.season;
}
