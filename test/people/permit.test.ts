import { expect, test } from 'vitest';
import { POSTS, type PostName } from '../../db/schema/people.ts';
import { may, mayAnywhere, RIGHTS, type Right, unitsUnder } from '../../src/people/permit.ts';
import { testStore } from '../helpers/org.ts';
import { type Found, foundUnits } from '../helpers/people.ts';

const DAY = '2026-12-04';

/** Ids in the order of founding: 1 to 6. */
const PLACES = [
  '工委',
  '工委/甲委',
  '工委/甲委/一支部',
  '工委/甲委/一支部/一组',
  '工委/甲委/二支部',
  '工委/乙委',
] as const;

/** Somebody with one post at one place, and what that gives over each of the places. */
async function rightsOf(
  post: PostName,
  at: (typeof PLACES)[number],
  dates: { began?: string; ended?: string } = {},
) {
  const { store } = testStore();
  const kinds = [
    'organsWorkCommittee',
    'primaryCommittee',
    'branch',
    'memberGroup',
    'branch',
    'primaryCommittee',
  ] as const;
  const found: Found = Object.fromEntries(
    PLACES.map((path, i) => [
      path,
      {
        kind: kinds[i] ?? 'branch',
        people: path === at ? { 甲: { posts: [post], only: 'post' as const, ...dates } } : {},
      },
    ]),
  );
  await store.change((db) => foundUnits(db, found));
  return (right: Right) => store.read((db) => PLACES.filter((_, i) => may(db, 1, right, i + 1, DAY)));
}

const [WORK, FIRST, BRANCH, GROUP, OTHER, SECOND] = PLACES;

test.each<[PostName, (typeof PLACES)[number], Record<Right, readonly string[]>]>([
  ['secretary', BRANCH, { organise: [BRANCH, GROUP], oversee: [BRANCH, GROUP], administer: [] }],
  ['deputySecretary', BRANCH, { organise: [BRANCH, GROUP], oversee: [BRANCH, GROUP], administer: [] }],
  ['organizationMember', BRANCH, { organise: [BRANCH, GROUP], oversee: [BRANCH, GROUP], administer: [] }],
  ['committeeMember', BRANCH, { organise: [], oversee: [BRANCH, GROUP], administer: [] }],
  ['groupLeader', GROUP, { organise: [GROUP], oversee: [], administer: [] }],
  ['staff', BRANCH, { organise: [BRANCH, GROUP], oversee: [BRANCH, GROUP], administer: [BRANCH, GROUP] }],
  [
    'secretary',
    FIRST,
    { organise: [FIRST], oversee: [FIRST, BRANCH, GROUP, OTHER], administer: [FIRST, BRANCH, GROUP, OTHER] },
  ],
  [
    'staff',
    FIRST,
    { organise: [FIRST], oversee: [FIRST, BRANCH, GROUP, OTHER], administer: [FIRST, BRANCH, GROUP, OTHER] },
  ],
  ['publicityMember', FIRST, { organise: [], oversee: [FIRST, BRANCH, GROUP, OTHER], administer: [] }],
  ['administrator', WORK, { organise: PLACES, oversee: PLACES, administer: PLACES }],
  ['staff', WORK, { organise: [WORK], oversee: PLACES, administer: PLACES }],
  ['administrator', SECOND, { organise: [SECOND], oversee: [SECOND], administer: [SECOND] }],
])('%s at %s', async (post, at, expected) => {
  const rights = await rightsOf(post, at);
  for (const right of RIGHTS) expect([right, ...rights(right)]).toEqual([right, ...expected[right]]);
});

test.each(POSTS)('%s gives no right before it began or after it ended', async (post) => {
  const past = await rightsOf(post, WORK, { ended: DAY });
  const future = await rightsOf(post, WORK, { began: '2026-12-05' });
  for (const right of RIGHTS) expect([...past(right), ...future(right)]).toEqual([]);
});

test('units by whose own posts somebody has a right come highest first', async () => {
  const { store } = testStore();
  await store.change((db) =>
    foundUnits(db, {
      工委: { kind: 'organsWorkCommittee' },
      '工委/一支部': { kind: 'branch', people: { 甲: { posts: ['secretary'] }, 乙: {} } },
      '工委/甲委': { kind: 'primaryCommittee', people: { 甲: { posts: ['staff', 'secretary'] } } },
    }),
  );
  store.read((db) => {
    expect(unitsUnder(db, 1, 'organise', DAY).map(({ id }) => id)).toEqual([2, 3]);
    expect(unitsUnder(db, 1, 'administer', DAY).map(({ id }) => id)).toEqual([3]);
    expect(mayAnywhere(db, 1, 'administer', DAY)).toBe(true);
    expect(RIGHTS.filter((right) => mayAnywhere(db, 2, right, DAY))).toEqual([]);
  });
});
