import type { Ctx } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { isBranch } from '../people/permit.ts';
import { findUnit, subtree, type Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { type Opening, openRound, type Round, roundsOf } from './round.ts';
import type { Template } from './template.ts';

type Wanted = Pick<Opening, 'kind' | 'unit' | 'year' | 'title' | 'stages'> & { shipped: Template };

/** A round over all branches beneath a committee, by the table of its last one or else the shipped one. */
export function openOverBranches(
  ctx: Ctx,
  { shipped, ...wanted }: Wanted,
): { round: Round; committee: Unit } {
  const committee = findUnit(ctx.db, wanted.unit);
  if (!committee || isBranch(committee.kind)) throw new Refusal('invalid', '这要由党委或工委来开始。');
  const [last] = roundsOf(ctx.db, wanted.unit, wanted.kind);
  const subjects = subtree(ctx.db, committee.lineage, dayOf(ctx.now))
    .filter(({ kind }) => isBranch(kind))
    .map(({ id }) => ({ unit: id }));
  const opening = { ...wanted, template: last?.template ?? shipped, subjects };
  return { round: openRound(ctx.db, opening, ctx.person.id, ctx.now), committee };
}
