import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/node.ts';
import { activities } from '../../db/schema/activity.ts';
import { accounts, persons } from '../../db/schema/people.ts';
import { verify } from '../../src/audit/store.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { post } from '../../src/outbox/store.ts';
import { HOUR, MINUTE } from '../../src/time.ts';
import { foundUnits } from '../helpers/people.ts';
import { fakeLark } from '../platforms/lark/fake.ts';
import { cardPress, type Payload, sealed } from '../platforms/lark/payloads.ts';
import { type Server, startServer } from './server.ts';

const ROUNDS = 50;
const MEMBERS = 40;
const AT_ONCE = 8;

/** A press and its event, which Lark may bring again; `answered`: somebody saw that it was done. */
interface Tap {
  activity: number;
  person: number;
  payload: Payload;
  answered: boolean;
}

test('killed fifty times in a storm of check-ins: whatever was answered is there, nothing twice, and the rest goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-storm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lark = await fakeLark({ limits: false });
  onTestFinished(() => lark.close());
  const taps = await prepare(join(folder, 'main.db'));
  const chance = chanceOf(20_261_204);

  // Whoever ends in peace leaves its compiled code to those that follow; whoever is killed cannot.
  expect(await (await startServer(folder, lark.domain)).stop()).toBe(0);

  for (let round = 0; round < ROUNDS; round++) {
    const server = await startServer(folder, lark.domain);
    const storm = taps.filter((tap) => !tap.answered).slice(0, MEMBERS + AT_ONCE);
    await stormUntilKilled(server, storm, 1 + Math.floor(chance() * MEMBERS));
  }

  const server = await startServer(folder, lark.domain);
  await Promise.all(
    taps
      .filter((tap) => !tap.answered)
      .slice(0, MEMBERS)
      .map((tap) => press(server, tap)),
  );
  await untilDelivered(server);
  expect(await server.stop()).toBe(0);

  const store = openStore(join(folder, 'main.db'));
  onTestFinished(() => store.close());
  const present = store.read((db) =>
    db.all<{ tap: string }>(
      "select activity || '/' || person tap from attendance where present_at is not null",
    ),
  );
  const written = store.read((db) =>
    db.all<{ tap: string; times: number }>(
      "select replace(replace(subject, 'activity:', ''), 'person:', '') tap, count(*) times from audit where action = 'attendance.checkedIn' group by 1",
    ),
  );
  const there = new Set(present.map((row) => row.tap));
  const answered = taps.filter((tap) => tap.answered).map((tap) => `${tap.activity}/${tap.person}`);
  expect(answered.length).toBeGreaterThan(ROUNDS);
  expect(answered.filter((tap) => !there.has(tap))).toEqual([]);
  expect(written.filter((row) => row.times !== 1)).toEqual([]);
  expect(written.map((row) => row.tap).toSorted()).toEqual([...there].toSorted());
  expect(store.check()).toBe('ok');
  expect(store.read((db) => verify(db)).ok).toBe(true);
  const drawn = lark.messagesTo('oc_1').at(-1);
  expect(lark.messagesTo('oc_1')).toHaveLength(1);
  expect(drawn?.text).toContain(`${present.filter((row) => row.tap.startsWith('1/')).length}\n已签到`);
}, 120_000);

/** As many activities as it takes, open now, each with its card for a group still to be sent. */
async function prepare(file: string): Promise<Tap[]> {
  const store = openStore(file);
  const now = Date.now();
  const people = Object.fromEntries(Array.from({ length: MEMBERS }, (_, n) => [`党员${n + 1}号`, {}]));
  const taps = await store.change((db) => {
    foundUnits(db, { 甲支部: { kind: 'branch', people } });
    const members = db.select({ id: persons.id }).from(persons).all();
    for (const { id } of members)
      db.insert(accounts)
        .values({ platform: 'lark', id: `ou_${id}`, person: id, linkedAt: now })
        .run();
    return Array.from({ length: ROUNDS }, (_, n) => n + 1).flatMap((activity) => {
      const times = { startsAt: now + 5 * MINUTE, endsAt: now + 2 * HOUR };
      db.insert(activities)
        .values({ unit: 1, kinds: ['themeDay'], ...times, plannedAt: now, noticedAt: now })
        .run();
      post(db, now, {
        key: `group:${activity}`,
        to: { platform: 'lark', kind: 'group', id: `oc_${activity}` },
        content: { view: 'activity.group', input: { activity } },
        topic: `activity:${activity}`,
        urgency: 'notice',
      });
      return members.map(({ id }) => tapOf(activity, id));
    });
  });
  store.close();
  return taps;
}

function tapOf(activity: number, person: number): Tap {
  const value = { command: 'activity.checkIn', input: { activity }, group: true };
  const chat = `oc_${activity}`;
  return { activity, person, payload: cardPress(`ou_${person}`, value, { chat }), answered: false };
}

/** Some at a time; the server is killed as soon as so many have been answered, with others under way. */
async function stormUntilKilled(server: Server, taps: Tap[], enough: number): Promise<void> {
  const queue = [...taps];
  let answered = 0;
  let killed: Promise<void> | null = null;
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await (killed ?? server.kill());

  async function work(): Promise<void> {
    for (let tap = queue.shift(); tap && !killed; tap = queue.shift()) {
      if (await press(server, tap)) answered += 1;
      if (answered >= enough) killed ??= server.kill();
    }
  }
}

/** Whether it was answered as done: now or, to an event that came again, before. */
async function press(server: Server, tap: Tap): Promise<boolean> {
  const request = sealed(tap.payload, { at: Date.now(), url: `${server.url}/hooks/main/lark` });
  try {
    const response = await fetch(request);
    const { toast } = (await response.json()) as { toast?: { type: string } };
    tap.answered ||= response.status === 200 && toast?.type === 'success';
    return tap.answered;
  } catch {
    return false;
  }
}

/** Bounded: a message that cannot be sent would keep it waiting. */
async function untilDelivered(server: Server): Promise<void> {
  for (let look = 0; look < 5_000; look++) {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const waiting = /zhibu_messages\{org="main",outcome="queued"\} (\d+)/.exec(metrics)?.[1] ?? '0';
    const stale = /zhibu_stale_cards\{org="main"\} (\d+)/.exec(metrics)?.[1] ?? '0';
    if (waiting === '0' && stale === '0') return;
  }
  throw new Error('something is still queued');
}
