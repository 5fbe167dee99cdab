import type { Input } from '../../cards/card.ts';
import { press } from '../../cards/card.ts';
import { chooseCard } from '../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../chat/command.ts';
import { Refusal } from '../errors.ts';
import { type Reach, type Right, unitsUnder } from '../people/permit.ts';
import { findUnit } from '../people/store.ts';
import { DAY, dayOf, type Instant, saySoon } from '../time.ts';
import { titleOf, WINDOW } from './kinds.ts';
import { type Activity, loadActivity, recent, unfinished } from './store.ts';
import { expectedAt } from './upcoming.ts';

/** More is no choice any more. */
const CHOICES = 6;

/**
 * Which activity is meant: the one on the button, else the only one it could be; a question where it could be
 * several. `then` gets it.
 */
export function withActivity(
  ctx: Ctx,
  given: number | undefined,
  could: () => Activity[],
  none: () => string,
  command: { name: string; question: string; input?: Input },
  then: (activity: Activity) => Reply,
): Reply {
  if (given !== undefined) return then(loadActivity(ctx.db, given));
  const found = could();
  const [first] = found;
  if (!first) throw new Refusal('not_found', none());
  if (found.length === 1) return then(first);
  const several = new Set(found.map(({ unit }) => unit)).size > 1;
  const choices = nearest(ctx.now, found).map((activity) => ({
    label: `${saySoon(activity.startsAt)} ${titleOf(activity.kinds)}${several ? `（${findUnit(ctx.db, activity.unit)?.name ?? ''}）` : ''}`,
    action: press('', command.name, { ...command.input, activity: activity.id }),
  }));
  const more = found.length - choices.length;
  const rest = more > 0 ? `另有 ${more} 次没有列出，请在活动的卡片上点。` : null;
  return privately(chooseCard(command.question, choices, rest));
}

/** What is meant is mostly near: not what was left undone a month ago, while something goes on. In their own order. */
function nearest(now: Instant, found: Activity[]): Activity[] {
  const away = ({ startsAt }: Activity) => Math.abs(startsAt - now);
  const near = new Set(found.toSorted((a, b) => away(a) - away(b)).slice(0, CHOICES));
  return found.filter((activity) => near.has(activity));
}

/** Where this person is expected and check-in is open. In a unit's group its own come first. */
export function openFor(ctx: Ctx): Activity[] {
  return preferGroup(ctx, expectedAt(ctx.db, ctx.person.id, ctx.now, ctx.now + WINDOW + 1));
}

/** Where this person is expected and it is not over. */
export function upcomingFor(ctx: Ctx): Activity[] {
  return preferGroup(ctx, expectedAt(ctx.db, ctx.person.id, ctx.now, ctx.now + 400 * DAY));
}

/** What this person organises and is not finished: not closed, and ended at most a month ago. */
export function deskOfPerson(ctx: Ctx): Activity[] {
  return preferGroup(ctx, unfinished(ctx.db, reach(ctx, 'organise'), ctx.now - 31 * DAY));
}

/** What took place lately where this person has one of these rights. */
export function recentFor(ctx: Ctx, ...rights: Right[]): Activity[] {
  const within = rights.flatMap((right) => reach(ctx, right));
  return preferGroup(ctx, recent(ctx.db, within, ctx.now, CHOICES));
}

function reach(ctx: Ctx, right: Right): Reach[] {
  return unitsUnder(ctx.db, ctx.person.id, right, dayOf(ctx.now));
}

function preferGroup(ctx: Ctx, activities: Activity[]): Activity[] {
  const { chat } = ctx;
  if (chat.kind !== 'group' || chat.unit === null) return activities;
  const own = activities.filter((one) => one.unit === chat.unit);
  return own.length > 0 ? own : activities;
}
