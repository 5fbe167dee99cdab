import { and, eq, isNull, sql } from 'drizzle-orm';
import { activities, attendance } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import { findUnit } from '../people/store.ts';
import { DAY, type Instant } from '../time.ts';
import { keepTally } from './attendance.ts';
import { isNamed } from './expected.ts';
import { KINDS } from './kinds.ts';
import { started } from './start.ts';
import { type Activity, findDraft } from './store.ts';

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
  form?: string;
  /** Of a yearly kind: what somebody said it is for. */
  year?: number | null;
  persons: number[];
  series: number | null;
  draft: string | null;
  /** A recurring day is planned by nobody. */
  by: number | null;
}

/** Plans an activity; the same form submitted twice plans it once. One that is over already is being recorded afterwards. */
export function plan(db: Db, wanted: Plan, now: Instant): { activity: Activity; fresh: boolean } {
  const before = wanted.draft && findDraft(db, wanted.draft);
  if (before) return { activity: before, fresh: false };
  if (Math.abs(wanted.startsAt - now) > 400 * DAY)
    throw new Refusal('invalid', '开始时间离今天超过一年，请核对年份。');
  refuseMisfit(db, wanted);
  refuseSecond(db, wanted);
  if (isNamed(wanted) && wanted.persons.length === 0)
    throw new Refusal('invalid', '这类活动请点名参加人员。');
  const { persons, by, ...values } = wanted;
  const { form = '', year = null, kinds } = values;
  const stored = { ...values, form, year, kinds: JSON.stringify(kinds), plannedAt: now, plannedBy: by };
  const activity = insertActivity(db).get(stored);
  if (!activity) throw new Error('the activity was not inserted');
  if (isNamed(activity)) {
    for (const person of new Set(persons))
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
  const planned = started(db, activity, now);
  keepTally(db, planned, now);
  return { activity: planned, fresh: true };
}

const insertActivity = prepared((db) =>
  db
    .insert(activities)
    .values({
      unit: given('unit'),
      kinds: given('kinds'),
      year: given('year'),
      startsAt: given('startsAt'),
      endsAt: given('endsAt'),
      place: given('place'),
      theme: given('theme'),
      agenda: given('agenda'),
      host: given('host'),
      lecturer: given('lecturer'),
      form: given('form'),
      series: given('series'),
      draft: given('draft'),
      plannedAt: given('plannedAt'),
      plannedBy: given('plannedBy'),
    })
    .returning()
    .prepare(),
);

const selectSame = prepared((db) =>
  db
    .select({ kinds: activities.kinds })
    .from(activities)
    .where(
      and(
        eq(activities.unit, sql.placeholder('unit')),
        eq(activities.startsAt, sql.placeholder('startsAt')),
        isNull(activities.cancelledAt),
      ),
    )
    .prepare(),
);

/** Secretary and deputy may both have planned it, each with a form of their own. Several talks may well begin at once. */
function refuseSecond(db: Db, wanted: Plan): void {
  if (isNamed(wanted)) return;
  const same = selectSame(db).all({ unit: wanted.unit, startsAt: wanted.startsAt });
  const kind = wanted.kinds.find((one) => same.some(({ kinds }) => kinds.includes(one)));
  if (kind === undefined) return;
  throw new Refusal(
    'conflict',
    `这个时间已经安排了${KINDS[kind].word}，不用重复安排；要修改请说“活动”或“改期”。`,
  );
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
