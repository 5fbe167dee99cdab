import { z } from 'zod';
import { type Field, type Option, press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { ACTIVITY_KINDS } from '../../../db/schema/activity.ts';
import { KIND_NAMES, KINDS } from '../../activity/kinds.ts';
import { privately, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { listInput } from '../../chat/inputs.ts';
import { addDays, dayOf, sayDay } from '../../time.ts';
import { periodOf } from '../period.ts';
import { add } from '../rules/decide.ts';
import { owersOf } from '../rules/owers.ts';
import { BRANCH_KINDS } from '../rules/rules.ts';
import { unitOf } from './asked.ts';
import {
  DayInput,
  emptied,
  GraceDays,
  KindInput,
  kindsField,
  Least,
  leastField,
  OfUnit,
  Scope,
  Times,
  topOf,
  whereAndWhen,
} from './fields.ts';

/** 增加任务: who, what, how often or by when, in one form. */
export const addForm = define({
  name: 'duty.addForm',
  words: ['增加任务'],
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
      kindsField(BRANCH_KINDS, true),
      { name: 'owedBy', label: '其中哪些', kind: 'select', required: true, value: 'branch', options: WHO },
      leastField(null),
      { name: 'every', label: '多久一次', kind: 'select', required: true, value: 'quarter', options: EVERY },
      { name: 'by', label: '完成期限（一次性任务填写）', kind: 'date', required: false },
      { name: 'times', label: '每期次数', kind: 'number', required: false, value: 1 },
      { name: 'grace', label: '期满后宽限天数', kind: 'number', required: false, value: 0 },
      ...whereAndWhen(addDays(periodOf('month', dayOf(ctx.now)).to, 1), true),
    ];
    const submit = press('保存', 'duty.addRule', { unit: unit.id }, 'primary');
    const intro = `${unit.name}。类别、人数、支委会和党小组看每期的第一天和最后一天，中途才有的从下一期算起。`;
    return privately(formCard('增加任务', intro, fields, submit));
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
  { value: 'branch', label: '全部' },
  { value: 'committee', label: '只要设支委会的党支部' },
  { value: 'withGroups', label: '只要设党小组的党支部' },
  { value: 'groups', label: '由各党小组分别完成' },
];

export const addRule = define({
  name: 'duty.addRule',
  words: [],
  who: 'administer',
  input: OfUnit.extend({
    name: z.string('请填写名称。').trim().min(2, '名称至少两个字。').max(20, '名称请不超过 20 字。'),
    kinds: listInput(z.enum(ACTIVITY_KINDS, '请选择活动类型。')).refine(
      (kinds) => kinds.length > 0,
      '请选择开展哪种活动算完成。',
    ),
    units: listInput(KindInput).refine((kinds) => kinds.length > 0, '请选择哪类党组织来完成。'),
    owedBy: z
      .enum(['branch', 'committee', 'withGroups', 'groups'], '请选择其中哪些来完成。')
      .default('branch'),
    least: Least,
    every: z.enum(['month', 'quarter', 'halfYear', 'year', 'once'], '请选择多久一次。'),
    by: z.preprocess(emptied, DayInput.nullable()),
    times: Times,
    grace: GraceDays,
    scope: Scope,
    from: DayInput,
  }),
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const { name, kinds, every, owedBy, by, units, least, times, grace, scope, from } = input;
    const wanted = {
      own: { name, kinds, every, owedBy, by },
      units,
      least,
      subtree: scope === 'subtree',
      from,
      times: times ?? 1,
      grace: grace ?? 0,
    };
    const rule = add(ctx.db, unit, wanted, ctx.person.id, ctx.now);
    const owers = owersOf(ctx.db, unit.lineage, { rule, own: wanted.own, from }, ctx.now);
    return success(
      `已增加“${name}”，从${sayDay(from)}起开始的周期按此执行。${
        owers > 0
          ? `按现在的情况，要完成的有 ${owers} 个党组织。`
          : '按现在的情况还没有要完成的党组织，请看看类别和人数填得对不对。'
      }`,
    );
  },
});
