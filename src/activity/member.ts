import { z } from 'zod';
import { formCard } from '../../cards/activity.ts';
import { press } from '../../cards/card.ts';
import type { Ctx, Reply } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { Refusal } from '../errors.ts';
import { post } from '../outbox/store.ts';
import { addressOf } from '../people/store.ts';
import type { Toast } from '../platforms/platform.ts';
import { dayOf, isDay, say, timeOf } from '../time.ts';
import { checkIn } from './attend.ts';
import { openFor, upcomingFor, withActivity } from './find.ts';
import { titleOf, WINDOW } from './kinds.ts';
import { askLeave, askMakeUp, refuseNeedlessLeave } from './leave.ts';
import { leavesAt } from './notice.ts';
import { organiserOf } from './organisers.ts';
import { IdInput } from './plan.ts';
import { topicOf } from './start.ts';
import { type Activity, loadActivity, missedBy } from './store.ts';

const Which = z.object({ activity: IdInput.optional() });

/** What a member does: 签到, 请假, 补学. */
export const memberCommands = [
  define({
    name: 'activity.checkIn',
    words: ['签到', '报到', '打卡'],
    help: '签到：活动开始前半小时起，到活动结束',
    who: 'anyone',
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => openFor(ctx),
        () => noneOpen(ctx),
        { name: 'activity.checkIn', question: '您要签到哪一个？' },
        (found) => {
          const { already, late, at } = checkIn(ctx.db, found, ctx.person.id, ctx.now);
          const said = already
            ? `您已于 ${timeOf(at)} 签到，不用再签。`
            : late
              ? `已签到（${timeOf(at)}，迟到）。`
              : `已签到（${timeOf(at)}）。`;
          return { toast: { tone: already ? 'info' : 'success', text: said }, ...own(ctx, found) };
        },
      ),
  }),

  define({
    name: 'activity.askLeave',
    words: ['请假'],
    help: '请假：说明事由，由书记批准',
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
      reason: z
        .string('请写明请假事由。')
        .trim()
        .min(1, '请写明请假事由。')
        .max(200, '事由请不超过 200 字。'),
    }),
    run: (ctx, { activity, reason }) => requestLeave(ctx, loadActivity(ctx.db, activity), reason),
  }),

  define({
    name: 'activity.show',
    words: [],
    who: 'anyone',
    input: z.object({ activity: IdInput }),
    run: (ctx, { activity }) => own(ctx, loadActivity(ctx.db, activity), true),
  }),

  define({
    name: 'activity.makeUp',
    words: ['补学'],
    help: '补学：没能参加的活动，学习后报书记确认',
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
      note: z
        .string('请写明补学内容。')
        .trim()
        .min(1, '请写明补学内容。')
        .max(500, '补学内容请不超过 500 字。'),
      day: z.string('请选择补学日期。').refine(isDay, '补学日期没看懂，请写成 2026-12-04 这样。'),
    }),
    run(ctx, { activity, note, day }) {
      const found = loadActivity(ctx.db, activity);
      if (day > dayOf(ctx.now)) throw new Refusal('invalid', '补学日期还没到，学完再报。');
      askMakeUp(ctx.db, found, ctx.person.id, { note, day }, ctx.now);
      const asked = ask(ctx, found, 'activity.makeUpAsked');
      const toast = asked ? ({ tone: 'success', text: '已报书记确认。' } as const) : UNREACHED;
      return { toast, ...own(ctx, found, true) };
    },
  }),
];

function requestLeave(ctx: Ctx, activity: Activity, reason: string): Reply {
  askLeave(ctx.db, activity, ctx.person.id, reason, ctx.now);
  const asked = ask(ctx, activity, 'activity.leave');
  const toast = asked ? ({ tone: 'success', text: '请假已报书记，批准后告诉您。' } as const) : UNREACHED;
  return { toast, ...own(ctx, activity, true) };
}

const UNREACHED: Toast = { tone: 'warning', text: '已经记下，但书记还没有接入，请当面或电话告知。' };

/** The organiser decides; if it is their own matter, whoever is next. → whether anybody could be asked */
function ask(ctx: Ctx, activity: Activity, view: string): boolean {
  const organiser = organiserOf(ctx.db, activity.unit, dayOf(ctx.now), ctx.person.id);
  const to = organiser && addressOf(ctx.db, organiser);
  if (!organiser || !to) return false;
  post(ctx.db, ctx.now, {
    key: `${view}:${activity.id}:${ctx.person.id}:${ctx.key}`,
    to,
    person: organiser,
    content: { view, input: { activity: activity.id, person: ctx.person.id } },
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(ctx.now, activity.startsAt),
  });
  return true;
}

/** The asker's own card; in a group only if asked for, since the toast has said it. */
function own(ctx: Ctx, activity: Activity, always = false): Reply {
  if (ctx.chat.kind === 'group' && !always) return {};
  return {
    content: { view: 'activity.member', input: { activity: activity.id } },
    topic: topicOf(activity),
    privately: true,
  };
}

function leaveForm(ctx: Ctx, activity: Activity): Reply {
  refuseNeedlessLeave(ctx.db, activity, ctx.person.id, ctx.now);
  return {
    privately: true,
    content: {
      card: formCard(
        `请假：${titleOf(activity.kinds)}`,
        `${say(activity.startsAt)}。写明事由，由书记批准。`,
        [{ name: 'reason', label: '事由', kind: 'text', required: true, hint: '如：出差、身体不适' }],
        press('提交请假', 'activity.requestLeave', { activity: activity.id }, 'primary'),
      ),
    },
  };
}

function makeUpForm(ctx: Ctx, activity: Activity, note = ''): Reply {
  return {
    privately: true,
    content: {
      card: formCard(
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
    },
  };
}

function noneOpen(ctx: Ctx): string {
  const [next] = upcomingFor(ctx);
  if (!next) return '现在没有可以签到的活动。';
  return `现在没有可以签到的活动。下一次是${titleOf(next.kinds)}，${say(next.startsAt - WINDOW)} 起可以签到。`;
}
