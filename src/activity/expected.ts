import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { attendance } from '../../db/schema/activity.ts';
import { type Category, persons } from '../../db/schema/people.ts';
import { type Db, prepared } from '../../db/store.ts';
import { type Holder, holdersOf, isMember, type Member, membersOf } from '../people/store.ts';
import { COMMITTEE_POSTS } from '../people/words.ts';
import { type Day, dayOf } from '../time.ts';
import { KINDS } from './kinds.ts';
import { type Activity, findAttendance } from './store.ts';

/**
 * Who is expected: until it starts whoever the kind asks for on its day, from then on the list as it was.
 * Leave never shortens it.
 */
export function expectedOf(db: Db, activity: Activity): Member[] {
  return activity.startedAt === null && !isNamed(activity) ? askedFor(db, activity) : listed(db, activity.id);
}

export function isExpected(db: Db, activity: Activity, person: number): boolean {
  if (activity.startedAt !== null || isNamed(activity))
    return findAttendance(db, activity.id, person)?.role === 'expected';
  const day = dayOf(activity.startsAt);
  if (isWide(activity)) {
    if (isMember(db, activity.unit, person, day)) return true;
    if (membersOf(db, activity.unit, day).length > 0) return false;
  }
  return committeeOf(db, activity.unit, day).some((holder) => holder.person === person);
}

/** Every kind of it expects only those who are named. */
export function isNamed(activity: Pick<Activity, 'kinds'>): boolean {
  return activity.kinds.every((kind) => KINDS[kind].expected === 'named');
}

/** An assembly's members, or a committee's if none of its kinds asks for more; a committee without members of its own meets as its posts. */
function askedFor(db: Db, activity: Activity): Member[] {
  const day = dayOf(activity.startsAt);
  const members = membersOf(db, activity.unit, day);
  if (isWide(activity) && members.length > 0) return members;
  const known = new Map(members.map((member) => [member.person, member]));
  return [
    ...new Map(
      committeeOf(db, activity.unit, day).map((holder) => [
        holder.person,
        known.get(holder.person) ?? asMember(holder),
      ]),
    ).values(),
  ];
}

function isWide(activity: Activity): boolean {
  return activity.kinds.some((kind) => KINDS[kind].expected === 'members');
}

function committeeOf(db: Db, unit: number, day: Day): Holder[] {
  return holdersOf(db, unit, day).filter((holder) => COMMITTEE.includes(holder.post));
}

const COMMITTEE: readonly string[] = COMMITTEE_POSTS;

function asMember({ person, name }: { person: number; name: string }): Member {
  return { person, name, category: 'full' };
}

const selectListed = prepared((db) =>
  db
    .select({ person: persons.id, name: persons.name, category: attendance.category })
    .from(attendance)
    .innerJoin(persons, eq(persons.id, attendance.person))
    .where(and(eq(attendance.activity, sql.placeholder('activity')), eq(attendance.role, 'expected')))
    .orderBy(asc(attendance.person))
    .prepare(),
);

function listed(db: Db, activity: number): Member[] {
  return selectListed(db)
    .all({ activity })
    .map((row) => ({ ...row, category: row.category ?? ('full' satisfies Category) }));
}

const insertExpected = prepared((db) =>
  db
    .insert(attendance)
    .values({
      activity: sql.placeholder('activity'),
      person: sql.placeholder('person'),
      role: 'expected',
      category: sql.placeholder('category'),
    })
    .onConflictDoUpdate({
      target: [attendance.activity, attendance.person],
      set: { role: 'expected', category: sql`excluded.category` },
    })
    .prepare(),
);

const deleteOthers = prepared((db) =>
  db
    .delete(attendance)
    .where(
      and(
        eq(attendance.activity, sql.placeholder('activity')),
        eq(attendance.role, 'expected'),
        isNull(attendance.presentAt),
        sql`${attendance.person} not in (select value from json_each(${sql.placeholder('people')}))`,
      ),
    )
    .prepare(),
);

/** From here on the list stands, whoever comes or goes afterwards. Who asked for leave and then left the unit is not on it. */
export function freeze(db: Db, activity: Activity): void {
  const members = expectedOf(db, activity);
  const people = JSON.stringify(members.map(({ person }) => person));
  deleteOthers(db).run({ activity: activity.id, people });
  for (const { person, category } of members) {
    insertExpected(db).run({ activity: activity.id, person, category });
  }
}
