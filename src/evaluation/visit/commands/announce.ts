import { createHash } from 'node:crypto';
import { z } from 'zod';
import { card, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addressOf } from '../../../people/store.ts';
import { dayOf, say, timeOf } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { foundIn, type Round, subjectsOf } from '../../round.ts';
import type { Timed } from '../clash.ts';
import { clashesIn, topOf } from '../read.ts';
import { deskCard } from '../show.ts';
import { partiesOf, stopsOf } from '../store.ts';
import { planning } from './planning.ts';

/** The route to those who go, the time to those who are visited. */
export const visitAnnounceCommands = [
  define({
    name: 'peer.announce',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = planning(ctx, id);
      const stops = stopsOf(ctx.db, id);
      if (stops.length === 0) throw new Refusal('conflict', '还没有路线，先安排路线。');
      const many = clashesIn(ctx.db, id).length;
      if (many > 0) throw new Refusal('conflict', `路线有 ${many} 处冲突，先点“看冲突”调整。`);
      const told = announce(ctx, round);
      return {
        ...privately(deskCard(ctx, round, topOf(ctx.db, round))),
        toast: {
          tone: 'success',
          text: `路线已发给 ${told.members} 位观摩人员和 ${told.branches} 个支部的书记；没有变动的不重复发。`,
        },
      };
    },
  }),
];

export const visitAnnounceViews: Record<string, View> = {
  'peer.coming'({ db }, input) {
    const { subject: id } = z.object({ subject: z.number() }).parse(input);
    const found = foundIn(db, id);
    if (!found) return goneCard();
    const { round, subject } = found;
    const stop = stopsOf(db, round.id).find((one) => one.subject === id);
    const when = stop ? `${say(stop.startsAt)}—${timeOf(stop.endsAt)}` : '时间另行通知';
    return card(
      `${round.title}：${subject.name}`,
      [text(`${when}到你支部观摩。看平时的记录和活动就行，不用另做材料、展板。`)],
      { tone: 'info' },
    );
  },
};

/** What somebody was told already, they are not told again; what was moved, they are. */
function announce(ctx: Ctx, round: Round): { members: number; branches: number } {
  const stops = stopsOf(ctx.db, round.id);
  const dueAt = nextAllowed(ctx.now);
  let members = 0;
  for (const party of partiesOf(ctx.db, round.id)) {
    const own = stops.filter(({ group }) => group === party.id);
    if (own.length === 0) continue;
    for (const { person } of party.members) {
      const to = addressOf(ctx.db, person);
      const content = { view: 'peer.route', input: { group: party.id } };
      const key = `peer:${round.id}:route:${party.id}:${person}:${digestOf(own)}`;
      if (to && post(ctx.db, ctx.now, { key, to, person, content, urgency: 'notice', dueAt })) members += 1;
    }
  }
  let branches = 0;
  const units = new Map(subjectsOf(ctx.db, round.id).map((subject) => [subject.id, subject.unit]));
  for (const stop of stops) {
    const secretary = secretaryOf(ctx.db, units.get(stop.subject) ?? 0, dayOf(ctx.now));
    const content = { view: 'peer.coming', input: { subject: stop.subject } };
    const key = `peer:${round.id}:coming:${stop.subject}:${stop.startsAt}`;
    if (secretary && post(ctx.db, ctx.now, { key, ...secretary, content, urgency: 'notice', dueAt }))
      branches += 1;
  }
  return { members, branches };
}

function digestOf(stops: readonly Timed[]): string {
  const said = stops.map(({ subject, startsAt }) => `${subject}@${startsAt}`).join();
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}
