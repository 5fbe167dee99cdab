import { eq } from 'drizzle-orm';
import { persons, units } from '../../db/schema/people.ts';
import { followUps } from '../../db/schema/visit.ts';
import type { Db } from '../../db/store.ts';
import { draftList, type Line, listsOver, publishList, tick, ticksIn } from '../../src/duty/lists/store.ts';
import { periodOf } from '../../src/duty/period.ts';
import { add, type Change, change } from '../../src/duty/rules/decide.ts';
import { setLiaisons } from '../../src/duty/visits/liaisons.ts';
import { finishFollowUp, noteVisit } from '../../src/duty/visits/store.ts';
import { findUnit, type Unit } from '../../src/people/store.ts';
import { type Day, dayOf, type Instant } from '../../src/time.ts';
import { LEADERS } from './town.ts';

const TOP = '市直机关工委';

/** What committees and leaders do in the course of the year, in the morning. */
export const OFFICE: Readonly<Record<Day, (db: Db, now: Instant) => void>> = {
  '2026-01-05': (db, now) => {
    for (const c of [1, 2, 3, 4]) {
      const [lineage, leader] = [unitAt(db, committee(c)).lineage, leaderOf(db, c)];
      const branches = [1, 2].map((b) => unitAt(db, branch(c, b)).id);
      setLiaisons(db, { leader, lineage, branches }, personNamed(db, '工委干部'), now);
    }
    decide(db, committee(1), { rule: 'organizationLifeMeeting', grace: 10 }, now);
    decide(db, committee(4), { rule: 'grassrootsVisit', times: 2 }, now);
  },
  '2026-02-02': (db, now) => {
    publish(db, committee(1), '党建责任清单', 'branch', LINES, now);
    publish(db, TOP, '书记责任清单', 'committee', [{ ...LINE, says: '述责述廉', every: 'halfYear' }], now);
  },
  '2026-02-12': (db, now) => tickIn(db, [2, 4, 8], now),
  '2026-03-10': (db, now) => {
    visit(db, 1, 1, now);
    visit(db, 2, 2, now);
    const own = { name: '警示教育', kinds: ['microLecture' as const], by: null, owedBy: 'branch' as const };
    const wanted = { own: { ...own, every: 'quarter' as const }, units: ['branch' as const] };
    add(db, unitAt(db, committee(2)), { ...USUAL, ...wanted, from: '2026-04-01' }, 1, now);
  },
  '2026-03-26': (db, now) => tickIn(db, [3, 6], now),
  '2026-05-12': (db, now) => {
    tickIn(db, [2, 4, 8], now);
    visit(db, 1, 2, now);
    visit(db, 3, 1, now, { what: '活动室漏水', deadline: '2026-06-15' });
    visit(db, 4, 1, now, { what: '制度上墙', deadline: '2026-06-05' });
  },
  '2026-06-03': (db, now) => finish(db, '制度上墙', now),
  '2026-06-10': (db, now) => tickAt(db, unitAt(db, committee(1)), now),
  '2026-06-25': (db, now) => tickIn(db, [3, 6], now),
  '2026-07-01': (db, now) => {
    const own = { name: '专题研讨', kinds: ['microLecture' as const], owedBy: 'branch' as const };
    const once = { own: { ...own, every: 'once' as const, by: '2026-09-15' }, units: ['branch' as const] };
    add(db, unitAt(db, committee(3)), { ...USUAL, ...once, from: '2026-07-01' }, 1, now);
    const upper = { name: '班子民主生活会', kinds: ['democraticLifeMeeting' as const], by: null };
    const half = { ...upper, every: 'halfYear' as const, owedBy: 'upper' as const };
    const of = { own: half, units: ['departmentCommittee' as const] };
    add(db, unitAt(db, TOP), { ...USUAL, ...of, from: '2026-07-01' }, 1, now);
  },
  '2026-07-10': (db, now) => finish(db, '活动室漏水', now),
  '2026-08-12': (db, now) => tickIn(db, [2, 4, 8], now),
  '2026-09-08': (db, now) => {
    for (const c of [1, 2]) visit(db, c, 1, now);
  },
  '2026-09-24': (db, now) => tickIn(db, [3, 6], now),
  '2026-11-12': (db, now) => {
    tickIn(db, [2, 4, 8], now);
    visit(db, 1, 2, now);
    visit(db, 2, 1, now);
  },
  // Told of it on the first of the month.
  '2026-12-10': (db, now) => visit(db, 2, 2, now),
  '2026-12-22': (db, now) => visit(db, 4, 2, now),
  '2026-12-24': (db, now) => tickIn(db, [3, 6], now),
};

const USUAL = { subtree: true, least: null, times: 1, grace: 0 };
const LINE = { every: 'quarter', deadline: null, rule: null } satisfies Partial<Line>;
const LINES: readonly Line[] = [
  { ...LINE, says: '研究党建工作' },
  { ...LINE, says: '完成活动阵地整改', every: 'once', deadline: '2026-06-30' },
  // What the records prove: a duty's own affair.
  { ...LINE, says: '开展主题党日', every: 'month', rule: 'themeDay' },
];

function committee(number: number): string {
  return `${TOP}/第${number}机关党委`;
}

function branch(of: number, number: number): string {
  return `${committee(of)}/第${number}党支部`;
}

function unitAt(db: Db, path: string): Unit {
  const row = db.select({ id: units.id }).from(units).where(eq(units.path, path)).get();
  const found = row && findUnit(db, row.id);
  if (!found) throw new Error(`there is no ${path}`);
  return found;
}

export function personNamed(db: Db, name: string): number {
  const found = db.select({ id: persons.id }).from(persons).where(eq(persons.name, name)).get();
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}

function leaderOf(db: Db, committee: number): number {
  return personNamed(db, LEADERS[committee - 1] ?? '');
}

/** From the year's first day on, for all beneath. */
function decide(db: Db, path: string, what: Partial<Change> & { rule: string }, now: Instant): void {
  const unsaid = { off: null, times: null, grace: null, soon: null, date: null, late: null, within: null };
  const hours = { hours: null, secretaryHours: null, units: null, least: null };
  change(db, unitAt(db, path), { ...unsaid, ...hours, subtree: true, from: '2026-01-01', ...what }, 1, now);
}

function publish(
  db: Db,
  path: string,
  name: string,
  level: 'branch' | 'committee',
  lines: readonly Line[],
  now: Instant,
): void {
  const post = level === 'committee' ? 'secretary' : null;
  const list = draftList(db, { unit: unitAt(db, path).id, name, level, post, draft: name, lines }, 1, now);
  publishList(db, list, 1, now);
}

/** These branches of the first committee tick what they have not ticked yet of what is to be done in this period. */
function tickIn(db: Db, branches: readonly number[], now: Instant): void {
  for (const number of branches) tickAt(db, unitAt(db, branch(1, number)), now);
}

function tickAt(db: Db, unit: Unit, now: Instant): void {
  const today = dayOf(now);
  const ticked = ticksIn(db, unit.lineage, '2026-01-01');
  const level = unit.kind === 'branch' ? 'branch' : 'committee';
  for (const list of listsOver(db, unit.lineage).filter((one) => one.level === level))
    for (const { id: item, every, deadline, rule } of list.items) {
      const period = every === 'quarter' || every === 'halfYear' ? periodOf(every, today).from : deadline;
      const over = deadline !== null && deadline < today;
      if (rule !== null || period === null || over || ticked.get(item)?.get(period)?.has(unit.id)) continue;
      tick(db, { item, unit: unit.id, period, evidence: '已完成' }, 1, now);
    }
}

/** Of a leader to one of the two branches that they keep in touch with. */
function visit(
  db: Db,
  of: number,
  number: number,
  now: Instant,
  follow: { what: string; deadline: Day | null } = { what: '', deadline: null },
): void {
  const [leader, day] = [leaderOf(db, of), dayOf(now)];
  const [unit, owner] = [unitAt(db, branch(of, number)).id, personNamed(db, `书记${of}-${number}`)];
  const noted = { leader, unit, day, form: '调研', heard: '略', owner, ...follow };
  noteVisit(db, { ...noted, draft: `${leader}:${day}` }, leader, now);
}

function finish(db: Db, what: string, now: Instant): void {
  const found = db.select().from(followUps).where(eq(followUps.what, what)).get();
  if (!found) throw new Error(`nobody asked for ${what}`);
  finishFollowUp(db, found.id, '已办', found.owner, now);
}
