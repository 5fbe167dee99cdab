import { z } from 'zod';
import { formCard } from '../../../cards/activity/form.ts';
import { type Field, type Option, press } from '../../../cards/card.ts';
import { ACTIVITY_KINDS } from '../../../db/schema/activity.ts';
import { listInput } from '../../activity/inputs.ts';
import { KIND_NAMES, KINDS } from '../../activity/kinds.ts';
import { type Ctx, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { addDays, type Day, dayOf, isDay, sayDay } from '../../time.ts';
import { add, change } from '../decide.ts';
import { readSettings } from '../decided.ts';
import { periodOf } from '../period.ts';
import { MOST_GRACE } from '../rules.ts';
import { highestUnder } from '../scope.ts';
import { definitions, settingsOver } from '../settings.ts';
import { unitOf } from './asked.ts';

export const OfUnit = z.object({ unit: z.coerce.number().int().positive().optional() });

export function topOf(ctx: Ctx, { unit }: z.infer<typeof OfUnit>): number {
  return unit ?? highestUnder(ctx, 'administer');
}

const emptied = (raw: unknown) => (raw === '' || raw === undefined ? null : raw);

const Times = z.preprocess(
  emptied,
  z.coerce
    .number('次数请填数字。')
    .int('次数请填整数。')
    .min(1, '次数至少 1 次。')
    .max(12, '次数最多 12 次。')
    .nullable(),
);
const GraceDays = z.preprocess(
  emptied,
  z.coerce
    .number('宽限天数请填数字。')
    .int('宽限天数请填整数。')
    .min(0, '宽限天数不能是负数。')
    .max(MOST_GRACE, `宽限最多 ${MOST_GRACE} 天。`)
    .nullable(),
);
const DayInput = z.string('请选择日期。').refine(isDay, '日期没看懂，请写成 2026-12-01 这样。');
const Scope = z.enum(['subtree', 'unit']).default('subtree');

export const changeForm = define({
  name: 'duty.changeForm',
  words: [],
  who: 'administer',
  input: OfUnit,
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const rules = definitions(settingsOver(readSettings(ctx.db), unit.lineage));
    const options = rules.map(({ id, name, scope }) => ({
      value: id,
      label: scope === 'central' ? `${name}（中央）` : name,
    }));
    const fields: Field[] = [
      { name: 'rule', label: '规则', kind: 'select', required: true, options },
      { name: 'state', label: '是否执行', kind: 'select', required: false, value: 'keep', options: STATES },
      { name: 'times', label: '每期次数', kind: 'number', required: false, hint: '不填则按上级' },
      { name: 'grace', label: '期满后宽限天数', kind: 'number', required: false, hint: '不填则按上级' },
      ...whereAndWhen(ctx),
    ];
    const submit = press('保存', 'duty.changeRule', { unit: unit.id }, 'primary');
    const intro = `${unit.name}。都不填就恢复上级规定。只对从该日起开始的周期生效。`;
    return { content: { card: formCard('调整规则', intro, fields, submit) }, privately: true };
  },
});

const STATES: Option[] = [
  { value: 'keep', label: '按上级' },
  { value: 'off', label: '停用' },
  { value: 'on', label: '启用' },
];

function whereAndWhen(ctx: Ctx): Field[] {
  return [
    {
      name: 'scope',
      label: '适用范围',
      kind: 'select',
      required: true,
      value: 'subtree',
      options: [
        { value: 'subtree', label: '本级和所有下级' },
        { value: 'unit', label: '只是本单位' },
      ],
    },
    { name: 'from', label: '从哪天起', kind: 'date', required: true, value: nextMonth(dayOf(ctx.now)) },
  ];
}

function nextMonth(today: Day): Day {
  return addDays(periodOf('month', today).to, 1);
}

export const changeRule = define({
  name: 'duty.changeRule',
  words: [],
  who: 'administer',
  input: OfUnit.extend({
    rule: z.string('请选择规则。').max(40),
    state: z.enum(['keep', 'off', 'on']).default('keep'),
    times: Times,
    grace: GraceDays,
    scope: Scope,
    from: DayInput,
  }),
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const { rule: id, state, times, grace, scope, from } = input;
    const off = state === 'keep' ? null : state === 'off';
    const wanted = { rule: id, subtree: scope === 'subtree', from, off, times, grace };
    const rule = change(ctx.db, unit, wanted, ctx.person.id, ctx.now);
    return success(`“${rule.name}”的改动已保存，从${sayDay(from)}起开始的周期按此执行。`);
  },
});

export const addForm = define({
  name: 'duty.addForm',
  words: [],
  who: 'administer',
  input: OfUnit,
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const kinds = KIND_NAMES.map((kind) => ({ value: kind, label: KINDS[kind].word }));
    const fields: Field[] = [
      { name: 'name', label: '名称', kind: 'text', required: true },
      {
        name: 'kinds',
        label: '开展哪种活动算完成（任一种）',
        kind: 'multiselect',
        required: true,
        options: kinds,
      },
      { name: 'every', label: '多久一次', kind: 'select', required: true, value: 'quarter', options: EVERY },
      { name: 'owedBy', label: '谁来做', kind: 'select', required: true, value: 'branch', options: WHO },
      { name: 'times', label: '每期次数', kind: 'number', required: false, value: 1 },
      { name: 'grace', label: '期满后宽限天数', kind: 'number', required: false, value: 0 },
      { name: 'by', label: '完成期限（一次性任务填写）', kind: 'date', required: false },
      ...whereAndWhen(ctx),
    ];
    const submit = press('保存', 'duty.addRule', { unit: unit.id }, 'primary');
    return { content: { card: formCard('增加任务', unit.name, fields, submit) }, privately: true };
  },
});

const EVERY: Option[] = [
  { value: 'month', label: '每月' },
  { value: 'quarter', label: '每季度' },
  { value: 'halfYear', label: '每半年' },
  { value: 'year', label: '每年' },
  { value: 'once', label: '一次性（有期限）' },
];

const WHO: Option[] = [
  { value: 'branch', label: '各党支部' },
  { value: 'committee', label: '设支委会的党支部' },
  { value: 'groups', label: '各党小组' },
  { value: 'upper', label: '党委本级' },
];

export const addRule = define({
  name: 'duty.addRule',
  words: [],
  who: 'administer',
  input: OfUnit.extend({
    name: z.string('请填写名称。').trim().min(2, '名称至少两个字。').max(20, '名称最多 20 个字。'),
    kinds: listInput(z.enum(ACTIVITY_KINDS, '请选择活动类型。')).refine(
      (kinds) => kinds.length > 0,
      '请选择开展哪种活动算完成。',
    ),
    every: z.enum(['month', 'quarter', 'halfYear', 'year', 'once'], '请选择多久一次。'),
    owedBy: z.enum(['branch', 'committee', 'groups', 'upper'], '请选择谁来做。').default('branch'),
    times: Times,
    grace: GraceDays,
    by: z.preprocess(emptied, DayInput.nullable()),
    scope: Scope,
    from: DayInput,
  }),
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const { name, kinds, every, owedBy, by, times, grace, scope, from } = input;
    const own = { name, kinds, every, owedBy, by };
    const wanted = { own, subtree: scope === 'subtree', from, times: times ?? 1, grace: grace ?? 0 };
    add(ctx.db, unit, wanted, ctx.person.id, ctx.now);
    return success(`已增加“${name}”，从${sayDay(from)}起开始的周期按此执行。`);
  },
});
