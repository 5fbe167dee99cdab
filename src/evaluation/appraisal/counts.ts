import { and, count, eq, isNull, like, sql } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { decisions, rounds, subjects } from '../../../db/schema/evaluation.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { isBranch } from '../../people/permit.ts';
import { subtree } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import { Template } from '../template.ts';

/** How a branch's yearly appraisal stands, in numbers: all that those above it, and its year's records, may say of it. */
export interface Counted {
  unit: number;
  branch: string;
  state: 'none' | 'open' | 'told';
  members: number;
  /** Who have handed in what they say of themselves. */
  written: number;
  /** How many have each grade, the best first; null until they were told, and of so few that it would say whose it is. */
  grades: { name: string; count: number }[] | null;
}

/** Fewer graded members than this are not counted by grade. */
const LEAST = 3;

/** Of every branch beneath a unit, in the order of the tree. */
export function countedIn(db: Db, lineage: string, year: number, today: Day): Counted[] {
  const held = db
    .select({ round: rounds })
    .from(rounds)
    .innerJoin(units, eq(units.id, rounds.unit))
    .where(
      and(
        eq(rounds.kind, 'appraisal'),
        eq(rounds.year, year),
        isNull(rounds.cancelledAt),
        like(units.lineage, `${lineage}%`),
      ),
    )
    .all()
    .map(({ round }) => round);
  const ids = held.map(({ id }) => id);
  const members = new Map(membersIn(db, ids).map((one) => [one.round, one]));
  const grades = Map.groupBy(gradesIn(db, ids), ({ round }) => round);
  const byUnit = new Map(held.map((round) => [round.unit, round]));
  return subtree(db, lineage, today)
    .filter(({ kind }) => isBranch(kind))
    .map(({ id: unit, name: branch }): Counted => {
      const round = byUnit.get(unit);
      if (!round) return { unit, branch, state: 'none', members: 0, written: 0, grades: null };
      const { all, written } = members.get(round.id) ?? { all: 0, written: 0 };
      const given = grades.get(round.id) ?? [];
      const graded = given.reduce((sum, one) => sum + one.count, 0);
      const told = round.publishedAt !== null;
      return {
        unit,
        branch,
        state: told ? 'told' : 'open',
        members: all,
        written,
        grades: told && graded >= LEAST ? gradesOf(round.template, given) : null,
      };
    });
}

function membersIn(db: Db, ids: readonly number[]) {
  return db
    .select({ round: subjects.round, all: count(), written: count(subjects.declaredAt) })
    .from(subjects)
    .where(among(subjects.round, ids))
    .groupBy(subjects.round)
    .all();
}

/** The last word on each member counts. */
function gradesIn(db: Db, ids: readonly number[]) {
  const last = sql`${decisions.id} = (select max(other.id) from ${decisions} as other where other.subject = ${decisions.subject})`;
  return db
    .select({ round: decisions.round, level: decisions.level, count: count() })
    .from(decisions)
    .where(and(among(decisions.round, ids), last))
    .groupBy(decisions.round, decisions.level)
    .all();
}

function gradesOf(template: unknown, given: readonly { level: string | null; count: number }[]) {
  return Template.parse(template).levels.map(({ id, name }) => ({
    name,
    count: given.find(({ level }) => level === id)?.count ?? 0,
  }));
}
