import { isBranch } from '../../people/permit.ts';
import type { Day } from '../../time.ts';
import { kindsNamed, ownRules } from './own.ts';
import { type Hours, MINUTES, type Rule, type Soon } from './rules.ts';
import type { Setting, Stated } from './setting.ts';
import { hoursWord, RULES } from './shipped.ts';

/** Those that concern a unit, its own last: the nearest has the last word. */
export function settingsOver(settings: readonly Setting[], lineage: string): Setting[] {
  return settings
    .filter((one) => (one.subtree ? lineage.startsWith(one.lineage) : lineage === one.lineage))
    .toSorted((a, b) => a.lineage.length - b.lineage.length || a.id - b.id);
}

/**
 * All rules there are for a unit, as they were shipped or first defined, whether in force or not. A duty of a committee's
 * own that branches and units above them owe is there twice, once for the books of each.
 */
export function definitions(over: readonly Setting[], shipped: readonly Rule[] = RULES): Rule[] {
  const own = over.flatMap((one) => (one.own ? ownRules(one, one.own, kindsNamed(over, one)) : []));
  return [...shipped, ...own];
}

/** The same, each once. */
export function distinct(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule, nth) => rules.findIndex(({ id }) => id === rule.id) === nth);
}

/** What a rule is for a period that begins on this day, as the unit's `over` have it; undefined where it is not in force. */
export function ruleOn(rule: Rule, over: readonly Setting[], day: Day): Rule | undefined {
  const found = latest(rule.id, over, day);
  if (rule.id.startsWith('own:') && !over.some((one) => isDefinition(one, rule) && one.inForce <= day)) {
    return undefined;
  }
  if (found.length === 0) return rule.optional ? undefined : rule;
  if (rule.scope === 'local' && (stated(found, 'off') ?? rule.optional) === true) return undefined;
  const times = stated(found, 'times') ?? rule.times;
  const hours = rule.hours && hoursStated(rule.hours, found);
  const version = {
    ...rule,
    times: rule.scope === 'central' ? Math.max(rule.times, times) : times,
    hours,
    says: hours ? hoursWord(hours) : rule.says,
    grace: stated(found, 'grace') ?? rule.grace,
    soon: soonStated(found) ?? rule.soon,
    late: stated(found, 'late') ?? rule.late,
  };
  return rule.id.startsWith('own:') ? narrowed(version, found) : version;
}

function hoursStated({ member, secretary }: Hours, found: readonly Setting[]): Hours {
  return {
    member: stated(found, 'hours') ?? member,
    secretary: stated(found, 'secretaryHours') ?? secretary,
  };
}

/** Of a committee's own duty, who owes it: its kinds that are in the same books as the rule. */
function narrowed(rule: Rule, found: readonly Setting[]): Rule | undefined {
  const named = stated(found, 'units') ?? rule.units;
  const units = named.filter((kind) => isBranch(kind) === (rule.owedBy !== 'upper'));
  return units.length === 0 ? undefined : { ...rule, units, least: stated(found, 'least') ?? rule.least };
}

/** Within how many days the minutes of a gathering on this day are filed, and who says so; null: they are not asked for. */
export function minutesOn(over: readonly Setting[], day: Day): { within: number; source: string } | null {
  const found = latest(MINUTES.id, over, day);
  if (stated(found, 'off') === true) return null;
  const by = found.findLast(({ within }) => within !== null);
  return by?.within ? { within: by.within, source: `${by.unitName}规定` } : MINUTES;
}

/** Whether anybody may owe it: one that is optional has to be put in force first. */
export function isAdopted({ id, optional }: Rule, settings: readonly Setting[]): boolean {
  return !optional || settings.some((one) => one.rule === id && one.off === false);
}

/** What the nearest that says anything of it says. */
function stated<K extends keyof Stated>(found: readonly Setting[], key: K): Stated[K] {
  return found.findLast((one) => one[key] !== null)?.[key] ?? null;
}

/** Days and a date answer the same question: the nearest that gives either decides. */
function soonStated(found: readonly Setting[]): Soon | null {
  const by = found.findLast(({ soon, date }) => soon !== null || date !== null);
  return by?.date ? { date: by.date } : (by?.soon ?? null);
}

/** The line that decides any of these about a rule on a day; undefined: nobody did. */
export function decidedOn(
  over: readonly Setting[],
  rule: string,
  day: Day,
  of: readonly (keyof Stated)[],
): Setting | undefined {
  return latest(rule, over, day).findLast((one) => of.some((key) => one[key] !== null));
}

function isDefinition(one: Setting, rule: Rule): boolean {
  return one.own !== null && one.rule === rule.id;
}

/** Of each unit what it decided last, from the top down. */
function latest(rule: string, over: readonly Setting[], day: Day): Setting[] {
  const byUnit = new Map<number, Setting>();
  for (const one of over) {
    if (one.rule !== rule || one.inForce > day) continue;
    const before = byUnit.get(one.unit);
    if (!before || before.inForce <= one.inForce) byUnit.set(one.unit, one);
  }
  return [...byUnit.values()];
}
