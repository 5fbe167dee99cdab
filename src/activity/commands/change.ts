import { z } from 'zod';
import { type Field, press } from '../../../cards/card.ts';
import { formCard, personField } from '../../../cards/form.ts';
import { leavesAt } from '../../calendar.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { changeInput, neededText, Ticked } from '../../chat/inputs.ts';
import { personOptions } from '../../people/names.ts';
import { dayOf, type Instant, MINUTE, say, wallTime } from '../../time.ts';
import { amend, cancel, move } from '../change.ts';
import { asksForm } from '../five.ts';
import { PlanActivity, spanOf, This, WallTimeInput, Which } from '../inputs.ts';
import { titleOf } from '../kinds.ts';
import { announceChange } from '../notice.ts';
import { changedPerson } from '../refs.ts';
import { endSeries, goesOn } from '../series.ts';
import { type Activity, loadActivity } from '../store.ts';
import { desk, overUnit, pick } from './desk.ts';
import { formField, known } from './form.ts';

/** Before it begins: complete the plan, 改期, 取消活动. */
export const changeCommands = [
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
      form: changeInput('形式', 50),
    }),
    over: overUnit,
    run(ctx, { activity, host, theme, agenda, lecturer, form }) {
      const found = loadActivity(ctx.db, activity);
      const to = {
        theme: theme ?? found.theme,
        agenda: agenda ?? found.agenda,
        lecturer: lecturer ?? found.lecturer,
        form: form ?? found.form,
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
      pick(
        ctx,
        activity,
        {
          name: 'activity.moveForm',
          question: '要改哪一次活动？',
        },
        (found) => moveForm(found),
      ),
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
      const moved = loadActivity(ctx.db, activity);
      const told = announceChange(ctx.db, moved, ctx.now, 'moved', ctx.key, found.startsAt);
      const first = Math.min(found.startsAt, to.startsAt);
      const changed =
        to.startsAt === found.startsAt ? '开始时间没有变，请假和签到照旧' : `已改到${say(to.startsAt)}`;
      return desk(found, `${changed}，${toldWord(ctx, told, first)}`);
    },
  }),

  define({
    name: 'activity.cancelForm',
    words: ['取消活动'],
    help: '取消一次活动，并通知大家',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.cancelForm',
          question: '要取消哪一次活动？',
        },
        (found) => cancelForm(ctx, found),
      ),
  }),

  define({
    name: 'activity.cancel',
    words: [],
    who: 'organise',
    input: This.extend({
      reason: neededText('请写明取消原因。', '原因', 200),
      ends: Ticked,
    }),
    over: overUnit,
    run(ctx, { activity, reason, ends }) {
      const found = loadActivity(ctx.db, activity);
      if (!cancel(ctx.db, found, reason, ctx.person.id, ctx.now))
        return desk(found, '这次活动已经取消过了。');
      const { db, now, key } = ctx;
      const told = announceChange(db, loadActivity(db, activity), now, 'cancelled', key, found.startsAt);
      const ended = ends && found.series !== null && endSeries(db, found.series, ctx.person.id, now);
      const more = ended ? '以后每月不再自动安排。' : '';
      return desk(found, `已取消，${toldWord(ctx, told, found.startsAt)}${more}`);
    },
  }),
];

/** Whether people hear of it now, in the morning, or not at all since they know of nothing. */
function toldWord(ctx: Ctx, told: boolean, startsAt: Instant): string {
  if (!told) return '大家还没有收到过通知，不用再说。';
  const at = leavesAt(ctx.now, startsAt);
  return at > ctx.now ? `${say(at)}通知大家。` : '并已通知大家。';
}

/** In minutes. */
function lengthOf({ startsAt, endsAt }: Activity): number {
  return (endsAt - startsAt) / MINUTE;
}

function amendForm(ctx: Ctx, activity: Activity): Reply {
  const fields: Field[] = [
    { name: 'theme', label: '主题', kind: 'text', required: false, value: activity.theme },
    { name: 'agenda', label: '议程', kind: 'longtext', required: false, value: activity.agenda },
    personField('host', '主持人', personOptions(ctx.db, activity.unit, dayOf(ctx.now)), known(activity.host)),
    { name: 'lecturer', label: '主讲人', kind: 'text', required: false, value: activity.lecturer },
    ...(activity.form !== '' || asksForm(ctx.db, activity.unit) ? [formField(activity.form)] : []),
  ];
  return privately(
    formCard(
      `补充内容：${titleOf(activity.kinds)}`,
      say(activity.startsAt),
      fields,
      press('保存', 'activity.amend', { activity: activity.id }, 'primary'),
    ),
  );
}

function moveForm(activity: Activity): Reply {
  const fields: Field[] = [
    {
      name: 'startsAt',
      label: '新的开始时间',
      kind: 'datetime',
      required: true,
      value: wallTime(activity.startsAt),
    },
    {
      name: 'minutes',
      label: '时长（分钟）',
      kind: 'number',
      required: false,
      value: (activity.endsAt - activity.startsAt) / MINUTE,
    },
    { name: 'place', label: '地点', kind: 'text', required: false, value: activity.place },
  ];
  const intro = `原定${say(activity.startsAt)}。会重新通知大家一次；改了开始时间的，已请的假和已签的到作废。`;
  return privately(
    formCard(
      `改期：${titleOf(activity.kinds)}`,
      intro,
      fields,
      press('确认改期', 'activity.move', { activity: activity.id }, 'primary'),
    ),
  );
}

function cancelForm(ctx: Ctx, activity: Activity): Reply {
  const recurs = activity.series !== null && goesOn(ctx.db, activity.series);
  const fields: Field[] = [
    { name: 'reason', label: '取消原因', kind: 'text', required: true },
    ...(recurs
      ? [{ name: 'ends', label: '以后每月也不再自动安排', kind: 'checkbox', required: false } as const]
      : []),
  ];
  return privately(
    formCard(
      `取消活动：${titleOf(activity.kinds)}`,
      `${say(activity.startsAt)}。取消后会通知大家一次。`,
      fields,
      press('确认取消', 'activity.cancel', { activity: activity.id }, 'danger'),
    ),
  );
}
