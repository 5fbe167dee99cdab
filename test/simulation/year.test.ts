import { mkdirSync, writeFileSync } from 'node:fs';
import { and, eq, isNotNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { alerts, waivers } from '../../db/schema/alert.ts';
import { consoleMessages } from '../../db/schema/console.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, units } from '../../db/schema/people.ts';
import { isAllowed } from '../../src/calendar.ts';
import type { Message } from '../../src/outbox/store.ts';
import { dayOf, instantOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { type Heard, heardDaily, heardWeekly } from './heard.ts';
import { END, liveAYear } from './life.ts';
import { duesOf, weekOf } from './stages.ts';
import { peopleOf, type Role, rolesOf, tableOf } from './table.ts';
import { town } from './town.ts';

/** One member, and one secretary, who have nothing but their phone and its buttons. */
const MEMBER = '党员1-1-2';
const SECRETARY = '书记2-3';

test('a year of forty branches, day by day', { timeout: 400_000 }, async () => {
  const org = await testOrg('2026-01-01T07:00', town());
  org.store.read((db) => void db.run('pragma synchronous = off'));
  const taps = await liveWithPhones(org);
  const sent = org.store.read((db) => db.select().from(outbox).where(eq(outbox.outcome, 'sent')).all());
  const messages = sent.filter(({ urgency }) => urgency !== 'reply');
  expect(messages.length).toBeGreaterThan(10_000);

  const roles = rolesOf(org);
  const table = tableOf(messages, roles);
  mkdirSync('test-output', { recursive: true });
  writeFileSync(
    'test-output/simulation.txt',
    `${table.text}${stagesOf(org)}\n\n${peopleOf(org, messages, roles)}\n`,
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
  const found = org.store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}

/** As read: each secretary is told of each thing on its day, once a stage, and of nothing else; so is each committee. */
async function expectStages(org: TestOrg): Promise<void> {
  const dues = org.store.read((db) => duesOf(db, 2026, dayOf(instantOf(END))));
  for (const stage of ['soon', 'overdue', 'late'] as const)
    expect(dues.filter((due) => due.stage === stage).length).toBeGreaterThan(50);
  const branches = org.store.read((db) => db.select().from(units).where(eq(units.kind, 'branch')).all());
  for (const { id, path } of branches) {
    const [, committee, branch] = /第(\d+)机关党委.第(\d+)党支部/.exec(path) ?? [];
    const read = (await org.as(`书记${committee}-${branch}`).messages()).filter(({ chat }) => chat === null);
    const wanted = dues.filter((due) => due.branch === id && due.stage !== 'late');
    expect({ path, heard: said(read.flatMap(heardDaily)) }).toEqual({ path, heard: said(wanted) });
  }
  for (const [committee, own] of Map.groupBy(branches, ({ parent }) => parent)) {
    const names = new Map(own.map(({ id, name }) => [id, name]));
    const read = await org.as(`党委${own[0]?.path.match(/第(\d+)机关党委/)?.[1]}干部`).messages();
    const wanted = dues.flatMap((due) => {
      const of = due.stage === 'late' ? names.get(due.branch) : undefined;
      return of === undefined ? [] : [{ ...due, day: weekOf(due.day), of }];
    });
    expect({ committee, heard: said(read.flatMap(heardWeekly)) }).toEqual({ committee, heard: said(wanted) });
  }
}

/** Of the year's duties alone: the next year's begin in January. */
function said(all: readonly Pick<Heard, 'day' | 'stage' | 'what'>[] | readonly Heard[]): string[] {
  return all
    .filter(({ what }) => what.startsWith('2026年'))
    .map((one) => [one.day, one.stage, 'of' in one && one.of !== null ? one.of : '', one.what].join(' '))
    .toSorted();
}

/** What is overdue, and who is away, is nobody's business but the secretary's and the committee's. */
function expectPrivacy(org: TestOrg, messages: readonly Message[], roles: Map<number, Role>): void {
  const told = messages
    .filter(({ urgency }) => urgency === 'digest')
    .map(({ person }) => roles.get(person ?? 0));
  expect(new Set(told)).toEqual(new Set(['支部书记', '上级党务干部']));
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
