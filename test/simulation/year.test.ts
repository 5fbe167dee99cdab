import { mkdirSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { ActivityKind } from '../../db/schema/activity.ts';
import { alerts } from '../../db/schema/alert.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { memberships, persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { arrive } from '../../src/activity/attend.ts';
import { expectedOf } from '../../src/activity/expected.ts';
import { close } from '../../src/activity/keep.ts';
import { askLeave, decideLeave } from '../../src/activity/leave.ts';
import { announce } from '../../src/activity/notice.ts';
import { plan } from '../../src/activity/plan.ts';
import { findAttendance, loadActivity } from '../../src/activity/store.ts';
import { record } from '../../src/audit/store.ts';
import { isAllowed, nextWorkday } from '../../src/calendar.ts';
import { type Chance, chanceOf } from '../../src/demo/chance.ts';
import { isLate, situationOf } from '../../src/duty/alerts/due.ts';
import { About } from '../../src/duty/alerts/ledger.ts';
import { setTerm } from '../../src/duty/terms.ts';
import { itemKey, waive } from '../../src/duty/waivers.ts';
import { isBranch } from '../../src/people/permit.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import { addDays, atTime, type Day, dayOf, HOUR, MINUTE, timeOf, wallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { town } from './town.ts';

const FIRST = '2026-01-01';
const LAST = '2026-12-31';

/** What a branch does in a month, by date; whoever forgets may do it when reminded. */
interface Meeting {
  unit: number;
  kinds: ActivityKind[];
  day: Day;
  /** When it is planned; null: forgotten. */
  planned: Day | null;
}

test('a year of forty branches, day by day', { timeout: 180_000 }, async () => {
  const org = await testOrg('2026-01-01T07:00', town());
  org.store.read((db) => void db.run('pragma synchronous = off'));
  await org.store.change((db) => begin(db));
  const branches = org.store.read((db) => db.select().from(units).all()).filter(({ kind }) => isBranch(kind));
  for (let month = 1; month <= 12; month++) {
    const meetings = branches.flatMap((unit) => meetingsOf(org, unit.id, month));
    await live(org, month, meetings);
  }
  await org.at('2027-01-20T20:00');

  const sent = org.store.read((db) => db.select().from(outbox).all()).filter((row) => row.outcome === 'sent');
  const messages = sent.filter(({ urgency }) => urgency !== 'reply');
  expect(messages.length).toBeGreaterThan(10_000);

  const roles = rolesOf(org);
  const table = tableOf(messages, roles);
  mkdirSync('test-output', { recursive: true });
  writeFileSync('test-output/simulation.txt', `${table.text}${stagesOf(org)}\n`);

  expect(messages.filter(({ settledAt }) => !isAllowed(settledAt ?? 0))).toEqual([]);
  for (const urgency of ['reminder', 'digest'] as const) {
    const days = messages
      .filter((row) => row.urgency === urgency)
      .map((row) => `${row.person} ${dayOf(row.settledAt ?? 0)}`);
    expect(repeated(days)).toEqual([]);
  }
  const weekly = messages.filter(({ key }) => key.startsWith('digest:unit:'));
  expect(weekly.length).toBeGreaterThan(20);
  expect(repeated(weekly.map(({ key }) => key))).toEqual([]);

  // Stages that were said, by item; what was put off may be said once more when its day has passed.
  const said = org.store.read((db) => db.select().from(alerts).all());
  const stages = said.flatMap(({ key, about }) => {
    const one = About.parse(about);
    return one.kind === 'duty' ? [{ key, stage: one.stage, item: one.item }] : [];
  });
  const of = (stage: string) =>
    stages.filter((one) => one.stage === stage && one.key === `${stage}:${one.item}`);
  const end = org.store.read((db) => situationOf(db, '/', atTime(LAST, '23:00')));
  const items = end.standings.flatMap((one) => one.items).filter((item) => !end.waivers.has(itemKey(item)));
  const overdue = items.filter(({ state }) => state === 'overdue').map(itemKey);
  const late = items.filter((item) => isLate(item, end)).map(itemKey);
  expect(overdue.length).toBeGreaterThan(50);
  for (const [stage, wanted] of [
    ['overdue', overdue],
    ['late', late],
  ] as const) {
    const told = of(stage).map(({ item }) => item);
    expect(repeated(told)).toEqual([]);
    expect(wanted.filter((item) => !told.includes(item))).toEqual([]);
  }
  expect(end.waivers.size).toBeGreaterThan(5);

  expect(table.medianMember).toBeLessThanOrEqual(6);
});

function begin(db: Db): void {
  record(db, { at: atTime(FIRST, '07:00'), actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  const [by] = db.select().from(persons).limit(1).all();
  for (const unit of db
    .select()
    .from(units)
    .all()
    .filter(({ kind }) => isBranch(kind))
    .slice(0, 6))
    setTerm(db, unit.id, { began: '2023-10-15', ends: '2026-10-15' }, by?.id ?? 1, atTime(FIRST, '07:00'));
}

/** A branch's month: by its own diligence it plans, forgets, or plans when reminded. */
function meetingsOf(org: TestOrg, branch: number, month: number): Meeting[] {
  const chance = chanceOf(branch * 100 + month);
  const diligence = 0.7 + (branch % 7) * 0.045;
  const known = org.store.read((db) => {
    const groups = db.select().from(units).where(eq(units.parent, branch)).all();
    const seats = db.select().from(posts).where(eq(posts.unit, branch)).all();
    return { groups: groups.map(({ id }) => id), committee: seats.length >= 3 };
  });
  const first = `2026-${String(month).padStart(2, '0')}-01`;
  const on = (unit: number, kinds: ActivityKind[], date: number): Meeting => {
    const diligent = chance() < diligence;
    const reminded = chance() < 0.6;
    const day = nextWorkday(addDays(first, (diligent ? date : 24) - 1));
    const planned = diligent ? nextWorkday(addDays(day, -6)) : nextWorkday(addDays(first, 20));
    return { unit, kinds, day, planned: diligent || reminded ? planned : null };
  };
  return [
    on(branch, ['themeDay'], 9 + (branch % 5)),
    ...(known.committee ? [on(branch, ['branchCommittee'], 8 + (branch % 3))] : []),
    ...known.groups.map((group) => on(group, ['groupMeeting'], 16)),
    ...(month % 3 === 0 ? [on(branch, ['memberAssembly', 'partyLecture'], 18)] : []),
  ];
}

async function live(org: TestOrg, month: number, meetings: readonly Meeting[]): Promise<void> {
  const first = `2026-${String(month).padStart(2, '0')}-01`;
  const running: { id: number; unit: number; day: Day }[] = [];
  const chance = chanceOf(month);
  const early = meetings.filter((one) => one.planned !== null && one.planned < first);
  for (let day = first; day.slice(5, 7) === first.slice(5, 7); day = addDays(day, 1)) {
    const begin = meetings.filter(
      (one) => one.planned === day || (day === nextWorkday(first) && early.includes(one)),
    );
    const today = running.filter((one) => one.day === day);
    if (begin.length > 0) {
      await org.at(`${day}T10:00`);
      await org.store.change((db) => {
        for (const one of begin) running.push({ ...one, id: planned(db, one, day) });
      });
    }
    if (today.length > 0) {
      await org.at(`${day}T14:50`);
      await org.store.change((db) => {
        for (const one of today) attend(db, one.id, chance);
      });
      await org.at(`${day}T17:05`);
      await org.store.change((db) => {
        for (const one of today) if (chance() < 0.85) finish(db, one);
      });
    }
    await org.at(`${day}T20:55`);
    if (day.endsWith('-05')) await org.store.change((db) => putOff(db, day, chance));
  }
}

function planned(db: Db, { unit, kinds, day }: Meeting, today: Day): number {
  const now = atTime(today, '10:00');
  const startsAt = atTime(day, '15:00');
  const by = secretaryOf(db, unit, today)?.person ?? 1;
  const common = { place: '三楼会议室', theme: '学习', agenda: '', lecturer: '', persons: [], series: null };
  const wanted = { unit, kinds, startsAt, endsAt: startsAt + 2 * HOUR, host: by, draft: null, by, ...common };
  const { activity } = plan(db, wanted, now);
  announce(db, activity, now);
  return activity.id;
}

/** One tap of whoever comes; a few ask for leave, and not all of it is answered at once. */
function attend(db: Db, id: number, chance: Chance): void {
  const activity = loadActivity(db, id);
  const now = activity.startsAt - 10 * MINUTE;
  const by = secretaryOf(db, activity.unit, dayOf(now))?.person ?? 1;
  for (const { person } of expectedOf(db, activity)) {
    const luck = chance();
    // One member in forty is hardly ever seen.
    if (person % 40 === 7 ? luck < 0.95 : luck < 0.08) {
      if (luck < 0.05 && person !== by) {
        askLeave(db, loadActivity(db, id), person, '出差', now);
        if (luck < 0.04) decideLeave(db, loadActivity(db, id), person, true, by, now);
      }
      continue;
    }
    arrive(db, activity, findAttendance(db, id, person), { person, at: now, how: 'self', by: person }, now);
  }
}

function finish(db: Db, { id, day }: { id: number; day: Day }): void {
  const activity = loadActivity(db, id);
  const by = secretaryOf(db, activity.unit, day)?.person ?? 1;
  const minutes = { host: by, recorder: by, agenda: '学习', minutes: '略', resolutions: '' };
  close(db, activity, minutes, by, atTime(day, '17:05'));
}

/** Some say why not, and until when. */
function putOff(db: Db, today: Day, chance: Chance): void {
  const now = atTime(today, '20:55');
  const situation = situationOf(db, '/', now);
  for (const { branch, items } of situation.standings) {
    const item = items.find(({ state, period }) => state === 'overdue' && period.to >= addDays(today, -8));
    if (!item || chance() > 0.25) continue;
    const by = secretaryOf(db, branch.id, today)?.person ?? 1;
    const until = addDays(today, 20);
    waive(db, { unit: branch.id, item: itemKey(item), until, reason: '多数同志驻村' }, by, now);
  }
}

type Role = '上级党务干部' | '支部书记' | '支部委员' | '党员';

function rolesOf(org: TestOrg): Map<number, Role> {
  return org.store.read((db) => {
    const roles = new Map<number, Role>();
    for (const { person } of db.select().from(memberships).all()) roles.set(person, '党员');
    const held = db
      .select({ post: posts, kind: units.kind })
      .from(posts)
      .innerJoin(units, eq(units.id, posts.unit))
      .all();
    for (const { post, kind } of held) {
      if (!isBranch(kind) && kind !== 'memberGroup') roles.set(post.person, '上级党务干部');
      else if (post.post === 'secretary') roles.set(post.person, '支部书记');
      else if (kind !== 'memberGroup') roles.set(post.person, '支部委员');
    }
    return roles;
  });
}

/** How often each stage was said. */
function stagesOf(org: TestOrg): string {
  const said = org.store.read((db) => db.select().from(alerts).all()).map(({ key }) => key.split(':')[0]);
  return [...Map.groupBy(said, (stage) => stage)].map(([stage, own]) => `${stage} ${own.length}`).join('，');
}

interface Row {
  person: number | null;
  urgency: string;
  key: string;
  settledAt: number | null;
}

/** What each role received in the year, by person and month. */
function tableOf(rows: readonly Row[], roles: Map<number, Role>): { text: string; medianMember: number } {
  const months = 12;
  const kinds = ['通知', '提醒', '日报', '周报'] as const;
  const kindOf = ({ urgency, key }: Row) =>
    key.startsWith('digest:unit:')
      ? '周报'
      : urgency === 'digest'
        ? '日报'
        : urgency === 'reminder'
          ? '提醒'
          : '通知';
  const lines = [
    '角色\t人数\t每人每月（中位数）\t每人每月（最多）\t' +
      kinds.map((kind) => `${kind}（人均每月）`).join('\t'),
  ];
  let medianMember = 0;
  for (const role of ['党员', '支部委员', '支部书记', '上级党务干部'] as const) {
    const people = [...roles].filter(([, one]) => one === role).map(([person]) => person);
    const own = rows.filter(({ person }) => person !== null && roles.get(person) === role);
    const counts = people
      .map((person) => own.filter((row) => row.person === person).length / months)
      .toSorted((a, b) => a - b);
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    if (role === '党员') medianMember = median;
    const byKind = kinds.map(
      (kind) => own.filter((row) => kindOf(row) === kind).length / people.length / months,
    );
    const figures = [median, counts.at(-1) ?? 0, ...byKind].map((figure) => figure.toFixed(2));
    lines.push([role, people.length, ...figures].join('\t'));
  }
  const last = rows.map(({ settledAt }) => settledAt ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const times = rows.map(({ settledAt }) => timeOf(settledAt ?? 0)).toSorted();
  lines.push('', `共 ${rows.length} 条，最早 ${times[0]}，最晚 ${times.at(-1)}，最后一条 ${wallTime(last)}`);
  return { text: `${lines.join('\n')}\n`, medianMember };
}

function repeated(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.filter((one) => seen.has(one) || !seen.add(one));
}
