import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLate, isSoon, type Situation } from '../../src/duty/alerts/due.ts';
import { assess, type Item } from '../../src/duty/owed/compliance.ts';
import { lately } from '../../src/duty/period.ts';
import type { Setting } from '../../src/duty/rules/setting.ts';
import { minutesOn, settingsOver } from '../../src/duty/rules/settings.ts';
import { addDays, type Day } from '../../src/time.ts';
import { booksOf, own, type So } from './so.ts';

type Said = 'quiet' | 'soon' | 'overdue' | 'late';
/** Why, the rule, the first day of the period, today, what else is so, and what is said of it. */
type Row = [why: string, rule: string, period: Day, today: Day, so: So, said: Said];

const APPRAISAL = 'democraticAppraisal';
const LECTURE = 'partyLecture';

const ROWS: Row[] = [
  // Where nobody decided: as shipped.
  ['a theme day on the 19th', 'themeDay', '2026-11-01', '2026-11-19', {}, 'quiet'],
  ['a theme day from the 20th on', 'themeDay', '2026-11-01', '2026-11-20', {}, 'soon'],
  ['of February too', 'themeDay', '2027-02-01', '2027-02-20', {}, 'soon'],
  ['eleven days before a quarter’s end', LECTURE, '2026-10-01', '2026-12-20', {}, 'quiet'],
  ['ten days before it', LECTURE, '2026-10-01', '2026-12-21', {}, 'soon'],
  ['seven days after it: the branch alone', LECTURE, '2026-07-01', '2026-10-07', {}, 'overdue'],
  ['eight days after it: the committee too', LECTURE, '2026-07-01', '2026-10-08', {}, 'late'],
  ['when its own grace is over, the committee at once', APPRAISAL, '2026-01-01', '2027-04-01', {}, 'late'],
  [
    'a grace of three days within the usual week',
    LECTURE,
    '2026-07-01',
    '2026-10-07',
    set({ rule: LECTURE, grace: 3 }),
    'overdue',
  ],
  [
    'a grace of three days: the week counts from the end',
    LECTURE,
    '2026-07-01',
    '2026-10-08',
    set({ rule: LECTURE, grace: 3 }),
    'late',
  ],

  // Days before the end.
  [
    'thirty days: the day before',
    LECTURE,
    '2026-10-01',
    '2026-11-30',
    set({ rule: LECTURE, soon: 30 }),
    'quiet',
  ],
  [
    'thirty days: from that day on',
    LECTURE,
    '2026-10-01',
    '2026-12-01',
    set({ rule: LECTURE, soon: 30 }),
    'soon',
  ],
  [
    'three days: ten before is early',
    LECTURE,
    '2026-10-01',
    '2026-12-27',
    set({ rule: LECTURE, soon: 3 }),
    'quiet',
  ],
  ['three days: the 28th', LECTURE, '2026-10-01', '2026-12-28', set({ rule: LECTURE, soon: 3 }), 'soon'],
  [
    'half a year before a yearly duty’s end',
    APPRAISAL,
    '2026-01-01',
    '2026-07-04',
    set({ rule: APPRAISAL, soon: 180 }),
    'soon',
  ],
  [
    'the same again before the end of its grace',
    APPRAISAL,
    '2026-01-01',
    '2027-03-01',
    set({ rule: APPRAISAL, soon: 30 }),
    'soon',
  ],
  [
    '… and not a day before',
    APPRAISAL,
    '2026-01-01',
    '2027-02-28',
    set({ rule: APPRAISAL, soon: 30 }),
    'quiet',
  ],
  [
    'planned, nothing is said however early it would be',
    LECTURE,
    '2026-10-01',
    '2026-12-21',
    { ...set({ rule: LECTURE, soon: 60 }), planned: [['2026-12-30', LECTURE]] },
    'quiet',
  ],

  // A date of the month.
  [
    'the 10th instead of the 20th',
    'themeDay',
    '2026-11-01',
    '2026-11-10',
    set({ rule: 'themeDay', date: 10 }),
    'soon',
  ],
  ['the 9th is early', 'themeDay', '2026-11-01', '2026-11-09', set({ rule: 'themeDay', date: 10 }), 'quiet'],
  [
    'the 25th instead: the 24th is early',
    'themeDay',
    '2026-11-01',
    '2026-11-24',
    set({ rule: 'themeDay', date: 25 }),
    'quiet',
  ],
  [
    'days instead of a date',
    'themeDay',
    '2026-11-01',
    '2026-11-24',
    set({ rule: 'themeDay', soon: 5 }),
    'quiet',
  ],
  [
    'five days before the 30th',
    'themeDay',
    '2026-11-01',
    '2026-11-25',
    set({ rule: 'themeDay', soon: 5 }),
    'soon',
  ],
  [
    'a theme day’s date counts for its month; its grace is said ten days before the end',
    'themeDay',
    '2026-11-01',
    '2026-12-05',
    set({ rule: 'themeDay', date: 10, grace: 14 }),
    'soon',
  ],
  [
    '… and before that nothing more',
    'themeDay',
    '2026-11-01',
    '2026-12-03',
    set({ rule: 'themeDay', date: 10, grace: 14 }),
    'quiet',
  ],

  // When it goes up.
  [
    'three days after: on the third the branch alone',
    LECTURE,
    '2026-07-01',
    '2026-10-03',
    set({ rule: LECTURE, late: 3 }),
    'overdue',
  ],
  [
    'three days after: on the fourth',
    LECTURE,
    '2026-07-01',
    '2026-10-04',
    set({ rule: LECTURE, late: 3 }),
    'late',
  ],
  [
    'thirty days after: on the eighth nothing yet',
    LECTURE,
    '2026-07-01',
    '2026-10-08',
    set({ rule: LECTURE, late: 30 }),
    'overdue',
  ],
  [
    'thirty days after: on the thirty-first',
    LECTURE,
    '2026-07-01',
    '2026-10-31',
    set({ rule: LECTURE, late: 30 }),
    'late',
  ],
  [
    'from the end of a grace on',
    LECTURE,
    '2026-07-01',
    '2026-10-15',
    set({ rule: LECTURE, grace: 10, late: 5 }),
    'overdue',
  ],
  [
    '… five days after it',
    LECTURE,
    '2026-07-01',
    '2026-10-16',
    set({ rule: LECTURE, grace: 10, late: 5 }),
    'late',
  ],
  [
    'after 31 March the committee waits too',
    APPRAISAL,
    '2026-01-01',
    '2027-04-14',
    set({ rule: APPRAISAL, late: 14 }),
    'overdue',
  ],
  ['… two weeks', APPRAISAL, '2026-01-01', '2027-04-15', set({ rule: APPRAISAL, late: 14 }), 'late'],
  [
    'put off, nobody hears of it whatever the days',
    'themeDay',
    '2026-11-01',
    '2026-12-10',
    { ...set({ rule: 'themeDay', late: 3 }), waived: [['themeDay:1:2026-11-01', '2026-12-20']] },
    'quiet',
  ],

  // From a day on, from above, nearest last.
  [
    'set from December on, November is as it was',
    'themeDay',
    '2026-11-01',
    '2026-11-12',
    set({ rule: 'themeDay', date: 10, inForce: '2026-12-01' }),
    'quiet',
  ],
  [
    '… and December is not',
    'themeDay',
    '2026-12-01',
    '2026-12-12',
    set({ rule: 'themeDay', date: 10, inForce: '2026-12-01' }),
    'soon',
  ],
  [
    'set in mid-quarter it is for the next',
    LECTURE,
    '2026-10-01',
    '2026-12-05',
    set({ rule: LECTURE, soon: 30, inForce: '2026-10-02' }),
    'quiet',
  ],
  [
    'the nearer committee’s days instead of the farther’s date',
    'themeDay',
    '2026-11-01',
    '2026-11-21',
    set({ rule: 'themeDay', date: 5 }, { rule: 'themeDay', soon: 5, unit: 1, lineage: '/9/1/' }),
    'quiet',
  ],
  [
    'the nearer one says nothing of days: the farther’s stand',
    'themeDay',
    '2026-11-01',
    '2026-11-05',
    set({ rule: 'themeDay', date: 5 }, { rule: 'themeDay', late: 20, unit: 1, lineage: '/9/1/' }),
    'soon',
  ],
  [
    'what it said last counts whole: without days they are the usual again',
    'themeDay',
    '2026-11-01',
    '2026-11-12',
    set({ rule: 'themeDay', date: 10 }, { rule: 'themeDay', inForce: '2026-11-01' }),
    'quiet',
  ],
  [
    'for another unit',
    'themeDay',
    '2026-11-01',
    '2026-11-12',
    set({ rule: 'themeDay', date: 10, lineage: '/9/2/', unit: 2 }),
    'quiet',
  ],
  [
    'for the committee alone, not for those beneath it',
    'themeDay',
    '2026-11-01',
    '2026-11-12',
    set({ rule: 'themeDay', date: 10, subtree: false }),
    'quiet',
  ],

  // Of a committee's own.
  [
    'its own, once: ten days before its last',
    'own:1',
    '2026-11-02',
    '2026-11-20',
    set({ rule: 'own:1', own: own('once', { by: '2026-11-30' }), inForce: '2026-11-02' }),
    'soon',
  ],
  [
    '… five, where it said so',
    'own:1',
    '2026-11-02',
    '2026-11-20',
    set(
      { rule: 'own:1', own: own('once', { by: '2026-11-30' }), inForce: '2026-11-02' },
      { rule: 'own:1', soon: 5, inForce: '2026-11-02' },
    ),
    'quiet',
  ],
];

describe('what is said of a duty', () => {
  test.each(ROWS)('%s: %s of %s as of %s', (_why, rule, period, today, so, said) => {
    const { items, situation } = standing(so, today);
    const item = items.find((one) => one.rule.id === rule && one.period.from === period);
    if (!item) throw new Error(`${rule} is not owed`);
    expect(saidOf(item, situation)).toBe(said);
  });
});

describe('whatever the days are', () => {
  const today = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2026-01-01', days));
  const rule = fc.constantFrom('themeDay', LECTURE, APPRAISAL, 'memberAssembly');
  const days = fc.integer({ min: 3, max: 60 });

  test('the more days ahead, the earlier it is said; the more days after, the later it goes up', () => {
    fc.assert(
      fc.property(rule, today, days, days, (id, day, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const by = (of: Partial<Setting>) => saidBy(set({ rule: id, ...of }), day, id);
        for (const [key, said] of by({ soon: less }))
          if (said === 'soon') expect(by({ soon: more }).get(key)).toBe('soon');
        for (const [key, said] of by({ late: more }))
          if (said === 'late') expect(by({ late: less }).get(key)).toBe('late');
      }),
    );
  });

  test('the committee hears of nothing that is not overdue', () => {
    fc.assert(
      fc.property(rule, today, days, fc.constantFrom(null, 0, 10, 40), (id, day, late, grace) => {
        const { items, situation } = standing(set({ rule: id, late, grace }), day);
        for (const item of items.filter((one) => isLate(one, situation))) {
          expect(item.state).toBe('overdue');
          if (item.rule.id === id) expect(addDays(item.deadline, late) < day).toBe(true);
        }
      }),
    );
  });
});

describe('minutes', () => {
  test.each<[string, Partial<Setting>[], Day, number | null]>([
    ['as shipped', [], '2026-11-20', 3],
    ['within a week', [{ within: 7 }], '2026-11-20', 7],
    [
      'from December on; what was held before is as it was',
      [{ within: 7, inForce: '2026-12-01' }],
      '2026-11-30',
      3,
    ],
    ['from December on', [{ within: 7, inForce: '2026-12-01' }], '2026-12-01', 7],
    ['the nearer', [{ within: 7 }, { within: 5, unit: 1, lineage: '/9/1/' }], '2026-11-20', 5],
    ['not asked for', [{ off: true }], '2026-11-20', null],
    ['asked for again below', [{ off: true }, { off: false, unit: 1, lineage: '/9/1/' }], '2026-11-20', 3],
  ])('%s', (_why, settings, day, within) => {
    const { settings: all } = booksOf(set(...settings.map((one) => ({ rule: 'minutes', ...one }))));
    expect(minutesOn(settingsOver(all, '/9/1/'), day)?.within ?? null).toBe(within);
  });
});

function set(...settings: Partial<Setting>[]): So {
  return { settings };
}

function standing(so: So, today: Day): { items: Item[]; situation: Situation } {
  const books = booksOf(so);
  const standings = assess(books, lately(today), today);
  const situation = { standings, waivers: books.waivers, ledger: books.ledger, today };
  return { items: standings.flatMap(({ items }) => items), situation };
}

function saidOf(item: Item, situation: Situation): Said {
  if (isLate(item, situation)) return 'late';
  if (item.state === 'overdue') return 'overdue';
  return isSoon(item, situation) ? 'soon' : 'quiet';
}

function saidBy(so: So, today: Day, rule: string): Map<string, Said> {
  const { items, situation } = standing(so, today);
  return new Map(
    items.filter((item) => item.rule.id === rule).map((item) => [item.period.from, saidOf(item, situation)]),
  );
}
