import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { PlatformName } from '../../src/platforms/platform.ts';

export const UNIT_KINDS = [
  'organsWorkCommittee',
  'departmentCommittee',
  'primaryCommittee',
  'generalBranch',
  'branch',
  'jointBranch',
  'temporaryBranch',
  'memberGroup',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

export const CATEGORIES = ['full', 'probationary', 'candidate', 'activist'] as const;
export type Category = (typeof CATEGORIES)[number];

export const POSTS = [
  'secretary',
  'deputySecretary',
  'organizationMember',
  'publicityMember',
  'disciplineMember',
  'committeeMember',
  'groupLeader',
  'staff',
  'administrator',
] as const;
export type PostName = (typeof POSTS)[number];

/** Party organisations as a tree; a 党小组 is a unit beneath its branch. Dates are days, `ended` is the first day no longer. */
export const units = sqliteTable(
  'units',
  {
    id: integer().primaryKey(),
    parent: integer(),
    kind: text().$type<UnitKind>().notNull(),
    name: text().notNull(),
    /** Names from the top joined by `/`: unique among the units that exist. */
    path: text().notNull(),
    /** Ids from the top, `/1/4/9/`: a subtree is a prefix. */
    lineage: text().notNull(),
    began: text(),
    ended: text(),
  },
  (t) => [index('units_parent').on(t.parent), index('units_lineage').on(t.lineage)],
);

export const persons = sqliteTable(
  'persons',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    phone: text(),
    joinedParty: text(),
    /** 转正日期: a full member from this day on. */
    fullFrom: text(),
    /** 'day': reminders on the day itself only. */
    reminders: text().$type<'all' | 'day'>().notNull().default('all'),
    /** Where they want to be written to; null: where they were last heard. */
    platform: text().$type<PlatformName>(),
  },
  (t) => [index('persons_name').on(t.name), uniqueIndex('persons_phone').on(t.phone)],
);

/** A person in a unit from a day until before another. Groups are memberships of their own, beside the branch's. */
export const memberships = sqliteTable(
  'memberships',
  {
    id: integer().primaryKey(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    category: text().$type<Category>().notNull(),
    began: text().notNull(),
    ended: text(),
  },
  (t) => [index('memberships_unit').on(t.unit, t.began), index('memberships_person').on(t.person)],
);

export const posts = sqliteTable(
  'posts',
  {
    id: integer().primaryKey(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    unit: integer()
      .notNull()
      .references(() => units.id),
    post: text().$type<PostName>().notNull(),
    began: text().notNull(),
    ended: text(),
  },
  (t) => [index('posts_unit').on(t.unit), index('posts_person').on(t.person)],
);

/** Who is behind an account of a platform. */
export const accounts = sqliteTable(
  'accounts',
  {
    platform: text().$type<PlatformName>().notNull(),
    id: text().notNull(),
    person: integer()
      .notNull()
      .references(() => persons.id),
    linkedAt: integer().notNull(),
    /** When its owner came to use it, after another one; null: never heard from. */
    usedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.id] }), index('accounts_person').on(t.person)],
);

/** Somebody unknown says who they are; a secretary confirms it or not. */
export const claims = sqliteTable(
  'claims',
  {
    id: integer().primaryKey(),
    platform: text().$type<PlatformName>().notNull(),
    account: text().notNull(),
    accountName: text(),
    saidName: text().notNull(),
    saidUnit: text().notNull(),
    person: integer().references(() => persons.id),
    madeAt: integer().notNull(),
    decidedAt: integer(),
    decidedBy: integer().references(() => persons.id),
    granted: integer({ mode: 'boolean' }),
  },
  (t) => [index('claims_account').on(t.platform, t.account)],
);

/** A group chat that belongs to a unit. */
export const chats = sqliteTable(
  'chats',
  {
    platform: text().$type<PlatformName>().notNull(),
    id: text().notNull(),
    unit: integer().references(() => units.id),
    name: text(),
    joinedAt: integer().notNull(),
    leftAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.id] }), index('chats_unit').on(t.unit)],
);

/** Which unit a platform's department is: one that is named here without a unit is left out on purpose. */
export const departments = sqliteTable(
  'departments',
  {
    platform: text().$type<PlatformName>().notNull(),
    id: text().notNull(),
    unit: integer().references(() => units.id),
  },
  (t) => [primaryKey({ columns: [t.platform, t.id] })],
);

/** A roster that was read and shown, and waits for its sender's word. */
export const rosters = sqliteTable('rosters', {
  id: integer().primaryKey(),
  person: integer()
    .notNull()
    .references(() => persons.id),
  /** Of the changes that were shown: others are not made. */
  digest: text().notNull(),
  checkedAt: integer().notNull(),
  decidedAt: integer(),
  applied: integer({ mode: 'boolean' }),
  /** It was read from a platform's directory, which tells of accounts and of newcomers, and of nobody's leaving. */
  directory: text({ mode: 'json' }).$type<{ platform: PlatformName; newcomers: boolean; open: string[] }>(),
});

/** Its rows, some hundreds a part (a Durable Object's row holds 2 MB); gone when it is decided. */
export const rosterParts = sqliteTable(
  'roster_parts',
  {
    roster: integer()
      .notNull()
      .references(() => rosters.id),
    part: integer().notNull(),
    rows: text({ mode: 'json' }).$type<unknown[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roster, t.part] })],
);
