import type { Db } from '../../db/store.ts';
import { lately, type Period } from '../duty/period.ts';
import { readSettings } from '../duty/rules/decided.ts';
import { definitions } from '../duty/rules/settings.ts';
import type { Filter } from '../duty/summary/filter.ts';
import type { Day } from '../time.ts';
import type { Look } from './look.ts';
import { readSpan } from './span.ts';

/** What an address may ask for beside a unit and a time: 只看逾期, one duty, a part of a name. Every page and the file read it here. */
export function filterIn({ db, query: { only, rule, q } }: Pick<Look, 'db' | 'query'>): Filter {
  const name = q?.trim().slice(0, 40);
  return {
    ...(only === 'overdue' && { only: 'overdue' as const }),
    ...(rule && isRule(db, rule) && { kinds: [rule] }),
    ...(name && { name }),
  };
}

/** The same as a part of an address. */
export function askedBy({ only, kinds, name }: Filter): Record<string, string | undefined> {
  return { only, rule: kinds?.[0], q: name };
}

/** The time that the page of what is overdue looks at: no month of the calendar. */
export const LATELY = 'lately';

export function periodIn({ query: { period } }: Pick<Look, 'query'>, today: Day): Period | null {
  return period === LATELY ? lately(today) : readSpan(period, today);
}

/** What nobody ever owed narrows nothing down. */
function isRule(db: Db, id: string): boolean {
  return definitions(readSettings(db)).some((rule) => rule.id === id);
}
