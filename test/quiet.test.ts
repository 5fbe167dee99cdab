import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { card } from '../cards/card.ts';
import { outbox } from '../db/schema/outbox.ts';
import { claims } from '../db/schema/people.ts';
import { cancel, move } from '../src/activity/change.ts';
import { announce, announceChange } from '../src/activity/notice.ts';
import { plan } from '../src/activity/plan.ts';
import { type Activity, loadActivity } from '../src/activity/store.ts';
import { deliver } from '../src/deliver.ts';
import { type Post, post } from '../src/outbox/store.ts';
import { HOUR, instantOf, type WallTime, wallTime } from '../src/time.ts';
import { TWO_BRANCHES } from './helpers/people.ts';
import { type LarkOrg, larkOrg } from './platforms/lark/org.ts';

/** The platform takes nothing from one time to another; what is said is queued at the beginning. */
async function outage(from: WallTime, to: WallTime, says: (town: LarkOrg) => Promise<unknown>) {
  const town = await larkOrg(from, TWO_BRANCHES);
  await during(town, to, () => says(town));
  return town;
}

async function during(town: LarkOrg, to: WallTime, says: () => Promise<unknown>): Promise<void> {
  town.lark.outage(true);
  await says();
  await deliver(town.org);
  await town.at(to);
  town.lark.outage(false);
}

function queue(town: LarkOrg, key: string, more: Pick<Post, 'urgency'> & Partial<Post>): Promise<boolean> {
  const now = town.org.clock.now();
  const to = { platform: 'lark', kind: 'direct', id: 'ou_3' } as const;
  return town.store.change((db) => post(db, now, { key, to, content: { card: card(key, []) }, ...more }));
}

/** When a message left, or what became of it instead. */
function left(town: LarkOrg, key: string): string {
  const found = town.store.read((db) => db.select().from(outbox).where(eq(outbox.key, key)).get());
  if (!found?.settledAt) return 'waits';
  return found.outcome === 'sent' ? wallTime(found.settledAt) : `${found.outcome}: ${found.reason}`;
}

/** A theme day that everybody has been told of, before the outage. */
function planned(town: LarkOrg, startsAt: WallTime, hours = 2): Promise<Activity> {
  const [now, at] = [town.org.clock.now(), instantOf(startsAt)];
  const common = { place: '', theme: startsAt, agenda: '', host: null, lecturer: '', persons: [] };
  const wanted = { ...common, unit: 2, kinds: ['themeDay' as const], series: null, draft: null, by: 3 };
  return town.store.change(
    (db) => plan(db, { ...wanted, startsAt: at, endsAt: at + hours * HOUR }, now).activity,
  );
}

/** When a member heard of the activity, by the words of its key. */
function heard(town: LarkOrg, { id }: Activity, of: string): string {
  return left(town, `activity:${id}:${of}:3`);
}

test('what nobody waits for and an outage kept back until a Friday night leaves on Monday morning', async () => {
  const urgencies = ['notice', 'reminder', 'digest'] as const;
  const town = await outage('2026-12-04T20:40', '2026-12-04T21:40', async (queued) => {
    for (const urgency of urgencies) await queue(queued, urgency, { urgency });
  });
  await town.at('2026-12-07T08:01');
  expect(urgencies.map((one) => left(town, one))).toEqual(urgencies.map(() => '2026-12-07T08:00'));
});

test('a digest of an earlier day leaves when that morning’s own could have taken it in', async () => {
  const town = await outage('2026-12-04T20:40', '2026-12-04T21:40', (queued) =>
    queue(queued, 'digest:unit:9:2026-11-30:3', { urgency: 'digest' }),
  );
  await town.at('2026-12-07T10:00');
  expect(left(town, 'digest:unit:9:2026-11-30:3')).toBe('2026-12-07T09:45');
});

test('a reminder of a Saturday’s own activity leaves that morning', async () => {
  const expiresAt = instantOf('2026-12-05T09:30');
  const town = await outage('2026-12-04T20:40', '2026-12-05T00:40', (queued) =>
    queue(queued, 'hello', { urgency: 'reminder', expiresAt }),
  );
  await town.at('2026-12-05T08:01');
  expect(left(town, 'hello')).toBe('2026-12-05T08:00');
});

test('what is past its use before it may leave is dropped, and that is counted', async () => {
  const expiresAt = instantOf('2026-12-04T22:50');
  const town = await outage('2026-12-04T20:40', '2026-12-04T22:40', async (queued) => {
    await queue(queued, 'reminder', { urgency: 'reminder', expiresAt });
    await queue(queued, 'notice', { urgency: 'notice', expiresAt });
  });
  await town.at('2026-12-05T08:01');
  expect([left(town, 'reminder'), left(town, 'notice')]).toEqual(
    Array.from({ length: 2 }, () => 'dropped: past its use'),
  );
});

test('one reminder a day: what comes a day late is that day’s', async () => {
  const urgency = 'reminder';
  const town = await outage('2026-12-01T20:40', '2026-12-01T21:40', (queued) =>
    queue(queued, 'remind:3:2026-12-01', { urgency }),
  );
  await town.at('2026-12-02T08:01');
  await queue(town, 'remind:3:2026-12-02', { urgency });
  await town.at('2026-12-02T14:00');
  expect(left(town, 'remind:3:2026-12-02')).toBe('2026-12-02T08:00');
  expect(town.lark.messagesTo('ou_3').filter(({ text }) => text.includes('remind:3'))).toHaveLength(1);
});

test.each([
  ['2026-12-08T15:00', '2026-12-07T08:00', 'on a working morning'],
  ['2026-12-07T09:00', '2026-12-05T08:00', 'on a day off, where Monday is too late'],
  ['2026-12-05T15:00', '2026-12-05T08:00', 'on a day off, if it is for that day'],
  ['2026-12-05T07:30', '2026-12-04T2', 'at night, if it is for early next morning'],
  ['2026-12-04T22:30', '2026-12-04T2', 'at night, if it is for that night'],
])('the notice of an activity of %s leaves %s: %s', async (startsAt, leaves) => {
  const town = await larkOrg('2026-12-04T20:40', TWO_BRANCHES);
  const activity = await planned(town, startsAt);
  const now = town.org.clock.now();
  await during(town, '2026-12-04T21:20', () => town.store.change((db) => announce(db, activity, now)));
  await town.at('2026-12-07T08:01');
  expect(heard(town, activity, 'notice')).toContain(leaves);
});

test('what was called off or moved away from early next morning is said at night, from later on in the morning', async () => {
  const town = await larkOrg('2026-12-02T15:00', TWO_BRANCHES);
  const [off, away, later] = [
    await planned(town, '2026-12-04T07:00'),
    await planned(town, '2026-12-04T07:30'),
    await planned(town, '2026-12-04T15:00'),
  ];
  await town.store.change((db) => {
    for (const one of [off, away, later]) announce(db, one, town.org.clock.now());
  });
  await town.at('2026-12-03T20:50');
  const now = town.org.clock.now();
  await during(town, '2026-12-03T21:30', () =>
    town.store.change((db) => {
      for (const one of [off, later]) {
        cancel(db, one, '检查', 3, now);
        announceChange(db, loadActivity(db, one.id), now, 'cancelled', 'e1', one.startsAt);
      }
      const to = { startsAt: instantOf('2026-12-10T15:00'), endsAt: instantOf('2026-12-10T17:00') };
      move(db, away, { ...to, place: '' }, 3, now);
      announceChange(db, loadActivity(db, away.id), now, 'moved', 'e2', away.startsAt);
    }),
  );
  await town.at('2026-12-04T08:01');
  expect(heard(town, off, 'cancelled:e1')).toMatch(/^2026-12-03T2[12]/);
  expect(heard(town, away, 'moved:e2')).toMatch(/^2026-12-03T2[12]/);
  expect(heard(town, later, 'cancelled:e1')).toBe('2026-12-04T08:00');
});

test('what is over by the end of an outage is said on a working morning, or not at all', async () => {
  const town = await larkOrg('2026-12-04T18:30', TWO_BRANCHES);
  const activity = await planned(town, '2026-12-04T20:45', 1);
  const now = town.org.clock.now();
  await during(town, '2026-12-04T22:10', () => town.store.change((db) => announce(db, activity, now)));
  await town.at('2026-12-07T08:01');
  expect(heard(town, activity, 'notice')).toBe('dropped: past its use');
});

test('whoever posts at night has weighed whether it can wait', async () => {
  const town = await outage('2026-12-01T22:00', '2026-12-02T00:30', (queued) =>
    queue(queued, 'hello', { urgency: 'notice' }),
  );
  await town.at('2026-12-02T02:00');
  expect(left(town, 'hello')).toMatch(/^2026-12-02T0[01]/);
  await town.at('2026-12-02T20:30');
  await during(town, '2026-12-02T21:30', () => queue(town, 'late', { urgency: 'notice' }));
  await town.at('2026-12-03T08:01');
  expect(left(town, 'late')).toBe('2026-12-03T08:00');
});

test('somebody new is let in on the next morning, on a day off too', async () => {
  const town = await outage('2026-12-04T20:40', '2026-12-04T21:40', async (queued) => {
    const madeAt = queued.org.clock.now();
    const claim = {
      platform: 'lark',
      account: 'ou_9',
      saidName: '赵敏',
      saidUnit: '第一党支部',
      madeAt,
    } as const;
    await queued.store.change((db) => void db.insert(claims).values(claim).run());
    await queue(queued, 'claim', {
      urgency: 'notice',
      content: { view: 'people.claim', input: { claim: 1 } },
    });
  });
  await town.at('2026-12-05T08:01');
  expect(left(town, 'claim')).toBe('2026-12-05T08:00');
});

test.each([
  ['2026-12-01T20:50', '2026-12-01T21:20', '2026-12-01T21', 'within the hour at once'],
  ['2026-12-01T20:50', '2026-12-02T00:10', '2026-12-02T08:00', 'later in the morning'],
])('whoever asked at %s, while nothing left until %s, is answered %s: %s', async (asked, until, answered) => {
  const town = await outage(asked, until, (queued) => queue(queued, 'hello', { urgency: 'reply' }));
  await town.at('2026-12-02T08:01');
  expect(left(town, 'hello')).toContain(answered);
});

test.each([
  ['digest', '2026-12-03T08:00'],
  ['reminder', '2026-12-03T08:00'],
] as const)('one %s a day to a person, whatever it is of: the other leaves %s', async (urgency, next) => {
  const town = await larkOrg('2026-12-02T10:00', TWO_BRANCHES);
  await queue(town, `series:1:2026-12`, { urgency, person: 3 });
  await queue(town, `other:${urgency}`, { urgency, person: 3 });
  await town.at('2026-12-02T20:00');
  await queue(town, 'third', { urgency, person: 3 });
  await town.at('2026-12-02T20:30');
  expect([left(town, 'series:1:2026-12'), left(town, `other:${urgency}`), left(town, 'third')]).toEqual([
    '2026-12-02T10:00',
    'waits',
    'waits',
  ]);
  await town.at('2026-12-04T20:00');
  expect(left(town, `other:${urgency}`)).toBe(next);
  expect(left(town, 'third')).toBe('2026-12-04T08:00');
});

test('two committees’ digests of one week are read on two mornings', async () => {
  const town = await larkOrg('2026-12-07T09:30', TWO_BRANCHES);
  await queue(town, 'digest:unit:1:2026-12-07:4', { urgency: 'digest', person: 4 });
  await queue(town, 'digest:unit:2:2026-12-07:4', { urgency: 'digest', person: 4 });
  await town.at('2026-12-08T12:00');
  expect(left(town, 'digest:unit:1:2026-12-07:4')).toContain('2026-12-07T');
  expect(left(town, 'digest:unit:2:2026-12-07:4')).toBe('2026-12-08T09:45');
});
