import type { Books, Branch } from './books.ts';
import { membersLasting } from './circle.ts';
import type { Coverage } from './coverage.ts';
import type { Slot } from './slots.ts';

/** Members whose hours of the year are full, of those who were members all year; undefined: there are none. */
export function reachedByTraining(books: Books, branch: Branch, slot: Slot): Coverage | undefined {
  const { hours } = slot.rule;
  if (!hours) return undefined;
  const concerned = membersLasting(books, branch, slot);
  const known = books.training(branch.id, Number(slot.period.from.slice(0, 4)), hours);
  const own = known.filter(({ person }) => concerned.includes(person));
  if (own.length === 0) return undefined;
  const missing = own.filter(({ minutes, wanted }) => minutes < wanted).map(({ person }) => [person]);
  const whole = missing.length === 0;
  const word = `${own.length - missing.length}/${own.length} 人已满学时`;
  return {
    whole,
    arranged: whole,
    held: [],
    planned: [],
    parts: [{ word, lacking: '学时还没满', wanted: own.length, missing }],
  };
}
