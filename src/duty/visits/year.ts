import type { Db } from '../../../db/store.ts';
import type { Day } from '../../time.ts';
import { attended } from './leaders.ts';
import { type FollowUp, followUpsOf, type Visit, visitsOf } from './store.ts';

/** A leader's book of a year: what was noted, what the records of gatherings prove besides, what followed. */
export function bookOf(
  db: Db,
  leader: number,
  year: number,
): { visits: Visit[]; attended: Day[]; followUps: Map<number, FollowUp[]> } {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const visits = visitsOf(db, leader, from, to);
  return { visits, attended: attended(db, leader, visits, from, to), followUps: followUpsOf(db, visits) };
}
