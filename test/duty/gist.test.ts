import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { ACTIVITY_KINDS, activities } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { ledgerIn } from '../../src/duty/owed/gatherings.ts';
import { HOUR, instantOf } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { foundUnits, TWO_BRANCHES } from '../helpers/people.ts';

const START = instantOf('2026-03-10T15:00');
const YEAR = { from: '2026-01-01', to: '2026-12-31' };

test('the index of gists knows every kind by the bit that duties ask for', () => {
  const { store } = testStore();
  const { made } = store.read((db) =>
    db.get<{ made: string }>(sql`select sql as made from sqlite_master where name = 'activities_gist'`),
  );
  for (const [bit, kind] of ACTIVITY_KINDS.entries())
    expect(made).toContain(`glob '*"${kind}"*') * ${2 ** bit}`);
});

test('hundreds of gatherings of one branch in a year are all read, the earliest first, with their counts', async () => {
  const { store } = testStore();
  const many = Array.from({ length: 500 }, (_, nth) => nth);
  await store.change((db) => {
    foundUnits(db, TWO_BRANCHES);
    for (const nth of many.toReversed()) hold(db, nth);
  });
  const ledger = store.read((db) => ledgerIn(db, '/1/', new Set(), YEAR, START + 250 * HOUR));
  expect(ledger.first).toBe(START);
  expect(ledger.of(3)).toEqual([]);
  expect(ledger.of(2)).toEqual(
    many.map((nth) => ({
      at: START + nth * HOUR,
      mask: 0b10001,
      over: nth < 250 || nth % 2 === 0,
      year: nth % 3 === 0 ? 2025 : null,
      expected: 1_000 + nth,
      present: nth,
      late: 1,
      onLeave: 2,
      absent: 3,
      madeUp: 4,
      byProxy: 5,
      enteredLater: 6,
    })),
  );
});

/** An hour long; every other one was closed. */
function hold(db: Db, nth: number): void {
  const startsAt = START + nth * HOUR;
  db.insert(activities)
    .values({
      unit: 2,
      kinds: ['themeDay', 'partyLecture'],
      year: nth % 3 === 0 ? 2025 : null,
      startsAt,
      endsAt: startsAt + HOUR,
      closedAt: nth % 2 === 0 ? startsAt + HOUR : null,
      plannedAt: START,
      expected: 1_000 + nth,
      present: nth,
      late: 1,
      onLeave: 2,
      absent: 3,
      madeUp: 4,
      byProxy: 5,
      enteredLater: 6,
    })
    .run();
}
