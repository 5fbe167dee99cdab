import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { dayInput, IdInput, neededText } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { dayOf, say } from '../../time.ts';
import { withActivity } from '../find.ts';
import { Decision, Which } from '../inputs.ts';
import { titleOf } from '../kinds.ts';
import { askMakeUp, decideMakeUp } from '../leave.ts';
import { tellMember } from '../notice.ts';
import { topicOf } from '../start.ts';
import { type Activity, loadActivity, missedBy } from '../store.ts';
import { overUnit } from './desk.ts';
import { ask, own, UNREACHED } from './own.ts';

/** 补学, and what the secretary says to it. */
export const makeUpCommands = [
  define({
    name: 'activity.makeUp',
    words: ['补学'],
    help: '没能参加的活动，学习后报书记确认',
    who: 'anyone',
    input: Which.extend({ note: z.string().optional() }),
    fromText: (_ctx, rest) => (rest ? { note: rest } : {}),
    run: (ctx, { activity, note }) =>
      withActivity(
        ctx,
        activity,
        () => missedBy(ctx.db, ctx.person.id, ctx.now),
        () => '您没有需要补学的活动。',
        { name: 'activity.makeUp', question: '您补学的是哪一次？', ...(note && { input: { note } }) },
        (found) => makeUpForm(ctx, found, note),
      ),
  }),

  define({
    name: 'activity.requestMakeUp',
    words: [],
    who: 'anyone',
    input: z.object({
      activity: IdInput,
      note: neededText('请写明补学内容。', '补学内容', 500),
      day: dayInput('请选择补学日期。'),
    }),
    run(ctx, { activity, note, day }) {
      const found = loadActivity(ctx.db, activity);
      if (day > dayOf(ctx.now)) throw new Refusal('invalid', '补学日期还没到，学完再报。');
      const since = askMakeUp(ctx.db, found, ctx.person.id, { note, day }, ctx.now);
      const asked = ask(ctx, found, 'activity.makeUpAsked', since);
      const toast = asked ? ({ tone: 'success', text: '已报书记确认。' } as const) : UNREACHED;
      return { toast, ...own(ctx, found, true) };
    },
  }),

  define({
    name: 'activity.decideMakeUp',
    words: [],
    who: 'organise',
    input: Decision,
    over: overUnit,
    run(ctx, { activity, person, grant }) {
      const found = loadActivity(ctx.db, activity);
      const view: Reply = {
        content: { view: 'activity.makeUpAsked', input: { activity, person } },
        topic: topicOf(found),
      };
      if (!decideMakeUp(ctx.db, found, person, grant, ctx.person.id, ctx.now)) {
        return { ...view, toast: { tone: 'info', text: '这条补学已经处理过了。' } };
      }
      if (!grant) tellMember(ctx.db, found, person, 'sentBack', ctx.now, `makeUp:${ctx.key}`);
      return { ...view, ...success(grant ? '已确认补学。' : '已退回。') };
    },
  }),
];

function makeUpForm(ctx: Ctx, activity: Activity, note = ''): Reply {
  return privately(
    formCard(
      `补学：${titleOf(activity.kinds)}`,
      `${say(activity.startsAt)}的活动。写明学了什么、哪天学的，由书记确认。`,
      [
        {
          name: 'note',
          label: '补学内容',
          kind: 'longtext',
          required: true,
          value: note,
          hint: '如：观看党课视频、自学会议材料',
        },
        { name: 'day', label: '补学日期', kind: 'date', required: true, value: dayOf(ctx.now) },
      ],
      press('提交补学', 'activity.requestMakeUp', { activity: activity.id }, 'primary'),
    ),
  );
}
