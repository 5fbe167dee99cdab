import type { Db } from '../../../db/store.ts';
import { handles } from '../../people/names.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import type { Day } from '../../time.ts';
import { attended, visitsOwed } from './leaders.ts';
import { liaisonsIn } from './liaisons.ts';
import { type FollowUp, followUpsOf, visitsIn } from './store.ts';

/** How a committee's leaders kept in touch with branches in a year. */
export interface VisitYear {
  /** By name: nobody is ranked. */
  leaders: LeaderYear[];
  visits: number;
  /** How many branches were visited. */
  branches: number;
  followUps: FollowUp[];
  open: OpenFollowUp[];
  /** Of those open, past their last day. */
  late: number;
}

export interface LeaderYear {
  leader: number;
  name: string;
  /** Whom they keep in touch with. */
  branches: string[];
  /** What was noted, and what the records prove besides. */
  count: number;
  /** Null: none are asked for. */
  owed: number | null;
  followUps: number;
  done: number;
}

export interface OpenFollowUp extends FollowUp {
  branch: string;
}

export function visitYear(db: Db, { lineage }: Pick<Unit, 'lineage'>, year: number, today: Day): VisitYear {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const visits = visitsIn(db, lineage, from, to);
  const links = liaisonsIn(db, lineage, today);
  const called = handles(db, today, [...new Set([...links, ...visits].map(({ leader }) => leader))]);
  const byLeader = Map.groupBy(links, ({ leader }) => leader);
  const followUps = followUpsOf(db, visits);
  const all = [...followUps.values()].flat();
  const places = new Map(visits.map(({ id, unit }) => [id, unit]));
  const open = all.filter(({ doneAt }) => doneAt === null);
  return {
    leaders: [...called]
      .toSorted(([, a], [, b]) => a.localeCompare(b, 'zh-Hans-CN'))
      .map(([leader, name]) => {
        const own = visits.filter((one) => one.leader === leader);
        const theirs = own.flatMap(({ id }) => followUps.get(id) ?? []);
        return {
          leader,
          name,
          branches: (byLeader.get(leader) ?? []).map(({ unitName }) => unitName),
          count: own.length + attended(db, leader, own, from, to).length,
          owed: visitsOwed(db, leader, year, today),
          followUps: theirs.length,
          done: theirs.filter(({ doneAt }) => doneAt !== null).length,
        };
      }),
    visits: visits.length,
    branches: new Set(visits.map(({ unit }) => unit)).size,
    followUps: all,
    open: open.map((one) => ({ ...one, branch: findUnit(db, places.get(one.visit) ?? 0)?.name ?? '' })),
    late: open.filter(({ deadline }) => deadline !== null && deadline < today).length,
  };
}

/** 共 2 位领导，下基层 5 次，到过 3 个支部。需要跟进 2 件，已办结 1 件，在办 1 件。 */
export function visitYearWord({ leaders, visits, branches, followUps, open, late }: VisitYear): string {
  const after =
    followUps.length === 0
      ? '没有需要跟进的事项。'
      : `需要跟进 ${followUps.length} 件，已办结 ${followUps.length - open.length} 件，在办 ${open.length} 件${late > 0 ? `，其中逾期 ${late} 件` : ''}。`;
  return `共 ${leaders.length} 位领导，下基层 ${visits} 次，到过 ${branches} 个支部。${after}`;
}
