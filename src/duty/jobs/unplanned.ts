import { and, gte, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { unplannedCard } from '../../../cards/duty/unplanned.ts';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed, nextWorkday } from '../../calendar.ts';
import type { View } from '../../chat/command.ts';
import type { Job, Span } from '../../chat/job.ts';
import { post } from '../../outbox/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { findUnit } from '../../people/store.ts';
import { addDays, atTime, dayOf, type Instant, isDay, startOfDay } from '../../time.ts';
import { type Period, periodOf } from '../period.ts';
import { RULES } from '../rules.ts';
import { only, summarise } from '../summarise.ts';
import { shortDay, sourceWord } from '../words.ts';

/** When a theme day that nobody has planned is brought up: early enough that there is still time. */
const DATE = '20';
const HOUR = '09:00';

/** On the 20th a branch's secretary is told, privately, that this month's theme day is not planned yet. */
export const unplannedJob: Job = {
  name: 'duty.unplanned',
  next: (_db, after) => {
    const month = periodOf('month', dayOf(after));
    const at = momentIn(month);
    return at > after ? at : momentIn(periodOf('month', addDays(month.to, 1)));
  },
  run,
};

function momentIn(month: Period): Instant {
  return atTime(nextWorkday(`${month.from.slice(0, 8)}${DATE}`), HOUR);
}

function run({ db, from, to }: Span): void {
  const month = periodOf('month', dayOf(to));
  const at = momentIn(month);
  const expiresAt = endOf(month);
  const dueAt = nextAllowed(to);
  if (at <= from || at > to || dueAt >= expiresAt) return;
  const planned = plannedIn(db, month);
  for (const { branch, items } of summarise(db, '/', month, to)) {
    if (planned.has(branch.id) || !only(items, 'open').some((item) => item.rule.id === 'themeDay')) continue;
    const secretary = secretaryOf(db, branch.id, dayOf(to));
    if (!secretary) continue;
    post(db, to, {
      key: `themeDay:${branch.id}:${month.from}`,
      ...secretary,
      content: { view: 'duty.unplanned', input: { unit: branch.id, month: month.from } },
      urgency: 'digest',
      dueAt,
      expiresAt,
    });
  }
}

/** Units with a theme day in that month, whether it is to come or over. */
function plannedIn(db: Db, month: Period): Set<number> {
  const found = db
    .select({ unit: activities.unit, kinds: activities.kinds })
    .from(activities)
    .where(
      and(
        gte(activities.startsAt, startOfDay(month.from)),
        lt(activities.startsAt, endOf(month)),
        isNull(activities.cancelledAt),
      ),
    )
    .all();
  return new Set(found.filter(({ kinds }) => kinds.includes('themeDay')).map(({ unit }) => unit));
}

function endOf(month: Period): Instant {
  return startOfDay(addDays(month.to, 1));
}

const Unplanned = z.object({ unit: z.number(), month: z.string().refine(isDay) });

export const unplannedView: View = ({ db }, input) => {
  const { unit, month: first } = Unplanned.parse(input);
  const month = periodOf('month', first);
  const rule = RULES.find((one) => one.id === 'themeDay');
  return unplannedCard({
    unit,
    name: findUnit(db, unit)?.name ?? '',
    month: `${Number(first.slice(5, 7))}月`,
    until: shortDay(month.to),
    planned: plannedIn(db, month).has(unit),
    source: rule ? sourceWord(rule) : '',
  });
};
