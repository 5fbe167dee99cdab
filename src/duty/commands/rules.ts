import { type Card, press } from '../../../cards/card.ts';
import { type RuleLine, rulesCard } from '../../../cards/duty/rules.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, sayDay } from '../../time.ts';
import { periodAt } from '../owed/slots.ts';
import { readSettings } from '../rules/decided.ts';
import { MINUTES, type Rule } from '../rules/rules.ts';
import { graceWord, lateWord, lineWord, minutesWait, minutesWord, soonWord, whoWord } from '../rules/said.ts';
import type { Setting, Stated } from '../rules/setting.ts';
import { decidedOn, definitions, minutesOn, ruleOn, settingsOver } from '../rules/settings.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { addForm, addRule } from './add.ts';
import { unitOf } from './asked.ts';
import { changeForm } from './change.ts';
import { OfUnit, topOf } from './fields.ts';
import { changeRule } from './save.ts';

/** 规则: what a unit and those beneath it are held to, since when and by whom; and to change it. */
export const rulesCommands = [
  define({
    name: 'duty.rules',
    words: ['规则', '规则设置'],
    section: 'settings',
    help: '查看和调整各项要求、提醒和上报的天数：规则 [单位]',
    who: 'administer',
    input: OfUnit,
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'administer'),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'administer') } : {}),
    run: (ctx, input) => privately(rulesOf(ctx, unitOf(ctx, topOf(ctx, input)))),
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
  const byId = [...Map.groupBy(rules, ({ id }) => id).values()];
  const lines = byId.map((versions) => lineOf(versions, over, today));
  const coming = over
    .filter((one) => one.inForce > today)
    .map((one) => `自${sayDay(one.inForce)}起 ${nameOf(rules, one)}：${lineWord(one)}（${one.unitName}）`);
  return rulesCard(unit.name, [...lines, minutesLine(over, today)], coming, [
    press('调整规则', 'duty.changeForm', { unit: unit.id }, 'primary'),
    press('增加任务', 'duty.addForm', { unit: unit.id }),
  ]);
}

/** One rule, in the books of branches and of those above. */
function lineOf(versions: readonly Rule[], over: readonly Setting[], today: Day): RuleLine {
  const [rule] = versions;
  if (!rule) throw new RangeError('a rule without a version');
  const period = periodAt(rule, today);
  const now = versions.flatMap((one) => ruleOn(one, over, period.from) ?? []);
  const [version] = now;
  const last = over.filter((one) => one.rule === rule.id && one.inForce <= period.from).at(-1);
  return {
    name: rule.name,
    scope: rule.scope === 'central' ? '中央' : '本地',
    says: version ? requiredWord(now, version) : idleWord(rule, last),
    source: `${rule.source}（${sinceWord(last)}）`,
    days: version && version.owedBy !== 'leader' ? daysWord(version) : '—',
  };
}

function minutesLine(over: readonly Setting[], today: Day): RuleLine {
  const now = minutesOn(over, today);
  return {
    name: MINUTES.name,
    scope: '本地',
    says: now ? minutesWord(now.within) : '已停用',
    source: `${MINUTES.source}（${sinceWord(decidedOn(over, MINUTES.id, today, MINUTES_SAY))}）`,
    days: now ? `会后 ${minutesWait(now.within)} 天还没有的提醒` : '—',
  };
}

const MINUTES_SAY: readonly (keyof Stated)[] = ['off', 'within'];

function sinceWord(last: Setting | undefined): string {
  return last ? `${last.unitName}，自${sayDay(last.inForce)}起` : '随系统设置';
}

function idleWord(rule: Rule, last: Setting | undefined): string {
  if (last !== undefined) return '已停用';
  return rule.optional ? `未启用，可以“调整规则”启用：${rule.says}` : '尚未开始';
}

function requiredWord(now: readonly Rule[], version: Rule): string {
  const grace = graceWord(version.grace);
  return [
    version.id.startsWith('own:') ? `${whoWord(now)}：${version.says}` : version.says,
    ...(version.times > 1 ? [`现为 ${version.times} 次`] : []),
    ...(grace === '' ? [] : [grace]),
  ].join('；');
}

function daysWord(version: Rule): string {
  return `${soonWord(version.soon)}；${lateWord(version)}`;
}

function nameOf(rules: readonly Rule[], one: Setting): string {
  return [...rules, MINUTES].find((rule) => rule.id === one.rule)?.name ?? '';
}
