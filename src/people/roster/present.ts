import { gt, isNull, or } from 'drizzle-orm';
import { accounts, memberships, persons, posts, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import type { Day } from '../../time.ts';
import { founderOf } from '../founder.ts';
import type { Person, Unit } from '../store.ts';

export type Membership = typeof memberships.$inferSelect;
type Held = typeof posts.$inferSelect;
type Account = typeof accounts.$inferSelect;

/** The organisation as it stands on a day, and what a roster may take up again of what has ended. */
export interface Present {
  today: Day;
  units: Unit[];
  endedUnits: Unit[];
  persons: Map<number, Person>;
  accounts: Account[];
  accountsOf: Map<number, Account[]>;
  memberships: Membership[];
  endedMemberships: Membership[];
  posts: Held[];
  /** Whose administrator posts come from the settings and not from a roster. */
  founder: number | undefined;
}

export function presentOn(db: Db, today: Day): Present {
  const [current, ended] = parted(db.select().from(units).all(), today);
  const linked = db.select().from(accounts).all();
  const [belonging, belonged] = parted(db.select().from(memberships).all(), today);
  return {
    today,
    units: current,
    endedUnits: ended,
    persons: new Map(
      db
        .select()
        .from(persons)
        .all()
        .map((person) => [person.id, person]),
    ),
    accounts: linked,
    accountsOf: Map.groupBy(linked, ({ person }) => person),
    memberships: belonging,
    endedMemberships: belonged,
    posts: db
      .select()
      .from(posts)
      .where(or(isNull(posts.ended), gt(posts.ended, today)))
      .all(),
    founder: founderOf(db),
  };
}

/** What begins only later counts as there: it must not begin twice. */
function parted<T extends { ended: string | null }>(rows: T[], today: Day): [T[], T[]] {
  const still = (row: T) => row.ended === null || row.ended > today;
  return [rows.filter(still), rows.filter((row) => !still(row))];
}
