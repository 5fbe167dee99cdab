import { isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { isExpected } from '../../src/activity/expected.ts';
import { beginSeries } from '../../src/activity/series.ts';
import { loadActivity } from '../../src/activity/store.ts';
import { record } from '../../src/audit/store.ts';
import { nextWorkday } from '../../src/calendar.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { isThere } from '../../src/people/exists.ts';
import { isBranch } from '../../src/people/permit.ts';
import { addDays, atTime, type Day, HOUR, weekdayOf } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';
import { attend, finish, planned, putOff, type Running } from './deeds.ts';
import { type Meeting, meetingsIn } from './meetings.ts';
import { OFFICE } from './office.ts';
import { ROSTERS } from './roster.ts';

const FIRST = '2026-01-01';
/** Of every fourth branch the theme day recurs on its date. */
const FIXED = '2026-01-12';
/** The year, and the months in which what is left of it may still be held. */
const MONTHS = Array.from({ length: 15 }, (_, nth) =>
  nth < 12 ? `2026-${String(nth + 1).padStart(2, '0')}` : `2027-0${nth - 11}`,
);
/** Until then what is still to be said of the year is said. */
export const END = '2027-04-07T20:00';

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
  for (const month of MONTHS) {
    const meetings = org.store.read((db) => meetingsIn(db, month));
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

async function live(
  org: TestOrg,
  month: string,
  meetings: readonly Meeting[],
  phones: readonly Phone[],
): Promise<number> {
  const first = `${month}-01`;
  const running: Running[] = [];
  const chance = chanceOf(Number(month.slice(5)));
  const apart = new Set(phones.map(({ person }) => person));
  let outages = 0;
  const early = meetings.filter((one) => one.planned !== null && one.planned < first);
  for (let day = first; day.startsWith(month); day = addDays(day, 1)) {
    const begin = meetings.filter(
      (one) => one.planned === day || (day === nextWorkday(first) && early.includes(one)),
    );
    const today = running.filter((one) => one.day === day);
    const late = begin.filter((one) => one.late);
    const asked = day in OFFICE || day in ROSTERS;
    if (asked || begin.length > late.length) {
      await org.at(`${day}T10:00`);
      await ROSTERS[day]?.(org);
      await org.store.change((db) => {
        OFFICE[day]?.(db, atTime(day, '10:00'));
        for (const one of begin)
          if (!one.late && isThere(db, one.unit, day)) running.push(planned(db, one, atTime(day, '10:00')));
      });
    }
    if (today.length > 0) {
      await org.at(`${day}T14:50`);
      await org.store.change((db) => {
        for (const one of today) attend(db, one.id, chance, apart);
      });
      for (const one of today)
        for (const phone of phones) if (isAsked(org, one.id, phone)) await phone.press();
      await org.at(`${day}T17:05`);
      await org.store.change((db) => {
        for (const one of today) if (chance() < 0.85) finish(db, one);
      });
    }
    const calm = begin.length + today.length === 0 && nextWorkday(day) === day && !asked;
    const next = nextWorkday(addDays(day, 1));
    const isDue = /-(03|09)$/.test(month) && outages === 0;
    const broken = calm && isDue && running.some((one) => one.day === next);
    if (broken) {
      await breakDown(org, day);
      outages += 1;
    }
    await org.at(`${day}T${broken ? '22:30' : late.length > 0 ? '21:30' : '20:55'}`);
    if (late.length > 0)
      await org.store.change((db) => {
        for (const one of late)
          if (isThere(db, one.unit, day)) running.push(planned(db, one, atTime(day, '21:30')));
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
