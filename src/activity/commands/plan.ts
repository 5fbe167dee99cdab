import { z } from 'zod';
import { type Field, type Option, press } from '../../../cards/card.ts';
import { formCard, personField } from '../../../cards/form.ts';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../db/schema/activity.ts';
import { leavesAt } from '../../calendar.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput, listInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { personOptions } from '../../people/names.ts';
import { demand, isBranch, unitsUnder } from '../../people/permit.ts';
import { loadUnit, subtree, type Unit } from '../../people/store.ts';
import { dayOf, say } from '../../time.ts';
import { demandCommittee } from '../committee.ts';
import { asksForm, fiveHint } from '../five.ts';
import { PlanActivity, spanOf, This, Which } from '../inputs.ts';
import { KIND_NAMES, KINDS, readKinds } from '../kinds.ts';
import { announce } from '../notice.ts';
import { organiserOf } from '../organisers.ts';
import { type Plan, plan } from '../plan.ts';
import { personIn, personsIn } from '../refs.ts';
import { beginSeries } from '../series.ts';
import { type Activity, findDraft, loadActivity } from '../store.ts';
import { yearField, yearSaid } from '../year.ts';
import { desk, overUnit, pick } from './desk.ts';
import { formField } from './form.ts';

/** 新建活动: plan it and tell everybody. */
export const planCommands = [
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
      return desk(
        known,
        `已安排在${say(known.startsAt)}，${noticeWord(ctx, known)}${fiveHint(ctx.db, known)}`,
      );
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
      pick(ctx, activity, { name: 'activity.desk', question: '您要看哪一次活动？' }, (found) => desk(found)),
  }),
];

function noticeWord(ctx: Ctx, activity: Activity): string {
  const at = leavesAt(ctx.now, activity.startsAt);
  return at > ctx.now ? `通知在${say(at)}发出，夜里和休息日不打扰大家。` : '通知已发出。';
}

function planOf(ctx: Ctx, input: PlanActivity): Plan {
  const { unit, kinds, place, theme, agenda, lecturer, form } = input;
  const span = spanOf(input);
  demandCommittee(ctx.db, unit, kinds, dayOf(span.startsAt));
  const host = personIn(ctx, unit, input.host);
  const again = input.draft !== undefined && findDraft(ctx.db, input.draft) !== undefined;
  const series =
    input.repeat === 'none' || again
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
    form,
    host,
    series,
    year: yearSaid(kinds, dayOf(span.startsAt), input.year),
    persons: personsIn(ctx, input.persons),
    draft: input.draft ?? null,
    by: ctx.person.id,
    ...span,
  };
}

/** The form of a new activity, with what is known filled in. Submitting the same form twice plans it once: its key goes along. */
function composeForm(ctx: Ctx, unit: number | undefined, kinds: ActivityKind[]): Reply {
  const today = dayOf(ctx.now);
  const units = unit === undefined ? organisedUnits(ctx) : [chosenUnit(ctx, unit)];
  const [first] = units;
  if (!first) throw new Refusal('not_allowed', '安排活动由支部书记或组织委员来做。');
  if (units.some(({ id, kind }) => id !== first.id && kind !== 'memberGroup'))
    return whichUnit(units, first, kinds);
  demandCommittee(ctx.db, first.id, kinds, today);
  const host = organiserOf(ctx.db, first.id, today);
  const people = personOptions(ctx.db, first.id, today);
  const fields: Field[] = [
    ...(units.length > 1 ? [unitField(units, first)] : []),
    {
      name: 'kinds',
      label: '活动类型',
      kind: 'multiselect',
      required: true,
      value: kinds,
      options: kindOptions(),
    },
    { name: 'startsAt', label: '开始时间', kind: 'datetime', required: true },
    ...yearField(ctx.db, { unit: first.id, kinds }, today),
    { name: 'minutes', label: '时长（分钟）', kind: 'number', required: false, hint: '不填按类型默认' },
    { name: 'place', label: '地点', kind: 'text', required: false },
    { name: 'theme', label: '主题', kind: 'text', required: false },
    { name: 'agenda', label: '议程', kind: 'longtext', required: false },
    personField(
      'host',
      '主持人',
      people,
      host !== undefined && people.some((one) => one.value === String(host)) ? { value: String(host) } : {},
    ),
    { name: 'lecturer', label: '主讲人（党课填写）', kind: 'text', required: false },
    ...(asksForm(ctx.db, first.id) ? [formField()] : []),
    {
      name: 'persons',
      label: '参加人员（谈心谈话等点名的活动填写）',
      kind: 'persons',
      required: false,
      options: people,
    },
    { name: 'repeat', label: '重复', kind: 'select', required: false, value: 'none', options: REPEATS },
  ];
  const submit = press(
    '发出通知',
    'activity.plan',
    { draft: ctx.key, ...(units.length === 1 && { unit: first.id }) },
    'primary',
  );
  const intro =
    units.length === 1 ? `${first.name}。提交后通知群和每位应到同志。` : '提交后通知群和每位应到同志。';
  return privately(formCard('新建活动', intro, fields, submit));
}

const REPEATS: Option[] = [
  { value: 'none', label: '不重复' },
  { value: 'weekday', label: '每月同一个星期几（如第二个星期五）' },
  { value: 'day', label: '每月同一天（如 15 号）' },
];

/** Whoever organises more than a branch and its groups says first whose activity it is, as each has its own people. */
function whichUnit(units: Unit[], first: Unit, kinds: ActivityKind[]): Reply {
  const likely = units.find(({ kind }) => isBranch(kind)) ?? first;
  const submit = press('下一步', 'activity.compose', { kinds }, 'primary');
  return privately(formCard('新建活动', '先选是哪个党组织的活动。', [unitField(units, likely)], submit));
}

/** The units whose activities this person organises: groups beneath their branches, and for an administrator all beneath. */
function organisedUnits(ctx: Ctx): Unit[] {
  const today = dayOf(ctx.now);
  const own = unitsUnder(ctx.db, ctx.person.id, 'organise', today);
  const all = own.flatMap(({ id, lineage, beneath }) =>
    subtree(ctx.db, lineage, today).filter(
      (unit) =>
        unit.id === id ||
        (unit.parent === id && unit.kind === 'memberGroup') ||
        (beneath && unit.kind !== 'memberGroup'),
    ),
  );
  return [...new Map(all.map((unit) => [unit.id, unit])).values()];
}

function chosenUnit(ctx: Ctx, id: number): Unit {
  const unit = loadUnit(ctx.db, id);
  demand(ctx.db, ctx.person.id, 'organise', id, dayOf(ctx.now));
  return unit;
}

function unitField(units: Unit[], first: Unit): Field {
  const named = Map.groupBy(units, ({ name }) => name);
  const options = units.map(({ id, name, path }) => ({
    value: String(id),
    label: (named.get(name)?.length ?? 1) > 1 ? path : name,
  }));
  return { name: 'unit', label: '组织', kind: 'select', required: true, value: String(first.id), options };
}

function kindOptions(): Option[] {
  return KIND_NAMES.map((kind) => ({ value: kind, label: KINDS[kind].word }));
}
