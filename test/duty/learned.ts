import { and, eq } from 'drizzle-orm';
import { type ActivityKind, type activities, attendance } from '../../db/schema/activity.ts';
import { type Category, memberships, type PostName, persons, posts, units } from '../../db/schema/people.ts';
import { trainees, trainings } from '../../db/schema/training.ts';
import type { Db } from '../../db/store.ts';
import { hoursOf } from '../../src/duty/training/hours.ts';
import { FINANCE, held } from './held.ts';

/** A town's records, written down as if it had all happened. */
export interface Town {
  db: Db;
  unit(path: string): number;
  /** A gathering with those who came to it. → its id */
  holds(
    day: string,
    kinds: ActivityKind[],
    came: string[],
    more?: Partial<typeof activities.$inferInsert>,
    path?: string,
  ): number;
  /** What is on record of one person at it. */
  made(activity: number, name: string, row: Partial<typeof attendance.$inferInsert>): void;
  /** Training elsewhere. → its id */
  notes(day: string, who: string[], hours: number): number;
  withdraws(training: number): void;
  moves(name: string, from: string, to: string, day: string): void;
  joins(name: string, path: string, day: string, category: Category): void;
  elects(name: string, path: string, day: string, post?: PostName): void;
  /** By name, in the order of the list. */
  hours(path?: string, year?: number, today?: string): Record<string, number>;
}

export function townOf(db: Db): Town {
  let drafts = 0;
  return { db, unit, holds, made, notes, withdraws, moves, joins, elects, hours };

  function unit(path: string): number {
    return must(db.select().from(units).where(eq(units.path, path)).get()).id;
  }

  function person(name: string): number {
    return must(db.select().from(persons).where(eq(persons.name, name)).get()).id;
  }

  function holds(...[day, kinds, came, more = {}, path = FINANCE]: Parameters<Town['holds']>): number {
    const activity = held(db, path, day, kinds, more);
    for (const name of came) made(activity, name, { presentAt: 1 });
    return activity;
  }

  function made(activity: number, name: string, row: Partial<typeof attendance.$inferInsert>): void {
    db.insert(attendance)
      .values({ role: 'expected', ...row, activity, person: person(name) })
      .run();
  }

  function notes(day: string, who: string[], lasted: number): number {
    drafts += 1;
    const by = person('张建国');
    const noted = { unit: unit(FINANCE), day, minutes: lasted * 60, what: '县委党校', at: 1, by };
    const { id } = db
      .insert(trainings)
      .values({ ...noted, draft: `draft ${drafts}` })
      .returning()
      .get();
    for (const name of who)
      db.insert(trainees)
        .values({ training: id, person: person(name) })
        .run();
    return id;
  }

  function withdraws(training: number): void {
    db.update(trainings).set({ withdrawnAt: 2 }).where(eq(trainings.id, training)).run();
  }

  function moves(name: string, from: string, to: string, day: string): void {
    db.update(memberships)
      .set({ ended: day })
      .where(and(eq(memberships.person, person(name)), eq(memberships.unit, unit(from))))
      .run();
    db.insert(memberships)
      .values({ person: person(name), unit: unit(to), category: 'full', began: day })
      .run();
  }

  function joins(name: string, path: string, began: string, category: Category): void {
    const { id } = db.insert(persons).values({ name }).returning().get();
    db.insert(memberships)
      .values({ person: id, unit: unit(path), category, began })
      .run();
  }

  function elects(name: string, path: string, began: string, post: PostName = 'secretary'): void {
    db.insert(posts)
      .values({ person: person(name), unit: unit(path), post, began })
      .run();
  }

  function hours(path = FINANCE, year = 2026, today = '2026-11-23'): Record<string, number> {
    const names = new Map(
      db
        .select()
        .from(persons)
        .all()
        .map(({ id, name }) => [id, name]),
    );
    return Object.fromEntries(
      hoursOf(db, unit(path), year, today).map((one) => [names.get(one.person) ?? '', one.minutes / 60]),
    );
  }
}

function must<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('not on record');
  return found;
}
