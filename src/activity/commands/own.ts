import type { Card } from '../../../cards/card.ts';
import { leavesAt } from '../../calendar.ts';
import type { Ctx, Reply } from '../../chat/command.ts';
import { refreshFor } from '../../outbox/live.ts';
import { findByKey, type Post, post } from '../../outbox/store.ts';
import { addressOf } from '../../people/store.ts';
import type { Toast } from '../../platforms/platform.ts';
import { dayOf, type Instant } from '../../time.ts';
import { organiserOf } from '../organisers.ts';
import { topicOf } from '../start.ts';
import type { Activity } from '../store.ts';

/** The asker's own card; in a group only if asked for, since the toast has said it. */
export function own(ctx: Ctx, activity: Activity, always = false, drawn?: () => Card): Reply {
  if (ctx.chat.kind === 'group' && !always) return {};
  return {
    ...(drawn && { drawn }),
    content: { view: 'activity.member', input: { activity: activity.id } },
    topic: topicOf(activity),
    privately: true,
  };
}

/**
 * The organiser decides; if it is their own matter, whoever is next. What waits for an answer since `since` already is
 * drawn anew rather than sent again. → whether anybody could be asked
 */
export function ask(ctx: Ctx, activity: Activity, view: string, since: Instant): boolean {
  const organiser = organiserOf(ctx.db, activity.unit, dayOf(ctx.now), ctx.person.id);
  const to = organiser && addressOf(ctx.db, organiser);
  if (!organiser || !to) return false;
  const key = `${view}:${activity.id}:${ctx.person.id}:${since}:${organiser}`;
  const message: Omit<Post, 'key'> = {
    to,
    person: organiser,
    content: { view, input: { activity: activity.id, person: ctx.person.id } },
    topic: topicOf(activity),
    urgency: 'notice',
    dueAt: leavesAt(ctx.now, activity.startsAt),
  };
  // One that was taken back before it left says nothing: asked again at that moment, it is sent after all.
  const dropped = findByKey(ctx.db, key)?.outcome === 'dropped';
  const fresh = post(ctx.db, ctx.now, { ...message, key: dropped ? `${key}:${ctx.key}` : key });
  if (!fresh) refreshFor(ctx.db, ctx.now, topicOf(activity), organiser);
  return true;
}

export const UNREACHED: Toast = { tone: 'warning', text: '已经记下，但书记还没有接入，请当面或电话告知。' };
