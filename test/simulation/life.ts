import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { arrive } from '../../src/activity/attend.ts';
import { expectedOf, isExpected } from '../../src/activity/expected.ts';
import { close } from '../../src/activity/keep.ts';
import { askLeave, decideLeave } from '../../src/activity/leave.ts';
import { announce } from '../../src/activity/notice.ts';
import { plan } from '../../src/activity/plan.ts';
import { beginSeries } from '../../src/activity/series.ts';
import { type Activity, findAttendance, loadActivity } from '../../src/activity/store.ts';
import { record } from '../../src/audit/store.ts';
import { nextWorkday } from '../../src/calendar.ts';
import { type Chance, chanceOf } from '../../src/demo/chance.ts';
import { situationOf } from '../../src/duty/alerts/due.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { itemKey, waive } from '../../src/duty/owed/waivers.ts';
import { isBranch } from '../../src/people/permit.ts';
import { secretaryOf } from '../../src/people/secretary.ts';
import { addDays, atTime, type Day, dayOf, HOUR, type Instant, MINUTE, weekdayOf } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';

const FIRST = '2026-01-01';
/** Of every fourth branch the theme day recurs on its date. */
const FIXED = '2026-01-12';
/** Until then what is still to be said of the year is said. */
export const END = '2027-01-20T20:00';

/** What a branch does in a month, by date; whoever forgets may do it when reminded. */
interface Meeting {
  unit: number;
  kinds: ActivityKind[];
  day: Day;
  /** When it is planned; null: forgotten. */
  planned: Day | null;
  /** Whether that is at night. */
  late: boolean;
}

interface Running {
  id: number;
  unit: number;
  day: Day;
}

/** Somebody who presses the button, where the others come in one step. */
export interface Phone {
  person: number;
  press(): Promise<void>;
  /** Says what they think. */
  write(): Promise<void>;
}

/** A year day by day: branches plan and hold, members come, some branches say why not. → how often the platform broke down */
export async function liveAYear(org: TestOrg, phones: readonly Phone[]): Promise<number> {
  let outages = 0;
  await org.store.change((db) => begin(db));
  const branches = org.store.read((db) => db.select().from(units).all()).filter(({ kind }) => isBranch(kind));
  for (let month = 1; month <= 12; month++) {
    const meetings = branches.flatMap((unit) => meetingsOf(org, unit.id, month));
    outages += await live(org, month, meetings, phones);
  }
  await org.at(END);
  return outages;
}

function begin(db: Db): void {
  record(db, { at: atTime(FIRST, '07:00'), actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  const [by] = db.select().from(persons).limit(1).all();
  const branches = db
    .select()
    .from(units)
    .all()
    .filter(({ kind }) => isBranch(kind));
  for (const [index, { id }] of branches.entries()) {
    if (index % 4 !== 0) continue;
    const [startsAt, endsAt] = [atTime(FIXED, '15:00'), atTime(FIXED, '17:00')];
    const wanted = { unit: id, kinds: ['themeDay' as const], place: '三楼会议室', host: null };
    beginSeries(db, { ...wanted, startsAt, endsAt, repeat: 'day' }, by?.id ?? 1, atTime(FIRST, '07:00'));
  }
  for (const unit of branches.slice(0, 6))
    setTerm(db, unit.id, { began: '2023-10-15', ends: '2026-10-15' }, by?.id ?? 1, atTime(FIRST, '07:00'));
}

/** A branch's month: by its own diligence it plans, forgets, or plans when reminded. */
function meetingsOf(org: TestOrg, branch: number, month: number): Meeting[] {
  const chance = chanceOf(branch * 100 + month);
  const diligence = 0.7 + (branch % 7) * 0.045;
  const known = org.store.read((db) => {
    const groups = db.select().from(units).where(eq(units.parent, branch)).all();
    const seats = db.select().from(posts).where(eq(posts.unit, branch)).all();
    return { groups: groups.map(({ id }) => id), committee: seats.length >= 3 };
  });
  const first = `2026-${String(month).padStart(2, '0')}-01`;
  const on = (unit: number, kinds: ActivityKind[], date: number): Meeting => {
    const diligent = chance() < diligence;
    const reminded = chance() < 0.6;
    const day = nextWorkday(addDays(first, (diligent ? date : 24) - 1));
    const ahead = diligent ? addDays(day, -6) : addDays(first, 20);
    // Of three branches one plans on days off too; another at night.
    const planned = branch % 3 === 1 ? ahead : nextWorkday(ahead);
    return { unit, kinds, day, planned: diligent || reminded ? planned : null, late: branch % 3 === 2 };
  };
  return [
    on(branch, ['themeDay'], 9 + (branch % 5)),
    ...(known.committee ? [on(branch, ['branchCommittee'], 8 + (branch % 3))] : []),
    ...known.groups.map((group) => on(group, ['groupMeeting'], 16)),
    ...(month % 3 === 0 ? [on(branch, ['memberAssembly', 'partyLecture'], 18)] : []),
  ];
}

async function live(
  org: TestOrg,
  month: number,
  meetings: readonly Meeting[],
  phones: readonly Phone[],
): Promise<number> {
  const first = `2026-${String(month).padStart(2, '0')}-01`;
  const running: Running[] = [];
  const chance = chanceOf(month);
  let outages = 0;
  const early = meetings.filter((one) => one.planned !== null && one.planned < first);
  for (let day = first; day.slice(5, 7) === first.slice(5, 7); day = addDays(day, 1)) {
    const begin = meetings.filter(
      (one) => one.planned === day || (day === nextWorkday(first) && early.includes(one)),
    );
    const today = running.filter((one) => one.day === day);
    const late = begin.filter((one) => one.late);
    if (begin.length > late.length) {
      await org.at(`${day}T10:00`);
      await org.store.change((db) => {
        for (const one of begin) if (!one.late) running.push(planned(db, one, atTime(day, '10:00')));
      });
    }
    if (today.length > 0) {
      await org.at(`${day}T14:50`);
      await org.store.change((db) => {
        for (const one of today) attend(db, one.id, chance, phones);
      });
      for (const one of today)
        for (const phone of phones) if (isAsked(org, one.id, phone)) await phone.press();
      await org.at(`${day}T17:05`);
      await org.store.change((db) => {
        for (const one of today) if (chance() < 0.85) finish(db, one);
      });
    }
    const calm = begin.length + today.length === 0 && nextWorkday(day) === day;
    const next = nextWorkday(addDays(day, 1));
    const broken = calm && month % 6 === 3 && outages === 0 && running.some((one) => one.day === next);
    if (broken) {
      await breakDown(org, day);
      outages += 1;
    }
    await org.at(`${day}T${broken ? '22:30' : late.length > 0 ? '21:30' : '20:55'}`);
    if (late.length > 0)
      await org.store.change((db) => {
        for (const one of late) running.push(planned(db, one, atTime(day, '21:30')));
      });
    if (weekdayOf(day) === 6 && chance() < 0.25) for (const phone of phones) await phone.write();
    if (day.endsWith('-05')) await org.store.change((db) => putOff(db, day, chance));
  }
  return outages;
}

/** From noon on the platform takes nothing, until the night. */
async function breakDown(org: TestOrg, day: Day): Promise<void> {
  await org.at(`${day}T12:00`);
  const platform = org.hosted.org.platforms.get('console');
  if (!platform) throw new Error('no console');
  const { send } = platform;
  platform.send = async () => ({ ok: false, verdict: 'again', reason: 'an outage', after: 2 * HOUR });
  await org.at(`${day}T22:00`);
  const waits = org.store.read((db) => db.select().from(outbox).where(isNull(outbox.settledAt)).all());
  expect(waits.filter(({ urgency }) => urgency === 'reminder').length).toBeGreaterThan(0);
  platform.send = send;
}

function isAsked(org: TestOrg, id: number, { person }: Phone): boolean {
  return org.store.read((db) => isExpected(db, loadActivity(db, id), person));
}

/** Announced where it recurs and is still to come, else planned. */
function planned(db: Db, { unit, kinds, day }: Meeting, now: Instant): Running {
  const today = dayOf(now);
  const startsAt = atTime(day, '15:00');
  const by = secretaryOf(db, unit, today)?.person ?? 1;
  const common = { place: '三楼会议室', theme: '学习', agenda: '', lecturer: '', persons: [], series: null };
  const wanted = { unit, kinds, startsAt, endsAt: startsAt + 2 * HOUR, host: by, draft: null, by, ...common };
  const activity = recurring(db, { unit, kinds, day }, now) ?? plan(db, wanted, now).activity;
  announce(db, activity, now);
  return { id: activity.id, unit, day: dayOf(activity.startsAt) };
}

/** The same month's, where nobody has been told of it. */
function recurring(
  db: Db,
  { unit, kinds, day }: Pick<Meeting, 'unit' | 'kinds' | 'day'>,
  now: Instant,
): Activity | undefined {
  const own = and(eq(activities.unit, unit), isNull(activities.noticedAt), isNotNull(activities.series));
  return db
    .select()
    .from(activities)
    .where(and(own, gt(activities.startsAt, now)))
    .orderBy(asc(activities.startsAt))
    .all()
    .find(
      (one) =>
        dayOf(one.startsAt).slice(0, 7) === day.slice(0, 7) &&
        one.kinds.every((kind) => kinds.includes(kind)),
    );
}

/** One tap of whoever comes; a few ask for leave, and not all of it is answered at once. */
function attend(db: Db, id: number, chance: Chance, phones: readonly Phone[]): void {
  const activity = loadActivity(db, id);
  const now = activity.startsAt - 10 * MINUTE;
  const by = secretaryOf(db, activity.unit, dayOf(now))?.person ?? 1;
  for (const { person } of expectedOf(db, activity)) {
    const luck = chance();
    if (phones.some((phone) => phone.person === person)) continue;
    // One member in forty is hardly ever seen.
    if (person % 40 === 7 ? luck < 0.95 : luck < 0.08) {
      if (luck < 0.05 && person !== by) {
        askLeave(db, loadActivity(db, id), person, '出差', now);
        if (luck < 0.04) decideLeave(db, loadActivity(db, id), person, true, by, now);
      }
      continue;
    }
    arrive(db, activity, findAttendance(db, id, person), { person, at: now, how: 'self', by: person }, now);
  }
}

function finish(db: Db, { id, day }: { id: number; day: Day }): void {
  const activity = loadActivity(db, id);
  const by = secretaryOf(db, activity.unit, day)?.person ?? 1;
  const minutes = { host: by, recorder: by, agenda: '学习', minutes: '略', resolutions: '' };
  close(db, activity, minutes, by, atTime(day, '17:05'));
}

/** Some say why not, and until when. */
function putOff(db: Db, today: Day, chance: Chance): void {
  const now = atTime(today, '20:55');
  const situation = situationOf(db, '/', now);
  for (const { branch, items } of situation.standings) {
    const item = items.find(({ state, period }) => state === 'overdue' && period.to >= addDays(today, -8));
    if (!item || chance() > 0.25) continue;
    const by = secretaryOf(db, branch.id, today)?.person ?? 1;
    const until = addDays(today, 20);
    waive(db, { unit: branch.id, item: itemKey(item), until, reason: '多数同志驻村' }, by, now);
  }
}
