import type { Db } from '../../../db/store.ts';
import type { Day } from '../../time.ts';
import { allTerms, monthsLeft } from '../owed/terms.ts';
import type { Alert } from './ledger.ts';

/** Terms that end within six months, or have ended: once a month, to the unit (`term`) and its superior (`termBelow`). */
export function termAlerts(db: Db, to: 'term' | 'termBelow', today: Day): { unit: number; alert: Alert }[] {
  return allTerms(db, today).flatMap((term) => {
    const left = monthsLeft(term, today);
    if (left === null) return [];
    const key = `${to}:${term.unit}:${term.ends}:${left}`;
    return [{ unit: term.unit, alert: { key, about: { kind: 'term', unit: term.unit } } }];
  });
}
