import type { Db } from '../../../db/store.ts';
import { type Day, dayOf, sayDay } from '../../time.ts';
import { periodAt } from '../owed/slots.ts';
import { signedBy } from './decided.ts';
import { MINUTES, type Rule } from './rules.ts';
import { graceWord, lateWord, minutesWait, minutesWord, soonWord, whoWord } from './said.ts';
import type { Setting, Stated } from './setting.ts';
import { decidedOn, minutesOn, ruleOn } from './settings.ts';

/** How something about a rule is today, and by whose word. */
export interface Stand {
  label: string;
  value: string;
}

/** Of one rule, in the books of branches and of those above, for the period that a day is in. */
export function standsFor(db: Db, rules: readonly Rule[], over: readonly Setting[], today: Day): Stand[] {
  const day = rules[0] ? periodAt(rules[0], today).from : today;
  const versions = rules.flatMap((rule) => ruleOn(rule, over, day) ?? []);
  const [version] = versions;
  const [rule] = rules;
  if (!rule) return [];
  const by = (usual: string, ...of: (keyof Stated)[]) => sourceOf(db, over, rule.id, day, usual, of);
  if (!version) return [{ label: '现在', value: `不执行${by('', 'off')}` }];
  const law = rule.scope === 'central' ? '中央规定' : rule.source;
  const usual = rule.id.startsWith('own:') ? law : '系统设置';
  return [
    ...(rule.id.startsWith('own:')
      ? [{ label: '谁来完成', value: `${whoWord(versions)}${by(law, 'units', 'least')}` }]
      : []),
    version.measure === 'gatherings'
      ? { label: '每期次数', value: `${version.times} 次${by(law, 'times')}` }
      : { label: '要求', value: `${version.says}${by(law, 'hours', 'secretaryHours')}` },
    ...(rule.owedBy === 'leader'
      ? []
      : [
          { label: '宽限', value: `${graceWord(version.grace) || '没有'}${by(usual, 'grace')}` },
          { label: '提醒', value: `${soonWord(version.soon)}${by('系统设置', 'soon', 'date')}` },
          { label: '报上级', value: `${lateWord(version)}${by('系统设置', 'late')}` },
        ]),
  ];
}

export function standsForMinutes(db: Db, over: readonly Setting[], today: Day): Stand[] {
  const now = minutesOn(over, today);
  const by = (...of: (keyof Stated)[]) => sourceOf(db, over, MINUTES.id, today, MINUTES.source, of);
  if (!now) return [{ label: '现在', value: `不提醒${by('off')}` }];
  return [
    { label: '归档', value: `${minutesWord(now.within)}${by('within')}` },
    { label: '提醒', value: `会后 ${minutesWait(now.within)} 天还没有的` },
  ];
}

/** （机关工委 陈静 2026年11月21日设置，自2026年12月1日起）, or where it comes from when nobody changed it. */
function sourceOf(
  db: Db,
  over: readonly Setting[],
  rule: string,
  day: Day,
  usual: string,
  of: readonly (keyof Stated)[],
): string {
  const one = decidedOn(over, rule, day, of);
  if (!one) return usual === '' ? '' : `（${usual}）`;
  const signed = signedBy(db, one.id);
  const who = signed ? ` ${signed.name} ${sayDay(dayOf(signed.at))}` : '';
  return `（${one.unitName}${who}设置，自${sayDay(one.inForce)}起）`;
}
