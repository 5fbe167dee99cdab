import type { OwnDuty } from '../../../db/schema/duty.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day, type Instant } from '../../time.ts';
import { assess } from '../owed/compliance.ts';
import { readUpper } from '../owed/upper.ts';
import { between, type Period, periodOf } from '../period.ts';
import { readBooks } from '../store.ts';

/** How many units owe a committee's duty in its first period, as things are now. */
export function owersOf(
  db: Db,
  lineage: string,
  { rule, own, from }: { rule: string; own: OwnDuty; from: Day },
  now: Instant,
): number {
  const period = firstPeriod(own, from);
  const standings = [readBooks, readUpper].flatMap((read) =>
    assess(read(db, lineage, period, now), period, period.from),
  );
  return standings.filter(({ items }) => items.some((item) => item.rule.id === rule)).length;
}

/** The first that begins when it is in force. */
function firstPeriod({ every, by }: OwnDuty, from: Day): Period {
  if (every === 'once') return between(from, by ?? from);
  const period = periodOf(every, from);
  return period.from === from ? period : periodOf(every, addDays(period.to, 1));
}
