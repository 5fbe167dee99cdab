import { eq, isNull } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { card } from '../cards/card.ts';
import { outbox } from '../db/schema/outbox.ts';
import { deliver } from '../src/deliver.ts';
import { due } from '../src/outbox/due.ts';
import { refresh } from '../src/outbox/live.ts';
import { claim, releaseClaims, settleRefreshed, settleSent } from '../src/outbox/settle.ts';
import { type Post, post } from '../src/outbox/store.ts';
import { createPacer } from '../src/platforms/pace.ts';
import { instantOf, SECOND } from '../src/time.ts';
import { testStore } from './helpers/org.ts';
import { TWO_BRANCHES } from './helpers/people.ts';
import { type LarkOrg, larkOrg } from './platforms/lark/org.ts';

const START = '2026-12-01T09:30';

async function queue(
  town: LarkOrg,
  id: string,
  key: string,
  more: Pick<Partial<Post>, 'expiresAt' | 'dueAt' | 'urgency'> = {},
) {
  const now = town.org.clock.now();
  const to = { platform: 'lark', kind: 'direct', id } as const;
  await town.store.change((db) =>
    post(db, now, { key, to, content: { card: card(key, []) }, urgency: 'notice', ...more }),
  );
}

function row(town: LarkOrg, key: string) {
  return town.store.read((db) => db.select().from(outbox).where(eq(outbox.key, key)).get());
}

describe('a message', () => {
  test('with a key that was used is not said again', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'hello');
    await queue(town, 'ou_3', 'hello');
    await deliver(town.org);
    await deliver(town.org);
    expect(town.lark.messagesTo('ou_3')).toHaveLength(1);
  });

  test('that the platform cannot take just now is tried again later, and arrives once', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'hello');
    town.lark.next(
      { code: 0, more: { tenant_access_token: 'x', expire: 7200 } },
      { code: 230020, status: 400 },
    );
    await deliver(town.org);
    expect(town.lark.messagesTo('ou_3')).toHaveLength(0);
    expect(row(town, 'hello')).toMatchObject({ attempts: 1, outcome: null });
    town.lark.forgetTokens();
    await town.wait(90);
    expect(town.lark.messagesTo('ou_3')).toHaveLength(1);
    expect(row(town, 'hello')?.outcome).toBe('sent');
  });

  test('whose answer was lost is sent again with the same key, and stands there once', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'first');
    await deliver(town.org);
    await queue(town, 'ou_3', 'hello');
    await town.store.change((db) =>
      db
        .update(outbox)
        .set({ claimedUntil: instantOf(START) + 60_000 })
        .where(eq(outbox.key, 'hello'))
        .run(),
    );
    expect((await deliver(town.org)).sent).toBe(0);
    await town.store.change((db) => releaseClaims(db));
    expect((await deliver(town.org)).sent).toBe(1);
    expect(town.lark.messagesTo('ou_3').filter((one) => one.text.includes('hello'))).toHaveLength(1);
  });

  test('to somebody who blocked the bot is given up, and the administrator is told once', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    const admin = town.ou('管理员甲');
    town.lark.refuse('ou_3', 'blocked');
    await queue(town, 'ou_3', 'hello');
    await deliver(town.org);
    await deliver(town.org);
    expect(row(town, 'hello')).toMatchObject({ outcome: 'givenUp' });
    await town.wait(660);
    expect(town.lark.messagesTo(admin).map((one) => one.text.split('\n')[0])).toEqual(['有一条消息没有送达']);
  });

  test('to many at once that is given up is one word to the administrator, and what comes later another', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    const admin = town.ou('管理员甲');
    const people = ['张建国', '刘洋', '赵敏', '孙丽'].map(town.ou);
    for (const to of people) town.lark.refuse(to, 'blocked');
    for (const to of people) await queue(town, to, `hello ${to}`);
    await queue(town, people[0] ?? '', 'again');
    await town.wait(660);
    const told = () => town.lark.messagesTo(admin).map((one) => one.text);
    expect(told()).toEqual([expect.stringContaining('有 5 条消息没有送达')]);
    expect(told()[0]).toContain('230053');
    await queue(town, people[0] ?? '', 'later');
    await town.wait(660);
    expect(told().slice(1)).toEqual([expect.stringContaining('有一条消息没有送达')]);
  });

  test('to an administrator who cannot be reached is not told of to the same administrator for ever', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    town.lark.refuse(town.ou('管理员甲'), 'blocked');
    await queue(town, town.ou('管理员甲'), 'hello');
    await deliver(town.org);
    await town.wait(1200);
    const waiting = town.store.read((db) => db.select().from(outbox).where(isNull(outbox.settledAt)).all());
    expect(waiting).toEqual([]);
  });

  test('past its use is dropped and counted', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'late', { expiresAt: instantOf(START) - 1 });
    await deliver(town.org);
    expect(town.lark.messagesTo('ou_3')).toEqual([]);
    expect(row(town, 'late')).toMatchObject({ outcome: 'dropped', reason: 'past its use' });
    const metrics = await (await town.app.request('/metrics')).text();
    expect(metrics).toContain('zhibu_messages{org="main",outcome="dropped"} 1');
  });

  test('is not sent before it is due', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'later', { dueAt: instantOf('2026-12-01T10:00') });
    expect(await deliver(town.org)).toEqual({ sent: 0, next: instantOf('2026-12-01T10:00') });
    await town.at('2026-12-01T10:00');
    expect(town.lark.messagesTo('ou_3')).toHaveLength(1);
  });
});

describe('the pace', () => {
  test('of five a second to one person is kept, and everything arrives', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    for (let n = 0; n < 23; n++) await queue(town, 'ou_3', `message ${n}`);
    await deliver(town.org);
    expect(town.lark.messagesTo('ou_3')).toHaveLength(5);
    await town.wait(6);
    expect(town.lark.messagesTo('ou_3')).toHaveLength(23);
    expect(town.lark.calls.every((call) => call.code === 0)).toBe(true);
  });

  test('lets through exactly what each limit allows', () => {
    const pacer = createPacer([{ count: 3, per: 1000 }], [{ count: 2, per: 1000 }]);
    const to = (id: string) => ({ platform: 'lark', kind: 'direct', id }) as const;
    const at = instantOf(START);
    expect([pacer.take(to('a'), at), pacer.take(to('a'), at), pacer.take(to('a'), at)]).toEqual([
      at,
      at,
      at + 1000,
    ]);
    expect([pacer.take(to('b'), at), pacer.take(to('b'), at)]).toEqual([at, at + 1000]);
    expect(pacer.take(to('b'), at + SECOND)).toBe(at + SECOND);
  });
});

describe('a live card', () => {
  test('that changes while it is being drawn is drawn once more', () => {
    const { store } = testStore();
    const now = instantOf(START);
    const drawing = () => store.read((db) => db.select().from(outbox).get());
    const todo = () => store.read((db) => due(db, 'lark', now + 10 * SECOND, now + 10 * SECOND, 10).length);
    store.read((db) => {
      post(db, now, {
        key: 'live',
        to: { platform: 'lark', kind: 'group', id: 'oc_1' },
        content: { card: card('live', []) },
        topic: 'thing:1',
        urgency: 'notice',
      });
      settleSent(db, now, 1, 'om_1');
      refresh(db, now, 'thing:1');
      refresh(db, now, 'thing:1');
    });
    expect(drawing()?.refreshAt).toBe(now + SECOND);
    store.read((db) => {
      claim(db, now + SECOND, [1]);
      refresh(db, now + SECOND, 'thing:1');
      settleRefreshed(db, now + SECOND, 1, 'om_1');
    });
    expect(drawing()?.refreshAt).toBe(now + 2 * SECOND);
    expect(todo()).toBe(1);
    store.read((db) => {
      claim(db, now + 2 * SECOND, [1]);
      settleRefreshed(db, now + 2 * SECOND, 1, 'om_1');
    });
    expect(todo()).toBe(0);
  });

  test('that tells somebody something leaves before a live card is drawn anew, and a digest after that', () => {
    const { store } = testStore();
    const now = instantOf(START);
    const keys = store.read((db) => {
      for (const urgency of ['digest', 'reminder', 'notice', 'reply', 'live'] as const) {
        post(db, now, {
          key: urgency,
          to: { platform: 'lark', kind: 'group', id: 'oc_1' },
          content: { card: card(urgency, []) },
          topic: 'thing:1',
          urgency: urgency === 'live' ? 'notice' : urgency,
        });
      }
      settleSent(db, now, 5, 'om_5');
      refresh(db, now, 'thing:1');
      return due(db, 'lark', now + SECOND, now + SECOND, 10).map((one) => one.key);
    });
    expect(keys).toEqual(['reply', 'notice', 'reminder', 'live', 'digest']);
  });

  test('that changes on its first way out is drawn anew when it has arrived', () => {
    const { store } = testStore();
    const now = instantOf(START);
    const found = store.read((db) => {
      post(db, now, {
        key: 'live',
        to: { platform: 'lark', kind: 'group', id: 'oc_1' },
        content: { card: card('live', []) },
        topic: 'thing:1',
        urgency: 'notice',
      });
      claim(db, now, [1]);
      refresh(db, now, 'thing:1');
      settleSent(db, now, 1, 'om_1');
      return due(db, 'lark', now + SECOND, now + SECOND, 10);
    });
    expect(found.map((one) => one.remoteId)).toEqual(['om_1']);
  });

  test('that the platform no longer lets us draw stays as it is, and nobody is troubled', async () => {
    const town = await larkOrg(START, TWO_BRANCHES);
    await queue(town, 'ou_3', 'hello');
    await town.store.change((db) => db.update(outbox).set({ topic: 'thing:1' }).run());
    await deliver(town.org);
    town.lark.recall(town.lark.lastTo('ou_3').id);
    await town.store.change((db) => refresh(db, town.org.clock.now(), 'thing:1'));
    await town.wait(5);
    expect(row(town, 'hello')).toMatchObject({ outcome: 'sent', topic: null, refreshAt: null });
    expect(town.lark.messagesTo(town.ou('管理员甲'))).toEqual([]);
  });
});
