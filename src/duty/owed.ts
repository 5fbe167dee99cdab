import type { Db } from '../../db/store.ts';
import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { isBranch, unitsUnder } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { dayOf, type Instant } from '../time.ts';
import { situationOf } from './alerts/due.ts';
import type { Item } from './compliance.ts';
import { itemKey } from './waivers.ts';

/** What a branch owes and has not done, the oldest first. */
export function owingOf(db: Db, unit: Unit, now: Instant): Item[] {
  return situationOf(db, unit.lineage, now)
    .standings.flatMap(({ items }) => items)
    .filter((item) => item.state !== 'done')
    .toSorted((a, b) => (a.period.to < b.period.to ? -1 : a.period.to > b.period.to ? 1 : 0));
}

export function findOwing(db: Db, unit: Unit, key: string, now: Instant): Item {
  const found = owingOf(db, unit, now).find((item) => itemKey(item) === key);
  if (!found) throw new Refusal('not_found', '这一项已经完成，或者不在今年要完成的范围里，不用再处理。');
  return found;
}

/** The branches that somebody organises by a post there; in a branch's group that one. */
export function ownBranches(ctx: Ctx): Unit[] {
  const own = unitsUnder(ctx.db, ctx.person.id, 'organise', dayOf(ctx.now))
    .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
    .filter((unit) => isBranch(unit.kind));
  const here = own.filter((unit) => ctx.chat.kind === 'group' && unit.id === ctx.chat.unit);
  return here.length > 0 ? here : own;
}

export function loadBranch(db: Db, id: number): Unit {
  const unit = findUnit(db, id);
  if (!unit || !isBranch(unit.kind)) throw new Refusal('invalid', '请说明是哪个支部。');
  return unit;
}
