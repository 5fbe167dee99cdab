import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { addMonths, setTerm, usualYears } from '../duty/owed/terms.ts';
import { holdersOf } from '../people/store.ts';
import { type Day, dayOf, type Instant } from '../time.ts';

/** Which branch elects anew before long. */
const ENDING = '种业站党支部';

/** When each unit elected and its term ends: one of them soon, so that the reminder can be seen. */
export function writeTerms(db: Db, now: Instant): void {
  const today = dayOf(now);
  const all = db.select().from(units).all();
  const top = all.find(({ parent }) => parent === null);
  const staff = top && holdersOf(db, top.id, today).find(({ post }) => post === 'staff');
  if (!staff) return;
  for (const [index, { id, name, kind }] of all.entries()) {
    // A work committee is sent by the committee above it, and a group has no term.
    if (kind === 'organsWorkCommittee' || kind === 'memberGroup') continue;
    const months = name === ENDING ? 5 : 9 + ((index * 7) % 24);
    const ends = addMonths(tenthOf(today), months);
    setTerm(db, id, { began: addMonths(ends, -12 * usualYears(kind)), ends }, staff.person, now);
  }
}

function tenthOf(day: Day): Day {
  return `${day.slice(0, 7)}-10`;
}
