import { eq } from 'drizzle-orm';
import { persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { type Day, dayOf, type Instant } from '../../src/time.ts';

interface Unit {
  id: number;
  kind: string;
  parent: number | null;
}

/** Who holds which post, by name. */
export interface Posts {
  /** Who answers for what a unit owes: a branch's secretary; a committee's, or where there is none its staff. */
  answerable(unit: Unit, day: Day): string[];
  /** Who reads what the committee above hears: its staff, or where there is none its secretary. */
  above(unit: Unit, day: Day): string[];
  secretary(unit: Unit, at: Instant): string | undefined;
  holders(unit: Unit, post: string, day: Day): string[];
  /** How many sit on its committee. */
  seats(unit: Unit, day: Day): number;
}

export function postsIn(db: Db): Posts {
  const all = Map.groupBy(
    db
      .select({
        unit: posts.unit,
        post: posts.post,
        name: persons.name,
        began: posts.began,
        ended: posts.ended,
      })
      .from(posts)
      .innerJoin(persons, eq(persons.id, posts.person))
      .all(),
    ({ unit }) => unit,
  );
  const found = new Map(
    db
      .select()
      .from(units)
      .all()
      .map((unit) => [unit.id, unit]),
  );
  return { answerable, above, secretary, holders, seats };

  function on(unit: Unit, day: Day) {
    return (all.get(unit.id) ?? []).filter(
      ({ began, ended }) => began <= day && (ended === null || ended > day),
    );
  }

  function holders(unit: Unit, post: string, day: Day): string[] {
    return on(unit, day)
      .filter((one) => one.post === post)
      .map(({ name }) => name);
  }

  function secretary(unit: Unit, at: Instant): string | undefined {
    return holders(unit, 'secretary', dayOf(at))[0];
  }

  function answerable(unit: Unit, day: Day): string[] {
    const own = holders(unit, 'secretary', day);
    return own.length > 0 || unit.kind === 'branch' ? own : holders(unit, 'staff', day);
  }

  function above(unit: Unit, day: Day): string[] {
    const committee = found.get(unit.parent ?? 0);
    if (!committee) return [];
    const staff = holders(committee, 'staff', day);
    return staff.length > 0 ? staff : holders(committee, 'secretary', day);
  }

  function seats(unit: Unit, day: Day): number {
    return new Set(on(unit, day).map(({ name }) => name)).size;
  }
}
