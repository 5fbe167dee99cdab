import { eq, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { leavesAt } from '../calendar.ts';
import { refresh } from '../outbox/live.ts';
import { type Content, type Message, post, withdraw } from '../outbox/store.ts';
import { addressOf, groupsOf } from '../people/store.ts';
import { DAY, type Instant } from '../time.ts';
import { expectedOf } from './expected.ts';
import { KINDS } from './kinds.ts';
import { deskOf, topicOf } from './start.ts';
import { type Activity, loadActivity } from './store.ts';

/** The notice: one live card in the unit's group (none of a talk), and one to each expected member who has an account. */
export function announce(db: Db, planned: Activity, now: Instant): Activity {
  const activity = markNoticed(db, planned, now);
  if (activity.endsAt <= now) return activity;
  tell(db, activity, now, 'notice', null);
  return activity;
}

const updateNoticed = prepared((db) =>
  db
    .update(activities)
    .set({ noticedAt: given('now') })
    .where(eq(activities.id, sql.placeholder('id')))
    .prepare(),
);

function markNoticed(db: Db, activity: Activity, now: Instant): Activity {
  if (activity.noticedAt !== null) return activity;
  updateNoticed(db).run({ id: activity.id, now });
  refresh(db, now, deskOf(activity));
  return loadActivity(db, activity.id);
}

/**
 * It was moved or cancelled: everyone concerned is told once. What was still to be said at the morning is overtaken:
 * whoever has heard nothing hears of the new time as news, and of a cancelled one nothing at all. → whether anybody
 * is told. `event`: what caused it, so that moving there and back is told twice. `before`: when it was to begin
 */
export function announceChange(
  db: Db,
  activity: Activity,
  now: Instant,
  change: 'moved' | 'cancelled',
  event: string,
  before: Instant,
): boolean {
  if (activity.noticedAt === null) return false;
  const unheard = new Set(withdraw(db, now, topicOf(activity)).filter(isFirstWord).map(nameOf));
  return tell(db, activity, now, `${change}:${event}`, { change, before }, unheard);
}

/** The notice itself, or what took its place before it was sent. */
function isFirstWord({ content }: Message): boolean {
  if (!('view' in content)) return false;
  const { view, input } = content;
  return (view === 'activity.group' || view === 'activity.member') && !input.change && !input.said;
}

function nameOf(to: { platform: string; kind: string; address: string }): string {
  return `${to.platform}:${to.kind}:${to.address}`;
}

function tell(
  db: Db,
  activity: Activity,
  now: Instant,
  key: string,
  changed: { change: 'moved' | 'cancelled'; before: Instant } | null,
  unheard: ReadonlySet<string> = new Set(),
): boolean {
  const common = {
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(now, Math.min(activity.startsAt, changed?.before ?? activity.startsAt)),
    expiresAt: Math.max(activity.endsAt, now + DAY),
  } as const;
  const discreet = activity.kinds.every((kind) => KINDS[kind].discreet);
  const groups = discreet
    ? []
    : groupsOf(db, activity.unit).map((to) => ({ to, name: `${to.platform}:${to.id}` }));
  const members = expectedOf(db, activity).flatMap(({ person }) => {
    const to = addressOf(db, person);
    return to ? [{ to, person, name: String(person) }] : [];
  });
  let told = false;
  for (const { to, name, ...reader } of [...groups, ...members]) {
    const first = unheard.has(nameOf({ ...to, address: to.id }));
    if (first && changed?.change === 'cancelled') continue;
    const view = to.kind === 'group' ? 'activity.group' : 'activity.member';
    const content: Content = { view, input: { activity: activity.id, ...(!first && changed) } };
    post(db, now, { ...common, key: `activity:${activity.id}:${key}:${name}`, to, ...reader, content });
    told = true;
  }
  return told;
}

/** What a member is told of: their leave was granted or declined, their 补学 sent back. */
export const SAID = ['granted', 'declined', 'sentBack'] as const;
export type Said = (typeof SAID)[number];

/** A word to one member about their own part. */
export function tellMember(
  db: Db,
  activity: Activity,
  person: number,
  said: Said,
  now: Instant,
  key: string,
): void {
  const to = addressOf(db, person);
  if (!to) return;
  post(db, now, {
    key: `activity:${activity.id}:${key}`,
    to,
    person,
    content: { view: 'activity.member', input: { activity: activity.id, said } },
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(now, activity.startsAt),
  });
}
