import { exists } from '../../people/exists.ts';
import type { Day } from '../../time.ts';
import type { Books, Branch, Seat } from './books.ts';
import { firstOf } from './owing.ts';
import type { Slot } from './slots.ts';

/** The two days on which it is seen whom a duty of persons concerns. */
type Ends = readonly [first: Day, last: Day];

/** Of a slot: the period's first day (of a yearly duty with a season: the season's) and its last, or today while it lasts. */
export function endsOf(slot: Slot, books: Books): Ends {
  return [firstOf(slot, books.since), slot.asOf];
}

/**
 * Whom of some seats it concerns: who was there on both days, and rests (暂不参加) on neither. So it is for branches too:
 * whoever joins, is elected or comes back in between is asked from the next period on, and who has left no more.
 */
export function lasting(books: Books, seats: readonly Seat[] = [], [first, last]: Ends): number[] {
  const found: number[] = [];
  const there: number[] = [];
  const still: number[] = [];
  for (const seat of seats) {
    const [then, now] = [exists(seat, first), exists(seat, last)];
    if (then && now) add(found, seat.person);
    else if (then) there.push(seat.person);
    else if (now) still.push(seat.person);
  }
  for (const person of there) if (still.includes(person)) add(found, person);
  return found;

  function add(all: number[], person: number): void {
    if (!all.includes(person) && !rests(person, first) && !rests(person, last)) all.push(person);
  }

  function rests(person: number, day: Day): boolean {
    return books.rests.get(person)?.some((rest) => exists(rest, day)) === true;
  }
}

/** A branch's members whom it concerns. */
export function membersLasting(books: Books, branch: Branch, slot: Slot): number[] {
  return lasting(books, books.members.get(branch.id), endsOf(slot, books));
}

/** Its committee; where there is none the secretary and the deputy stand for it. */
export function committeeLasting(books: Books, branch: Branch, slot: Slot): number[] {
  return lasting(books, books.seats.get(branch.id), endsOf(slot, books));
}
