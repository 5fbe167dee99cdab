import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ActivityKind } from './activity.ts';
import { persons, type UnitKind, units } from './people.ts';

/**
 * What committees decide about rules, kept for ever: a line is added and none is changed, so that what was owed in a
 * period that is over stays as it was. Null: not stated here, as the rule or the unit above has it.
 */
export const dutySettings = sqliteTable(
  'duty_settings',
  {
    id: integer().primaryKey(),
    unit: integer()
      .notNull()
      .references(() => units.id),
    /** For all beneath the unit, or for itself alone. */
    subtree: integer({ mode: 'boolean' }).notNull(),
    /** A rule that is shipped, or `own:7`: one that the line with id 7 defines. */
    rule: text().notNull(),
    /** For periods that begin on this day or later. */
    inForce: text('in_force').notNull(),
    off: integer({ mode: 'boolean' }),
    times: integer(),
    /** Days after the period. */
    grace: integer(),
    /** From when on it is brought up that nothing is planned: days before the end, or a date of its month. */
    soon: integer(),
    date: integer(),
    /** Days after the last day, its grace included, until the committee above hears of it. */
    late: integer(),
    /** Of minutes: days after a gathering within which they are filed. */
    within: integer(),
    /** Of training: hours that are wanted of each member, and of a secretary. */
    hours: integer(),
    secretaryHours: integer(),
    /** Of a duty of a committee's own: the kinds of units that owe it, and the fewest members of those that do. */
    units: text({ mode: 'json' }).$type<UnitKind[]>(),
    least: integer(),
    own: text({ mode: 'json' }).$type<OwnDuty>(),
    setAt: integer().notNull(),
    setBy: integer()
      .notNull()
      .references(() => persons.id),
  },
  (t) => [index('duty_settings_rule').on(t.rule)],
);

/** A duty that a committee adds. */
export interface OwnDuty {
  name: string;
  kinds: ActivityKind[];
  every: 'month' | 'quarter' | 'halfYear' | 'year' | 'once';
  /** branch: every unit of its kinds · committee, withGroups: branches that have one, or groups · groups: each group. */
  owedBy: 'branch' | 'committee' | 'withGroups' | 'groups' | 'upper';
  /** The last day of what is done once. */
  by: string | null;
}

export const AUDIENCES = ['off', 'group', 'staff'] as const;
/** Who is sent a committee's summary when a period is over. */
export type Audience = (typeof AUDIENCES)[number];

/** How a committee has its summaries: who is sent them, and whether they say that they are no assessment. */
export const summarySettings = sqliteTable('summary_settings', {
  unit: integer()
    .primaryKey()
    .references(() => units.id),
  month: text().$type<Audience>().notNull(),
  quarter: text().$type<Audience>().notNull(),
  year: text().$type<Audience>().notNull(),
  disclaimer: integer({ mode: 'boolean' }).notNull(),
  setAt: integer().notNull(),
  setBy: integer()
    .notNull()
    .references(() => persons.id),
});
