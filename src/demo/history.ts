import { eq } from 'drizzle-orm';
import { type ActivityKind, activities } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { arrive } from '../activity/attend.ts';
import { keepTally } from '../activity/attendance.ts';
import { expectedOf } from '../activity/expected.ts';
import { close } from '../activity/keep.ts';
import { KINDS } from '../activity/kinds.ts';
import { askLeave, decideLeave } from '../activity/leave.ts';
import { announce } from '../activity/notice.ts';
import { organiserOf } from '../activity/organisers.ts';
import { plan } from '../activity/plan.ts';
import { started } from '../activity/start.ts';
import { findAttendance, loadActivity } from '../activity/store.ts';
import { nextWorkday } from '../calendar.ts';
import { isBranch } from '../people/permit.ts';
import { subtree, type Unit } from '../people/store.ts';
import { atTime, DAY, type Day, dayOf, type Instant, MINUTE, startOfDay } from '../time.ts';
import { type Chance, chanceOf } from './chance.ts';

const MONTHS = 6;
const THEMES = [
  '学习党章党规',
  '观看警示教育片',
  '志愿服务进社区',
  '参观党史纪念馆',
  '重温入党誓词',
  '助农帮扶',
  '义务植树',
  '政策宣讲',
];
const RESOLUTIONS = [
  '会后一周内每人交一份心得。',
  '由组织委员整理问题清单。',
  '下月开展一次志愿服务。',
  '',
  '',
];

/** Half a year of what branches do, as it would have been recorded: most of it, not all, and not always on time. */
export function writeHistory(db: Db, now: Instant): void {
  const today = dayOf(now);
  const top = db.select().from(units).where(eq(units.path, units.name)).get();
  if (!top) return;
  const all = subtree(db, top.lineage, today);
  for (const [index, unit] of all.entries()) {
    if (isBranch(unit.kind)) branchHistory(db, unit, all, now, chanceOf(index + 1));
  }
}

/** The first day of the first month. */
export function historyBegins(now: Instant): Instant {
  return startOfDay(`${monthsBefore(dayOf(now), MONTHS)[0]}-01`);
}

function branchHistory(db: Db, unit: Unit, all: Unit[], now: Instant, chance: Chance): void {
  const diligence = 0.72 + chance() * 0.28;
  const groups = all.filter((one) => one.parent === unit.id && one.kind === 'memberGroup');
  for (const month of monthsBefore(dayOf(now), MONTHS)) {
    const quarterly = Number(month.slice(5)) % 3 === 0;
    if (chance() < diligence)
      hold(db, unit.id, ['themeDay'], weekday(month, 12 + Math.floor(chance() * 12)), now, chance);
    if (chance() < diligence)
      hold(db, unit.id, ['branchCommittee'], weekday(month, 3 + Math.floor(chance() * 6)), now, chance);
    if (quarterly && chance() < diligence)
      hold(db, unit.id, ['memberAssembly', 'partyLecture'], weekday(month, 20), now, chance);
    for (const group of groups)
      if (chance() < diligence) hold(db, group.id, ['groupMeeting'], weekday(month, 9), now, chance);
  }
}

/** Plans it, and, if the day has come, has people come, excuse themselves or stay away, and closes it. */
export function hold(
  db: Db,
  unit: number,
  kinds: ActivityKind[],
  day: Day,
  now: Instant,
  chance: Chance,
  more: { theme?: string; lecturer?: string } = {},
): void {
  const startsAt = atTime(day, chance() < 0.5 ? '15:00' : '09:30');
  const planned = startsAt - 4 * DAY;
  if (planned > now) return;
  const secretary = organiserOf(db, unit, day);
  if (secretary === undefined) return;
  const themed = kinds.includes('themeDay');
  const { activity } = plan(
    db,
    {
      unit,
      kinds,
      startsAt,
      endsAt: startsAt + Math.max(...kinds.map((kind) => KINDS[kind].minutes)) * MINUTE,
      place: themed ? '三楼会议室' : '党员活动室',
      theme: more.theme ?? (themed ? pick(THEMES, chance) : ''),
      agenda: '一、集中学习；二、讨论发言；三、安排下步工作。',
      host: secretary,
      lecturer: more.lecturer ?? '',
      persons: [],
      series: null,
      draft: null,
      by: secretary,
    },
    planned,
  );
  if (expectedOf(db, activity).length === 0)
    return void db.delete(activities).where(eq(activities.id, activity.id)).run();
  if (startsAt > now) return void announce(db, activity, now);
  attend(db, activity.id, secretary, chance);
  if (activity.endsAt > now) return;
  keepTally(db, loadActivity(db, activity.id), activity.endsAt);
  if (chance() < 0.93) finish(db, activity.id, secretary, chance);
}

function attend(db: Db, id: number, secretary: number, chance: Chance): void {
  const { startsAt, endsAt } = loadActivity(db, id);
  const expected = expectedOf(db, loadActivity(db, id));
  for (const { person } of expected) {
    const luck = chance();
    if (luck > 0.93 && person !== secretary) {
      askLeave(db, loadActivity(db, id), person, luck > 0.96 ? '出差' : '身体不适', startsAt - DAY);
      decideLeave(db, loadActivity(db, id), person, true, secretary, startsAt - DAY / 2);
    }
  }
  const activity = started(db, loadActivity(db, id), startsAt);
  for (const { person } of expected) {
    const row = findAttendance(db, id, person);
    if (row?.leaveGranted || chance() > 0.95) continue;
    const at = startsAt - Math.floor(chance() * 20) * MINUTE + (chance() > 0.94 ? 24 * MINUTE : 0);
    const byHand = chance() > 0.9;
    arrive(
      db,
      activity,
      row,
      { person, at, how: byHand ? 'proxy' : 'self', by: byHand ? secretary : person },
      byHand ? endsAt : at,
    );
  }
}

function finish(db: Db, id: number, secretary: number, chance: Chance): void {
  const activity = loadActivity(db, id);
  const recorder = expectedOf(db, activity).find(({ person }) => person !== secretary)?.person ?? secretary;
  close(
    db,
    activity,
    {
      host: secretary,
      recorder,
      agenda: activity.agenda,
      minutes: '会议按议程进行，与会同志作了发言。',
      resolutions: pick(RESOLUTIONS, chance),
    },
    secretary,
    activity.endsAt,
  );
}

function pick<T>(from: readonly T[], chance: Chance): T {
  const one = from[Math.floor(chance() * from.length)];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
}

/** `2026-06` and on, the present month last. */
function monthsBefore(today: Day, count: number): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: count + 1 }, (_, index) => {
    const at = new Date(Date.UTC(year, month - 1 - count + index, 1));
    return at.toISOString().slice(0, 7);
  });
}

/** The date or the working day after it. */
function weekday(month: string, date: number): Day {
  return nextWorkday(`${month}-${String(date).padStart(2, '0')}`);
}
