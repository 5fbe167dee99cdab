import { and, eq, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import { ACTIVITY_KINDS, activities, attendance } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { findUnit } from '../people/store.ts';
import { DAY, type Instant, instantOf, isWallTime, MINUTE } from '../time.ts';
import { isNamed } from './expected.ts';
import { KINDS } from './kinds.ts';
import { redraw, started } from './start.ts';
import { type Activity, findDraft, loadActivity } from './store.ts';

const MOST_MINUTES = 3 * 24 * 60;

/** A day and a time of the organisation's zone, from a picker or as typed. */
export const WallTimeInput = z
  .string({ error: '请选择开始时间。' })
  .trim()
  .transform((text) => text.replace(' ', 'T').slice(0, 16))
  .refine(isWallTime, '开始时间没看懂，请写成 2026-12-04 15:00 这样。');

export const IdInput = z.coerce.number().int().positive();

/** A field of free text: absent is empty. */
export function textInput(label: string, most: number) {
  return z
    .string()
    .trim()
    .max(most, `${label}请不超过 ${most} 字。`)
    .nullish()
    .transform((text) => text ?? '');
}

/** A field of a form that changes something: what it does not send stays as it was. */
export function changeInput(label: string, most: number) {
  return z.string().trim().max(most, `${label}请不超过 ${most} 字。`).optional();
}

/** One or several: some clients send a single choice bare. */
export function listInput<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (raw) => (raw === undefined || raw === null || raw === '' ? [] : Array.isArray(raw) ? raw : [raw]),
    z.array(item),
  );
}

export const PlanActivity = z.object({
  unit: IdInput,
  kinds: listInput(z.enum(ACTIVITY_KINDS, '请选择活动类型。')).refine(
    (kinds) => kinds.length > 0,
    '请选择活动类型。',
  ),
  startsAt: WallTimeInput,
  minutes: z.coerce
    .number('时长请填分钟数。')
    .int('时长请填整数分钟。')
    .min(5, '时长至少 5 分钟。')
    .max(MOST_MINUTES, '时长最多三天。')
    .nullish(),
  place: textInput('地点', 100),
  theme: textInput('主题', 200),
  agenda: textInput('议程', 4000),
  host: z.string().nullish(),
  lecturer: textInput('主讲人', 100),
  persons: listInput(z.string()),
  repeat: z
    .enum(['none', 'weekday', 'day'])
    .nullish()
    .transform((repeat) => repeat ?? 'none'),
  draft: z.string().max(200).optional(),
});
export type PlanActivity = z.infer<typeof PlanActivity>;

/** What is planned, with people resolved to ids. */
export interface Plan {
  unit: number;
  kinds: Activity['kinds'];
  startsAt: Instant;
  endsAt: Instant;
  place: string;
  theme: string;
  agenda: string;
  host: number | null;
  lecturer: string;
  persons: number[];
  series: number | null;
  draft: string | null;
  /** A recurring day is planned by nobody. */
  by: number | null;
}

export function spanOf(input: Pick<PlanActivity, 'kinds' | 'startsAt' | 'minutes'>): {
  startsAt: Instant;
  endsAt: Instant;
} {
  const startsAt = instantOf(input.startsAt);
  const usual = Math.max(...input.kinds.map((kind) => KINDS[kind].minutes));
  return { startsAt, endsAt: startsAt + (input.minutes ?? usual) * MINUTE };
}

/** Plans an activity; the same form submitted twice plans it once. One that is over already is being recorded afterwards. */
export function plan(db: Db, wanted: Plan, now: Instant): { activity: Activity; fresh: boolean } {
  const before = wanted.draft && findDraft(db, wanted.draft);
  if (before) return { activity: before, fresh: false };
  if (Math.abs(wanted.startsAt - now) > 400 * DAY)
    throw new Refusal('invalid', '开始时间离今天超过一年，请核对年份。');
  refuseMisfit(db, wanted);
  if (isNamed(wanted) && wanted.persons.length === 0)
    throw new Refusal('invalid', '这类活动请点名参加人员。');
  const { persons, by, ...values } = wanted;
  const [activity] = db
    .insert(activities)
    .values({ ...values, plannedAt: now, plannedBy: by })
    .returning()
    .all();
  if (!activity) throw new Error('the activity was not inserted');
  if (isNamed(activity)) {
    for (const person of persons)
      db.insert(attendance)
        .values({ activity: activity.id, person, role: 'expected', category: 'full' })
        .run();
  }
  record(db, {
    at: now,
    actor: by === null ? 'system' : `person:${by}`,
    action: 'activity.planned',
    subject: `activity:${activity.id}`,
    after: { ...values, persons },
  });
  return { activity: started(db, activity, now), fresh: true };
}

/** 党小组会 is a group's; assemblies and committee meetings are the branch's. */
function refuseMisfit(db: Db, { unit, kinds }: Plan): void {
  const group = findUnit(db, unit)?.kind === 'memberGroup';
  const odd = kinds.find(
    (kind) => (KINDS[kind].of ?? (group ? 'group' : 'unit')) !== (group ? 'group' : 'unit'),
  );
  if (odd === undefined) return;
  throw new Refusal(
    'invalid',
    group ? `${KINDS[odd].word}是支部的会，请在“组织”里选择支部。` : '请在“组织”里选择是哪个党小组的会。',
  );
}

export interface Move {
  startsAt: Instant;
  endsAt: Instant;
  place: string;
}

/** 改期. Early check-ins and leave were for the other time: they are taken back, and everybody is asked anew. */
export function move(db: Db, found: Activity, to: Move, by: number, now: Instant): boolean {
  const activity = changeable(db, found, now, '改期');
  if (to.startsAt === activity.startsAt && to.endsAt === activity.endsAt && to.place === activity.place)
    return false;
  if (to.startsAt < now) throw new Refusal('invalid', '新的时间已经过去了，请重新选择。');
  db.update(activities).set(to).where(eq(activities.id, activity.id)).run();
  if (to.startsAt !== activity.startsAt) askAnew(db, activity);
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.moved',
    subject: `activity:${activity.id}`,
    before: { startsAt: activity.startsAt, endsAt: activity.endsAt, place: activity.place },
    after: to,
  });
  redraw(db, activity, now);
  return true;
}

function askAnew(db: Db, activity: Activity): void {
  const unanswered = {
    presentAt: null,
    how: null,
    recordedAt: null,
    recordedBy: null,
    leaveReason: null,
    leaveAskedAt: null,
    leaveDecidedAt: null,
    leaveDecidedBy: null,
    leaveGranted: null,
  };
  db.update(attendance)
    .set(unanswered)
    .where(and(eq(attendance.activity, activity.id), eq(attendance.role, 'expected')))
    .run();
}

export function cancel(db: Db, found: Activity, reason: string, by: number, now: Instant): boolean {
  if (found.cancelledAt !== null) return false;
  const activity = changeable(db, found, now, '取消');
  db.update(activities)
    .set({ cancelledAt: now, cancelledBy: by, cancelReason: reason })
    .where(eq(activities.id, activity.id))
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.cancelled',
    subject: `activity:${activity.id}`,
    after: { reason },
  });
  redraw(db, activity, now);
  return true;
}

/** 修改: what is still to be fixed of the plan. */
export function amend(
  db: Db,
  activity: Activity,
  to: Pick<Activity, 'theme' | 'agenda' | 'host' | 'lecturer'>,
  by: number,
  now: Instant,
): void {
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不能修改。');
  const { theme, agenda, host, lecturer } = activity;
  db.update(activities).set(to).where(eq(activities.id, activity.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'activity.amended',
    subject: `activity:${activity.id}`,
    before: { theme, agenda, host, lecturer },
    after: to,
  });
  redraw(db, activity, now);
}

export function markNoticed(db: Db, activity: Activity, now: Instant): Activity {
  if (activity.noticedAt !== null) return activity;
  db.update(activities).set({ noticedAt: now }).where(eq(activities.id, activity.id)).run();
  return loadActivity(db, activity.id);
}

function changeable(db: Db, found: Activity, now: Instant, what: string): Activity {
  const activity = started(db, found, now);
  if (activity.cancelledAt !== null) throw new Refusal('conflict', `这次活动已经取消，不能再${what}。`);
  if (activity.startedAt !== null && someoneCame(db, activity)) {
    throw new Refusal('conflict', `活动已经开始并有人签到，不能${what}；名单有误请用“更正”。`);
  }
  if (activity.closedAt !== null) throw new Refusal('conflict', `活动已经结束，不能${what}。`);
  return activity;
}

function someoneCame(db: Db, activity: Activity): boolean {
  return (
    db
      .select({ person: attendance.person })
      .from(attendance)
      .where(and(eq(attendance.activity, activity.id), isNotNull(attendance.presentAt)))
      .limit(1)
      .get() !== undefined
  );
}
