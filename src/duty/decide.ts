import { eq } from 'drizzle-orm';
import { dutySettings, type OwnDuty } from '../../db/schema/duty.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Unit } from '../people/store.ts';
import { type Day, dayOf, type Instant, sayDay } from '../time.ts';
import { readSettings } from './decided.ts';
import type { Rule } from './rules.ts';
import { definitions, settingsOver } from './settings.ts';
import { periodAt } from './slots.ts';

/** What a committee decides about a rule, from a day on. Null: as it is above. */
export interface Change {
  rule: string;
  subtree: boolean;
  from: Day;
  off: boolean | null;
  times: number | null;
  grace: number | null;
}

/** Adds a line and changes none: periods that are over keep their rules. */
export function change(db: Db, unit: Unit, wanted: Change, by: number, now: Instant): Rule {
  const rule = definitions(settingsOver(readSettings(db), unit.lineage)).find(
    (one) => one.id === wanted.rule,
  );
  if (!rule) throw new Refusal('not_found', '没有找到这条规则，请说“规则”重新选择。');
  if (rule.scope === 'central' && wanted.off === true) {
    throw new Refusal('not_allowed', `“${rule.name}”是${rule.source}的要求，不能停用；可以增加次数。`);
  }
  if (rule.scope === 'central' && wanted.times !== null && wanted.times < rule.times) {
    throw new Refusal('not_allowed', `“${rule.name}”是${rule.source}的要求，次数只能增加，不能减少。`);
  }
  if (rule.every === 'once' && wanted.times !== null && wanted.times !== 1) {
    throw new Refusal('invalid', '一次性的任务次数就是 1 次。');
  }
  refuseBefore(periodAt(rule, dayOf(now)).from, wanted.from);
  insert(db, unit, { ...wanted, own: null }, by, now);
  return rule;
}

/** A duty of a committee's own; its id is that of the line that defines it. */
export function add(
  db: Db,
  unit: Unit,
  wanted: { own: OwnDuty; subtree: boolean; from: Day; times: number; grace: number },
  by: number,
  now: Instant,
): void {
  const { own, from } = wanted;
  const today = dayOf(now);
  if (own.every === 'once' && (own.by === null || own.by < today || own.by < from)) {
    throw new Refusal('invalid', '一次性的任务请填写完成期限，期限在今天以后。');
  }
  if (own.every !== 'once' && own.by !== null) {
    throw new Refusal('invalid', '完成期限只用于一次性的任务；按期重复的任务不填。');
  }
  refuseBefore(own.every === 'once' ? today : periodAt({ ...SHAPE, every: own.every }, today).from, from);
  const taken = definitions(settingsOver(readSettings(db), unit.lineage));
  if (taken.some((rule) => rule.name === own.name)) {
    throw new Refusal('conflict', `已经有一条叫“${own.name}”的规则，请换个名称。`);
  }
  insert(db, unit, { ...wanted, rule: 'own', off: null }, by, now);
}

const SHAPE = { once: null };

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
): void {
  const values = { ...wanted, unit: unit.id, inForce: from, setAt: now, setBy: by };
  const { id } = db.insert(dutySettings).values(values).returning({ id: dutySettings.id }).get();
  if (wanted.own)
    db.update(dutySettings)
      .set({ rule: `own:${id}` })
      .where(eq(dutySettings.id, id))
      .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: wanted.own ? 'rule.added' : 'rule.changed',
    subject: `unit:${unit.id}`,
    after: { setting: id, ...wanted, from },
  });
}
