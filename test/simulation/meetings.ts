import { and, eq, isNull } from 'drizzle-orm';
import type { ActivityKind } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { nextWorkday } from '../../src/calendar.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { isBranch } from '../../src/people/permit.ts';
import { holdersOf, subtree, type Unit } from '../../src/people/store.ts';
import { addDays, type Day } from '../../src/time.ts';
import { LEADERS } from './town.ts';

/** What is held in a month, by date; whoever forgets may do it when reminded. */
export interface Meeting {
  unit: number;
  kinds: ActivityKind[];
  day: Day;
  /** When it is planned; null: forgotten. */
  planned: Day | null;
  /** Whether that is at night. */
  late: boolean;
  lecturer?: string;
  /** Of a talk: how many of the members it leaves out. */
  without?: number;
}

/** Of all who are there when the month (`2026-07`) begins. */
export function meetingsIn(db: Db, month: string): Meeting[] {
  const first = `${month}-01`;
  return subtree(db, '/', first).flatMap((unit) => {
    if (isBranch(unit.kind)) return first < '2027' ? ofBranch(db, unit, first) : ofSpring(unit, first);
    return unit.kind === 'departmentCommittee' ? ofCommittee(unit, first) : [];
  });
}

/** By its own diligence a branch plans, forgets, or plans when reminded. */
function ofBranch(db: Db, { id, path }: Unit, first: Day): Meeting[] {
  const month = Number(first.slice(5, 7));
  const chance = chanceOf(id * 100 + month);
  const diligence = 0.7 + (id % 7) * 0.045;
  const on = (unit: number, kinds: ActivityKind[], date: number): Meeting => {
    const diligent = chance() < diligence;
    const reminded = chance() < 0.6;
    const day = nextWorkday(addDays(first, (diligent ? date : 24) - 1));
    const ahead = diligent ? addDays(day, -6) : addDays(first, 20);
    // Of three branches one plans on days off too; another at night.
    const planned = id % 3 === 1 ? ahead : nextWorkday(ahead);
    return { unit, kinds, day, planned: diligent || reminded ? planned : null, late: id % 3 === 2 };
  };
  const groups = db
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.parent, id), isNull(units.ended)))
    .all();
  return [
    on(id, ['themeDay'], 9 + (id % 5)),
    ...(holdersOf(db, id, first).length >= 3 ? [on(id, ['branchCommittee'], 8 + (id % 3))] : []),
    ...groups.map((group) => on(group.id, ['groupMeeting'], 16)),
    ...(month % 3 === 0 ? [on(id, ['memberAssembly', 'partyLecture'], 18)] : []),
    ...lectureOf(path, id, first),
    ...(month === 11 ? talksOf(id) : []),
    // What two of the committees ask for besides.
    ...(month % 3 === 2 && id % 3 !== 0 && isAsked(path, first) ? [on(id, ['microLecture'], 20)] : []),
    ...(month === 11 && id % 2 === 0 ? [on(id, ['organizationLifeMeeting', 'democraticAppraisal'], 23)] : []),
  ];
}

function isAsked(path: string, first: Day): boolean {
  return path.includes('第2机关党委')
    ? first > '2026-04'
    : path.includes('第3机关党委') && first === '2026-08-01';
}

/** Some talk with everybody, some with all but one. */
function talksOf(unit: number): Meeting[] {
  const [day, planned] = ['2026-11-25', '2026-11-24'];
  const talk: Meeting = { unit, kinds: ['heartToHeartTalk'], day, planned, late: false };
  return unit % 5 < 2 ? [{ ...talk, without: unit % 5 }] : [];
}

/** One committee's secretary lectures in a branch in autumn. */
function lectureOf(path: string, unit: number, first: Day): Meeting[] {
  if (first !== '2026-10-01' || !path.endsWith('第1机关党委/第1党支部')) return [];
  const [day, planned] = ['2026-10-20', '2026-10-14'];
  return [{ unit, kinds: ['partyLecture'], day, planned, late: false, lecturer: LEADERS[0] }];
}

/** Of the branches that held no yearly meeting some do when it is the last chance. */
function ofSpring({ id: unit, path }: Unit, first: Day): Meeting[] {
  const last = path.includes('第1机关党委') ? '2027-01-07' : '2027-03-26';
  if (unit % 4 !== 1 || !last.startsWith(first.slice(0, 7))) return [];
  const kinds: ActivityKind[] = ['organizationLifeMeeting', 'democraticAppraisal'];
  const meeting = { unit, kinds, day: last, planned: addDays(last, -1), late: false };
  if (!path.includes('第3机关党委')) return [meeting];
  // Another committee's secretary lectures at the last moment.
  return [{ ...meeting, kinds: [...kinds, 'partyLecture'], lecturer: LEADERS[2] }];
}

/** Some hold what is asked of themselves. */
function ofCommittee({ id: unit, path }: Unit, first: Day): Meeting[] {
  const day = `${first.slice(0, 8)}17`;
  const meeting = { unit, day, planned: addDays(day, -3), late: false };
  if (first === '2026-11-01' && /第[14]/.test(path))
    return [{ ...meeting, kinds: ['democraticLifeMeeting'] }];
  return [];
}
