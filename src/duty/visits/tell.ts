import { nextAllowed } from '../../calendar.ts';
import type { Ctx } from '../../chat/command.ts';
import { post } from '../../outbox/store.ts';
import { handleOf } from '../../people/names.ts';
import { addressOf } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import type { FollowUp } from './store.ts';

/** Whoever sees to it hears of it once, privately; who noted it for themselves needs no message. → what to say of that */
export function tellOwner(ctx: Ctx, { id, owner }: FollowUp): string | null {
  if (owner === ctx.person.id) return null;
  const name = handleOf(ctx.db, dayOf(ctx.now), owner);
  return tell(ctx, id, owner, '')
    ? `已私下告诉${name}同志；到期前会提醒，办结后告诉您。`
    : `${name}同志还没有接入，请另行告知。`;
}

/** The leader who noted it hears what came of it. */
export function tellLeader(ctx: Ctx, id: number, leader: number): void {
  if (leader !== ctx.person.id) tell(ctx, id, leader, ':done');
}

function tell(ctx: Ctx, id: number, person: number, of: string): boolean {
  const to = addressOf(ctx.db, person);
  if (!to) return false;
  post(ctx.db, ctx.now, {
    key: `followUp:${id}${of}`,
    to,
    person,
    content: { view: 'visit.followUp', input: { followUp: id } },
    topic: `followUp:${id}`,
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
  return true;
}
