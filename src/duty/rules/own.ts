import type { OwnDuty } from '../../../db/schema/duty.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import { isBranch } from '../../people/permit.ts';
import { BRANCH_KINDS, COMMITTEE_KINDS, type Rule, SOON } from './rules.ts';
import type { Setting } from './setting.ts';

/**
 * What a committee added, as a rule: one for the branches among its kinds, by what they hold, and one for the units
 * above them. `named`: the kinds that it was ever asked of.
 */
export function ownRules(setting: Setting, own: OwnDuty, named: readonly UnitKind[]): Rule[] {
  const first = setting.units ?? usualKinds(own);
  const [branches, upper] = [named.some(isBranch), named.some((kind) => !isBranch(kind))];
  const rule = ownRule(setting, own);
  return [
    ...(branches ? [{ ...rule, units: first.filter(isBranch) }] : []),
    ...(upper ? [{ ...rule, owedBy: 'upper' as const, units: first.filter((kind) => !isBranch(kind)) }] : []),
  ];
}

/** All kinds that the lines about a duty name, from its first on. */
export function kindsNamed(over: readonly Setting[], { rule, units, own }: Setting): UnitKind[] {
  const first = units ?? (own ? usualKinds(own) : []);
  return [...first, ...over.flatMap((one) => (one.rule === rule ? (one.units ?? []) : []))];
}

/** Of a duty that names no kinds. */
function usualKinds({ owedBy }: OwnDuty): readonly UnitKind[] {
  return owedBy === 'upper' ? COMMITTEE_KINDS : BRANCH_KINDS;
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
    measure: 'gatherings',
    times: setting.times ?? 1,
    hours: null,
    kinds: own.kinds,
    owedBy: own.owedBy === 'withGroups' ? 'branch' : own.owedBy,
    units: [],
    having: own.owedBy === 'withGroups' ? 'groups' : null,
    least: setting.least,
    quorum: null,
    byGroups: false,
    season: null,
    grace: setting.grace ?? 0,
    soon: SOON,
    late: null,
    once: own.every === 'once' ? { from: setting.inForce, to: by } : null,
    scope: 'local',
    source: `${setting.unitName}规定`,
    says:
      own.every === 'once'
        ? `${Number(by.slice(0, 4))}年${Number(by.slice(5, 7))}月${Number(by.slice(8))}日前完成`
        : `${EVERY_WORDS[own.every]}至少 ${setting.times ?? 1} 次`,
  };
}
