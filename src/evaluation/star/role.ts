import type { Db } from '../../../db/store.ts';
import { Refusal } from '../../errors.ts';
import { may } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import type { Round } from '../round.ts';
import { headOf, type Named } from '../subject.ts';

export type StarRole = 'self' | 'committee' | 'top';

/**
 * In whose name a capacity is exercised: the branch itself; the highest committee between it and the round's own; the
 * round's own. Null: a branch that stands directly under the round's committee has nobody in between.
 */
export function unitFor(db: Db, role: StarRole, round: Pick<Round, 'unit'>, subject: Named): number | null {
  switch (role) {
    case 'self':
      return subject.unit;
    case 'committee': {
      const top = findUnit(db, round.unit);
      const between = top ? headOf(top, subject) : subject.unit;
      return between === subject.unit ? null : between;
    }
    case 'top':
      return round.unit;
  }
}

export function scoringUnit(db: Db, role: StarRole, round: Pick<Round, 'unit'>, subject: Named): number {
  const unit = unitFor(db, role, round, subject);
  if (unit === null) throw new Refusal('invalid', '这个支部由本级直接评分，中间没有党委。');
  return unit;
}

/** The capacities in which somebody may score this branch. */
export function rolesFor(db: Db, person: number, round: Round, subject: Named, day: Day): StarRole[] {
  const roles: StarRole[] = ['self', 'committee', 'top'];
  return roles.filter((role) => {
    const unit = unitFor(db, role, round, subject);
    return unit !== null && may(db, person, role === 'self' ? 'organise' : 'administer', unit, day);
  });
}
