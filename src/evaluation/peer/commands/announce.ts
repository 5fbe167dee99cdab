import { createHash } from 'node:crypto';
import { z } from 'zod';
import { card, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { nextAllowed } from '../../../calendar.ts';
import { type Ctx, privately, type View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { tell, toldOf } from '../../../outbox/told.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addressOf, loadUnit } from '../../../people/store.ts';
import type { Toast } from '../../../platforms/platform.ts';
import { dayOf, say, timeOf } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import type { Round } from '../../round.ts';
import { foundIn, subjectsOf } from '../../subject.ts';
import type { Timed } from '../clash.ts';
import { clashesIn } from '../read.ts';
import { deskCard } from '../show/desk.ts';
import { routeCard } from '../show/route.ts';
import { partiesOf, type Stop, stopsOf } from '../store.ts';
import { planning, planningOf } from './planning.ts';

/** The route to those who go, the time to those who are visited. */
export const peerAnnounceCommands = [
  define({
    name: 'peer.announce',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = planning(ctx, id);
      const toast = announced(ctx, round, null);
      return { ...privately(deskCard(ctx, round, loadUnit(ctx.db, round.unit))), toast };
    },
  }),

  define({
    name: 'peer.announceOf',
    words: [],
    who: 'anyone',
    input: z.object({ group: IdInput }),
    run(ctx, input) {
      const { round, group } = planningOf(ctx, input.group);
      const toast = announced(ctx, round, group.id);
      const party = partiesOf(ctx.db, round.id).find(({ id }) => id === group.id);
      if (!party) throw new Refusal('not_found', '没有找到这个观摩组。');
      return { ...privately(routeCard(ctx, ctx.person.id, round, party)), toast };
    },
  }),
];

export const peerAnnounceViews: Record<string, View> = {
  'peer.coming'({ db }, input) {
    const { subject: id } = z.object({ subject: z.number() }).parse(input);
    const found = foundIn(db, id);
    if (!found) return goneCard();
    const { round, subject } = found;
    const stop = stopsOf(db, round.id).find((one) => one.subject === id);
    const when = stop ? `${say(stop.startsAt)}—${timeOf(stop.endsAt)}` : '时间另行通知';
    return card(
      `${round.title}：${subject.name}`,
      [text(`${when}到您所在的支部观摩。看平时的记录和活动就行，不用另做材料、展板。`)],
      { tone: 'info' },
    );
  },
};

/** All routes, or a group's. */
function announced(ctx: Ctx, round: Round, group: number | null): Toast {
  const stops = stopsOf(ctx.db, round.id).filter((stop) => group === null || stop.group === group);
  if (stops.length === 0) throw new Refusal('conflict', '还没有路线，先安排路线。');
  const many = clashesIn(ctx.db, round.id, group).length;
  if (many > 0) throw new Refusal('conflict', `路线有 ${many} 处冲突，先点“看冲突”调整。`);
  const members = tellMembers(ctx, round, stops, group);
  const branches = tellBranches(ctx, round, stops, group);
  return {
    tone: 'success',
    text: `路线已发给 ${members} 位观摩人员和 ${branches} 个支部的书记；没有变动的不重复发。`,
  };
}

/** What somebody was told already, they are not told again; what was moved, they are. → how many */
function tellMembers(ctx: Ctx, round: Round, stops: readonly Stop[], group: number | null): number {
  const routes = Map.groupBy(stops, (stop) => stop.group);
  return partiesOf(ctx.db, round.id)
    .filter(({ id }) => group === null || id === group)
    .flatMap((party) =>
      party.members.filter(({ person }) => {
        const about = `peer:${round.id}:route:${party.id}:${person}`;
        const own = routes.get(party.id);
        const to = addressOf(ctx.db, person);
        if (!to || (!own && toldOf(ctx.db, about) === undefined)) return false;
        const content = { view: 'peer.route', input: { group: party.id } };
        const message = { to, person, content, urgency: 'notice' as const, dueAt: nextAllowed(ctx.now) };
        return tell(ctx.db, ctx.now, { about, state: own ? digestOf(own) : NOT_YET }, message);
      }),
    ).length;
}

/** A branch whose stop was taken away after it had heard of it hears that, too. → how many */
function tellBranches(ctx: Ctx, round: Round, stops: readonly Stop[], group: number | null): number {
  const coming = new Map(stops.map((stop) => [stop.subject, String(stop.startsAt)]));
  return subjectsOf(ctx.db, round.id).filter(({ id, unit }) => {
    const about = `peer:${round.id}:coming:${id}`;
    const state = coming.get(id);
    if (state === undefined && (group !== null || toldOf(ctx.db, about) === undefined)) return false;
    const secretary = secretaryOf(ctx.db, unit, dayOf(ctx.now));
    if (!secretary) return false;
    const content = { view: 'peer.coming', input: { subject: id } };
    const message = { ...secretary, content, urgency: 'notice' as const, dueAt: nextAllowed(ctx.now) };
    return tell(ctx.db, ctx.now, { about, state: state ?? NOT_YET }, message);
  }).length;
}

const NOT_YET = 'none';

function digestOf(stops: readonly Timed[]): string {
  const said = stops.map(({ subject, startsAt }) => `${subject}@${startsAt}`).join();
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}
