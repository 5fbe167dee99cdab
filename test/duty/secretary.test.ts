import { expect, test } from 'vitest';
import { posts } from '../../db/schema/people.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import type { Day } from '../../src/time.ts';
import { testOrg } from '../helpers/org.ts';

test('the secretary, else the deputy, else the organisation member; for a group its branch’s', async () => {
  const org = await testOrg('2026-11-16T10:00', {
    机关工委: { kind: 'organsWorkCommittee' },
    '机关工委/一支部': {
      kind: 'branch',
      people: {
        丙: { posts: ['organizationMember'] },
        乙: { posts: ['deputySecretary'], ended: '2026-12-01' },
        甲: { posts: ['secretary'], ended: '2026-11-20' },
        丁: { posts: ['publicityMember'] },
      },
    },
    '机关工委/一支部/党小组': { kind: 'memberGroup', people: { 戊: { posts: ['groupLeader'] } } },
  });
  const on = (unit: number, day: Day) => org.store.read((db) => secretaryOf(db, unit, day)?.to.id);
  const ids = org.store.read((db) => db.select().from(posts).all()).map((row) => row.person);
  const [organisation, deputy, secretary] = ids.map(String);
  expect(on(2, '2026-11-19')).toBe(secretary);
  expect(on(3, '2026-11-19')).toBe(secretary);
  expect(on(2, '2026-11-20')).toBe(deputy);
  expect(on(2, '2026-12-01')).toBe(organisation);
  expect(on(1, '2026-12-01')).toBeUndefined();
});
