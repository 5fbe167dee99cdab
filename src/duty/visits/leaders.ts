import { and, eq, gt, inArray, isNull, like, lte, notInArray, or } from 'drizzle-orm';
import { activities, attendance } from '../../../db/schema/activity.ts';
import { persons, posts, units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { may } from '../../people/permit.ts';
import { findUnit, heldOn, postsOf, type Unit } from '../../people/store.ts';
import { addDays, type Day, dayOf, startOfDay } from '../../time.ts';
import { readSettings } from '../rules/decided.ts';
import { ruleOn, settingsOver } from '../rules/settings.ts';
import { RULES } from '../rules/shipped.ts';
import { liaisonsOf } from './liaisons.ts';
import type { Visit } from './store.ts';

const BRANCHES = ['branch', 'jointBranch', 'temporaryBranch', 'memberGroup'] as const;

/** The committee that a leader serves on, the highest; else the one above the first branch they keep in touch with. */
export function homeOf(db: Db, leader: number, day: Day): Unit | undefined {
  const above = postsOf(db, leader, day)
    .map(({ unit }) => unit)
    .filter(({ kind }) => !BRANCHES.some((one) => one === kind))
    .toSorted((a, b) => a.lineage.length - b.lineage.length);
  if (above[0]) return above[0];
  const [liaison] = liaisonsOf(db, leader, day);
  const branch = liaison && findUnit(db, liaison.unit);
  return branch && branch.parent !== null ? findUnit(db, branch.parent) : branch;
}

/** Whoever leads a committee beneath a unit: its secretary, its deputy, its members. */
export function leadersIn(db: Db, lineage: string, day: Day): { leader: number; name: string }[] {
  return db
    .selectDistinct({ leader: posts.person, name: persons.name })
    .from(posts)
    .innerJoin(units, eq(units.id, posts.unit))
    .innerJoin(persons, eq(persons.id, posts.person))
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        notInArray(units.kind, [...BRANCHES]),
        inArray(posts.post, ['secretary', 'deputySecretary', 'committeeMember']),
        heldOn(posts, day),
        or(isNull(units.ended), gt(units.ended, day)),
      ),
    )
    .all();
}

/** How many visits a year the committee asks of its leaders; null: none. */
export function visitsOwed(db: Db, leader: number, year: number, day: Day): number | null {
  const home = homeOf(db, leader, day);
  const rule = RULES.find(({ id }) => id === 'grassrootsVisit');
  if (!home || !rule) return null;
  return ruleOn(rule, settingsOver(readSettings(db), home.lineage), `${year}-01-01`)?.times ?? null;
}

/** A leader's book is their own; whoever oversees their committee reads it too. */
export function mayRead(db: Db, reader: number, leader: number, day: Day): boolean {
  const home = homeOf(db, leader, day);
  return reader === leader || (home !== undefined && may(db, reader, 'oversee', home.id, day));
}

/** Days on which a leader was at a gathering 下基层调研, which the records prove already, but for those noted as visits. */
export function attended(db: Db, leader: number, noted: readonly Visit[], from: Day, to: Day): Day[] {
  const known = new Set(noted.map(({ day }) => day));
  const found = db
    .select({ startsAt: activities.startsAt, presentAt: attendance.presentAt })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, leader),
        like(activities.kinds, '%"grassrootsVisit"%'),
        gt(activities.startsAt, startOfDay(from) - 1),
        lte(activities.startsAt, startOfDay(addDays(to, 1)) - 1),
        isNull(activities.cancelledAt),
      ),
    )
    .all();
  const days = found.flatMap(({ startsAt, presentAt }) => (presentAt === null ? [] : dayOf(startsAt)));
  return [...new Set(days)].filter((day) => !known.has(day));
}
