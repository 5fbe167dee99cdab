import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { REFUSED, type Right, unitsUnder } from '../people/permit.ts';
import { findUnit, subtree, type Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { PERIOD_HINT } from './spoken.ts';

/** The highest unit over which somebody has a right. */
export function highestUnder(ctx: Ctx, right: Right): number {
  const [highest] = unitsUnder(ctx.db, ctx.person.id, right, dayOf(ctx.now));
  if (!highest) throw new Refusal('not_allowed', `${REFUSED[right]}您自己的情况，请说“我的”。`);
  return highest.id;
}

/**
 * The unit that a name means, among those over which the asker has the right: whether there are others by that name
 * makes no difference to the answer. A member group's records are its branch's.
 */
export function unitNamed(ctx: Ctx, said: string, right: Right): number {
  const today = dayOf(ctx.now);
  const name = said.normalize('NFKC').replace(/\s/g, '');
  const near = unitsUnder(ctx.db, ctx.person.id, right, today).flatMap((root) =>
    subtree(ctx.db, root.lineage, today),
  );
  const exact = near.filter((unit) => unit.path === name || unit.path.endsWith(`/${name}`));
  const found = branches(ctx, exact.length > 0 ? exact : near.filter((unit) => unit.name.includes(name)));
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (!only) {
    throw new Refusal(
      'not_found',
      `没有找到“${said}”。单位请写全名，只能查看自己所在组织及其下级。${PERIOD_HINT}`,
    );
  }
  const more = found.length > MOST ? `等 ${found.length} 个` : '';
  const choices = found.slice(0, MOST).map((unit) => unit.path);
  throw new Refusal('conflict', `“${said}”不止一个，请说全：${choices.join('、')}${more}。`);
}

const MOST = 6;

function branches(ctx: Ctx, units: Unit[]): Unit[] {
  const own = units.flatMap((unit) =>
    unit.kind === 'memberGroup' && unit.parent !== null ? (findUnit(ctx.db, unit.parent) ?? []) : unit,
  );
  return [...new Map(own.map((unit) => [unit.id, unit])).values()];
}
