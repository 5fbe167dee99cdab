import type { Db } from '../../../db/store.ts';
import { unreachable } from '../../errors.ts';
import { exists } from '../../people/exists.ts';
import { isBranch } from '../../people/permit.ts';
import { addDays, DAY, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import type { Books } from '../owed/books.ts';
import { assess, type Item, type Standing } from '../owed/compliance.ts';
import type { Ledger } from '../owed/ledger.ts';
import { maskOf } from '../owed/slots.ts';
import { readUpper } from '../owed/upper.ts';
import { itemKey } from '../owed/waivers.ts';
import { lately, monthsAt, monthsOf } from '../period.ts';
import { LATE, SOON } from '../rules/rules.ts';
import { readBooks } from '../store.ts';
import type { Alert } from './ledger.ts';

/** How a subtree stands, with what was put off. */
export interface Situation {
  standings: Standing[];
  waivers: Books['waivers'];
  ledger: Ledger;
  today: Day;
}

/** Of the branches of a subtree, or of the 党委 in it with what they owe themselves. */
export function situationOf(db: Db, lineage: string, now: Instant, of: Books['of'] = 'branches'): Situation {
  const today = dayOf(now);
  const span = lately(today);
  const books = (of === 'upper' ? readUpper : readBooks)(db, lineage, span, now);
  // What a branch owed before it ended or became something else stays in summaries and is brought up with nobody.
  const standings = assess(books, span, today).filter(
    ({ branch }) => exists(branch, today) && (of === 'upper' || isBranch(branch.kind)),
  );
  return {
    standings,
    waivers: books.waivers,
    ledger: books.ledger,
    today,
  };
}

/** What a branch's secretary is to hear of its duties: each item once when little time is left, once when none is. */
export function dueAlerts({ branch, items }: Standing, situation: Situation): Alert[] {
  return items.flatMap((item) => {
    const stage = isSoon(item, situation) ? 'soon' : item.state === 'overdue' ? 'overdue' : null;
    return stage === null ? [] : [alertOf(branch.id, item, stage, situation)];
  });
}

/** What its committee is to hear: what is overdue when the grace is over as well. */
export function lateAlerts({ branch, items }: Standing, situation: Situation): Alert[] {
  return items
    .filter((item) => isLate(item, situation))
    .map((item) => alertOf(branch.id, item, 'late', situation));
}

export function isSoon(item: Item, situation: Situation): boolean {
  return hasLittleTime(item, situation.today) && !heldUnrecorded(item, situation);
}

function hasLittleTime({ rule, period, deadline, state }: Item, today: Day): boolean {
  const { soon } = rule;
  switch (state) {
    case 'open':
      return typeof soon === 'number' ? isNear(period.to, today, soon) : Number(today.slice(8)) >= soon.date;
    case 'grace':
      return isNear(deadline, today, typeof soon === 'number' ? soon : SOON);
    case 'done':
    case 'planned':
    case 'overdue':
    case 'waived':
      return false;
    default:
      return unreachable(state);
  }
}

function isNear(last: Day, today: Day, days: number): boolean {
  return startOfDay(last) - startOfDay(today) <= days * DAY;
}

export function isLate(item: Item, situation: Situation): boolean {
  return item.state === 'overdue' && lastQuiet(item) < situation.today;
}

/** The last day on which the committee hears nothing yet. */
function lastQuiet({ rule, period, deadline }: Item): Day {
  if (rule.late !== null) return addDays(deadline, rule.late);
  const usual = addDays(period.to, LATE);
  return deadline > usual ? deadline : usual;
}

/** One that was held without anybody written down is not called unplanned: its minutes are asked for instead. */
function heldUnrecorded({ holder, rule, period }: Item, { ledger }: Situation): boolean {
  if (rule.measure !== 'gatherings') return false;
  const [from, to] = [monthsOf(period.from), monthsOf(period.to)];
  const wanted = maskOf(rule.kinds);
  return ledger.of(holder.id).some(({ at, over, present, mask }) => {
    const month = monthsAt(at);
    return over && present === 0 && from <= month && month <= to && (mask & wanted) !== 0;
  });
}

/** What was put off until a day that has passed is said once more. */
function alertOf(
  unit: number,
  item: Item,
  stage: 'soon' | 'overdue' | 'late',
  { waivers }: Situation,
): Alert {
  const key = itemKey(item);
  const lapsed = waivers.get(key)?.until;
  const word = stage === 'soon' && item.state === 'grace' ? 'lastly' : stage;
  return {
    key: [word, key, ...(lapsed === undefined ? [] : [lapsed])].join(':'),
    about: { kind: 'duty', stage, unit, item: key },
  };
}
