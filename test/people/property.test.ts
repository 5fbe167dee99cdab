import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Db } from '../../db/store.ts';
import { applyRoster } from '../../src/people/roster/apply.ts';
import { parseTable } from '../../src/people/roster/parse.ts';
import { digestOf, planRoster } from '../../src/people/roster/plan.ts';
import { presentOn } from '../../src/people/roster/present.ts';
import { readRoster } from '../../src/people/roster/read.ts';
import { CATEGORY_WORDS, POST_WORDS, UNIT_KIND_WORDS } from '../../src/people/words.ts';
import { addDays, atTime, type Day } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { csvOf, type Line, tableOf } from './sheet.ts';

const BRANCHES = [
  '工委/甲委/一支部',
  '工委/甲委/二支部',
  '工委/甲委/三支部',
  '工委/乙委/一支部',
  '工委/乙委/二支部',
];
const UNITS: Line[] = [
  { 党组织: '工委', 组织类型: '机关工委' },
  { 党组织: '工委/甲委', 组织类型: '基层党委' },
  { 党组织: '工委/乙委', 组织类型: '党总支' },
];

/** Somebody of a fixed set of people (names repeat, some have a number) somewhere, as something. */
const placed = fc.record({
  who: fc.nat(11),
  branch: fc.constantFrom(...BRANCHES),
  group: fc.constantFrom('', '一组', '二组'),
  category: fc.constantFrom(...Object.values(CATEGORY_WORDS)),
  posts: fc.uniqueArray(fc.constantFrom('书记', '组织委员', '委员', '党小组长'), { maxLength: 2 }),
});

/** Rosters without faults: each person in at most one branch, and namesakes without a number in different ones. */
const roster = fc.uniqueArray(placed, { selector: ({ who }) => who, maxLength: 12 }).map((people) => {
  const seen = new Set<string>();
  const lines = people.flatMap(({ who, branch, group, category, posts }): Line[] => {
    const name = `同志${who % 6}`;
    if (seen.has(`${branch} ${name}`)) return [];
    seen.add(`${branch} ${name}`);
    const allowed = posts.filter((post) => post !== '党小组长' || group !== '');
    return [
      {
        党组织: branch,
        组织类型: '党支部',
        姓名: name,
        党员类别: category,
        职务: allowed.join('、'),
        党小组: group,
        手机号: who < 6 ? `1380000000${who}` : '',
        入党日期: category === '正式党员' ? '2010-07-01' : '',
      },
    ];
  });
  return [...UNITS, ...lines];
});

test('a roster that was imported changes nothing when it is planned again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(roster, { minLength: 1, maxLength: 4 }), async (rosters) => {
      const { store } = testStore();
      let day: Day = '2026-01-01';
      for (const lines of rosters) {
        day = addDays(day, 30);
        const reading = await readRoster(Buffer.from(csvOf(lines)), 'a.csv');
        await store.change((db) => {
          const plan = planRoster(db, reading, day);
          expect(plan.faults).toEqual([]);
          expect(digestOf(planRoster(db, { ...reading, rows: [...reading.rows] }, addDays(day, 1)))).toBe(
            digestOf(plan),
          );
          applyRoster(db, atTime(day, '09:00'), 'operator', plan);
          expect(planRoster(db, reading, day).changes).toEqual([]);
          expect(planRoster(db, reading, addDays(day, 1)).changes).toEqual([]);
          expect(planRoster(db, parseTable(tableOf(written(db, day))), day).changes).toEqual([]);
        });
      }
    }),
    { numRuns: 60 },
  );
});

/** What is there, as a roster would tell it. */
function written(db: Db, day: Day): Line[] {
  const { units, persons, memberships, posts } = presentOn(db, day);
  const kinds = new Map(units.map((unit) => [unit.id, unit]));
  const groupOf = (person: number, branch: number) =>
    memberships
      .map(({ person: whose, unit }) => (whose === person ? kinds.get(unit) : undefined))
      .find((unit) => unit?.kind === 'memberGroup' && unit.parent === branch);
  const lines = memberships.flatMap(({ person: id, unit, category }): Line[] => {
    const place = kinds.get(unit);
    const person = persons.get(id);
    if (!place || !person || place.kind === 'memberGroup') return [];
    const group = groupOf(id, unit);
    const held = posts.filter(
      (post) => post.person === id && (post.unit === unit || post.unit === group?.id),
    );
    return [
      {
        党组织: place.path,
        组织类型: UNIT_KIND_WORDS[place.kind],
        姓名: person.name,
        党员类别: CATEGORY_WORDS[category],
        职务: held.map(({ post }) => POST_WORDS[post]).join('、'),
        党小组: group?.name ?? '',
        手机号: person.phone ?? '',
        入党日期: person.joinedParty ?? '',
      },
    ];
  });
  const bare = units.filter(({ kind }) => kind !== 'memberGroup');
  return [...bare.map(({ path, kind }) => ({ 党组织: path, 组织类型: UNIT_KIND_WORDS[kind] })), ...lines];
}
