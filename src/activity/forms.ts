import { formCard, personField } from '../../cards/activity.ts';
import { type Field, type Option, press } from '../../cards/card.ts';
import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Ctx, Reply } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { handles, personOptions } from '../people/names.ts';
import { demand, unitsUnder } from '../people/permit.ts';
import { findUnit, subtree, type Unit } from '../people/store.ts';
import { dayOf, MINUTE, say, wallTime } from '../time.ts';
import { STANDING_WORDS } from './attendance.ts';
import { KIND_NAMES, KINDS, titleOf } from './kinds.ts';
import { organiserOf } from './organisers.ts';
import { linesOf } from './show.ts';
import type { Activity } from './store.ts';

/** The form of a new activity, with what is known filled in. Submitting the same form twice plans it once: its key goes along. */
export function composeForm(ctx: Ctx, unit: number | undefined, kinds: ActivityKind[]): Reply {
  const today = dayOf(ctx.now);
  const units = unit === undefined ? organisedUnits(ctx) : [chosenUnit(ctx, unit)];
  const [first] = units;
  if (!first) throw new Refusal('not_allowed', '安排活动由支部书记或组织委员来做。');
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
  return { privately: true, content: { card: formCard('新建活动', intro, fields, submit) } };
}

const REPEATS: Option[] = [
  { value: 'none', label: '不重复' },
  { value: 'weekday', label: '每月同一个星期几（如第二个星期五）' },
  { value: 'day', label: '每月同一天（如 15 号）' },
];

/** The units whose activities this person organises, groups beneath their branches included. */
function organisedUnits(ctx: Ctx): Unit[] {
  const today = dayOf(ctx.now);
  const own = unitsUnder(ctx.db, ctx.person.id, 'organise', today);
  const all = own.flatMap(({ id, lineage }) =>
    subtree(ctx.db, lineage, today).filter(
      (unit) => unit.id === id || (unit.parent === id && unit.kind === 'memberGroup'),
    ),
  );
  return [...new Map(all.map((unit) => [unit.id, unit])).values()];
}

function chosenUnit(ctx: Ctx, id: number): Unit {
  const unit = findUnit(ctx.db, id);
  if (!unit) throw new Refusal('not_found', '没有找到这个党组织。');
  demand(ctx.db, ctx.person.id, 'organise', id, dayOf(ctx.now));
  return unit;
}

function unitField(units: Unit[], first: Unit): Field {
  const options = units.map((unit) => ({ value: String(unit.id), label: unit.name }));
  return { name: 'unit', label: '组织', kind: 'select', required: true, value: String(first.id), options };
}

function kindOptions(): Option[] {
  return KIND_NAMES.map((kind) => ({ value: kind, label: KINDS[kind].word }));
}

export function amendForm(ctx: Ctx, activity: Activity): Reply {
  const fields: Field[] = [
    { name: 'theme', label: '主题', kind: 'text', required: false, value: activity.theme },
    { name: 'agenda', label: '议程', kind: 'longtext', required: false, value: activity.agenda },
    personField('host', '主持人', personOptions(ctx.db, activity.unit, dayOf(ctx.now)), known(activity.host)),
    { name: 'lecturer', label: '主讲人', kind: 'text', required: false, value: activity.lecturer },
  ];
  return form(
    `补充内容：${titleOf(activity.kinds)}`,
    say(activity.startsAt),
    fields,
    '保存',
    'activity.amend',
    activity,
  );
}

export function moveForm(activity: Activity): Reply {
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
  const intro = `原定${say(activity.startsAt)}。改期后已请的假和已签的到作废，会重新通知大家一次。`;
  return form(`改期：${titleOf(activity.kinds)}`, intro, fields, '确认改期', 'activity.move', activity);
}

export function cancelForm(activity: Activity): Reply {
  const fields: Field[] = [{ name: 'reason', label: '取消原因', kind: 'text', required: true }];
  return form(
    `取消活动：${titleOf(activity.kinds)}`,
    `${say(activity.startsAt)}。取消后会通知大家一次。`,
    fields,
    '确认取消',
    'activity.cancel',
    activity,
    'danger',
  );
}

/** 代签: those who have not come yet, to be ticked, or everybody in one step. */
export function proxyForm(ctx: Ctx, activity: Activity): Reply {
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
      label: `以上 ${lines.length} 人全部到会（已请假的除外）`,
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

export function observerForm(activity: Activity): Reply {
  const fields: Field[] = [
    { name: 'persons', label: '本单位列席人员（姓名，用顿号隔开）', kind: 'text', required: false },
    {
      name: 'guests',
      label: '外单位列席人员（姓名，用顿号隔开）',
      kind: 'text',
      required: false,
      value: activity.guests,
    },
  ];
  return form(`列席：${titleOf(activity.kinds)}`, null, fields, '登记列席', 'activity.observe', activity);
}

export function correctForm(ctx: Ctx, activity: Activity): Reply {
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

/** 结束活动: everything known is filled in; nothing else is. */
export function closeForm(ctx: Ctx, activity: Activity): Reply {
  const people = personOptions(ctx.db, activity.unit, dayOf(activity.startsAt));
  const mine = people.some((one) => one.value === String(ctx.person.id))
    ? { value: String(ctx.person.id) }
    : {};
  const fields: Field[] = [
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
  return form(
    `${title}：${titleOf(activity.kinds)}`,
    summaryLine(ctx, activity),
    fields,
    title,
    'activity.close',
    activity,
  );
}

function summaryLine(ctx: Ctx, activity: Activity): string {
  const { expected } = linesOf(ctx.db, activity, ctx.now);
  const names = (wanted: string) =>
    expected.filter((line) => line.standing === wanted).map((line) => line.name);
  const came = expected.filter((line) => line.standing === 'present' || line.standing === 'late').length;
  const silent = [...names('open'), ...names('absent')];
  const rest = silent.length > 0 ? `；没有签到也没有请假：${silent.join('、')}` : '';
  return `应到 ${expected.length}，实到 ${came}，请假 ${names('onLeave').length}${rest}。`;
}

function known(person: number | null): Partial<Field> {
  return person === null ? {} : { value: String(person) };
}

function form(
  title: string,
  intro: string | null,
  fields: Field[],
  submit: string,
  command: string,
  activity: Activity,
  style: 'primary' | 'danger' = 'primary',
): Reply {
  return {
    privately: true,
    content: {
      card: formCard(title, intro, fields, press(submit, command, { activity: activity.id }, style)),
    },
  };
}
