import { sql } from 'drizzle-orm';
import { activities, attendance } from '../db/schema/activity.ts';
import { outbox } from '../db/schema/outbox.ts';
import { accounts, chats, memberships, persons, units } from '../db/schema/people.ts';
import type { Db } from '../db/store.ts';
import { HOUR, MINUTE } from '../src/time.ts';
import type { Tap } from './requests.ts';

const BRANCHES = 700;
const MEMBERS = 30;

/**
 * A work committee of 700 branches with 30 members each, and in each wave one activity of every branch that is open
 * for check-in: half of them are to begin, half have begun, so that their lists are frozen. All have been told: a live
 * card to each member, to the branch's group and to who organises it. Returns the taps that may be made, by wave.
 */
export function seed(db: Db, now: number, waves: number): Tap[][] {
  db.insert(units)
    .values({ id: 1, kind: 'organsWorkCommittee', name: '机关工委', path: '机关工委', lineage: '/1/' })
    .run();
  const branches = Array.from({ length: BRANCHES }, (_, index) => seedBranch(db, index + 2, now));
  return Array.from({ length: waves }, (_, wave) =>
    branches.flatMap((branch) => {
      const activity = wave * BRANCHES + branch.unit;
      seedActivity(db, activity, branch, now);
      seedCards(db, activity, branch, now);
      return branch.people.map((person) => ({
        openId: `ou_${person}`,
        message: `om_${activity}_${person}`,
        activity,
      }));
    }),
  );
}

interface Branch {
  unit: number;
  group: string;
  people: number[];
}

function seedBranch(db: Db, unit: number, now: number): Branch {
  const name = `第${unit - 1}党支部`;
  const group = `oc_${unit}`;
  const people = Array.from({ length: MEMBERS }, (_, index) => unit * MEMBERS + index);
  db.insert(units)
    .values({ id: unit, parent: 1, kind: 'branch', name, path: `机关工委/${name}`, lineage: `/1/${unit}/` })
    .run();
  db.insert(chats).values({ platform: 'lark', id: group, unit, joinedAt: now }).run();
  db.insert(persons)
    .values(people.map((id) => ({ id, name: `党员${id}` })))
    .run();
  db.insert(memberships)
    .values(people.map((person) => ({ person, unit, category: 'full' as const, began: '2020-01-01' })))
    .run();
  db.insert(accounts)
    .values(
      people.map((person) => ({ platform: 'lark' as const, id: `ou_${person}`, person, linkedAt: now })),
    )
    .run();
  return { unit, group, people };
}

function seedActivity(db: Db, id: number, { unit, people }: Branch, now: number): void {
  const begun = unit % 2 === 0;
  const startsAt = begun ? now - 5 * MINUTE : now + 20 * MINUTE;
  db.insert(activities)
    .values({
      id,
      unit,
      kinds: ['themeDay'],
      startsAt,
      endsAt: startsAt + 90 * MINUTE,
      place: '三楼会议室',
      theme: '学习党纪',
      agenda: '一、集中学习；二、讨论',
      plannedAt: now,
      noticedAt: now,
      startedAt: begun ? startsAt : null,
    })
    .run();
  if (!begun) return;
  db.insert(attendance)
    .values(
      people.map((person) => ({
        activity: id,
        person,
        role: 'expected' as const,
        category: 'full' as const,
      })),
    )
    .run();
}

function seedCards(db: Db, activity: number, { group, people }: Branch, now: number): void {
  const common = {
    platform: 'lark' as const,
    urgency: 'notice' as const,
    createdAt: now - HOUR,
    dueAt: now - HOUR,
    // Long enough ago that the platform's pace is all there for what the taps cause.
    settledAt: now - HOUR,
    outcome: 'sent' as const,
  };
  const show = (view: string) => ({ view, input: { activity } });
  const topic = `activity:${activity}`;
  const [organiser] = people;
  db.insert(outbox)
    .values([
      ...people.map((person) => ({
        ...common,
        key: `${topic}:${person}`,
        kind: 'direct' as const,
        address: `ou_${person}`,
        person,
        content: show('activity.member'),
        topic,
        remoteId: `om_${activity}_${person}`,
      })),
      {
        ...common,
        key: `${topic}:group`,
        kind: 'group' as const,
        address: group,
        content: show('activity.group'),
        topic,
        remoteId: `om_${activity}_group`,
      },
      {
        ...common,
        key: `${topic}:desk`,
        kind: 'direct' as const,
        address: `ou_${organiser}`,
        person: organiser,
        content: show('activity.desk'),
        topic: `desk:${activity}`,
        remoteId: `om_${activity}_desk`,
      },
    ])
    .run();
}

/** How many check-ins are recorded, with a journal line each. */
export function recorded(db: Db): { present: number; journal: number } {
  const present = db
    .select({ rows: sql<number>`count(*)` })
    .from(attendance)
    .where(sql`${attendance.presentAt} is not null`)
    .get();
  const journal = db.get<{ rows: number }>(
    sql`select count(*) as rows from audit where action = 'attendance.checkedIn'`,
  );
  return { present: present?.rows ?? 0, journal: journal?.rows ?? 0 };
}
