import type { Look } from '../files/place.ts';
import { may } from '../people/permit.ts';
import { dayOf } from '../time.ts';
import type { Issue } from './issue.ts';
import { loadRound } from './round.ts';

export type Part = 'owner' | 'unit' | 'committee' | 'sees';

/** What somebody has to do with an issue. */
export function partsIn({ db, now, person }: Look, issue: Issue): Part[] {
  const today = dayOf(now);
  const has = (right: 'organise' | 'oversee' | 'administer', unit: number) =>
    may(db, person.id, right, unit, today);
  const found: Part[] = [];
  if (issue.owner === person.id) found.push('owner');
  if (has('organise', issue.unit)) found.push('unit');
  if (has('administer', loadRound(db, issue.round).unit)) found.push('committee');
  if (has('oversee', issue.unit)) found.push('sees');
  return found;
}
