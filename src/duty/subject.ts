import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { isBranch, may, REFUSED, unitsUnder } from '../people/permit.ts';
import { findUnit, type Unit, unitsOf } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { unitNamed } from './scope.ts';

/** Whose page is shown, and whether the reader sees it as one who oversees it or as one of its members. */
export interface Subject {
  unit: Unit;
  trusted: boolean;
}

/** The unit that was asked for, where the asker may see it; else the highest that is their own. */
export function subjectOf(ctx: Ctx, asked: number | undefined): Subject {
  const today = dayOf(ctx.now);
  const unit = asked === undefined ? ownUnit(ctx) : findUnit(ctx.db, asked);
  if (!unit) throw new Refusal('not_found', '没有找到您所在的党组织，请联系党务干部。');
  const trusted = may(ctx.db, ctx.person.id, 'oversee', unit.id, today);
  if (!trusted && !memberUnits(ctx).some(({ id }) => id === unit.id))
    throw new Refusal('not_allowed', REFUSED.oversee);
  return { unit, trusted };
}

/** The unit that a name means. Whoever oversees nothing learns nothing of names but their own. */
export function subjectNamed(ctx: Ctx, said: string): number | undefined {
  const name = said.replace(/[。？?！!\s]+$/, '');
  if (name === '') return undefined;
  if (unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now)).length > 0)
    return unitNamed(ctx, name, 'oversee');
  const own = memberUnits(ctx).find((unit) => unit.name.includes(name));
  if (!own) throw new Refusal('not_allowed', REFUSED.oversee);
  return own.id;
}

/** In a unit's group that one, where the asker oversees it. */
function ownUnit(ctx: Ctx): Unit | undefined {
  const overseen = unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now));
  const here = ctx.chat.kind === 'group' ? ctx.chat.unit : null;
  const chosen = overseen.find(({ id }) => id === here) ?? overseen[0];
  return chosen ? findUnit(ctx.db, chosen.id) : memberUnits(ctx)[0];
}

/** The branches somebody is a member of; a group's is its branch. */
function memberUnits(ctx: Ctx): Unit[] {
  const own = unitsOf(ctx.db, ctx.person.id, dayOf(ctx.now)).flatMap((unit) =>
    unit.kind === 'memberGroup' && unit.parent !== null ? (findUnit(ctx.db, unit.parent) ?? []) : unit,
  );
  return own.filter(({ kind }) => isBranch(kind));
}
