import { expect, test } from 'vitest';
import { card } from '../../cards/card.ts';
import { post } from '../../src/outbox/store.ts';
import type { Fetched } from '../../src/platforms/platform.ts';
import { createRunner } from '../../src/runner.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { larkOrg } from '../platforms/lark/org.ts';
import { pdf } from './bytes.ts';

test('a file that takes its time holds up no message', async () => {
  const { lark, ou, org, store, clock } = await larkOrg('2026-12-01T09:30', TWO_BRANCHES);
  await store.change((db) => {
    db.run(
      "insert into brands (unit, year, name, motto, evidence, at, by) values (2, 2026, '先锋', '向前', '', 0, 3)",
    );
  });
  const zhang = ou('张建国');
  await lark.sends(zhang, '总结.pdf', pdf());
  const came = Promise.withResolvers<Fetched>();
  const platform = org.platforms.get('lark');
  if (!platform) throw new Error('not on Lark');
  const asked = Promise.withResolvers<void>();
  platform.fetch = () => {
    asked.resolve();
    return came.promise;
  };
  await lark.press(lark.lastTo(zhang), '确认', { by: zhang });

  const runner = createRunner(org);
  runner.wake();
  await asked.promise;
  await store.change((db) => {
    const to = { platform: 'lark', kind: 'direct', id: ou('刘洋') } as const;
    post(db, clock.now(), { key: 'x', to, content: { card: card('还在说话', []) }, urgency: 'reply' });
  });
  runner.wake();
  await expect.poll(() => lark.messagesTo(ou('刘洋')).length).toBe(1);
  const count = () => store.read((db) => db.get<{ n: number }>('select count(*) as n from files')).n;
  expect(count()).toBe(0);
  came.resolve({ ok: true, bytes: pdf() });
  await expect.poll(count).toBe(1);
  await runner.stop();
});
