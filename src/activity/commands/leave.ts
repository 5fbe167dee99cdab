import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput, neededText } from '../../chat/inputs.ts';
import { say } from '../../time.ts';
import { upcomingFor, withActivity } from '../find.ts';
import { Decision, Which } from '../inputs.ts';
import { titleOf } from '../kinds.ts';
import { askLeave, decideLeave, refuseNeedlessLeave } from '../leave.ts';
import { tellMember } from '../notice.ts';
import { topicOf } from '../start.ts';
import { type Activity, loadActivity } from '../store.ts';
import { overUnit } from './desk.ts';
import { ask, own, UNREACHED } from './own.ts';

/** 请假, and what the secretary says to it. */
export const leaveCommands = [
  define({
    name: 'activity.askLeave',
    words: ['请假'],
    help: '说明事由，由书记批准',
    who: 'anyone',
    input: Which.extend({ reason: z.string().optional() }),
    fromText: (_ctx, rest) => (rest ? { reason: rest } : {}),
    run: (ctx, { activity, reason }) =>
      withActivity(
        ctx,
        activity,
        () => upcomingFor(ctx),
        () => '近期没有需要您请假的活动。',
        { name: 'activity.askLeave', question: '您要请哪一次的假？', ...(reason && { input: { reason } }) },
        (found) => (reason ? requestLeave(ctx, found, reason) : leaveForm(ctx, found)),
      ),
  }),

  define({
    name: 'activity.requestLeave',
    words: [],
    who: 'anyone',
    input: z.object({
      activity: IdInput,
      reason: neededText('请写明请假事由。', '事由', 200),
    }),
    run: (ctx, { activity, reason }) => requestLeave(ctx, loadActivity(ctx.db, activity), reason),
  }),

  define({
    name: 'activity.decideLeave',
    words: [],
    who: 'organise',
    input: Decision,
    over: overUnit,
    run(ctx, { activity, person, grant }) {
      const found = loadActivity(ctx.db, activity);
      const view: Reply = {
        content: { view: 'activity.leave', input: { activity, person } },
        topic: topicOf(found),
      };
      if (!decideLeave(ctx.db, found, person, grant, ctx.person.id, ctx.now)) {
        return { ...view, toast: { tone: 'info', text: '这条请假已经处理过了。' } };
      }
      tellMember(ctx.db, found, person, grant ? 'granted' : 'declined', ctx.now, `leave:${ctx.key}`);
      return { ...view, ...success(grant ? '已准假。' : '已回复不准假。') };
    },
  }),
];

function requestLeave(ctx: Ctx, activity: Activity, reason: string): Reply {
  const since = askLeave(ctx.db, activity, ctx.person.id, reason, ctx.now);
  const asked = ask(ctx, activity, 'activity.leave', since);
  const toast = asked ? ({ tone: 'success', text: '请假已报书记，批准后告诉您。' } as const) : UNREACHED;
  return { toast, ...own(ctx, activity, true) };
}

function leaveForm(ctx: Ctx, activity: Activity): Reply {
  refuseNeedlessLeave(ctx.db, activity, ctx.person.id, ctx.now);
  return privately(
    formCard(
      `请假：${titleOf(activity.kinds)}`,
      `${say(activity.startsAt)}。写明事由，由书记批准。`,
      [{ name: 'reason', label: '事由', kind: 'text', required: true, hint: '如：出差、身体不适' }],
      press('提交请假', 'activity.requestLeave', { activity: activity.id }, 'primary'),
    ),
  );
}
