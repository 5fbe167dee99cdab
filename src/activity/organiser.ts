import { z } from 'zod';
import { ACTIVITY_KINDS } from '../../db/schema/activity.ts';
import type { Ctx, Reply } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { Refusal } from '../errors.ts';
import { demand } from '../people/permit.ts';
import { dayOf, MINUTE, say } from '../time.ts';
import { deskOfPerson, withActivity } from './find.ts';
import { amendForm, cancelForm, composeForm, moveForm } from './forms.ts';
import { readKinds } from './kinds.ts';
import { announce, announceChange, leavesAt } from './notice.ts';
import {
  amend,
  cancel,
  changeInput,
  IdInput,
  listInput,
  move,
  type Plan,
  PlanActivity,
  plan,
  spanOf,
  WallTimeInput,
} from './plan.ts';
import { changedPerson, personIn, personsIn } from './refs.ts';
import { beginSeries } from './series.ts';
import { deskOf } from './start.ts';
import { type Activity, loadActivity } from './store.ts';

const Which = z.object({ activity: IdInput.optional() });
const This = z.object({ activity: IdInput });

/** The right is over the unit whose activity it is. */
export function overUnit(ctx: Ctx, { activity }: { activity: number }): number {
  return loadActivity(ctx.db, activity).unit;
}

/** What whoever organises it sees next. */
export function desk(activity: Activity, text?: string): Reply {
  return {
    ...(text && { toast: { tone: 'success' as const, text } }),
    content: { view: 'activity.desk', input: { activity: activity.id } },
    topic: deskOf(activity),
    privately: true,
  };
}

/** What a secretary does before an activity: plan, announce, amend, move, cancel. */
export const organiserCommands = [
  define({
    name: 'activity.compose',
    words: ['新建活动', '安排活动', '新建'],
    help: '安排一次活动并发出通知',
    who: 'organise',
    input: z.object({ unit: IdInput.optional(), kinds: listInput(z.enum(ACTIVITY_KINDS)) }),
    fromText(_ctx, said) {
      const { kinds, rest } = readKinds(said);
      if (rest)
        throw new Refusal('invalid', `“${rest}”没看懂。可以说“新建活动 主题党日”，再在表里填时间地点。`);
      return { kinds };
    },
    run: (ctx, { unit, kinds }) => composeForm(ctx, unit, kinds),
  }),

  define({
    name: 'activity.plan',
    words: [],
    who: 'organise',
    input: PlanActivity,
    over: (_ctx, { unit }) => unit,
    run(ctx, input) {
      const wanted = planOf(ctx, input);
      const { activity, fresh } = plan(ctx.db, wanted, ctx.now);
      if (!fresh) return desk(activity, '这次活动已经安排好了。');
      const known = announce(ctx.db, activity, ctx.now);
      if (known.endsAt <= ctx.now) return desk(known, '已补录，请登记到会情况。');
      return desk(known, `已安排在${say(known.startsAt)}，${noticeWord(ctx, known)}`);
    },
  }),

  define({
    name: 'activity.announce',
    words: [],
    who: 'organise',
    input: This,
    over: overUnit,
    run(ctx, input) {
      const activity = loadActivity(ctx.db, input.activity);
      if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用通知。');
      const known = announce(ctx.db, activity, ctx.now);
      return desk(known, noticeWord(ctx, known));
    },
  }),

  define({
    name: 'activity.desk',
    words: ['活动'],
    help: '查看正在筹备和进行的活动',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.desk', '您要看哪一次活动？', (found) => desk(found)),
  }),

  define({
    name: 'activity.amendForm',
    words: [],
    who: 'organise',
    input: This,
    over: overUnit,
    run: (ctx, input) => amendForm(ctx, loadActivity(ctx.db, input.activity)),
  }),

  define({
    name: 'activity.amend',
    words: [],
    who: 'organise',
    input: This.extend({
      theme: changeInput('主题', 200),
      agenda: changeInput('议程', 4000),
      host: z.string().nullish(),
      lecturer: changeInput('主讲人', 100),
    }),
    over: overUnit,
    run(ctx, { activity, host, theme, agenda, lecturer }) {
      const found = loadActivity(ctx.db, activity);
      const to = {
        theme: theme ?? found.theme,
        agenda: agenda ?? found.agenda,
        lecturer: lecturer ?? found.lecturer,
        host: changedPerson(ctx, found.unit, host, found.host),
      };
      amend(ctx.db, found, to, ctx.person.id, ctx.now);
      return desk(found, '已补充。');
    },
  }),

  define({
    name: 'activity.moveForm',
    words: ['改期'],
    help: '改时间或地点，并通知大家',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.moveForm', '要改哪一次活动？', (found) => moveForm(found)),
  }),

  define({
    name: 'activity.move',
    words: [],
    who: 'organise',
    input: This.extend({
      startsAt: WallTimeInput,
      minutes: PlanActivity.shape.minutes,
      place: changeInput('地点', 100),
    }),
    over: overUnit,
    run(ctx, { activity, ...input }) {
      const found = loadActivity(ctx.db, activity);
      const to = {
        ...spanOf({ ...found, startsAt: input.startsAt, minutes: input.minutes ?? lengthOf(found) }),
        place: input.place ?? found.place,
      };
      if (!move(ctx.db, found, to, ctx.person.id, ctx.now)) return desk(found, '时间地点都没有变。');
      announceChange(ctx.db, loadActivity(ctx.db, activity), ctx.now, 'moved');
      return desk(found, `已改到${say(to.startsAt)}，并已通知大家。`);
    },
  }),

  define({
    name: 'activity.cancelForm',
    words: ['取消活动'],
    help: '取消一次活动，并通知大家',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.cancelForm', '要取消哪一次活动？', (found) => cancelForm(found)),
  }),

  define({
    name: 'activity.cancel',
    words: [],
    who: 'organise',
    input: This.extend({
      reason: z
        .string('请写明取消原因。')
        .trim()
        .min(1, '请写明取消原因。')
        .max(200, '原因请不超过 200 字。'),
    }),
    over: overUnit,
    run(ctx, { activity, reason }) {
      const found = loadActivity(ctx.db, activity);
      if (!cancel(ctx.db, found, reason, ctx.person.id, ctx.now))
        return desk(found, '这次活动已经取消过了。');
      announceChange(ctx.db, loadActivity(ctx.db, activity), ctx.now, 'cancelled');
      return desk(found, '已取消，并已通知大家。');
    },
  }),
];

function noticeWord(ctx: Ctx, activity: Activity): string {
  const at = leavesAt(ctx.now, activity.startsAt);
  return at > ctx.now ? `通知在${say(at)}发出，夜里不打扰大家。` : '通知已发出。';
}

/** The activity of the organiser's own that a word means; what a button names is checked against its unit by the command it leads to. */
export function pick(
  ctx: Ctx,
  given: number | undefined,
  name: string,
  question: string,
  then: (activity: Activity) => Reply,
): Reply {
  return withActivity(
    ctx,
    given,
    () => deskOfPerson(ctx),
    () => '没有正在筹备或进行的活动。',
    { name, question },
    (found) => {
      demand(ctx.db, ctx.person.id, 'organise', found.unit, dayOf(ctx.now));
      return then(found);
    },
  );
}

/** In minutes. */
function lengthOf({ startsAt, endsAt }: Activity): number {
  return (endsAt - startsAt) / MINUTE;
}

function planOf(ctx: Ctx, input: PlanActivity): Plan {
  const { unit, kinds, place, theme, agenda, lecturer } = input;
  const span = spanOf(input);
  const host = personIn(ctx, unit, input.host);
  const series =
    input.repeat === 'none'
      ? null
      : beginSeries(
          ctx.db,
          { unit, kinds, place, host, repeat: input.repeat, ...span },
          ctx.person.id,
          ctx.now,
        );
  return {
    unit,
    kinds,
    place,
    theme,
    agenda,
    lecturer,
    host,
    series,
    persons: personsIn(ctx, input.persons),
    draft: input.draft ?? null,
    by: ctx.person.id,
    ...span,
  };
}
