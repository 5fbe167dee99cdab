import { z } from 'zod';
import { minutesCard } from '../../../cards/activity/minutes.ts';
import { type Field, press } from '../../../cards/card.ts';
import { formCard, personField } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { changeInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { personOptions } from '../../people/names.ts';
import { demand, may } from '../../people/permit.ts';
import { dayOf, say } from '../../time.ts';
import { recentFor, withActivity } from '../find.ts';
import { This, Which, YearInput } from '../inputs.ts';
import { close } from '../keep.ts';
import { titleOf } from '../kinds.ts';
import { recordOf } from '../minutes.ts';
import { changedPerson } from '../refs.ts';
import { type Line, linesOf } from '../show.ts';
import { type Activity, loadActivity } from '../store.ts';
import { yearField, yearSaid } from '../year.ts';
import { desk, overUnit, pick } from './desk.ts';
import { known } from './form.ts';

/** 结束活动 and 会议记录. */
export const closeCommands = [
  define({
    name: 'activity.closeForm',
    words: ['结束活动'],
    help: '确认到会情况，填会议记录',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.closeForm',
          question: '要结束哪一次活动？',
          fits: ({ startsAt }) => startsAt <= ctx.now,
        },
        (found) => {
          if (found.startsAt > ctx.now)
            throw new Refusal('conflict', `活动${say(found.startsAt)}才开始；开不成可以“取消活动”。`);
          return closeForm(ctx, found);
        },
      ),
  }),

  define({
    name: 'activity.close',
    words: [],
    who: 'organise',
    input: This.extend({
      host: z.string().nullish(),
      recorder: z.string().nullish(),
      agenda: changeInput('议程', 4000),
      minutes: changeInput('会议内容', 20_000),
      resolutions: changeInput('决议', 4000),
      year: YearInput,
    }),
    over: overUnit,
    run(ctx, { activity, host, recorder, ...said }) {
      const found = loadActivity(ctx.db, activity);
      const minutes = {
        host: changedPerson(ctx, found.unit, host, found.host),
        recorder: changedPerson(ctx, found.unit, recorder, found.recorder),
        agenda: said.agenda ?? found.agenda,
        minutes: said.minutes ?? found.minutes ?? '',
        resolutions: said.resolutions ?? found.resolutions ?? '',
        year: yearSaid(found.kinds, dayOf(found.startsAt), said.year) ?? found.year,
      };
      close(ctx.db, found, minutes, ctx.person.id, ctx.now);
      return desk(found, found.closedAt === null ? '活动已结束，记录已保存。' : '记录已保存。');
    },
  }),

  define({
    name: 'activity.minutes',
    words: ['会议记录'],
    help: '查看会议记录',
    who: ['organise', 'oversee'],
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => recentFor(ctx, 'organise', 'oversee'),
        () => '还没有开过的活动。',
        { name: 'activity.minutes', question: '要看哪一次的会议记录？' },
        (found) => {
          demand(ctx.db, ctx.person.id, ['organise', 'oversee'], found.unit, dayOf(ctx.now));
          return privately(minutesOf(ctx, found));
        },
      ),
  }),
];

/** 结束活动: everything known is filled in; nothing else is. */
function closeForm(ctx: Ctx, activity: Activity): Reply {
  const people = personOptions(ctx.db, activity.unit, dayOf(activity.startsAt));
  const mine = people.some((one) => one.value === String(ctx.person.id))
    ? { value: String(ctx.person.id) }
    : {};
  const fields: Field[] = [
    ...yearField(ctx.db, activity, dayOf(activity.startsAt)),
    personField('host', '主持人', people, known(activity.host)),
    personField('recorder', '记录人', people, activity.recorder === null ? mine : known(activity.recorder)),
    { name: 'agenda', label: '议程', kind: 'longtext', required: false, value: activity.agenda },
    {
      name: 'minutes',
      label: '会议内容',
      kind: 'longtext',
      required: false,
      value: activity.minutes ?? '',
      hint: '发言要点；可以以后再补',
    },
    {
      name: 'resolutions',
      label: '决议',
      kind: 'longtext',
      required: false,
      value: activity.resolutions ?? '',
    },
  ];
  const title = activity.closedAt === null ? '结束活动' : '补充记录';
  return privately(
    formCard(
      `${title}：${titleOf(activity.kinds)}`,
      summaryLine(ctx, activity),
      fields,
      press(title, 'activity.close', { activity: activity.id }, 'primary'),
    ),
  );
}

function summaryLine(ctx: Ctx, activity: Activity): string {
  const { expected } = linesOf(ctx.db, activity, ctx.now);
  const came = expected.filter((line) => line.standing === 'present' || line.standing === 'late');
  const onLeave = expected.filter((line) => line.standing === 'onLeave');
  const resting = expected.filter((line) => line.standing === 'resting');
  const rest = expected.filter((line) => ![...came, ...onLeave, ...resting].includes(line));
  const waiting = rest.filter(({ row }) => row?.leaveAskedAt != null && row.leaveGranted === null);
  const silent = rest.filter((line) => !waiting.includes(line));
  return [
    `应到 ${expected.length}，实到 ${came.length}，请假 ${onLeave.length}`,
    ...named('暂不参加', resting),
    ...named('请假还没有批', waiting),
    ...named('没有签到也没有请假', silent),
  ]
    .join('；')
    .concat('。');
}

function named(label: string, lines: Line[]): string[] {
  return lines.length > 0 ? [`${label}：${lines.map((line) => line.name).join('、')}`] : [];
}

function minutesOf(ctx: Ctx, activity: Activity) {
  const editable = may(ctx.db, ctx.person.id, 'organise', activity.unit, dayOf(ctx.now));
  return minutesCard(activity.id, recordOf(ctx.db, activity, ctx.now), editable);
}
