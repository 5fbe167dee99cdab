import { z } from 'zod';
import type { Field, Option } from '../../../cards/card.ts';
import { personField } from '../../../cards/form.ts';
import type { Ctx, Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { changeInput, listInput, neededText, Ticked } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { findByRef, handles } from '../../people/names.ts';
import { demand } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { STANDING_WORDS } from '../attendance.ts';
import { recentFor, withActivity } from '../find.ts';
import { This, Which } from '../inputs.ts';
import { correct, markAll, observe, observersOf } from '../keep.ts';
import { titleOf, WINDOW } from '../kinds.ts';
import { personsIn } from '../refs.ts';
import { linesOf } from '../show.ts';
import { type Activity, loadActivity } from '../store.ts';
import { desk, overUnit, pick } from './desk.ts';
import { form } from './form.ts';

/** 名单, 代签, 列席 and 更正: who was there. */
export const listCommands = [
  define({
    name: 'activity.list',
    words: ['名单', '谁还没来', '谁没来', '应到多少实到多少', '应到多少，实到多少', '应到实到'],
    help: '谁到了、谁没到（只发给您本人）',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.list',
          question: '要看哪一次的名单？',
          otherwise: () => recentFor(ctx, 'organise'),
        },
        (found) => desk(found),
      ),
  }),

  define({
    name: 'activity.proxyForm',
    words: ['代签'],
    help: '替到会的同志签到，可一次全部',
    who: 'organise',
    input: Which.extend({ names: z.array(z.string()).optional() }),
    fromText: (_ctx, rest) => (rest ? { names: rest.split(/[、，,;；\s]+/).filter(Boolean) } : {}),
    run: (ctx, { activity, names }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.proxyForm',
          question: '替哪一次活动代签？',
          ...(names && { input: { names } }),
          fits: ({ startsAt }) => startsAt - WINDOW <= ctx.now,
        },
        (found) => {
          if (!names) return proxyForm(ctx, found);
          const everyone = names.length === 1 && EVERYONE.includes(names[0] ?? '');
          return mark(ctx, found, everyone ? missing(ctx, found) : personsIn(ctx, names, found.unit));
        },
      ),
  }),

  define({
    name: 'activity.proxy',
    words: [],
    who: 'organise',
    input: This.extend({ persons: listInput(z.string()), all: Ticked }),
    over: overUnit,
    run(ctx, { activity, persons, all }) {
      const found = loadActivity(ctx.db, activity);
      const chosen = all ? missing(ctx, found) : personsIn(ctx, persons);
      if (chosen.length === 0) throw new Refusal('invalid', '请选择到会的同志，或勾选全部到会。');
      return mark(ctx, found, chosen);
    },
  }),

  define({
    name: 'activity.observerForm',
    words: ['列席'],
    help: '登记列席人员',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, { name: 'activity.observerForm', question: '登记哪一次活动的列席？' }, (found) =>
        observerForm(ctx, found),
      ),
  }),

  define({
    name: 'activity.observe',
    words: [],
    who: 'organise',
    input: This.extend({ persons: changeInput('列席人员', 500), guests: changeInput('列席人员', 500) }),
    over: overUnit,
    run(ctx, { activity, persons, guests }) {
      const found = loadActivity(ctx.db, activity);
      const observers = persons === undefined ? observersOf(ctx.db, activity) : personsIn(ctx, [persons]);
      observe(ctx.db, found, observers, guests ?? found.guests, ctx.person.id, ctx.now);
      return desk(found, '已登记列席。');
    },
  }),

  define({
    name: 'activity.correctForm',
    words: ['更正'],
    help: '更正到会情况，写明原因',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => recentFor(ctx, 'organise'),
        () => '还没有开过的活动。',
        { name: 'activity.correctForm', question: '要更正哪一次的到会情况？' },
        (found) => {
          demand(ctx.db, ctx.person.id, 'organise', found.unit, dayOf(ctx.now));
          return correctForm(ctx, found);
        },
      ),
  }),

  define({
    name: 'activity.correct',
    words: [],
    who: 'organise',
    input: This.extend({
      person: z.string('请选择要更正的同志。').min(1, '请选择要更正的同志。'),
      to: z.enum(['present', 'late', 'onLeave', 'absent'], '请选择更正为什么。'),
      reason: neededText('请写明更正原因。', '原因', 200),
    }),
    over: overUnit,
    run(ctx, { activity, person, to, reason }) {
      const found = loadActivity(ctx.db, activity);
      const { id } = findByRef(ctx.db, person, dayOf(ctx.now));
      correct(ctx.db, found, id, to, reason, ctx.person.id, ctx.now);
      return desk(found, '已更正。');
    },
  }),
];

const EVERYONE = ['全部', '所有人', '全体', '大家', '全部到会', '全体到会'];

function mark(ctx: Ctx, activity: Activity, persons: number[]): Reply {
  const marked = markAll(ctx.db, activity, persons, ctx.person.id, ctx.now);
  return desk(activity, marked > 0 ? `已代签 ${marked} 人。` : '这些同志都已签到。');
}

/** Everybody expected who has neither come nor has leave, asked for or granted, nor rests. */
function missing(ctx: Ctx, activity: Activity): number[] {
  const { expected } = linesOf(ctx.db, activity, ctx.now);
  return expected
    .filter(
      ({ row, standing }) =>
        row?.presentAt == null &&
        standing !== 'resting' &&
        (row?.leaveAskedAt == null || row.leaveGranted === false),
    )
    .map((line) => line.person);
}

/** 代签: those who have not come yet, to be ticked, or everybody in one step. */
function proxyForm(ctx: Ctx, activity: Activity): Reply {
  const lines = linesOf(ctx.db, activity, ctx.now).expected.filter((line) => line.row?.presentAt == null);
  if (lines.length === 0) throw new Refusal('conflict', '应到的同志都已签到，不用代签。');
  const called = handles(
    ctx.db,
    dayOf(ctx.now),
    lines.map((line) => line.person),
  );
  const options = lines.map((line) => ({
    value: String(line.person),
    label: called.get(line.person) ?? line.name,
  }));
  const fields: Field[] = [
    { name: 'persons', label: '到会人员', kind: 'persons', required: false, options },
    {
      name: 'all',
      label: `没请假的 ${missing(ctx, activity).length} 人全部到会`,
      kind: 'checkbox',
      required: false,
    },
  ];
  return form(
    `代签：${titleOf(activity.kinds)}`,
    '代签会记入操作日志。',
    fields,
    '确认代签',
    'activity.proxy',
    activity,
  );
}

function observerForm(ctx: Ctx, activity: Activity): Reply {
  const called = handles(ctx.db, dayOf(ctx.now), observersOf(ctx.db, activity.id));
  const fields: Field[] = [
    {
      name: 'persons',
      label: '名册里的列席人员（姓名，用顿号隔开）',
      kind: 'text',
      required: false,
      value: [...called.values()].join('、'),
    },
    {
      name: 'guests',
      label: '名册外的列席人员（姓名，用顿号隔开）',
      kind: 'text',
      required: false,
      value: activity.guests,
    },
  ];
  return form(`列席：${titleOf(activity.kinds)}`, null, fields, '登记列席', 'activity.observe', activity);
}

function correctForm(ctx: Ctx, activity: Activity): Reply {
  const lines = linesOf(ctx.db, activity, ctx.now).expected;
  const options = lines.map((line) => ({
    value: String(line.person),
    label: `${line.name}（${STANDING_WORDS[line.standing]}）`,
  }));
  const fields: Field[] = [
    personField('person', '姓名', options, { required: true }),
    { name: 'to', label: '更正为', kind: 'select', required: true, options: CORRECTIONS },
    { name: 'reason', label: '原因', kind: 'text', required: true, hint: '如：到会但手机没电' },
  ];
  return form(
    `更正：${titleOf(activity.kinds)}`,
    '更正前后和原因都会记入操作日志。',
    fields,
    '确认更正',
    'activity.correct',
    activity,
  );
}

const CORRECTIONS: Option[] = [
  { value: 'present', label: '按时到会' },
  { value: 'late', label: '迟到' },
  { value: 'onLeave', label: '请假' },
  { value: 'absent', label: '缺席' },
];
