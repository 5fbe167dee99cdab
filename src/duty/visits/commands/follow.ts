import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { type FollowUpShown, followUpCard } from '../../../../cards/duty/visits.ts';
import { formCard } from '../../../../cards/form.ts';
import type { Db } from '../../../../db/store.ts';
import { type Ctx, privately, success, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { refresh } from '../../../outbox/live.ts';
import { handleOf } from '../../../people/names.ts';
import { may } from '../../../people/permit.ts';
import { findUnit } from '../../../people/store.ts';
import { dayOf, type Instant, sayDay, shortDay } from '../../../time.ts';
import { demandNoting } from '../branches.ts';
import { Following, followFields, ownerOf } from '../fields.ts';
import { addFollowUp, type FollowUp, finishFollowUp, loadFollowUp, loadVisit, type Visit } from '../store.ts';
import { tellLeader, tellOwner } from '../tell.ts';

const OfVisit = z.object({ visit: IdInput });
const Which = z.object({ followUp: IdInput });

/** 跟进: one more for a visit; and 办结: whoever sees to it says what came of it; the leader hears of it. */
export const followCommands = [
  define({
    name: 'visit.followForm',
    words: [],
    who: 'anyone',
    input: OfVisit,
    run(ctx, { visit: id }) {
      const visit = demandOwn(ctx, id);
      const form = formCard(
        '再加一件跟进',
        `${findUnit(ctx.db, visit.unit)?.name ?? ''}，${sayDay(visit.day)}下基层。`,
        followFields(ctx, {}, true),
        press('保存', 'visit.follow', { visit: id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'visit.follow',
    words: [],
    who: 'anyone',
    input: OfVisit.extend(Following.shape),
    run(ctx, { visit: id, what, owner, deadline }) {
      const visit = demandOwn(ctx, id);
      const branch = demandNoting(ctx, visit.unit);
      const meant = ownerOf(ctx, branch, { owner, what });
      const added = addFollowUp(ctx.db, visit, { what, owner: meant, deadline }, ctx.person.id, ctx.now);
      return {
        privately: true,
        content: { view: 'visit.followUp', input: { followUp: added.id } },
        ...success(tellOwner(ctx, added) ?? '已记下。'),
      };
    },
  }),

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
      return privately(form);
    },
  }),

  define({
    name: 'visit.done',
    words: [],
    who: 'anyone',
    input: Which.extend({
      result: neededText('请写明结果。', '结果', 500),
    }),
    run(ctx, { followUp: id, result }) {
      const { visit } = demandDoing(ctx, id);
      finishFollowUp(ctx.db, id, result, ctx.person.id, ctx.now);
      refresh(ctx.db, ctx.now, `followUp:${id}`);
      tellLeader(ctx, id, visit.leader);
      return {
        privately: true,
        content: { view: 'visit.followUp', input: { followUp: id } },
        ...success('已办结。'),
      };
    },
  }),
];

/** A visit is added to by whoever noted it. */
function demandOwn(ctx: Ctx, id: number): Visit {
  const visit = loadVisit(ctx.db, id);
  if (visit.leader !== ctx.person.id) throw new Refusal('not_found', '没有找到这次下基层记录。');
  return visit;
}

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
