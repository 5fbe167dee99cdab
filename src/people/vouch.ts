import { and, eq } from 'drizzle-orm';
import { memberships, type PostName, posts } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Address } from '../platforms/platform.ts';
import type { Day } from '../time.ts';
import { founderOf } from './founder.ts';
import { may, mayAnywhere } from './permit.ts';
import { addressOf, findUnit, heldOn, holdersOf } from './store.ts';

const VOUCHERS: readonly PostName[] = [
  'secretary',
  'deputySecretary',
  'organizationMember',
  'staff',
  'administrator',
];

/**
 * Whether somebody may say that an account is this person's: only who has a say wherever that person belongs or holds
 * a post, since the account gets all that the person may do.
 */
export function mayVouch(db: Db, voucher: number, person: number, day: Day): boolean {
  const places = placesOf(db, person, day);
  if (places.length === 0) return mayAnywhere(db, voucher, 'administer', day);
  return places.every(
    (unit) => may(db, voucher, 'organise', unit, day) || may(db, voucher, 'administer', unit, day),
  );
}

export interface Voucher {
  person: number;
  to: Address;
}

/** Those to ask about a person: of the person's own unit if any of them can be reached and may say so, else further up. */
export function vouchersFor(db: Db, person: number, day: Day): Voucher[] {
  let unit = placesOf(db, person, day)[0] ?? null;
  while (unit !== null) {
    const found = reachable(db, holdersAt(db, unit, day)).filter(
      (holder) => holder.person !== person && mayVouch(db, holder.person, person, day),
    );
    if (found.length > 0) return found;
    unit = findUnit(db, unit)?.parent ?? null;
  }
  return reachable(db, [founderOf(db)]);
}

/** Those to ask about somebody whom no roster names: the staff and administrators of the top units. */
export function officeOf(db: Db, tops: readonly number[], day: Day): Voucher[] {
  const staff = tops.flatMap((unit) => holdersAt(db, unit, day, ['staff', 'administrator']));
  const found = reachable(db, staff);
  if (found.length > 0) return found;
  const others = reachable(
    db,
    tops.flatMap((unit) => holdersAt(db, unit, day)),
  );
  return others.length > 0 ? others : reachable(db, [founderOf(db)]);
}

function holdersAt(db: Db, unit: number, day: Day, wanted: readonly PostName[] = VOUCHERS): number[] {
  return holdersOf(db, unit, day)
    .filter(({ post }) => wanted.includes(post))
    .map(({ person }) => person);
}

function reachable(db: Db, people: readonly (number | undefined)[]): Voucher[] {
  return [...new Set(people)].flatMap((person) => {
    const to = person === undefined ? undefined : addressOf(db, person);
    return person !== undefined && to ? [{ person, to }] : [];
  });
}

/** Memberships first: the unit that somebody belongs to before those where they hold a post. */
function placesOf(db: Db, person: number, day: Day): number[] {
  const belonging = db
    .select({ unit: memberships.unit })
    .from(memberships)
    .where(and(eq(memberships.person, person), heldOn(memberships, day)))
    .orderBy(memberships.id)
    .all();
  const holding = db
    .select({ unit: posts.unit })
    .from(posts)
    .where(and(eq(posts.person, person), heldOn(posts, day)))
    .orderBy(posts.id)
    .all();
  return [...new Set([...belonging, ...holding].map(({ unit }) => unit))];
}
