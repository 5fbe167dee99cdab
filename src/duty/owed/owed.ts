import type { Db } from '../../../db/store.ts';
import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, unitsUnder } from '../../people/permit.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import type { Item } from './compliance.ts';
import { standingsNow } from './current.ts';
import { upperOf } from './upper.ts';
import { itemKey } from './waivers.ts';

/** All that a branch owes lately, or a committee itself: not what those beneath it owe. */
export function itemsOf(db: Db, unit: Unit, now: Instant): Item[] {
  if (!isBranch(unit.kind)) return upperOf(db, unit, now);
  return standingsNow(db, unit.lineage, now).flatMap(({ items }) => items);
}

/** What of it is not done, the oldest first. */
export function owingOf(db: Db, unit: Unit, now: Instant): Item[] {
  return itemsOf(db, unit, now)
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

/** Whatever can owe something itself: a branch, or a committee; a group's duties are its branch's. */
export function loadOwing(db: Db, id: number): Unit {
  const unit = findUnit(db, id);
  if (!unit || unit.kind === 'memberGroup') throw new Refusal('invalid', '请说明是哪个党组织。');
  return unit;
}

/** Where it is said that something is put off: a branch says so itself, for a committee the one above it does. */
export function puttingOff(unit: Unit): number {
  return isBranch(unit.kind) ? unit.id : (unit.parent ?? unit.id);
}
