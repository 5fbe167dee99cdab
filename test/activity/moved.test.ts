import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { outbox } from '../../db/schema/outbox.ts';
import type { TestOrg } from '../helpers/org.ts';
import { plannedOrg } from './planned.ts';

function kept(org: TestOrg) {
  return org.store.read((db) => ({
    activities: db.select().from(activities).all(),
    journal: db.select().from(audit).all().length,
    messages: db
      .select({ id: outbox.id, key: outbox.key })
      .from(outbox)
      .all()
      .filter(({ key }) => !key.startsWith('reply:')),
  }));
}

test('moving nothing changes nothing: nobody is told and no line is written', async () => {
  const org = await plannedOrg();
  const seen = (await org.as('刘洋').messages()).length;
  await org.as('张建国').says('改期');
  const before = kept(org);
  await org.as('张建国').presses('确认改期', { startsAt: '2026-12-04T15:00' });
  expect(kept(org)).toEqual(before);
  expect(await org.as('刘洋').messages()).toHaveLength(seen);
});

test('a move is told and written down once, and the same move again is none', async () => {
  const org = await plannedOrg();
  await org.as('张建国').says('改期');
  await org.as('张建国').presses('确认改期', { startsAt: '2026-12-05T10:00' });
  const moved = kept(org);
  const seen = (await org.as('刘洋').messages()).length;
  await org.as('张建国').says('改期');
  await org.as('张建国').presses('确认改期', { startsAt: '2026-12-05T10:00' });
  expect(kept(org)).toEqual(moved);
  expect(await org.as('刘洋').messages()).toHaveLength(seen);
});
