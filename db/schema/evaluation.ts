import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { persons, units } from './people.ts';

/** What is evaluated so: 星级评定, 观摩, 述职评议, 民主评议党员, 评选. */
export const ROUND_KINDS = ['starRating', 'peerVisit', 'debrief', 'appraisal', 'award'] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

/** A round that a committee holds over its subtree, with the template as it was made for this round. */
export const rounds = sqliteTable(
  'rounds',
  {
    id: integer().primaryKey(),
    kind: text().$type<RoundKind>().notNull(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    year: integer().notNull(),
    title: text().notNull(),
    template: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** Steps with their last days, in order: `[{id, until}]`. */
    stages: text({ mode: 'json' }).$type<unknown>().notNull(),
    openedAt: integer().notNull(),
    openedBy: integer()
      .notNull()
      .references(() => persons.id),
    publishedAt: integer(),
    publishedBy: integer().references(() => persons.id),
    cancelledAt: integer(),
    cancelledBy: integer().references(() => persons.id),
  },
  (t) => [index('rounds_unit').on(t.unit, t.kind, t.year)],
);

/** Who is evaluated: a branch, or a person of that unit. */
export const subjects = sqliteTable(
  'round_subjects',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    person: integer().references(() => persons.id),
    /** What the subject applies for. */
    declared: text({ mode: 'json' }).$type<unknown>(),
    declaredAt: integer(),
    declaredBy: integer().references(() => persons.id),
    /** The leader who looks after it from now on. */
    contact: integer().references(() => persons.id),
  },
  (t) => [index('round_subjects_round').on(t.round), index('round_subjects_unit').on(t.unit)],
);

/** What a scorer says of a subject, by name; anonymous scoring is a poll. */
export const sheets = sqliteTable(
  'sheets',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    subject: integer()
      .notNull()
      .references(() => subjects.id),
    /** In which capacity, as the template calls it. */
    role: text().notNull(),
    /** `unit:3` or `person:7`: whose judgement it is. */
    scorer: text().notNull(),
    answers: text({ mode: 'json' }).$type<unknown>().notNull(),
    notes: text({ mode: 'json' }).$type<unknown>().notNull(),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [
    uniqueIndex('sheets_scorer').on(t.subject, t.role, t.scorer),
    index('sheets_round').on(t.round, t.role),
  ],
);

/** What people decided about a subject; the last word counts, and none is changed. */
export const decisions = sqliteTable(
  'decisions',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    subject: integer()
      .notNull()
      .references(() => subjects.id),
    /** The level's id in the template; null: none. */
    level: text(),
    honours: text({ mode: 'json' }).$type<unknown>().notNull(),
    reason: text().notNull().default(''),
    at: integer().notNull(),
    by: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('decisions_round').on(t.round), index('decisions_subject').on(t.subject)],
);

/** Something to put right: open, done with its evidence, accepted; handed back it is open again. */
export const issues = sqliteTable(
  'issues',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    subject: integer()
      .notNull()
      .references(() => subjects.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    theme: text().notNull().default(''),
    problem: text().notNull(),
    measure: text().notNull().default(''),
    owner: integer().references(() => persons.id),
    /** The last day. */
    deadline: text(),
    raisedAt: integer().notNull(),
    raisedBy: integer()
      .notNull()
      .references(() => persons.id),
    evidence: text().notNull().default(''),
    doneAt: integer(),
    doneBy: integer().references(() => persons.id),
    acceptedAt: integer(),
    acceptedBy: integer().references(() => persons.id),
    /** Why it was handed back, until it is done anew. */
    returned: text(),
  },
  (t) => [
    index('issues_round').on(t.round),
    index('issues_unit').on(t.unit),
    index('issues_open').on(t.acceptedAt, t.deadline),
  ],
);

/** An anonymous scoring. What was cast is one sealed urn until it is counted, and nothing afterwards but the tally. */
export const polls = sqliteTable(
  'polls',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    questions: text({ mode: 'json' }).$type<unknown>().notNull(),
    /** Overwritten with zeros when it is counted, like the urn. */
    salt: text().notNull(),
    urn: text().notNull(),
    openedAt: integer().notNull(),
    countedAt: integer(),
    tally: text({ mode: 'json' }).$type<unknown>(),
  },
  (t) => [index('polls_round').on(t.round)],
);

/** Who may score, and whether they have: entered when the poll opens, and nothing of it says when. */
export const voters = sqliteTable(
  'poll_voters',
  {
    poll: integer()
      .notNull()
      .references(() => polls.id),
    person: integer()
      .notNull()
      .references(() => persons.id),
    voted: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.poll, t.person] }), index('poll_voters_person').on(t.person)],
);

/** 观摩: those who go together. */
export const visitGroups = sqliteTable(
  'visit_groups',
  {
    id: integer().primaryKey(),
    round: integer()
      .notNull()
      .references(() => rounds.id),
    name: text().notNull(),
    leader: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('visit_groups_round').on(t.round)],
);

export const visitSeats = sqliteTable(
  'visit_seats',
  {
    group: integer()
      .notNull()
      .references(() => visitGroups.id),
    person: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [primaryKey({ columns: [t.group, t.person] }), index('visit_seats_person').on(t.person)],
);

/** A group's route: where it is when. */
export const visitStops = sqliteTable(
  'visit_stops',
  {
    id: integer().primaryKey(),
    group: integer()
      .notNull()
      .references(() => visitGroups.id),
    subject: integer()
      .notNull()
      .references(() => subjects.id),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
  },
  (t) => [index('visit_stops_group').on(t.group, t.startsAt), index('visit_stops_subject').on(t.subject)],
);
