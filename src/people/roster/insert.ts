import { sql } from 'drizzle-orm';
import { memberships, persons, posts } from '../../../db/schema/people.ts';
import { prepared } from '../../../db/store.ts';

export const insertPerson = prepared((db) =>
  db
    .insert(persons)
    .values({
      name: sql.placeholder('name'),
      phone: sql.placeholder('phone'),
      joinedParty: sql.placeholder('joinedParty'),
      fullFrom: sql.placeholder('fullFrom'),
    })
    .returning({ id: persons.id })
    .prepare(),
);

export const insertMembership = prepared((db) =>
  db
    .insert(memberships)
    .values({
      person: sql.placeholder('person'),
      unit: sql.placeholder('unit'),
      category: sql.placeholder('category'),
      began: sql.placeholder('began'),
    })
    .prepare(),
);

export const insertPost = prepared((db) =>
  db
    .insert(posts)
    .values({
      person: sql.placeholder('person'),
      unit: sql.placeholder('unit'),
      post: sql.placeholder('post'),
      began: sql.placeholder('began'),
    })
    .prepare(),
);
