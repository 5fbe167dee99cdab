import { isNull, type SQL, sql } from 'drizzle-orm';
import { index, integer, primaryKey, type SQLiteColumn, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { type Category, persons, units } from './people.ts';

export const ACTIVITY_KINDS = [
  'themeDay',
  'memberAssembly',
  'branchCommittee',
  'groupMeeting',
  'partyLecture',
  'microLecture',
  'organizationLifeMeeting',
  'democraticAppraisal',
  'heartToHeartTalk',
  'training',
  'democraticLifeMeeting',
  'dutyReportReview',
  'peerVisit',
  'debriefing',
  'grassrootsVisit',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** A gathering. Its state is its timestamps: planned, started (the expected list is frozen), closed, or cancelled. */
export const activities = sqliteTable(
  'activities',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** One gathering may be several kinds at once; the first names it. */
    kinds: text({ mode: 'json' }).$type<ActivityKind[]>().notNull(),
    /** The year a yearly kind is for, as somebody said; null: as it counts by its date. */
    year: integer(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    place: text().notNull().default(''),
    theme: text().notNull().default(''),
    agenda: text().notNull().default(''),
    host: integer().references(() => persons.id),
    lecturer: text().notNull().default(''),
    /** 集中学习, 现场教学 …: how it is held. */
    form: text().notNull().default(''),
    /** People from outside who attended, as they were named. */
    guests: text().notNull().default(''),
    series: integer(),
    /** The form it was planned with: submitting that twice plans it once. */
    draft: text().unique(),
    plannedAt: integer().notNull(),
    plannedBy: integer().references(() => persons.id),
    /** When the notice went out; before that only those who plan it know. */
    noticedAt: integer(),
    startedAt: integer(),
    closedAt: integer(),
    closedBy: integer().references(() => persons.id),
    cancelledAt: integer(),
    cancelledBy: integer().references(() => persons.id),
    cancelReason: text(),
    /** The minutes: what people said they were, nothing else. */
    recorder: integer().references(() => persons.id),
    minutes: text(),
    resolutions: text(),
    minutedAt: integer(),
    /** Counted from the attendance when it closes and whenever that changes afterwards. */
    expected: integer().notNull().default(0),
    present: integer().notNull().default(0),
    late: integer().notNull().default(0),
    onLeave: integer().notNull().default(0),
    absent: integer().notNull().default(0),
    madeUp: integer().notNull().default(0),
    /** Of those present, how many somebody else wrote down while it lasted, and how many were entered afterwards. */
    byProxy: integer().notNull().default(0),
    enteredLater: integer().notNull().default(0),
  },
  (t) => [
    index('activities_unit').on(t.unit, t.startsAt),
    index('activities_starts').on(t.startsAt),
    index('activities_kinds').on(t.kinds, t.startsAt),
    index('activities_gist').on(t.unit, t.startsAt, gistOf(t)).where(isNull(t.cancelledAt)),
  ],
);

/** What is counted of an activity's attendance, in the order of its gist. */
export const COUNTS = [
  'expected',
  'present',
  'late',
  'onLeave',
  'absent',
  'madeUp',
  'byProxy',
  'enteredLater',
] as const;

type Judged = 'kinds' | 'year' | 'startsAt' | 'endsAt' | 'closedAt' | (typeof COUNTS)[number];

/**
 * What a gathering is judged by in one text, `start length kinds year counts…/`, which an index keeps: a summary reads
 * thousands of these and no row. The length (ms) is one more than it is, and 0 once it is closed; kinds are bits, the
 * first the lowest. Written without commas and semicolons, on which drizzle-kit breaks what it generates.
 */
export function gistOf(of: Record<Judged, SQLiteColumn>): SQL<string> {
  const length = sql`case when ${of.closedAt} is null then ${of.endsAt} - ${of.startsAt} + 1 else 0 end`;
  const year = sql`case when ${of.year} is null then 0 else ${of.year} end`;
  const parts = [of.startsAt, length, bitsOf(of.kinds), year, ...COUNTS.map((count) => of[count])];
  return sql`(${sql.join(parts, sql` || ' ' || `)} || '/')`;
}

function bitsOf(kinds: SQLiteColumn): SQL {
  const bits = ACTIVITY_KINDS.map((kind, bit) => `glob '*"${kind}"*') * ${2 ** bit}`);
  return sql`(${sql.join(
    bits.map((one) => sql`(${kinds} ${sql.raw(one)}`),
    sql` + `,
  )})`;
}

/** One person at one activity: what happened (…At) and when and by whom it was written down (recorded…). */
export const attendance = sqliteTable(
  'attendance',
  {
    activity: integer()
      .notNull()
      .references(() => activities.id),
    person: integer()
      .notNull()
      .references(() => persons.id),
    role: text().$type<'expected' | 'observer'>().notNull(),
    category: text().$type<Category>(),
    presentAt: integer(),
    how: text().$type<'self' | 'proxy' | 'correction'>(),
    recordedAt: integer(),
    recordedBy: integer().references(() => persons.id),
    leaveReason: text(),
    leaveAskedAt: integer(),
    leaveDecidedAt: integer(),
    leaveDecidedBy: integer().references(() => persons.id),
    leaveGranted: integer({ mode: 'boolean' }),
    makeUpNote: text(),
    makeUpDay: text(),
    makeUpAskedAt: integer(),
    makeUpDecidedAt: integer(),
    makeUpDecidedBy: integer().references(() => persons.id),
    makeUpGranted: integer({ mode: 'boolean' }),
  },
  (t) => [
    primaryKey({ columns: [t.activity, t.person] }),
    index('attendance_person').on(t.person),
    // What waits for an answer: few of a million rows.
    index('attendance_leave')
      .on(t.leaveAskedAt)
      .where(sql`${t.leaveAskedAt} is not null and ${t.leaveGranted} is null`),
    index('attendance_make_up')
      .on(t.makeUpAskedAt)
      .where(sql`${t.makeUpAskedAt} is not null and ${t.makeUpGranted} is null`),
  ],
);

/** A relatively fixed day each month: the n-th weekday, or a day of the month. */
export const series = sqliteTable(
  'series',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    kinds: text({ mode: 'json' }).$type<ActivityKind[]>().notNull(),
    rule: text({ mode: 'json' }).$type<MonthlyRule>().notNull(),
    time: text().notNull(),
    minutes: integer().notNull(),
    place: text().notNull().default(''),
    host: integer().references(() => persons.id),
    beganAt: integer().notNull(),
    endedAt: integer(),
  },
  (t) => [index('series_unit').on(t.unit)],
);

export type MonthlyRule = { day: number } | { nth: number; weekday: number };

/** Which marks of 五定 a unit and those beneath it look at: the nearest unit's last word. */
export const fiveSettings = sqliteTable(
  'five_settings',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    marks: text({ mode: 'json' }).$type<FiveMark[]>().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('five_settings_unit').on(t.unit)],
);

export const FIVE_MARKS = ['time', 'place', 'theme', 'content', 'people', 'form', 'lecturer'] as const;
export type FiveMark = (typeof FIVE_MARKS)[number];
