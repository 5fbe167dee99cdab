import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { findByRef } from '../../people/names.ts';
import { demand, isBranch, unitsUnder } from '../../people/permit.ts';
import { findUnit, membersOf, type Unit, unitsOf } from '../../people/store.ts';
import { type Day, dayOf } from '../../time.ts';
import { branchesBeneath } from '../tree.ts';
import { EVERYONE, SELF } from './read.ts';

/** Branches whose training somebody notes; in a branch's group that one alone. */
export function branchesFor(ctx: Ctx): Unit[] {
  const { db, chat } = ctx;
  const today = dayOf(ctx.now);
  const all = unitsUnder(db, ctx.person.id, 'organise', today).flatMap(({ id, lineage, beneath }) =>
    beneath ? branchesBeneath(db, lineage, today) : (findUnit(db, id) ?? []),
  );
  const branches = [
    ...new Map(all.filter(({ kind }) => isBranch(kind)).map((unit) => [unit.id, unit])).values(),
  ];
  if (branches.length === 0)
    throw new Refusal(
      'not_allowed',
      '别处参加的学时由党支部的书记或组织委员来记；您自己的学时，请说“学时”。',
    );
  const here = chat.kind === 'group' ? branches.filter(({ id }) => id === chat.unit) : [];
  return here.length > 0 ? here : branches;
}

/** The branch that a button or a form names. */
export function branchGiven(ctx: Ctx, id: number): Unit {
  const unit = findUnit(ctx.db, id);
  if (!unit || !isBranch(unit.kind)) throw new Refusal('invalid', '学时记在党支部，请选择是哪个支部。');
  demand(ctx.db, ctx.person.id, 'organise', id, dayOf(ctx.now));
  return unit;
}

/** Of several branches the only one that all who were named belong to. */
export function branchOf(ctx: Ctx, names: readonly string[], day: Day): Unit | undefined {
  const branches = branchesFor(ctx);
  if (branches.length === 1) return branches[0];
  const named = names.filter((name) => !EVERYONE.some((word) => word === name));
  const homes = named.map((name) => {
    const person = orRefused(() => meant(ctx, name, day));
    return typeof person === 'string' ? [] : unitsOf(ctx.db, person, day).map(({ id }) => id);
  });
  const common = branches.filter(({ id }) => homes.length > 0 && homes.every((home) => home.includes(id)));
  return common.length === 1 ? common[0] : undefined;
}

/** Each of those who were named once, and what is to be said of the first who cannot be meant. */
export function personsSaid(
  ctx: Ctx,
  branch: Unit,
  names: readonly string[],
  day: Day,
): { persons: number[]; problem: string | null } {
  const persons: number[] = [];
  let problem: string | null = null;
  for (const name of names) {
    if (EVERYONE.some((word) => word === name)) {
      persons.push(...membersOf(ctx.db, branch.id, day).map(({ person }) => person));
      continue;
    }
    const found = orRefused(() => meant(ctx, name, day, branch.id));
    if (typeof found === 'number') persons.push(found);
    else problem ??= found;
  }
  return { persons: [...new Set(persons)], problem };
}

/** Of the branch as it was then, or as it is now: that they were no member then is said in words of its own. */
function meant(ctx: Ctx, name: string, day: Day, within?: number): number {
  if (SELF.some((word) => word === name)) return ctx.person.id;
  const then = orRefused(() => findByRef(ctx.db, name, day, within).id);
  return typeof then === 'number' ? then : findByRef(ctx.db, name, dayOf(ctx.now), within).id;
}

/** → why not, where it is refused */
export function orRefused<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
