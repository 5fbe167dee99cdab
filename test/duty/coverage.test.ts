import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, type Item } from '../../src/duty/owed/compliance.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { coverageWord } from '../../src/duty/words.ts';
import { addDays, type Day } from '../../src/time.ts';
import { booksOf, group, type So, seats, type Talked } from './so.ts';

/** Why, the span asked for, today, what else is so, the state, and how far everybody was reached. */
type Row = [why: string, span: string, today: Day, so: So, gets: Item['state'] | null, word?: string];

const TALK = 'heartToHeartTalk';
const HOURS = 'trainingHours';

/** Six members, of whom 1, 2 and 3 are the committee. */
const SIX: So = { seats: seats(3, '2020-01-01', null), members: seats(6, '2020-01-01', null) };
/** All that six owe: three pairs, three with the committee, the three among themselves. */
const ALL: Talked[] = [
  ['2026-06-05', 1, 2],
  ['2026-06-06', 1, 3],
  ['2026-06-07', 2, 3],
  ['2026-04-05', 1, 4],
  ['2026-04-06', 2, 5],
  ['2026-04-07', 3, 6],
  ['2026-05-05', 4, 5],
  ['2026-05-06', 5, 6],
];
const ALL_BUT_ONE = ALL.slice(0, -1);

const TALKS: Row[] = [
  [
    'nobody has talked, and there is time',
    '2026年',
    '2026-11-21',
    {},
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'everybody who is to has; not every two of the six, which would be fifteen talks',
    '2026年',
    '2026-11-21',
    { talks: ALL },
    'done',
    '委员之间 3/3 对，委员和党员 3/3 人，党员之间 3/3 人',
  ],
  [
    'one member is still to talk with another',
    '2026年',
    '2026-11-21',
    { talks: ALL_BUT_ONE },
    'open',
    '委员之间 3/3 对，委员和党员 3/3 人，党员之间 2/3 人',
  ],
  [
    'one talk among all of them is a talk of each two',
    '2026年',
    '2026-11-21',
    { talks: [['2026-10-09', 1, 2, 3, 4, 5, 6]] },
    'done',
  ],
  [
    'a talk among one is none',
    '2026年',
    '2026-11-21',
    { talks: [['2026-10-09', 4]] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'somebody of the committee is no other member',
    '2026年',
    '2026-11-21',
    { talks: [['2026-10-09', 1, 4]] },
    'open',
    '委员之间 0/3 对，委员和党员 1/3 人，党员之间 0/3 人',
  ],
  [
    'with somebody from outside nobody has talked',
    '2026年',
    '2026-11-21',
    { talks: [['2026-10-09', 4, 99]] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'what is missing is planned for December',
    '2026年',
    '2026-11-21',
    { talks: ALL_BUT_ONE, talksToCome: [['2026-12-10', 5, 6]] },
    'planned',
  ],
  [
    'not all of what is missing is planned',
    '2026年',
    '2026-11-21',
    { talksToCome: [['2026-12-10', 5, 6]] },
    'open',
  ],
  ['on New Year’s Day the grace begins', '去年', '2027-01-01', SIX, 'grace'],
  ['31 March is the last day', '去年', '2027-03-31', SIX, 'grace'],
  [
    'on 1 April it is too late',
    '去年',
    '2027-04-01',
    { talks: ALL_BUT_ONE },
    'overdue',
    '委员之间 3/3 对，委员和党员 3/3 人，党员之间 2/3 人',
  ],
  [
    'the last talk in February is for the year before',
    '去年',
    '2027-04-10',
    { talks: [...ALL_BUT_ONE, ['2027-02-10', 5, 6]] },
    'done',
  ],
  ['in April it is not', '去年', '2027-04-10', { talks: [...ALL_BUT_ONE, ['2027-04-01', 5, 6]] }, 'overdue'],
  [
    'a talk in February is for the year before of whoever was missing then, and for its own of the other',
    '2027年',
    '2027-12-10',
    { talks: [...ALL_BUT_ONE, ['2027-02-10', 4, 6]] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 1/3 人',
  ],
  [
    'so it is when the last quarter alone is asked for',
    '2027年第四季度',
    '2027-12-10',
    { talks: [...ALL_BUT_ONE, ['2027-02-10', 4, 6]] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 1/3 人',
  ],
  [
    'all of February’s are for their own year where nobody was missing in the year before',
    '2027年',
    '2027-12-10',
    { talks: [...ALL, ['2027-02-10', 4, 5], ['2027-02-11', 1, 2]] },
    'open',
    '委员之间 1/3 对，委员和党员 0/3 人，党员之间 2/3 人',
  ],
  [
    'whoever joined before the season is asked for',
    '2026年',
    '2026-12-10',
    { members: [...seats(6, '2020-01-01', null), { person: 7, began: '2026-10-01', ended: null }] },
    'open',
    '委员之间 0/3 对，委员和党员 0/4 人，党员之间 0/4 人',
  ],
  [
    'whoever joined within it is asked for from the next year on, and counts for whom they talked with',
    '2026年',
    '2026-12-10',
    {
      members: [...seats(6, '2020-01-01', null), { person: 7, began: '2026-10-02', ended: null }],
      talks: [['2026-11-10', 6, 7]],
    },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 1/3 人',
  ],
  [
    'whoever left is missing nowhere, and a talk with them stays one',
    '2026年',
    '2026-12-10',
    {
      members: [...seats(5, '2020-01-01', null), { person: 6, began: '2020-01-01', ended: '2026-11-20' }],
      talks: [['2026-11-10', 5, 6]],
    },
    'open',
    '委员之间 0/3 对，委员和党员 0/2 人，党员之间 1/2 人',
  ],
  [
    'a member who became full in between is one and the same',
    '2026年',
    '2026-12-10',
    {
      members: [
        ...seats(5, '2020-01-01', null),
        { person: 6, began: '2020-01-01', ended: '2026-11-20' },
        { person: 6, began: '2026-11-20', ended: null },
      ],
    },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'whoever rests is not asked for',
    '2026年',
    '2026-12-10',
    { rests: [[6, '2026-11-01', '2027-06-01']] },
    'open',
    '委员之间 0/3 对，委员和党员 0/2 人，党员之间 0/2 人',
  ],
  [
    'whoever rested in the spring is',
    '2026年',
    '2026-12-10',
    { rests: [[6, '2026-02-01', '2026-06-01']] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'where one of the committee rests only two of it talk',
    '2026年',
    '2026-12-10',
    { rests: [[3, '2026-11-01', '2027-06-01']], talks: [['2026-10-05', 1, 2]] },
    'open',
    '委员之间 1/1 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'who is elected in the season is asked for neither as one nor as the other',
    '2026年',
    '2026-12-10',
    { seats: [...seats(3, '2020-01-01', null), { person: 4, began: '2026-11-02', ended: null }] },
    'open',
    '委员之间 0/3 对，委员和党员 0/2 人，党员之间 0/2 人',
  ],
  [
    'a talk counts by what they were on its day: then the fourth was another member',
    '2026年',
    '2026-12-10',
    {
      seats: [...seats(3, '2020-01-01', null), { person: 4, began: '2026-11-02', ended: null }],
      talks: [
        ['2026-05-10', 4, 5],
        ['2026-11-10', 4, 6],
      ],
    },
    'open',
    '委员之间 0/3 对，委员和党员 1/2 人，党员之间 1/2 人',
  ],
  [
    'a branch without a committee: its secretary stands for it',
    '2026年',
    '2026-12-10',
    { seats: seats(1, '2020-01-01', null), members: seats(4, '2020-01-01', null) },
    'open',
    '委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'the secretary and a deputy are one pair',
    '2026年',
    '2026-12-10',
    { seats: seats(2, '2020-01-01', null), members: seats(4, '2020-01-01', null) },
    'open',
    '委员之间 0/1 对，委员和党员 0/2 人，党员之间 0/2 人',
  ],
  [
    'of two members one talk is all',
    '2026年',
    '2026-12-10',
    {
      seats: seats(1, '2020-01-01', null),
      members: seats(2, '2020-01-01', null),
      talks: [['2026-07-01', 1, 2]],
    },
    'done',
    '委员和党员 1/1 人',
  ],
  [
    'where nobody is secretary the members talk among themselves',
    '2026年',
    '2026-12-10',
    { seats: [], members: seats(3, '2020-01-01', null) },
    'open',
    '党员之间 0/3 人',
  ],
  ['nobody talks alone', '2026年', '2026-12-10', { seats: [], members: seats(1, '2020-01-01', null) }, null],
  ['formed within the season', '2026年', '2026-12-20', { branch: { began: '2026-10-02' } }, null],
  ['dissolved on the last day', '2026年', '2027-01-20', { branch: { ended: '2026-12-31' } }, null],
  ['most of the season was over when records began', '去年', '2027-04-20', { since: '2026-12-10' }, null],
  ['records that begin in the season ask for it', '2026年', '2026-12-20', { since: '2026-10-20' }, 'open'],
  ['the third quarter asks for nothing', '2026年第三季度', '2026-12-20', SIX, null],
  [
    'put off',
    '2026年',
    '2027-04-10',
    { waived: [[`${TALK}:1:2026-01-01`, '2027-04-30']] },
    'waived',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 0/3 人',
  ],
  [
    'a group’s talks are the branch’s',
    '2026年',
    '2026-12-10',
    { branch: { groups: [group(11, null, null)] }, talks: [['2026-10-05', 4, 5]] },
    'open',
    '委员之间 0/3 对，委员和党员 0/3 人，党员之间 2/3 人',
  ],
];

const ON: So['settings'] = [{ rule: HOURS, off: false }];
const TRAINING: Row[] = [
  [
    'nobody owes it until a committee wants it',
    '2026年',
    '2026-11-21',
    { trained: { 2026: { 1: 3 } } },
    null,
  ],
  [
    'by hours, of each by what is wanted of them',
    '2026年',
    '2026-11-21',
    { settings: ON, leading: 1, trained: { 2026: { 1: 40, 2: 32, 3: 31, 4: 60 } } },
    'open',
    '2/4 人已满学时',
  ],
  [
    'all are full',
    '2026年',
    '2026-11-21',
    { settings: ON, leading: 1, trained: { 2026: { 1: 56, 2: 32 } } },
    'done',
    '2/2 人已满学时',
  ],
  [
    'the year is over',
    '去年',
    '2027-01-01',
    { settings: ON, trained: { 2026: { 1: 31 } } },
    'overdue',
    '0/1 人已满学时',
  ],
  [
    'fewer are wanted from this year on',
    '2026年',
    '2026-11-21',
    {
      settings: [
        ...(ON ?? []),
        { rule: HOURS, hours: 20, secretaryHours: 24, inForce: '2026-01-01', unit: 8 },
      ],
      leading: 1,
      trained: { 2026: { 1: 24, 2: 20, 3: 19 } },
    },
    'open',
    '2/3 人已满学时',
  ],
  [
    'fewer are wanted from the next year on; this year is as it was',
    '2026年',
    '2026-11-21',
    {
      settings: [...(ON ?? []), { rule: HOURS, hours: 20, inForce: '2027-01-01', unit: 8 }],
      trained: { 2026: { 2: 20 } },
    },
    'open',
    '0/1 人已满学时',
  ],
  [
    'whoever came in the middle of the year is not asked for here',
    '2026年',
    '2026-11-21',
    {
      settings: ON,
      members: [...seats(1, '2020-01-01', null), { person: 2, began: '2026-03-01', ended: null }],
      trained: { 2026: { 1: 32, 2: 1 } },
    },
    'done',
    '1/1 人已满学时',
  ],
  [
    'nor is whoever rests',
    '2026年',
    '2026-11-21',
    { settings: ON, rests: [[2, '2026-11-01', '2027-02-01']], trained: { 2026: { 1: 32, 2: 1 } } },
    'done',
    '1/1 人已满学时',
  ],
  [
    'records that begin in the summer say nothing of what was missed',
    '2026年',
    '2027-01-20',
    { settings: ON, since: '2026-08-01', trained: { 2026: { 1: 3 } } },
    null,
  ],
];

describe('谈心谈话', () => {
  test.each(TALKS)('%s: %s as of %s', (_why, said, today, so, gets, word) => {
    expectItem(itemOf(TALK, said, today, so), gets, word);
  });

  test('one more talk, or one more at it, makes nothing worse; nobody is reached twice', () => {
    const talk = fc
      .tuple(
        fc.integer({ min: 0, max: 860 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
      )
      .map(([days, people]): Talked => [addDays('2025-01-01', days), ...people]);
    const member = fc.record({
      person: fc.integer({ min: 1, max: 7 }),
      began: fc.constantFrom('2020-01-01', '2026-03-01', '2026-11-01'),
      ended: fc.constantFrom(null, null, '2026-10-15', '2027-01-15'),
    });
    const said = fc.constantFrom('2025年', '2026年', '2027年');
    const today = fc.constantFrom('2026-11-21', '2027-02-10', '2027-04-10', '2027-12-20');
    fc.assert(
      fc.property(fc.array(talk, { maxLength: 14 }), talk, fc.array(member), said, today, (...given) => {
        const [talks, more, members, span, day] = given;
        const so = { members, seats: members.slice(0, 3) };
        const before = itemOf(TALK, span, day, { ...so, talks });
        const after = itemOf(TALK, span, day, { ...so, talks: [...talks, more] });
        expect(after === undefined).toBe(before === undefined);
        const missing = (item: Item | undefined) => (item?.coverage?.parts ?? []).map((part) => part.missing);
        for (const [part, people] of missing(after).entries())
          expect(missing(before)[part]).toEqual(expect.arrayContaining([...people]));
        if (before?.state === 'done') expect(after?.state).toBe('done');
      }),
    );
  });

  test('the order in which talks were written down changes nothing', () => {
    const turned = itemOf(TALK, '2026年', '2026-11-21', { talks: ALL_BUT_ONE.toReversed() });
    expect(turned).toEqual(itemOf(TALK, '2026年', '2026-11-21', { talks: ALL_BUT_ONE }));
  });
});

describe('培训学时', () => {
  test.each(TRAINING)('%s: %s as of %s', (_why, said, today, so, gets, word) => {
    expectItem(itemOf(HOURS, said, today, so), gets, word);
  });
});

function itemOf(rule: string, said: string, today: Day, so: So): Item | undefined {
  const [standing] = assess(booksOf({ ...SIX, ...so }), parsePeriod(said, today), today);
  return standing?.items.find((item) => item.rule.id === rule);
}

function expectItem(item: Item | undefined, state: Item['state'] | null, word: string | undefined): void {
  expect(item?.state ?? null).toBe(state);
  if (word !== undefined) expect(item && coverageWord(item)).toBe(word);
}
