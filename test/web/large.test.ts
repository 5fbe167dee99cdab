import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { HOUR, instantOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { enters } from './visitor.ts';

const BRANCHES = 700;
const LIMIT = 300_000;

test('a page of 700 branches is at most 300 KB, whatever the span', async () => {
  const org = await large();
  const staff = await enters(org, '陈静');
  for (const path of [
    '/board?period=2026-10',
    '/board?period=2026Q4',
    '/board?period=2026',
    '/board/overdue',
  ]) {
    const { status, text } = await staff.opens(path);
    expect([path, status]).toEqual([path, 200]);
    expect([path, Math.floor(Buffer.byteLength(text) / LIMIT)]).toEqual([path, 0]);
    expect(text).toMatch(/700<\/strong>/);
  }
});

test('the pages of a matrix together hold every branch once', async () => {
  const org = await large();
  const staff = await enters(org, '陈静');
  const seen: (string | undefined)[] = [];
  for (let page = 1; page <= 5; page++) {
    const { text } = await staff.opens(`/board?period=2026&page=${page}`);
    seen.push(...[...text.matchAll(/<th scope=row><a [^>]*>([^<]*)/g)].map(([, name]) => name));
    if (!text.includes(`page=${page + 1}"`)) break;
  }
  expect(seen).toHaveLength(BRANCHES);
  expect(new Set(seen)).toHaveProperty('size', BRANCHES);
});

/** Branches with committees, and a theme day in October of every other one. */
async function large(): Promise<TestOrg> {
  const org = await testOrg('2026-11-20T10:00', {
    市直机关工作委员会: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  });
  await org.store.change((db) => {
    for (let unit = 2; unit < BRANCHES + 2; unit++) fill(db, unit);
  });
  return org;
}

function fill(db: Db, unit: number): void {
  const name = `第${unit}机关综合服务中心党支部`;
  const path = `市直机关工作委员会/${name}`;
  db.insert(units)
    .values({ id: unit, parent: 1, kind: 'branch', name, path, lineage: `/1/${unit}/` })
    .run();
  const committee = ['secretary', 'organizationMember', 'publicityMember'] as const;
  for (const [index, post] of committee.entries()) {
    const person = unit * 10 + index;
    db.insert(persons)
      .values({ id: person, name: `党员${person}` })
      .run();
    db.insert(posts).values({ person, unit, post, began: '2020-01-01' }).run();
  }
  const startsAt = instantOf('2026-10-13T15:00');
  db.insert(activities)
    .values({
      unit,
      kinds: ['themeDay'],
      startsAt,
      endsAt: startsAt + HOUR,
      plannedAt: instantOf('2025-12-01T09:00'),
      noticedAt: startsAt,
      closedAt: startsAt + HOUR,
      expected: 10,
      present: unit % 2 ? 9 : 0,
    })
    .run();
}
