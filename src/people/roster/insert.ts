import { eq, sql } from 'drizzle-orm';
import { accounts, memberships, persons, posts, units } from '../../../db/schema/people.ts';
import { given, prepared } from '../../../db/store.ts';

export const insertPerson = prepared((db) =>
  db
    .insert(persons)
    .values({
      name: given('name'),
      phone: given('phone'),
      joinedParty: given('joinedParty'),
      fullFrom: given('fullFrom'),
    })
    .returning({ id: persons.id })
    .prepare(),
);

export const insertMembership = prepared((db) =>
  db
    .insert(memberships)
    .values({
      person: given('person'),
      unit: given('unit'),
      category: given('category'),
      began: given('began'),
    })
    .prepare(),
);

export const insertPost = prepared((db) =>
  db
    .insert(posts)
    .values({
      person: given('person'),
      unit: given('unit'),
      post: given('post'),
      began: given('began'),
    })
    .prepare(),
);

export const insertAccount = prepared((db) =>
  db
    .insert(accounts)
    .values({
      platform: given('platform'),
      id: given('id'),
      person: given('person'),
      linkedAt: given('linkedAt'),
    })
    .prepare(),
);

export const insertUnit = prepared((db) =>
  db
    .insert(units)
    .values({
      parent: given('parent'),
      kind: given('kind'),
      name: given('name'),
      path: given('path'),
      lineage: given('lineage'),
      began: given('began'),
    })
    .returning({ id: units.id })
    .prepare(),
);

export const updateLineage = prepared((db) =>
  db
    .update(units)
    .set({ lineage: given('lineage') })
    .where(eq(units.id, sql.placeholder('id')))
    .prepare(),
);
