import { goneCard } from '../../../cards/evaluation/gone.ts';
import { starResultCard } from '../../../cards/evaluation/star.ts';
import { nextAllowed } from '../../calendar.ts';
import type { Ctx, View } from '../../chat/command.ts';
import { post } from '../../outbox/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { dayOf } from '../../time.ts';
import { decisionOf, historyOf } from '../decision.ts';
import { OfSubject } from '../inputs.ts';
import type { Round } from '../round.ts';
import { foundIn, type Named } from '../subject.ts';
import { historyLines } from './show/branch.ts';

/** Its secretary hears of a branch's stars once for each time they are given or changed. */
export function tell(ctx: Ctx, round: Round, subject: Named): void {
  const decision = decisionOf(ctx.db, subject.id);
  const secretary = secretaryOf(ctx.db, subject.unit, dayOf(ctx.now));
  if (!decision || !secretary) return;
  post(ctx.db, ctx.now, {
    key: `star:${round.id}:${decision.id}`,
    ...secretary,
    content: { view: 'star.result', input: { subject: subject.id } },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

export const starViews: Record<string, View> = {
  'star.result'({ db }, input) {
    const subject = foundIn(db, OfSubject.parse(input).subject)?.subject;
    if (!subject) return goneCard();
    return starResultCard(subject.name, historyLines(historyOf(db, subject.unit, 'starRating')), null);
  },
};
