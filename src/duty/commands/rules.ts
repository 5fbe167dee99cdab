import { type Card, press } from '../../../cards/card.ts';
import { type RuleLine, rulesCard } from '../../../cards/duty/rules.ts';
import type { Ctx } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, sayDay } from '../../time.ts';
import { readSettings } from '../decided.ts';
import type { Rule } from '../rules.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { definitions, ruleOn, type Setting, settingsOver } from '../settings.ts';
import { periodAt } from '../slots.ts';
import { unitOf } from './asked.ts';
import { addForm, addRule, changeForm, changeRule, OfUnit, topOf } from './decide.ts';

/** 规则: what a unit and those beneath it are held to, since when and by whom; and to change it. */
export const rulesCommands = [
  define({
    name: 'duty.rules',
    words: ['规则', '规则设置'],
    section: 'settings',
    help: '查看和调整各项要求：规则 [单位]',
    who: 'administer',
    input: OfUnit,
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'administer'),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'administer') } : {}),
    run: (ctx, input) => ({
      content: { card: rulesOf(ctx, unitOf(ctx, topOf(ctx, input))) },
      privately: true,
    }),
  }),
  changeForm,
  changeRule,
  addForm,
  addRule,
];

function rulesOf(ctx: Ctx, unit: Unit): Card {
  const today = dayOf(ctx.now);
  const over = settingsOver(readSettings(ctx.db), unit.lineage);
  const rules = definitions(over);
  const lines = rules.map((rule) => lineOf(rule, over, today));
  const coming = over
    .filter((one) => one.inForce > today)
    .map((one) => `自${sayDay(one.inForce)}起 ${nameOf(rules, one)}${statedWord(one)}（${one.unitName}）`);
  return rulesCard(unit.name, lines, coming, [
    press('调整规则', 'duty.changeForm', { unit: unit.id }, 'primary'),
    press('增加任务', 'duty.addForm', { unit: unit.id }),
  ]);
}

function lineOf(rule: Rule, over: readonly Setting[], today: Day): RuleLine {
  const period = periodAt(rule, today);
  const version = ruleOn(rule, over, period.from);
  const last = over.filter((one) => one.rule === rule.id && one.inForce <= period.from).at(-1);
  const since = last ? `${last.unitName}，自${sayDay(last.inForce)}起` : '随系统设置';
  return {
    name: rule.name,
    scope: rule.scope === 'central' ? '中央' : '本地',
    says: version ? requiredWord(version) : idleWord(rule, last),
    source: `${rule.source}（${since}）`,
  };
}

function idleWord(rule: Rule, last: Setting | undefined): string {
  if (last !== undefined) return '已停用';
  return rule.optional ? `未启用，可以“调整规则”启用：${rule.says}` : '尚未开始';
}

function requiredWord(rule: Rule): string {
  const many = rule.times > 1 ? `；现为 ${rule.times} 次` : '';
  return `${rule.says}${many}${graceWord(rule.grace)}`;
}

function graceWord(grace: Rule['grace']): string {
  if (grace === 'untilMarch') return '；可补开到次年3月31日';
  return grace > 0 ? `；期满后宽限 ${grace} 天` : '';
}

function nameOf(rules: readonly Rule[], one: Setting): string {
  return rules.find((rule) => rule.id === one.rule)?.name ?? '';
}

function statedWord({ off, times, grace, own }: Setting): string {
  if (own) return '开始执行';
  const words = [
    off === true ? '停用' : off === false ? '启用' : '',
    times === null ? '' : `${times} 次`,
    grace === null ? '' : `宽限 ${grace} 天`,
  ].filter((word) => word !== '');
  return words.length > 0 ? words.join('，') : '恢复上级规定';
}
