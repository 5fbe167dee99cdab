import { eq } from 'drizzle-orm';
import { dutySettings, type OwnDuty } from '../../../db/schema/duty.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { isBranch } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant, sayDay } from '../../time.ts';
import { periodAt } from '../owed/slots.ts';
import { readSettings } from './decided.ts';
import { refuseDays, refuseMeasure, refuseQuiet, refuseWithin } from './limits.ts';
import { MINUTES, type Rule } from './rules.ts';
import type { Setting } from './setting.ts';
import { definitions, ruleOn, settingsOver } from './settings.ts';

/** What a committee decides about a rule, from a day on. Null: as it is above. */
export interface Change
  extends Pick<
    Setting,
    'off' | 'times' | 'grace' | 'soon' | 'date' | 'late' | 'within' | 'hours' | 'secretaryHours'
  > {
  rule: string;
  subtree: boolean;
  from: Day;
  units: UnitKind[] | null;
  least: number | null;
}

/** Adds a line and changes none: periods that are over keep their rules. → what the rule is called */
export function change(db: Db, unit: Unit, wanted: Change, by: number, now: Instant): string {
  if (wanted.rule === MINUTES.id) return changeMinutes(db, unit, wanted, by, now);
  const over = settingsOver(readSettings(db), unit.lineage);
  const rule = definitions(over).find((one) => one.id === wanted.rule);
  if (!rule) throw new Refusal('not_found', '没有找到这条规则，请说“规则”重新选择。');
  refuseCentral(rule, wanted);
  refuseMeasure(rule, wanted);
  if (rule.every === 'once' && wanted.times !== null && wanted.times !== 1) {
    throw new Refusal('invalid', '一次性的任务次数就是 1 次。');
  }
  if (!rule.id.startsWith('own:') && (wanted.units !== null || wanted.least !== null)) {
    throw new Refusal('not_allowed', `“${rule.name}”由谁来完成是规定好的，只能调整次数和天数。`);
  }
  const own = over.find((one) => one.rule === rule.id && one.own !== null)?.own;
  if (own && wanted.units !== null) refuseUnits(own, wanted.units);
  refuseDays(rule, wanted);
  const line = { ...wanted, id: Number.MAX_SAFE_INTEGER, inForce: wanted.from, own: null };
  const { id, name, lineage } = unit;
  const changed = ruleOn(rule, [...over, { ...line, unit: id, unitName: name, lineage }], wanted.from);
  if (changed) refuseQuiet(changed);
  refuseBefore(periodAt(rule, dayOf(now)).from, wanted.from);
  insert(db, unit, { ...wanted, own: null }, by, now);
  return rule.name;
}

/** A duty of a committee's own; its id, which is returned, is that of the line that defines it. */
export function add(
  db: Db,
  unit: Unit,
  wanted: Pick<Change, 'subtree' | 'from' | 'least'> & {
    own: OwnDuty;
    units: UnitKind[];
    times: number;
    grace: number;
  },
  by: number,
  now: Instant,
): string {
  const { own, from, units, grace } = wanted;
  const today = dayOf(now);
  if (own.every === 'once' && (own.by === null || own.by < today || own.by < from)) {
    throw new Refusal('invalid', '一次性的任务请填写完成期限，期限在今天以后。');
  }
  if (own.every !== 'once' && own.by !== null) {
    throw new Refusal('invalid', '完成期限只用于一次性的任务；按期重复的任务不填。');
  }
  refuseUnits(own, units);
  refuseQuiet({ name: own.name, every: own.every, grace, late: null });
  refuseBefore(own.every === 'once' ? today : periodAt({ every: own.every, once: null }, today).from, from);
  const taken = definitions(settingsOver(readSettings(db), unit.lineage));
  if ([...taken, MINUTES].some(({ name }) => name === own.name)) {
    throw new Refusal('conflict', `已经有一条叫“${own.name}”的规则，请换个名称。`);
  }
  return insert(db, unit, { ...NOTHING, ...wanted, rule: 'own' }, by, now);
}

const NOTHING = {
  off: null,
  soon: null,
  date: null,
  late: null,
  within: null,
  hours: null,
  secretaryHours: null,
};

function changeMinutes(db: Db, unit: Unit, wanted: Change, by: number, now: Instant): string {
  const { rule, subtree, from, off, within } = wanted;
  if (within !== null) refuseWithin(within);
  if (from < dayOf(now)) throw new Refusal('invalid', '已经开过的活动不改，请选今天或以后的日期。');
  const nothing = { ...NOTHING, times: null, grace: null, units: null, least: null, own: null };
  insert(db, unit, { ...nothing, rule, subtree, from, off, within }, by, now);
  return MINUTES.name;
}

function refuseCentral({ name, source, scope, times }: Rule, wanted: Change): void {
  if (scope !== 'central') return;
  if (wanted.off === true) {
    throw new Refusal('not_allowed', `“${name}”是${source}的要求，不能停用；可以增加次数。`);
  }
  if (wanted.times !== null && wanted.times < times) {
    throw new Refusal('not_allowed', `“${name}”是${source}的要求，次数只能增加，不能减少。`);
  }
}

/** A branch alone has a committee or groups by which it can be told from others. */
function refuseUnits({ owedBy }: OwnDuty, units: readonly UnitKind[]): void {
  if (owedBy === 'branch' || owedBy === 'upper' || units.every(isBranch)) return;
  throw new Refusal(
    'invalid',
    '支委会、党小组只有党支部才设。请只选党支部、联合党支部、临时党支部，或者“其中哪些”选“全部”。',
  );
}

function refuseBefore(first: Day, from: Day): void {
  if (from >= first) return;
  throw new Refusal('invalid', `已经过去的周期不能改规则，最早从${sayDay(first)}（本期第一天）起。`);
}

function insert(
  db: Db,
  unit: Unit,
  { from, ...wanted }: Change & { own: OwnDuty | null },
  by: number,
  now: Instant,
): string {
  const values = { ...wanted, unit: unit.id, inForce: from, setAt: now, setBy: by };
  const { id } = db.insert(dutySettings).values(values).returning({ id: dutySettings.id }).get();
  const rule = wanted.own ? `own:${id}` : wanted.rule;
  if (wanted.own) db.update(dutySettings).set({ rule }).where(eq(dutySettings.id, id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: wanted.own ? 'rule.added' : 'rule.changed',
    subject: `unit:${unit.id}`,
    after: { setting: id, ...wanted, from },
  });
  return rule;
}
