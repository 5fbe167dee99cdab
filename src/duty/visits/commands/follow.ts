import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { press } from '../../../../cards/card.ts';
import { type FollowUpShown, followUpCard } from '../../../../cards/duty/visits.ts';
import type { Db } from '../../../../db/store.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { post, refresh } from '../../../outbox/store.ts';
import { handleOf } from '../../../people/names.ts';
import { may } from '../../../people/permit.ts';
import { addressOf, findUnit } from '../../../people/store.ts';
import { dayOf, type Instant, sayDay } from '../../../time.ts';
import { shortDay } from '../../words.ts';
import { type FollowUp, finishFollowUp, loadFollowUp, type Visit } from '../store.ts';

const Which = z.object({ followUp: z.coerce.number().int().positive() });

/** 办结: whoever sees to it says what came of it; the leader hears of it. */
export const followCommands = [
  define({
    name: 'visit.doneForm',
    words: [],
    who: 'anyone',
    input: Which,
    run(ctx, { followUp: id }) {
      const { followUp } = demandDoing(ctx, id);
      if (followUp.doneAt !== null) throw new Refusal('conflict', '这件事已经办结了。');
      const form = formCard(
        `办结：${followUp.what}`,
        '写明办得怎么样，领导能看到。',
        [{ name: 'result', label: '结果', kind: 'longtext', required: true }],
        press('办结', 'visit.done', { followUp: id }, 'primary'),
      );
      return { privately: true, content: { card: form } };
    },
  }),

  define({
    name: 'visit.done',
    words: [],
    who: 'anyone',
    input: Which.extend({
      result: z.string('请写明结果。').trim().min(1, '请写明结果。').max(500, '结果请不超过 500 字。'),
    }),
    run(ctx, { followUp: id, result }) {
      const { visit } = demandDoing(ctx, id);
      finishFollowUp(ctx.db, id, result, ctx.person.id, ctx.now);
      refresh(ctx.db, ctx.now, `followUp:${id}`);
      const to = visit.leader === ctx.person.id ? undefined : addressOf(ctx.db, visit.leader);
      if (to) {
        post(ctx.db, ctx.now, {
          key: `followUp:${id}:done`,
          to,
          person: visit.leader,
          content: { view: 'visit.followUp', input: { followUp: id } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return {
        privately: true,
        content: { view: 'visit.followUp', input: { followUp: id } },
        toast: { tone: 'success', text: '已办结。' },
      };
    },
  }),
];

/** Whoever sees to it, the leader, and those who organise the branch. */
function demandDoing(ctx: Ctx, id: number): { followUp: FollowUp; visit: Visit } {
  const found = loadFollowUp(ctx.db, id);
  const { followUp, visit } = found;
  const mine = followUp.owner === ctx.person.id || visit.leader === ctx.person.id;
  if (!mine && !may(ctx.db, ctx.person.id, 'organise', visit.unit, dayOf(ctx.now)))
    throw new Refusal('not_allowed', '这件事由跟进人或支部书记办结。');
  return found;
}

export const visitViews: Record<string, View> = {
  'visit.followUp': ({ db, now }, input) => followUpCard(shownOf(db, Which.parse(input).followUp, now)),
};

function shownOf(db: Db, id: number, now: Instant): FollowUpShown {
  const { followUp, visit } = loadFollowUp(db, id);
  const withdrawn = visit.withdrawnAt === null ? null : '记录已撤回，不用再办';
  return {
    id,
    branch: findUnit(db, visit.unit)?.name ?? '',
    leader: handleOf(db, dayOf(now), visit.leader),
    visited: shortDay(visit.day),
    what: followUp.what,
    owner: handleOf(db, dayOf(now), followUp.owner),
    deadline: followUp.deadline === null ? '没有说期限' : sayDay(followUp.deadline),
    result: followUp.result ?? withdrawn,
  };
}
