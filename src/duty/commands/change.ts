import { type Field, type Option, press } from '../../../cards/card.ts';
import { changeCard } from '../../../cards/duty/rules.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import type { Unit } from '../../people/store.ts';
import { addDays, dayOf, sayDay } from '../../time.ts';
import { periodAt } from '../owed/slots.ts';
import { readSettings } from '../rules/decided.ts';
import { MINUTES, type Rule } from '../rules/rules.ts';
import type { Setting } from '../rules/setting.ts';
import { definitions, distinct, settingsOver } from '../rules/settings.ts';
import { standsFor, standsForMinutes } from '../rules/stands.ts';
import { unitOf } from './asked.ts';
import { kindsField, leastField, OfUnit, RuleId, topOf, whereAndWhen } from './fields.ts';

/** 调整规则: first which, then what it is now and by whose word, with what may be changed about it. */
export const changeForm = define({
  name: 'duty.changeForm',
  words: ['调整规则'],
  who: 'administer',
  input: OfUnit.extend({ rule: RuleId.optional() }),
  over: topOf,
  fromText: (ctx, rest) => (rest === '' ? {} : { rule: ruleNamed(ctx, rest) }),
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const over = settingsOver(readSettings(ctx.db), unit.lineage);
    if (input.rule === undefined) return choose(unit, over);
    if (input.rule === MINUTES.id) return minutesForm(ctx, unit, over);
    const rules = definitions(over).filter(({ id }) => id === input.rule);
    const [rule] = rules;
    if (!rule) throw new Refusal('not_found', '没有找到这条规则，请说“规则”重新选择。');
    return ruleForm(ctx, unit, over, rule, rules);
  },
});

/** The rules of the highest unit that the asker administers. */
function ruleNamed(ctx: Ctx, said: string): string {
  const over = settingsOver(readSettings(ctx.db), unitOf(ctx, topOf(ctx, {})).lineage);
  const name = said.trim();
  const found = [...definitions(over), MINUTES].find((one) => one.name === name || one.short === name);
  if (!found) throw new Refusal('not_found', `没有叫“${name}”的规则，请说“调整规则”再选。`);
  return found.id;
}

function choose(unit: Unit, over: readonly Setting[]): Reply {
  const options: Option[] = distinct(definitions(over)).map(({ id, name, scope }) => ({
    value: id,
    label: scope === 'central' ? `${name}（中央）` : name,
  }));
  const rule: Field = {
    name: 'rule',
    label: '规则',
    kind: 'select',
    required: true,
    options: [...options, { value: MINUTES.id, label: MINUTES.name }],
  };
  const submit = press('下一步', 'duty.changeForm', { unit: unit.id }, 'primary');
  return privately(formCard('调整规则', `${unit.name}。`, [rule], submit));
}

const STATES: Option[] = [
  { value: 'keep', label: '按上级' },
  { value: 'off', label: '停用' },
  { value: 'on', label: '启用' },
];

function ruleForm(
  ctx: Ctx,
  unit: Unit,
  over: readonly Setting[],
  rule: Rule,
  versions: readonly Rule[],
): Reply {
  const today = dayOf(ctx.now);
  const own = ownLine(over, unit, rule.id);
  const period = periodAt(rule, today);
  // What is done once is changed as a whole.
  const next = rule.every === 'once' ? period.from : addDays(period.to, 1);
  const fields: Field[] = [
    ...(rule.scope === 'central' ? [] : [stateField(own)]),
    ...amountFields(rule, own),
    ...(rule.owedBy === 'leader' ? [] : dayFields(rule, own)),
    ...(rule.id.startsWith('own:')
      ? [kindsField(own?.units ?? [], false), leastField(own?.least ?? null)]
      : []),
    ...whereAndWhen(next, own?.subtree ?? true),
  ];
  const when = rule.every === 'once' ? '' : `本期从${sayDay(period.from)}起，下期从${sayDay(next)}起。`;
  return show(unit, rule, fields, standsFor(ctx.db, versions, over, today), when);
}

function amountFields({ measure, hours }: Rule, own: Setting | undefined): Field[] {
  if (hours)
    return [
      number('hours', `党员每年学时（一般 ${hours.member}）`, own?.hours),
      number('secretaryHours', `书记每年学时（一般 ${hours.secretary}）`, own?.secretaryHours),
    ];
  return measure === 'gatherings' ? [number('times', '每期次数', own?.times)] : [];
}

/** Only what counts for it is asked: a date of the month of what is owed each month. */
function dayFields(rule: Rule, own: Setting | undefined): Field[] {
  return [
    number('grace', '期满后宽限天数', own?.grace),
    number('soon', '到期前几天提醒（还没安排的）', own?.soon),
    ...(rule.every === 'month' ? [number('date', '每月几日起提醒（与上一项只填一项）', own?.date)] : []),
    number('late', '逾期几天后报上级（有宽限的从宽限期满算）', own?.late),
  ];
}

function minutesForm(ctx: Ctx, unit: Unit, over: readonly Setting[]): Reply {
  const today = dayOf(ctx.now);
  const own = ownLine(over, unit, MINUTES.id);
  const fields = [
    stateField(own),
    number('within', '会后几天内归档', own?.within),
    ...whereAndWhen(today, own?.subtree ?? true),
  ];
  const stands = standsForMinutes(ctx.db, over, today);
  return show(unit, MINUTES, fields, stands, '到期前一天还没有的，提醒支部书记。');
}

/** What the unit itself decided last stands in the form, so that what is not touched stays. */
function ownLine(over: readonly Setting[], unit: Unit, rule: string): Setting | undefined {
  return over
    .filter((one) => one.rule === rule && one.unit === unit.id)
    .toSorted((a, b) => (a.inForce < b.inForce ? -1 : a.inForce > b.inForce ? 1 : a.id - b.id))
    .at(-1);
}

function show(
  unit: Unit,
  { id, name }: { id: string; name: string },
  fields: Field[],
  stands: { label: string; value: string }[],
  when: string,
): Reply {
  const submit = press('保存', 'duty.changeRule', { unit: unit.id, rule: id }, 'primary');
  return privately(changeCard(unit.name, name, stands, when, fields, submit));
}

function stateField(own: Setting | undefined): Field {
  const off = own?.off ?? null;
  const value = off === null ? 'keep' : off ? 'off' : 'on';
  return { name: 'state', label: '是否执行', kind: 'select', required: false, value, options: STATES };
}

function number(name: string, label: string, value: number | null | undefined): Field {
  return {
    name,
    label,
    kind: 'number',
    required: false,
    ...(value != null && { value }),
    hint: '不填则按上级',
  };
}
