import { mkdirSync, writeFileSync } from 'node:fs';
import { and, eq, gte, isNotNull, lt } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { activities, attendance } from '../../db/schema/activity.ts';
import { alerts, waivers } from '../../db/schema/alert.ts';
import { consoleMessages } from '../../db/schema/console.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, units } from '../../db/schema/people.ts';
import { isAllowed } from '../../src/calendar.ts';
import type { Message } from '../../src/outbox/store.ts';
import { type Day, dayOf, instantOf, startOfDay } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { heardDaily, heardWeekly } from './heard.ts';
import { END, liveAYear } from './life.ts';
import { personNamed } from './office.ts';
import { duesOf, morningsFrom } from './stages.ts';
import { peopleOf, type Role, rolesOf, tableOf } from './table.ts';
import { tasksDue } from './tasks.ts';
import { town } from './town.ts';

/** One member, and one secretary, who have nothing but their phone and its buttons. */
const MEMBER = '党员1-1-2';
const SECRETARY = '书记2-3';
/** They want to be reminded on the day itself and not before. */
const CALM = ['党员1-9-2', '党员2-7-1', '党员3-4-3', '党员4-5-3', '党员4-10-4'];

test('a year of forty branches, day by day', { timeout: 400_000 }, async () => {
  const org = await testOrg('2026-01-01T07:00', town());
  org.store.read((db) => void db.run('pragma synchronous = off'));
  // Nobody else opens it: locks need not be asked of the operating system.
  org.store.read((db) => void db.run('pragma locking_mode = exclusive'));
  await chooseFewer(org);
  const taps = await liveWithPhones(org);
  const sent = org.store.read((db) => db.select().from(outbox).where(eq(outbox.outcome, 'sent')).all());
  const messages = sent.filter(({ urgency }) => urgency !== 'reply');
  const year = messages.filter(({ settledAt }) => (settledAt ?? 0) < startOfDay('2027-01-01'));
  expect(year.length).toBeGreaterThan(10_000);

  const roles = rolesOf(org);
  const table = tableOf(year, roles);
  mkdirSync('test-output', { recursive: true });
  writeFileSync(
    'test-output/simulation.txt',
    `${table.text}${stagesOf(org)}\n\n${peopleOf(org, year, roles, idsOf(org, CALM))}\n`,
  );
  expect(table.medianMember).toBeLessThanOrEqual(6);

  expect(messages.filter(({ settledAt }) => !isAllowed(settledAt ?? 0))).toEqual([]);
  for (const urgency of ['reminder', 'digest'] as const) {
    const days = messages
      .filter((row) => row.urgency === urgency)
      .map((row) => `${row.person} ${dayOf(row.settledAt ?? 0)}`);
    expect(repeated(days)).toEqual([]);
  }

  for (const name of [MEMBER, SECRETARY]) {
    expect(taps.get(name)).toBeGreaterThan(10);
    expect(taps.get(name)).toBe(attendedBy(org, name));
  }

  const heard = messages.filter(({ key }) => key.startsWith('feedback:'));
  expect(heard.length).toBeGreaterThan(10);

  expect(org.store.read((db) => db.select().from(waivers).all()).length).toBeGreaterThan(5);
  // Recurring days: their themes are asked for, some are announced late or never, all within the day's one digest.
  const said = org.store.read((db) => db.select().from(alerts).all());
  expect(said.filter(({ key }) => key.startsWith('theme:')).length).toBeGreaterThan(50);
  expect(said.filter(({ key }) => key.startsWith('unannounced:')).length).toBeGreaterThan(5);
  expectFewer(org, messages);
  expectChanges(org, messages);
  await expectStages(org);
  expectPrivacy(org, messages, roles);
});

/** → how often each of them pressed anything */
async function liveWithPhones(org: TestOrg): Promise<Map<string, number>> {
  const taps = new Map<string, number>();
  const phones = [MEMBER, SECRETARY].map((name) => ({
    person: idOf(org, name),
    async press() {
      const { toast } = await org.as(name).presses('签到');
      expect(toast?.tone).toBe('success');
      taps.set(name, (taps.get(name) ?? 0) + 1);
    },
    async write() {
      await org.as(name).says('反馈：活动时间能不能早一点');
    },
  }));
  expect(await liveAYear(org, phones)).toBeGreaterThan(0);
  return taps;
}

function attendedBy(org: TestOrg, name: string): number {
  const own = and(eq(attendance.person, idOf(org, name)), isNotNull(attendance.presentAt));
  return org.store.read((db) => db.select().from(attendance).where(own).all()).length;
}

function idOf(org: TestOrg, name: string): number {
  return org.store.read((db) => personNamed(db, name));
}

function idsOf(org: TestOrg, names: readonly string[]): number[] {
  return names.map((name) => idOf(org, name));
}

async function chooseFewer(org: TestOrg): Promise<void> {
  for (const name of CALM) {
    await org.as(name).says('设置');
    const { toast } = await org.as(name).presses('保存', { reminders: 'day' });
    expect(toast?.text).toContain('只在活动当天');
  }
}

/** Whoever wants fewer is reminded on days when they are expected, and on no other; everybody else the day before, too. */
function expectFewer(org: TestOrg, messages: readonly Message[]): void {
  const expected = new Set(
    org.store
      .read((db) =>
        db
          .select({ person: attendance.person, startsAt: activities.startsAt })
          .from(attendance)
          .innerJoin(activities, eq(activities.id, attendance.activity))
          .all(),
      )
      .map(({ person, startsAt }) => `${person} ${dayOf(startsAt)}`),
  );
  const calm = new Set(idsOf(org, CALM));
  const ahead = messages.filter(
    ({ urgency, person, settledAt }) =>
      urgency === 'reminder' && !expected.has(`${person} ${dayOf(settledAt ?? 0)}`),
  );
  expect(ahead.length).toBeGreaterThan(1_000);
  expect(ahead.filter(({ person }) => calm.has(person ?? 0))).toEqual([]);
  for (const person of calm)
    expect(
      messages.filter((row) => row.person === person && row.urgency === 'reminder').length,
    ).toBeGreaterThan(10);
}

/** What rosters changed: a branch was founded, one dissolved, and whoever moved is asked where they are from that day on. */
function expectChanges(org: TestOrg, messages: readonly Message[]): void {
  const all = org.store.read((db) => db.select().from(units).where(eq(units.kind, 'branch')).all());
  expect(all.filter(({ began }) => began === '2026-05-20').map(({ name }) => name)).toEqual(['第11党支部']);
  expect(all.filter(({ ended }) => ended === '2026-08-20').map(({ name }) => name)).toEqual(['第7党支部']);
  expect(all.filter(({ ended }) => ended === null).length).toBe(40);
  const gone = messages.filter(
    ({ person, urgency, settledAt }) =>
      person === idOf(org, '书记3-7') &&
      urgency === 'digest' &&
      (settledAt ?? 0) > instantOf('2026-08-20T10:00'),
  );
  expect(gone).toEqual([]);
  expect(askedBy(org, '党员4-4-3', '2026-01-01', '2026-10-15')).toEqual(['第4党支部']);
  expect(askedBy(org, '党员4-4-3', '2026-10-15', END.slice(0, 10))).toEqual(['第1党支部']);
  expect(askedBy(org, '书记3-7', '2026-08-21', END.slice(0, 10))).toEqual(['第6党支部']);
}

/** Whose gatherings in these days somebody was expected at. */
function askedBy(org: TestOrg, name: string, from: Day, until: Day): string[] {
  const days = [gte(activities.startsAt, startOfDay(from)), lt(activities.startsAt, startOfDay(until))];
  return org.store.read((db) =>
    db
      .selectDistinct({ name: units.name })
      .from(attendance)
      .innerJoin(activities, eq(activities.id, attendance.activity))
      .innerJoin(units, eq(units.id, activities.unit))
      .where(and(eq(attendance.person, personNamed(db, name)), ...days))
      .all()
      .map((unit) => unit.name),
  );
}

/** As read: everybody is told of each thing on its day, once a stage, and of nothing else. */
async function expectStages(org: TestOrg): Promise<void> {
  const mornings = morningsFrom('2026-01-01', dayOf(instantOf(END)));
  const dues = org.store.read((db) => [...duesOf(db, 2026, mornings), ...tasksDue(db, mornings)]);
  for (const stage of ['soon', 'overdue', 'late'] as const)
    expect(dues.filter((due) => due.stage === stage).length).toBeGreaterThan(100);
  const wanted = Map.groupBy(dues, ({ reader }) => reader);
  const readers = org.store
    .read((db) => db.select().from(persons).all())
    .filter(({ name }) => !name.startsWith('党员'));
  expect([...wanted.keys()].filter((name) => readers.every((one) => one.name !== name))).toEqual([]);
  for (const { name } of readers) {
    const read = (await org.as(name).messages()).filter(({ chat }) => chat === null);
    const heard = read.flatMap((message) => [...heardDaily(message), ...heardWeekly(message)]);
    expect({ name, heard: said(heard) }).toEqual({ name, heard: said(wanted.get(name) ?? []) });
  }
  for (const short of [
    '书记讲党课',
    '班子民主生活会',
    '警示教育',
    '专题研讨',
    '组织生活会',
    '谈心谈话',
    '责任清单',
    '下基层',
  ])
    for (const stage of ['soon', 'overdue'])
      expect([short, stage, dues.some((due) => due.stage === stage && due.what.includes(short))]).toEqual([
        short,
        stage,
        true,
      ]);
}

/** Of the year's duties alone: the next year's begin in January. */
function said(all: readonly { day: string; stage: string; of: string; what: string }[]): string[] {
  return all
    .filter(({ what }) => !what.startsWith('2027年'))
    .map(({ day, stage, of, what }) => [day, stage, of, what].join(' '))
    .toSorted();
}

/** What is overdue, and who is away, is nobody's business but the secretary's and the committee's. */
function expectPrivacy(org: TestOrg, messages: readonly Message[], roles: Map<number, Role>): void {
  const told = messages
    .filter(({ urgency }) => urgency === 'digest')
    .map(({ person }) => roles.get(person ?? 0));
  expect(new Set(told)).toEqual(new Set(['支部书记', '上级党务干部', '领导']));
  const shown = org.store.read((db) =>
    db.select().from(consoleMessages).where(eq(consoleMessages.kind, 'group')).all(),
  );
  expect(shown.length).toBeGreaterThan(500);
  expect(shown.filter(({ card }) => JSON.stringify(card).includes('逾期'))).toEqual([]);
}

/** How often each stage was said. */
function stagesOf(org: TestOrg): string {
  const said = org.store.read((db) => db.select().from(alerts).all()).map(({ key }) => key.split(':')[0]);
  return [...Map.groupBy(said, (stage) => stage)].map(([stage, own]) => `${stage} ${own.length}`).join('，');
}

function repeated(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return all.filter((one) => seen.has(one) || !seen.add(one));
}
