import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { loadUnit, type Unit } from '../../people/store.ts';
import { dayOf, sayDay } from '../../time.ts';
import { monthsOf, type Period } from '../period.ts';
import { highestUnder } from '../scope.ts';
import { parsePeriod } from '../spoken.ts';
import { recordedSince } from '../store.ts';
import type { Wanted } from '../summary/wanted.ts';

export function over(ctx: Ctx, { unit }: Wanted): number {
  return unit ?? highestUnder(ctx, 'oversee');
}

export function unitOf(ctx: Ctx, unit: number | undefined): Unit {
  return loadUnit(ctx.db, unit ?? highestUnder(ctx, 'oversee'));
}

/** The time asked for, else the usual one; nothing can be said of what has not begun. */
export function spanOf(ctx: Pick<Ctx, 'now'>, { period }: Wanted, usual: Period): Period {
  const span = period === undefined ? usual : parsePeriod(period, dayOf(ctx.now));
  if (span.from > dayOf(ctx.now)) {
    throw new Refusal(
      'invalid',
      `${span.label}还没有开始。可以看“本月”“本季度”，或者说明年份，如“去年12月”。`,
    );
  }
  return span;
}

/** Whoever asks for the time before learns that nothing could be on record, and that nobody is held to it. */
export function sinceWord({ db, now }: Pick<Ctx, 'db' | 'now'>, span: Period): string | null {
  const since = recordedSince(db, now);
  return since !== null && monthsOf(since) > monthsOf(span.from)
    ? `记录从${sayDay(since)}开始，此前的不作要求。`
    : null;
}
