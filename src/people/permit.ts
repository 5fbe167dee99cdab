import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { type PostName, posts, type UnitKind, units } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Day } from '../time.ts';
import { founderOf } from './founder.ts';
import { findUnit } from './store.ts';

/**
 * What a post allows, over a unit and (but for `organise`) all beneath it:
 * organise — plan activities, keep attendance and minutes; oversee — see the records; administer — people and settings.
 */
export const RIGHTS = ['organise', 'oversee', 'administer'] as const;
export type Right = (typeof RIGHTS)[number];

/** A right, or several of which one will do. */
export type Rights = Right | readonly Right[];

interface Held {
  post: PostName;
  unit: number;
  kind: UnitKind;
  lineage: string;
}

const ORGANISERS: readonly PostName[] = [
  'secretary',
  'deputySecretary',
  'organizationMember',
  'staff',
  'administrator',
];
const ADMINISTRATORS: readonly PostName[] = ['staff', 'administrator'];

/** Whether a post gives a right over the unit with this lineage. */
function gives(held: Held, right: Right, unit: { id: number; lineage: string }): boolean {
  const beneath = unit.lineage.startsWith(held.lineage);
  switch (right) {
    case 'organise':
      // A branch's secretary also holds its groups' meetings; an administrator stands in for anybody beneath.
      if (held.post === 'administrator') return beneath;
      if (held.unit === unit.id) return ORGANISERS.includes(held.post) || held.post === 'groupLeader';
      return beneath && isBranch(held.kind) && ORGANISERS.includes(held.post);
    case 'oversee':
      return beneath && held.post !== 'groupLeader';
    case 'administer':
      if (ADMINISTRATORS.includes(held.post)) return beneath;
      return (
        beneath && !isBranch(held.kind) && (held.post === 'secretary' || held.post === 'deputySecretary')
      );
  }
}

export function isBranch(kind: UnitKind): boolean {
  return kind === 'branch' || kind === 'jointBranch' || kind === 'temporaryBranch';
}

export function may(db: Db, person: number, right: Right, unit: number, day: Day): boolean {
  const target = findUnit(db, unit);
  return target !== undefined && heldBy(db, person, day).some((held) => gives(held, right, target));
}

/** Whether a person has the right anywhere. The founder administers even while there is no unit yet. */
export function mayAnywhere(db: Db, person: number, right: Right, day: Day): boolean {
  return (
    unitsUnder(db, person, right, day).length > 0 || (right === 'administer' && founderOf(db) === person)
  );
}

/** One of the rights will do. */
export function demand(db: Db, person: number, rights: Rights, unit: number, day: Day): void {
  if (listed(rights).every((right) => !may(db, person, right, unit, day))) refuse(rights);
}

export function demandAnywhere(db: Db, person: number, rights: Rights, day: Day): void {
  if (listed(rights).every((right) => !mayAnywhere(db, person, right, day))) refuse(rights);
}

function refuse(rights: Rights): never {
  const [first] = listed(rights);
  throw new Refusal('not_allowed', REFUSED[first ?? 'organise']);
}

export function listed(rights: Rights): readonly Right[] {
  return typeof rights === 'string' ? [rights] : rights;
}

/** A unit whose own post gives a person a right, and whether the right reaches the units beneath it. */
export interface Reach {
  id: number;
  lineage: string;
  beneath: boolean;
}

/** The units whose own posts give a person the right, highest first. */
export function unitsUnder(db: Db, person: number, right: Right, day: Day): Reach[] {
  const byId = new Map<number, Reach>();
  for (const held of heldBy(db, person, day)) {
    const { unit: id, lineage } = held;
    if (!gives(held, right, { id, lineage })) continue;
    const beneath = byId.get(id)?.beneath || gives(held, right, { id: SOME_UNIT, lineage });
    byId.set(id, { id, lineage, beneath });
  }
  return [...byId.values()].sort((a, b) => a.lineage.length - b.lineage.length || a.id - b.id);
}

/** Stands for any unit beneath. */
const SOME_UNIT = 0;

export const REFUSED: Record<Right, string> = {
  organise: '这件事由本支部的书记或组织委员来做，需要时请联系他们。',
  oversee: '只能查看自己所在组织及其下级的情况。',
  administer: '这件事由上级党组织的党务干部来做，需要时请联系他们。',
};

const selectHeld = prepared((db) =>
  db
    .select({ post: posts.post, unit: units.id, kind: units.kind, lineage: units.lineage })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .where(
      and(
        eq(posts.person, sql.placeholder('person')),
        lte(posts.began, sql.placeholder('day')),
        or(isNull(posts.ended), gt(posts.ended, sql.placeholder('day'))),
      ),
    )
    .prepare(),
);

function heldBy(db: Db, person: number, day: Day): Held[] {
  return selectHeld(db).all({ person, day });
}
