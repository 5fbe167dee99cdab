import { and, asc, eq } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import {
  rounds,
  sheets,
  subjects,
  visitGroups,
  visitSeats,
  visitStops,
} from '../../../db/schema/evaluation.ts';
import { persons } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import type { Instant } from '../../time.ts';

export type Group = typeof visitGroups.$inferSelect;
export type Stop = typeof visitStops.$inferSelect;

/** Those who go together, by id and name. */
export interface Party extends Group {
  members: { person: number; name: string }[];
}

export function partiesOf(db: Db, round: number): Party[] {
  const groups = db
    .select()
    .from(visitGroups)
    .where(eq(visitGroups.round, round))
    .orderBy(asc(visitGroups.id))
    .all();
  const seats = db
    .select({ group: visitSeats.group, person: persons.id, name: persons.name })
    .from(visitSeats)
    .innerJoin(persons, eq(persons.id, visitSeats.person))
    .where(
      among(
        visitSeats.group,
        groups.map(({ id }) => id),
      ),
    )
    .orderBy(asc(persons.id))
    .all();
  const members = Map.groupBy(seats, ({ group }) => group);
  return groups.map((group) => ({
    ...group,
    members: (members.get(group.id) ?? []).map(({ person, name }) => ({ person, name })),
  }));
}

export function findGroup(db: Db, id: number): Group | undefined {
  return db.select().from(visitGroups).where(eq(visitGroups.id, id)).get();
}

export function loadGroup(db: Db, id: number): Group {
  const group = findGroup(db, id);
  if (!group) throw new Refusal('not_found', '没有找到这个观摩组。');
  return group;
}

/** The leader goes with the group. A new group, or what becomes of one there is. */
export function saveGroup(
  db: Db,
  wanted: { round: number; group: number | null; name: string; leader: number; members: readonly number[] },
  by: number,
  now: Instant,
): number {
  const { round, group, name, leader } = wanted;
  const same = db
    .select()
    .from(visitGroups)
    .where(and(eq(visitGroups.round, round), eq(visitGroups.name, name)))
    .get();
  if (same && same.id !== group) throw new Refusal('conflict', `已经有“${name}”了，请换个名称。`);
  const id =
    group ??
    db.insert(visitGroups).values({ round, name, leader }).returning({ id: visitGroups.id }).get().id;
  const members = [...new Set([leader, ...wanted.members])];
  db.update(visitGroups).set({ name, leader }).where(eq(visitGroups.id, id)).run();
  db.delete(visitSeats).where(eq(visitSeats.group, id)).run();
  for (const person of members) db.insert(visitSeats).values({ group: id, person }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: group === null ? 'visitGroup.formed' : 'visitGroup.changed',
    subject: `round:${round}`,
    after: { group: id, name, leader, members },
  });
  return id;
}

/** Without a group's route; what was scored stays. */
export function dropGroup(db: Db, group: Group, by: number, now: Instant): void {
  db.delete(visitStops).where(eq(visitStops.group, group.id)).run();
  db.delete(visitSeats).where(eq(visitSeats.group, group.id)).run();
  db.delete(visitGroups).where(eq(visitGroups.id, group.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'visitGroup.dissolved',
    subject: `round:${group.round}`,
    before: { group: group.id, name: group.name },
  });
}

/** All stops of a round, by group and time. */
export function stopsOf(db: Db, round: number): Stop[] {
  return db
    .select({ stop: visitStops })
    .from(visitStops)
    .innerJoin(visitGroups, eq(visitGroups.id, visitStops.group))
    .where(eq(visitGroups.round, round))
    .orderBy(asc(visitStops.group), asc(visitStops.startsAt), asc(visitStops.id))
    .all()
    .map(({ stop }) => stop);
}

export function loadStop(db: Db, id: number): Stop {
  const stop = db.select().from(visitStops).where(eq(visitStops.id, id)).get();
  if (!stop) throw new Refusal('not_found', '这一站已经取消了。');
  return stop;
}

export type NewStop = Omit<Stop, 'id'>;

export function addStops(db: Db, round: number, stops: readonly NewStop[], by: number, now: Instant): void {
  for (const stop of stops) db.insert(visitStops).values(stop).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'peerRoute.planned',
    subject: `round:${round}`,
    after: stops,
  });
}

export function moveStop(db: Db, round: number, stop: Stop, to: NewStop, by: number, now: Instant): void {
  db.update(visitStops).set(to).where(eq(visitStops.id, stop.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'peerStop.moved',
    subject: `round:${round}`,
    before: stop,
    after: to,
  });
}

export function dropStops(db: Db, round: number, stops: readonly Stop[], by: number, now: Instant): void {
  for (const { id } of stops) db.delete(visitStops).where(eq(visitStops.id, id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'peerStop.dropped',
    subject: `round:${round}`,
    before: stops,
  });
}

/** The rounds not yet published in which somebody goes along, the newest first. */
export function roundsWith(db: Db, person: number): { round: number; group: number }[] {
  return db
    .select({
      round: visitGroups.round,
      group: visitGroups.id,
      publishedAt: rounds.publishedAt,
      cancelledAt: rounds.cancelledAt,
    })
    .from(visitSeats)
    .innerJoin(visitGroups, eq(visitGroups.id, visitSeats.group))
    .innerJoin(rounds, eq(rounds.id, visitGroups.round))
    .where(eq(visitSeats.person, person))
    .orderBy(asc(visitGroups.id))
    .all()
    .filter(({ publishedAt, cancelledAt }) => publishedAt === null && cancelledAt === null)
    .map(({ round, group }) => ({ round, group }))
    .toReversed();
}

export function isSeated(db: Db, group: number, person: number): boolean {
  return (
    db
      .select({ person: visitSeats.person })
      .from(visitSeats)
      .where(and(eq(visitSeats.group, group), eq(visitSeats.person, person)))
      .get() !== undefined
  );
}

/** The subjects that somebody has scored. */
export function scoredBy(db: Db, round: number, person: number): Set<number> {
  const rows = db
    .select({ subject: sheets.subject })
    .from(sheets)
    .innerJoin(subjects, eq(subjects.id, sheets.subject))
    .where(and(eq(subjects.round, round), eq(sheets.scorer, `person:${person}`)))
    .all();
  return new Set(rows.map(({ subject }) => subject));
}

/** How many sheets there are about each subject; none where there is none. */
export function sheetCounts(db: Db, round: number): Map<number, number> {
  const rows = db.select({ subject: sheets.subject }).from(sheets).where(eq(sheets.round, round)).all();
  const counts = new Map<number, number>();
  for (const { subject } of rows) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return counts;
}
