import type { Ctx } from '../chat/command.ts';
import { findByRef } from '../people/names.ts';
import { dayOf } from '../time.ts';

/** The person a form's field names, one of the unit; none if it was left empty. */
export function personIn(ctx: Ctx, unit: number, ref: string | null | undefined): number | null {
  const said = ref?.trim();
  return said ? findByRef(ctx.db, said, dayOf(ctx.now), unit).id : null;
}

/** As above, for a field that may not have been sent: then it stays as it was. */
export function changedPerson(
  ctx: Ctx,
  unit: number,
  ref: string | null | undefined,
  before: number | null,
): number | null {
  return ref === undefined ? before : personIn(ctx, unit, ref);
}

/** The persons a field names, from anywhere in the organisation or, with `unit`, of that unit. Each once. */
export function personsIn(ctx: Ctx, refs: readonly string[], unit?: number): number[] {
  const found = refs.flatMap((ref) => ref.split(/[、，,;；\s]+/)).filter(Boolean);
  return [...new Set(found.map((ref) => findByRef(ctx.db, ref, dayOf(ctx.now), unit).id))];
}
