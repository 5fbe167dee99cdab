import type { OwnDuty } from '../../db/schema/duty.ts';
import type { Day } from '../time.ts';
import { RULES, type Rule } from './rules.ts';

/** A line of what committees decided about rules. Null: not stated. */
export interface Setting {
  id: number;
  unit: number;
  unitName: string;
  lineage: string;
  /** For all beneath the unit, or for itself alone. */
  subtree: boolean;
  rule: string;
  inForce: Day;
  off: boolean | null;
  times: number | null;
  grace: number | null;
  own: OwnDuty | null;
}

/** Those that concern a unit, its own last: the nearest has the last word. */
export function settingsOver(settings: readonly Setting[], lineage: string): Setting[] {
  return settings
    .filter((one) => (one.subtree ? lineage.startsWith(one.lineage) : lineage === one.lineage))
    .toSorted((a, b) => a.lineage.length - b.lineage.length || a.id - b.id);
}

/** All rules there are for a unit, as they were shipped or first defined, whether in force or not. */
export function definitions(over: readonly Setting[], shipped: readonly Rule[] = RULES): Rule[] {
  return [...shipped, ...over.flatMap((one) => (one.own ? [ownRule(one, one.own)] : []))];
}

/** What a rule is for a period that begins on this day, as the unit's `over` have it; undefined where it is not in force. */
export function ruleOn(rule: Rule, over: readonly Setting[], day: Day): Rule | undefined {
  const found = latest(rule, over, day);
  if (rule.id.startsWith('own:') && !over.some((one) => isDefinition(one, rule) && one.inForce <= day)) {
    return undefined;
  }
  const stated = <T>(of: (one: Setting) => T | null) => found.map(of).findLast((value) => value !== null);
  if (rule.scope === 'local' && (stated((one) => one.off) ?? rule.optional) === true) return undefined;
  const times = stated((one) => one.times) ?? rule.times;
  const grace = stated((one) => one.grace) ?? rule.grace;
  return changed(rule, rule.scope === 'central' ? Math.max(rule.times, times) : times, grace);
}

/** Whether anybody may owe it: one that is optional has to be put in force first. */
export function isAdopted({ id, optional }: Rule, settings: readonly Setting[]): boolean {
  return !optional || settings.some((one) => one.rule === id && one.off === false);
}

function isDefinition(one: Setting, rule: Rule): boolean {
  return one.own !== null && one.rule === rule.id;
}

/** Of each unit what it decided last, from the top down. */
function latest(rule: Rule, over: readonly Setting[], day: Day): Setting[] {
  const byUnit = new Map<number, Setting>();
  for (const one of over) {
    if (one.rule !== rule.id || one.inForce > day) continue;
    const before = byUnit.get(one.unit);
    if (!before || before.inForce <= one.inForce) byUnit.set(one.unit, one);
  }
  return [...byUnit.values()];
}

function changed(rule: Rule, times: number, grace: Rule['grace']): Rule {
  return times === rule.times && grace === rule.grace ? rule : { ...rule, times, grace };
}

const EVERY_WORDS: Record<OwnDuty['every'], string> = {
  month: '每月',
  quarter: '每季度',
  halfYear: '每半年',
  year: '每年',
  once: '',
};

function ownRule(setting: Setting, own: OwnDuty): Rule {
  const by = own.by ?? setting.inForce;
  return {
    id: setting.rule,
    name: own.name,
    short: own.name,
    every: own.every,
    times: setting.times ?? 1,
    kinds: own.kinds,
    owedBy: own.owedBy,
    quorum: null,
    byGroups: false,
    season: null,
    grace: setting.grace ?? 0,
    once: own.every === 'once' ? { from: setting.inForce, to: by } : null,
    scope: 'local',
    source: `${setting.unitName}规定`,
    says:
      own.every === 'once'
        ? `${Number(by.slice(0, 4))}年${Number(by.slice(5, 7))}月${Number(by.slice(8))}日前完成`
        : `${EVERY_WORDS[own.every]}至少 ${setting.times ?? 1} 次`,
  };
}
