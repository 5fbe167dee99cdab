import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { REFUSED, type Right, unitsUnder } from '../people/permit.ts';
import { endedBeneath, findUnit, subtree, type Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';

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
  return onlyOne(said, unitsMeant(ctx, said, within(ctx, right)));
}

/** All units over which the asker has the right. */
export function within(ctx: Ctx, right: Right): Unit[] {
  const today = dayOf(ctx.now);
  return unitsUnder(ctx.db, ctx.person.id, right, today).flatMap((root) =>
    subtree(ctx.db, root.lineage, today),
  );
}

/** Those over which they had it, and that are there no more: of the past they are asked by their names. */
export function formerlyWithin(ctx: Ctx, right: Right): Unit[] {
  const today = dayOf(ctx.now);
  return unitsUnder(ctx.db, ctx.person.id, right, today).flatMap((root) =>
    endedBeneath(ctx.db, root.lineage, today),
  );
}

/**
 * Those of that very name or path, its parts joined by a stroke or a space; else those whose names contain it; else
 * those whose own name contains its last word, and what stands above them the others: 财政局 第一党支部.
 */
export function unitsMeant(ctx: Ctx, said: string, near: readonly Unit[]): Unit[] {
  const words = said.normalize('NFKC').trim().split(/\s+/);
  const name = words.join('');
  const names = [name, words.join('/')];
  const exact = near.filter(({ path }) => names.some((one) => path === one || path.endsWith(`/${one}`)));
  const called = exact.length > 0 ? exact : near.filter((unit) => unit.name.includes(name));
  return branches(ctx, called.length > 0 ? called : near.filter((unit) => isAlong(unit, words)));
}

function isAlong({ path, name }: Unit, words: readonly string[]): boolean {
  const above = path.slice(0, path.length - name.length);
  return name.includes(words.at(-1) ?? '') && words.slice(0, -1).every((word) => above.includes(word));
}

/** `hint`: what else could have been said there. */
export function onlyOne(said: string, found: readonly Unit[], hint = ''): number {
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (!only) {
    throw new Refusal('not_found', `没有找到“${said}”。单位请写全名，只能查看自己所在组织及其下级。${hint}`);
  }
  const more = found.length > MOST ? `等 ${found.length} 个` : '';
  const choices = found.slice(0, MOST).map((unit) => unit.path);
  throw new Refusal('conflict', `“${said}”不止一个，请说全：${choices.join('、')}${more}。`);
}

const MOST = 6;

function branches(ctx: Ctx, units: readonly Unit[]): Unit[] {
  const own = units.flatMap((unit) =>
    unit.kind === 'memberGroup' && unit.parent !== null ? (findUnit(ctx.db, unit.parent) ?? []) : unit,
  );
  return [...new Map(own.map((unit) => [unit.id, unit])).values()];
}
