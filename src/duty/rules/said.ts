import type { UnitKind } from '../../../db/schema/people.ts';
import { UNIT_KIND_WORDS } from '../../people/words.ts';
import { BRANCH_KINDS, LATE, MINUTES, type Rule, type Soon } from './rules.ts';
import type { Setting } from './setting.ts';

/** 每月 20 日起提醒, 到期前 10 天提醒. */
export function soonWord(soon: Soon): string {
  return typeof soon === 'number' ? `到期前 ${soon} 天提醒` : `每月 ${soon.date} 日起提醒`;
}

/** 期满 7 天后报上级; where there is a grace, after it. */
export function lateWord({ late, grace }: Pick<Rule, 'late' | 'grace'>): string {
  if (late !== null) return `${grace === 0 ? '期满' : '宽限期满'} ${late} 天后报上级`;
  return grace === 'untilMarch' || grace >= LATE ? '宽限期满后报上级' : `期满 ${LATE} 天后报上级`;
}

/** 宽限 10 天, 可补开到次年3月31日; empty: none. */
export function graceWord(grace: Rule['grace']): string {
  if (grace === 'untilMarch') return '可补开到次年3月31日';
  return grace > 0 ? `期满后宽限 ${grace} 天` : '';
}

/** 党支部、党总支，设党小组的，党员 7 人以上, of one rule in the books of branches and of those above. */
export function whoWord(versions: readonly Rule[]): string {
  const [first] = versions;
  const units = versions.flatMap((one) => one.units);
  const conditions = [
    first?.owedBy === 'committee' ? '设支委会的' : '',
    first?.owedBy === 'groups' ? '由各党小组分别完成' : '',
    first?.having === 'groups' ? '设党小组的' : '',
    first?.least ? `党员 ${first.least} 人以上的` : '',
  ];
  return [kindsWord(units), ...conditions].filter((word) => word !== '').join('，');
}

/** All kinds of branches are called 各党支部. */
function kindsWord(units: readonly UnitKind[]): string {
  const all = BRANCH_KINDS.every((kind) => units.includes(kind));
  const rest = all ? units.filter((kind) => !BRANCH_KINDS.some((one) => one === kind)) : units;
  return [...(all ? ['各党支部'] : []), ...rest.map((kind) => UNIT_KIND_WORDS[kind])].join('、');
}

/** What one line decides, in a few words. */
export function lineWord(one: Setting): string {
  if (one.own) return '开始执行';
  const { off, times, grace, soon, date, late, within, hours, secretaryHours, units, least } = one;
  const words = [
    off === true ? '停用' : off === false ? '启用' : '',
    times === null ? '' : `${times} 次`,
    grace === null ? '' : `宽限 ${grace} 天`,
    soon === null ? '' : soonWord(soon),
    date === null ? '' : soonWord({ date }),
    late === null ? '' : `逾期 ${late} 天后报上级`,
    within === null ? '' : minutesWord(within),
    hours === null ? '' : `党员 ${hours} 学时`,
    secretaryHours === null ? '' : `书记 ${secretaryHours} 学时`,
    units === null ? '' : `由${kindsWord(units)}完成`,
    least === null ? '' : `党员 ${least} 人以上的完成`,
  ].filter((word) => word !== '');
  return words.length > 0 ? words.join('，') : '恢复上级规定';
}

export function minutesWord(within: number = MINUTES.within): string {
  return `会后 ${within} 天内归档`;
}

/** A day before they are due, and at the earliest the day after the gathering. */
export function minutesWait(within: number): number {
  return Math.max(1, within - 1);
}
