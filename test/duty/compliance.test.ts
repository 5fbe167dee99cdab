import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIVITY_KINDS, type ActivityKind } from '../../db/schema/activity.ts';
import type { Books, Branch, Seat } from '../../src/duty/owed/books.ts';
import { assess, type Item } from '../../src/duty/owed/compliance.ts';
import { type Gathering, ledgerOf } from '../../src/duty/owed/ledger.ts';
import { NOBODY_REACHED } from '../../src/duty/owed/persons.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { type Day, instantOf } from '../../src/time.ts';

const TODAY = '2026-11-21';
const BRANCH = 1;
const FIRST_GROUP = 11;
const SECOND_GROUP = 12;

interface Case {
  why: string;
  rule: string;
  span: string;
  today?: Day;
  branch?: Partial<Branch>;
  committee?: Seat[];
  since?: Day;
  held?: Partial<Gathering>[];
  /** States in the order of periods, then groups. */
  gets: Item['state'][];
}

const COMMITTEE = seats(5, '2020-01-01');
const GROUPS = [group(FIRST_GROUP, '第一党小组'), group(SECOND_GROUP, '第二党小组')];
const { themeDay, assembly, lecture, committee, meeting } = {
  themeDay: (day: Day, more: Partial<Gathering> = {}) => on(day, ['themeDay'], more),
  assembly: (day: Day, more: Partial<Gathering> = {}) => on(day, ['memberAssembly'], more),
  lecture: (day: Day, more: Partial<Gathering> = {}) => on(day, ['partyLecture'], more),
  committee: (day: Day, present = 5, more: Partial<Gathering> = {}) =>
    on(day, ['branchCommittee'], { expected: 5, present, ...more }),
  meeting: (unit: number, day: Day, more: Partial<Gathering> = {}) =>
    on(day, ['groupMeeting'], { unit, ...more }),
};

const planned = { over: false, present: 0, expected: 0 };

const CASES: Case[] = [
  // A theme day, once a month.
  { why: 'held this month', rule: 'themeDay', span: '11月', held: [themeDay('2026-11-10')], gets: ['done'] },
  { why: 'nothing this month yet', rule: 'themeDay', span: '11月', gets: ['open'] },
  {
    why: 'planned for later this month',
    rule: 'themeDay',
    span: '11月',
    held: [themeDay('2026-11-27', planned)],
    gets: ['planned'],
  },
  { why: 'nothing last month', rule: 'themeDay', span: '10月', gets: ['overdue'] },
  {
    why: 'held on the month’s first day',
    rule: 'themeDay',
    span: '10月',
    held: [on('2026-10-01T08:00', ['themeDay'])],
    gets: ['done'],
  },
  {
    why: 'begun on the month’s last evening',
    rule: 'themeDay',
    span: '10月',
    held: [on('2026-10-31T20:00', ['themeDay'])],
    gets: ['done'],
  },
  {
    why: 'held in the month before',
    rule: 'themeDay',
    span: '10月',
    held: [themeDay('2026-09-30')],
    gets: ['overdue'],
  },
  {
    why: 'held in the month after',
    rule: 'themeDay',
    span: '10月',
    held: [themeDay('2026-11-01')],
    gets: ['overdue'],
  },
  {
    why: 'a month counts by the organisation’s time zone',
    rule: 'themeDay',
    span: '11月',
    held: [on('2026-11-01T00:30', ['themeDay'])],
    gets: ['done'],
  },
  {
    why: 'over, and nobody was there',
    rule: 'themeDay',
    span: '11月',
    held: [themeDay('2026-11-10', { present: 0 })],
    gets: ['open'],
  },
  {
    why: 'over, and nobody was there, last month',
    rule: 'themeDay',
    span: '10月',
    held: [themeDay('2026-10-10', { present: 0 })],
    gets: ['overdue'],
  },
  {
    why: 'one person was there',
    rule: 'themeDay',
    span: '11月',
    held: [themeDay('2026-11-10', { present: 1 })],
    gets: ['done'],
  },
  {
    why: 'going on just now',
    rule: 'themeDay',
    span: '11月',
    held: [themeDay('2026-11-21', { over: false, present: 9 })],
    gets: ['planned'],
  },
  {
    why: 'twice in one month is once',
    rule: 'themeDay',
    span: '10月',
    held: [themeDay('2026-10-10'), themeDay('2026-10-20')],
    gets: ['done'],
  },
  {
    why: 'twice in one month does not serve the next',
    rule: 'themeDay',
    span: '上季度',
    held: [themeDay('2026-07-10'), themeDay('2026-07-20'), themeDay('2026-09-10')],
    gets: ['done', 'overdue', 'done'],
  },
  {
    why: 'of another kind',
    rule: 'themeDay',
    span: '10月',
    held: [lecture('2026-10-10')],
    gets: ['overdue'],
  },
  {
    why: 'several kinds at once',
    rule: 'themeDay',
    span: '10月',
    held: [on('2026-10-10', ['memberAssembly', 'themeDay'])],
    gets: ['done'],
  },
  {
    why: 'held by another branch',
    rule: 'themeDay',
    span: '10月',
    held: [themeDay('2026-10-10', { unit: 2 })],
    gets: ['overdue'],
  },
  {
    why: 'held by one group only',
    rule: 'themeDay',
    span: '10月',
    branch: { groups: GROUPS },
    held: [themeDay('2026-10-10', { unit: FIRST_GROUP })],
    gets: ['overdue'],
  },
  {
    why: 'the month’s last day is not over',
    rule: 'themeDay',
    span: '11月',
    today: '2026-11-30',
    gets: ['open'],
  },
  { why: 'the day after is', rule: 'themeDay', span: '11月', today: '2026-12-01', gets: ['overdue'] },
  {
    why: 'months to come are not owed yet',
    rule: 'themeDay',
    span: '本季度',
    held: [themeDay('2026-10-10')],
    gets: ['done', 'open'],
  },
  {
    why: 'a year has begun with eleven months',
    rule: 'themeDay',
    span: '今年',
    gets: [...Array<Item['state']>(10).fill('overdue'), 'open'],
  },
  { why: 'a month to come', rule: 'themeDay', span: '12月', gets: [] },
  {
    why: 'what was held stays done where another is planned',
    rule: 'themeDay',
    span: '11月',
    held: [themeDay('2026-11-27', planned), themeDay('2026-11-05')],
    gets: ['done'],
  },

  // A unit owes the periods in which it existed.
  {
    why: 'formed on the first day',
    rule: 'themeDay',
    span: '10月',
    branch: { began: '2026-10-01' },
    gets: ['overdue'],
  },
  {
    why: 'formed in mid-month',
    rule: 'themeDay',
    span: '上季度',
    branch: { began: '2026-08-15' },
    gets: ['overdue'],
  },
  { why: 'formed this month', rule: 'themeDay', span: '11月', branch: { began: '2026-11-02' }, gets: [] },
  {
    why: 'dissolved after the last day',
    rule: 'themeDay',
    span: '10月',
    branch: { ended: '2026-11-01' },
    gets: ['overdue'],
  },
  {
    why: 'dissolved on the last day',
    rule: 'themeDay',
    span: '10月',
    branch: { ended: '2026-10-31' },
    gets: [],
  },
  {
    why: 'dissolved in mid-quarter',
    rule: 'memberAssembly',
    span: '三季度',
    branch: { ended: '2026-09-15' },
    gets: [],
  },
  {
    why: 'formed in mid-quarter',
    rule: 'memberAssembly',
    span: '三季度',
    branch: { began: '2026-07-02' },
    gets: [],
  },
  {
    why: 'before anything was on record, and a month of which most days are',
    rule: 'themeDay',
    span: '上季度',
    since: '2026-09-10',
    gets: ['overdue'],
  },
  {
    why: 'a month that was mostly over when the records began',
    rule: 'themeDay',
    span: '10月',
    since: '2026-10-22',
    gets: [],
  },
  {
    why: 'that month, if it was held all the same',
    rule: 'themeDay',
    span: '10月',
    since: '2026-10-22',
    held: [themeDay('2026-10-23')],
    gets: ['done'],
  },
  {
    why: 'formed by the first import in mid-month',
    rule: 'themeDay',
    span: '11月',
    since: '2026-11-12',
    branch: { began: '2026-11-12' },
    gets: ['open'],
  },
  {
    why: 'formed after the first import in mid-month',
    rule: 'themeDay',
    span: '11月',
    since: '2026-11-12',
    branch: { began: '2026-11-13' },
    gets: [],
  },
  {
    why: 'the quarter in which the records begin',
    rule: 'memberAssembly',
    span: '本季度',
    since: '2026-11-12',
    gets: ['open'],
  },

  // The committee, once a month, at least half of it there.
  { why: 'no committee', rule: 'branchCommittee', span: '10月', gets: [] },
  {
    why: 'a secretary and a deputy are no committee',
    rule: 'branchCommittee',
    span: '10月',
    committee: seats(2, '2020-01-01'),
    gets: [],
  },
  {
    why: 'three are one',
    rule: 'branchCommittee',
    span: '10月',
    committee: seats(3, '2020-01-01'),
    gets: ['overdue'],
  },
  {
    why: 'three posts of two people are none',
    rule: 'branchCommittee',
    span: '10月',
    committee: [...seats(2, '2020-01-01'), { person: 1, began: '2020-01-01', ended: null }],
    gets: [],
  },
  {
    why: 'elected within the month it owes from the next on',
    rule: 'branchCommittee',
    span: '四季度',
    committee: seats(3, '2026-10-20'),
    gets: ['open'],
  },
  {
    why: 'elected after the month',
    rule: 'branchCommittee',
    span: '10月',
    committee: seats(3, '2026-11-01'),
    gets: [],
  },
  {
    why: 'elected later this month',
    rule: 'branchCommittee',
    span: '11月',
    committee: seats(3, '2026-11-25'),
    gets: [],
  },
  {
    why: 'down to two by the month’s end',
    rule: 'branchCommittee',
    span: '10月',
    committee: [...seats(2, '2020-01-01'), { person: 3, began: '2020-01-01', ended: '2026-10-31' }],
    gets: [],
  },
  {
    why: 'all were there',
    rule: 'branchCommittee',
    span: '10月',
    committee: COMMITTEE,
    held: [committee('2026-10-10')],
    gets: ['done'],
  },
  {
    why: 'three of five are half',
    rule: 'branchCommittee',
    span: '10月',
    committee: COMMITTEE,
    held: [committee('2026-10-10', 3)],
    gets: ['done'],
  },
  {
    why: 'two of five are not',
    rule: 'branchCommittee',
    span: '10月',
    committee: COMMITTEE,
    held: [committee('2026-10-10', 2)],
    gets: ['overdue'],
  },
  {
    why: 'two of four are exactly half',
    rule: 'branchCommittee',
    span: '10月',
    committee: COMMITTEE,
    held: [committee('2026-10-10', 2, { expected: 4 })],
    gets: ['done'],
  },
  {
    why: 'held again with enough',
    rule: 'branchCommittee',
    span: '10月',
    committee: COMMITTEE,
    held: [committee('2026-10-10', 2), committee('2026-10-12', 4)],
    gets: ['done'],
  },

  // The groups, each once a month.
  { why: 'no groups', rule: 'groupMeeting', span: '10月', gets: [] },
  {
    why: 'each group owes its own',
    rule: 'groupMeeting',
    span: '10月',
    branch: { groups: GROUPS },
    held: [meeting(SECOND_GROUP, '2026-10-08')],
    gets: ['overdue', 'done'],
  },
  {
    why: 'both held',
    rule: 'groupMeeting',
    span: '10月',
    branch: { groups: GROUPS },
    held: [meeting(FIRST_GROUP, '2026-10-08'), meeting(SECOND_GROUP, '2026-10-09')],
    gets: ['done', 'done'],
  },
  {
    why: 'one group twice is not two groups',
    rule: 'groupMeeting',
    span: '10月',
    branch: { groups: GROUPS },
    held: [meeting(FIRST_GROUP, '2026-10-08'), meeting(FIRST_GROUP, '2026-10-09')],
    gets: ['done', 'overdue'],
  },
  {
    why: 'held by the branch for all of them',
    rule: 'groupMeeting',
    span: '10月',
    branch: { groups: GROUPS },
    held: [meeting(BRANCH, '2026-10-08')],
    gets: ['done', 'done'],
  },
  {
    why: 'a group formed in mid-month owes the next',
    rule: 'groupMeeting',
    span: '10月',
    branch: { groups: [group(FIRST_GROUP, '第一党小组'), group(SECOND_GROUP, '第二党小组', '2026-10-10')] },
    gets: ['overdue'],
  },

  // The assembly and the lecture, once a quarter.
  {
    why: 'held in its first month',
    rule: 'memberAssembly',
    span: '三季度',
    held: [assembly('2026-07-01')],
    gets: ['done'],
  },
  {
    why: 'held in its last month',
    rule: 'memberAssembly',
    span: '三季度',
    held: [assembly('2026-09-30')],
    gets: ['done'],
  },
  {
    why: 'a month shows the quarter it is in',
    rule: 'memberAssembly',
    span: '8月',
    held: [assembly('2026-07-01')],
    gets: ['done'],
  },
  {
    why: 'not held in the quarter',
    rule: 'memberAssembly',
    span: '三季度',
    held: [assembly('2026-10-01')],
    gets: ['overdue'],
  },
  { why: 'the quarter is not over', rule: 'memberAssembly', span: '本月', gets: ['open'] },
  {
    why: 'planned for the quarter’s last month',
    rule: 'memberAssembly',
    span: '本月',
    held: [assembly('2026-12-20', planned)],
    gets: ['planned'],
  },
  {
    why: 'two quarters of half a year',
    rule: 'memberAssembly',
    span: '上半年',
    held: [assembly('2026-05-20')],
    gets: ['overdue', 'done'],
  },
  {
    why: 'a lecture held with the assembly',
    rule: 'partyLecture',
    span: '三季度',
    held: [on('2026-08-20', ['memberAssembly', 'themeDay', 'partyLecture'])],
    gets: ['done'],
  },
  {
    why: 'a micro lecture is no lecture of its own',
    rule: 'partyLecture',
    span: '三季度',
    held: [on('2026-08-20', ['microLecture'])],
    gets: ['overdue'],
  },
];

describe('what a branch owes', () => {
  test.each(CASES)('$rule, $span: $why → $gets', ({ rule, span, today = TODAY, gets, ...known }) => {
    const [standing] = assess(books(known), parsePeriod(span, today), today);
    expect(standing?.items.filter((item) => item.rule.id === rule).map((item) => item.state)).toEqual(gets);
  });

  test('one gathering of several kinds satisfies several duties', () => {
    const held = [on('2026-10-15', ['memberAssembly', 'themeDay', 'partyLecture'])];
    const [standing] = assess(books({ held }), parsePeriod('10月', TODAY), TODAY);
    expect(standing?.items.map((item) => [item.rule.id, item.state])).toEqual([
      ['themeDay', 'done'],
      ['memberAssembly', 'done'],
      ['partyLecture', 'done'],
      ['organizationLifeMeeting', 'open'],
      ['democraticAppraisal', 'open'],
    ]);
  });

  test('an item says when it was held, or is to be', () => {
    const held = [themeDay('2026-10-15'), themeDay('2026-10-09'), themeDay('2026-11-27', planned)];
    const [standing] = assess(books({ held }), parsePeriod('本季度', TODAY), TODAY);
    expect(standing?.items.slice(0, 2).map((item) => item.at)).toEqual([
      instantOf('2026-10-09T15:00'),
      instantOf('2026-11-27T15:00'),
    ]);
  });

  test('attendance is that of what was held within the span, the groups’ with it', () => {
    const held = [
      themeDay('2026-10-15', { expected: 20, present: 18 }),
      meeting(FIRST_GROUP, '2026-10-16', { expected: 8, present: 8 }),
      themeDay('2026-10-17', { expected: 20, present: 0 }),
      themeDay('2026-11-15', { expected: 20, present: 10 }),
      themeDay('2026-10-30', { unit: 2, expected: 50, present: 1 }),
    ];
    const [standing] = assess(books({ held, branch: { groups: GROUPS } }), parsePeriod('10月', TODAY), TODAY);
    expect(standing).toMatchObject({ held: 2, expected: 28, present: 26 });
  });

  const moment = fc
    .integer({ min: 0, max: 364 * 24 })
    .map((hours) => instantOf('2026-01-01T00:00') + hours * 3_600_000);
  const anything = fc.record({
    unit: fc.constantFrom(BRANCH, FIRST_GROUP, SECOND_GROUP),
    kinds: fc.subarray([...ACTIVITY_KINDS], { minLength: 1 }),
    startsAt: moment,
    over: fc.boolean(),
    expected: fc.integer({ min: 0, max: 30 }),
    present: fc.integer({ min: 0, max: 30 }),
  });
  const span = fc.constantFrom('本月', '上月', '三季度', '今年', '去年', '上半年');

  test('one more gathering never undoes what is done, and owes nothing more', () => {
    fc.assert(
      fc.property(fc.array(anything), anything, span, (held, more, said) => {
        const count = (list: Gathering[]) => {
          const known = books({ held: list, committee: COMMITTEE, branch: { groups: GROUPS } });
          const items = assess(known, parsePeriod(said, TODAY), TODAY).flatMap((one) => one.items);
          return { owed: items.length, done: items.filter((item) => item.state === 'done').length };
        };
        const [before, after] = [count(held), count([...held, more])];
        expect(after.owed).toBe(before.owed);
        expect(after.done).toBeGreaterThanOrEqual(before.done);
      }),
    );
  });

  test('only what is over is overdue, and only what is not is open or planned', () => {
    fc.assert(
      fc.property(fc.array(anything), span, (held, said) => {
        const known = books({ held, committee: COMMITTEE, branch: { groups: GROUPS } });
        for (const { period, state } of assess(known, parsePeriod(said, TODAY), TODAY).flatMap(
          (one) => one.items,
        )) {
          if (state === 'overdue') expect(period.to < TODAY).toBe(true);
          if (state === 'open' || state === 'planned') expect(period.to >= TODAY).toBe(true);
        }
      }),
    );
  });
});

function books(known: Omit<Partial<Case>, 'held'> & { held?: Partial<Gathering>[] }): Books {
  const branch: Branch = {
    id: BRANCH,
    kind: 'branch',
    name: '第一党支部',
    path: '第一党支部',
    lineage: '/1/',
    began: null,
    ended: null,
    groups: [],
    ...known.branch,
  };
  return {
    of: 'branches',
    ...NOBODY_REACHED,
    settings: [],
    waivers: new Map(),
    branches: [branch],
    seats: new Map([[BRANCH, known.committee ?? []]]),
    members: new Map(),
    kinds: new Map(),
    ledger: ledgerOf((known.held ?? []).map((one) => ({ ...on('2026-01-01', ['themeDay']), ...one }))),
    since: known.since ?? null,
  };
}

function on(when: string, kinds: ActivityKind[], more: Partial<Gathering> = {}): Gathering {
  const startsAt = instantOf(when.includes('T') ? when : `${when}T15:00`);
  return { unit: BRANCH, kinds, startsAt, over: true, expected: 20, present: 18, ...more };
}

function group(id: number, name: string, began: Day | null = null) {
  return { id, name, began, ended: null };
}

function seats(count: number, began: Day): Seat[] {
  return Array.from({ length: count }, (_, i) => ({ person: i + 1, began, ended: null }));
}
