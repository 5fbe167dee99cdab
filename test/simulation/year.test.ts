import { mkdirSync, writeFileSync } from 'node:fs';
import { and, eq, isNotNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { alerts } from '../../db/schema/alert.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons } from '../../db/schema/people.ts';
import { isAllowed } from '../../src/calendar.ts';
import { isLate, type Situation, situationOf } from '../../src/duty/alerts/due.ts';
import { About } from '../../src/duty/alerts/ledger.ts';
import { itemKey } from '../../src/duty/waivers.ts';
import { itemWord } from '../../src/duty/words.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import { atTime, dayOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { LAST, liveAYear } from './life.ts';
import { rolesOf, tableOf } from './table.ts';
import { town } from './town.ts';

/** One member, and one secretary, who have nothing but their phone and its buttons. */
const MEMBER = '党员1-1-2';
const SECRETARY = '书记2-3';

test('a year of forty branches, day by day', { timeout: 180_000 }, async () => {
  const org = await testOrg('2026-01-01T07:00', town());
  org.store.read((db) => void db.run('pragma synchronous = off'));
  const taps = await liveWithPhones(org);
  const end = org.store.read((db) => situationOf(db, '/', atTime(LAST, '23:00')));
  const sent = org.store.read((db) => db.select().from(outbox).where(eq(outbox.outcome, 'sent')).all());
  const messages = sent.filter(({ urgency }) => urgency !== 'reply');
  expect(messages.length).toBeGreaterThan(10_000);

  const table = tableOf(messages, rolesOf(org));
  mkdirSync('test-output', { recursive: true });
  writeFileSync('test-output/simulation.txt', `${table.text}${stagesOf(org)}\n`);
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

  expect(end.waivers.size).toBeGreaterThan(5);
  expectStages(org, end);
  await expectLines(org, end);
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

/** What was put off may be said once more when its day has passed: it is left out. */
function neverPutOff({ standings, waivers }: Situation) {
  return standings.map(({ branch, items }) => ({
    branch,
    items: items.filter((item) => !waivers.has(itemKey(item))),
  }));
}

/** Every item that is overdue at the end was told of at each stage, and at no stage twice. */
function expectStages(org: TestOrg, end: Situation): void {
  const said = org.store.read((db) => db.select().from(alerts).all());
  const stages = said.flatMap(({ key, about }) => {
    const one = About.parse(about);
    return one.kind === 'duty' ? [{ key, stage: one.stage, item: one.item }] : [];
  });
  const items = neverPutOff(end).flatMap((one) => one.items);
  const overdue = items.filter(({ state }) => state === 'overdue').map(itemKey);
  const late = items.filter((item) => isLate(item, end)).map(itemKey);
  expect(overdue.length).toBeGreaterThan(50);
  expect(late.length).toBeGreaterThan(50);
  for (const [stage, wanted] of [
    ['overdue', overdue],
    ['late', late],
  ] as const) {
    const told = stages.filter((one) => one.stage === stage && one.key === `${stage}:${one.item}`);
    const keys = told.map(({ item }) => item);
    expect(repeated(keys)).toEqual([]);
    expect(wanted.filter((item) => !keys.includes(item))).toEqual([]);
  }
}

/** As read: each secretary’s digests say of each item that is overdue at the end, once, that it is. */
async function expectLines(org: TestOrg, end: Situation): Promise<void> {
  for (const { branch, items } of neverPutOff(end)) {
    const secretary = org.store.read((db) => secretaryOf(db, branch.id, LAST)?.person);
    const name = org.store
      .read((db) => db.select().from(persons).all())
      .find(({ id }) => id === secretary)?.name;
    const read = (await org.as(name ?? '').messages()).flatMap(({ text }) => text.split('\n'));
    for (const item of items.filter(({ state }) => state === 'overdue')) {
      const said = read.filter((line) => line.startsWith(`${itemWord(item, '2026')}：已逾期。`));
      expect([name, itemWord(item, '2026'), said.length]).toEqual([name, itemWord(item, '2026'), 1]);
    }
  }
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
