import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, unitsUnder } from '../../people/permit.ts';
import { findUnit, holdersOf, type Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { unitsBeneath } from '../tree.ts';
import { liaisonsOf } from './liaisons.ts';

/** A branch as the asker calls it: with its committee where two have one name. */
export interface Branch extends Unit {
  label: string;
}

/** Where somebody may note visits: the branches they keep in touch with first, then those beneath their committees. */
export function branchesFor(ctx: Ctx): Branch[] {
  const today = dayOf(ctx.now);
  const linked = liaisonsOf(ctx.db, ctx.person.id, today).flatMap(({ unit }) => findUnit(ctx.db, unit) ?? []);
  const beneath = unitsUnder(ctx.db, ctx.person.id, 'oversee', today).flatMap(({ id, lineage }) => {
    const own = findUnit(ctx.db, id);
    return own && !isBranch(own.kind) ? unitsBeneath(ctx.db, lineage, today) : [];
  });
  const all = [...new Map([...linked, ...beneath].map((unit) => [unit.id, unit])).values()];
  const branches = all.filter(({ kind }) => isBranch(kind));
  const named = Map.groupBy(branches, ({ name }) => name);
  return branches.map((unit) => ({ ...unit, label: labelOf(unit, named.get(unit.name)?.length === 1) }));
}

function labelOf({ name, path }: Unit, alone: boolean): string {
  return alone ? name : path.split('/').slice(-2).join('/');
}

/** 二支部 is 第二党支部. The only one that is meant, of those the asker keeps in touch with before the others; else none. */
export function branchSaid(ctx: Ctx, said: string): Branch | undefined {
  const wanted = plain(said);
  if (wanted === '') return undefined;
  const linked = new Set(liaisonsOf(ctx.db, ctx.person.id, dayOf(ctx.now)).map(({ unit }) => unit));
  const all = branchesFor(ctx);
  const groups = [all.filter(({ id }) => linked.has(id)), all];
  for (const group of groups) {
    const exact = group.filter((one) => plain(one.name) === wanted || plain(one.path).endsWith(wanted));
    const near = exact.length > 0 ? exact : group.filter((one) => plain(one.path).includes(wanted));
    if (near.length > 0) return near.length === 1 ? near[0] : undefined;
  }
  return undefined;
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/[第党\s]/g, '');
}

export function demandNoting(ctx: Ctx, unit: number): Branch {
  const branch = branchesFor(ctx).find(({ id }) => id === unit);
  if (!branch)
    throw new Refusal('not_allowed', '只能记自己挂点联系或所在党委下面的支部；挂点由党务干部设置。');
  return branch;
}

export function secretaryIn(ctx: Ctx, { id }: Branch): number | undefined {
  return holdersOf(ctx.db, id, dayOf(ctx.now)).find(({ post }) => post === 'secretary')?.person;
}
