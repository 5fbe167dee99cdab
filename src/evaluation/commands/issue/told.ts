import { z } from 'zod';
import { card, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, View } from '../../../chat/command.ts';
import { post } from '../../../outbox/store.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addressOf } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { findIssue, type Issue } from '../../issue.ts';
import { findRound } from '../../round.ts';

/** Whoever reported it done hears that it is not, since the digests have spoken of it already. */
export function tellReturned(ctx: Ctx, issue: Issue): void {
  const reported = issue.doneBy === null ? undefined : addressOf(ctx.db, issue.doneBy);
  const reader =
    reported && issue.doneBy !== null
      ? { person: issue.doneBy, to: reported }
      : secretaryOf(ctx.db, issue.unit, dayOf(ctx.now));
  if (!reader) return;
  post(ctx.db, ctx.now, {
    key: `issue:${issue.id}:returned:${ctx.key}`,
    ...reader,
    content: { view: 'issue.returned', input: { issue: issue.id } },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

export const issueViews: Record<string, View> = {
  'issue.returned'({ db }, input) {
    const issue = findIssue(db, z.object({ issue: z.number() }).parse(input).issue);
    if (!issue || !findRound(db, issue.round)) return goneCard();
    const look = press('看这个问题', 'issue.show', { issue: issue.id });
    if (issue.returned === null) {
      return card('整改', [text(`${issue.problem}：又有了进展。`)], { tone: 'info', actions: [look] });
    }
    return card(`整改被退回：${issue.problem.slice(0, 20)}`, [text(`还要做什么：${issue.returned}`)], {
      tone: 'warning',
      actions: [look],
    });
  },
};
