import { z } from 'zod';
import { type Action, type Block, card, press, text } from '../../../../cards/card.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { unreachable } from '../../../errors.ts';
import { handleOf } from '../../../people/names.ts';
import { type Day, dayOf, saySoon } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { loadRound, type Round } from '../../round.ts';
import { namesOf } from '../../subject.ts';
import type { Clash } from '../clash.ts';
import { clashesIn, unplanned } from '../read.ts';
import { partiesOf, stopsOf } from '../store.ts';
import { planningOf } from './planning.ts';

/** What cannot be as it is planned, with the stops to move. */
export const peerClashCommands = [
  define({
    name: 'peer.clashes',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => clashes(ctx, loadRound(ctx.db, round, 'peerVisit'), null),
  }),

  define({
    name: 'peer.clashesOf',
    words: [],
    who: 'anyone',
    input: z.object({ group: IdInput }),
    run(ctx, { group }) {
      const { round } = planningOf(ctx, group);
      return clashes(ctx, round, group);
    },
  }),
];

const MOST = 8;

/** Of all routes, or those that concern one group. `moved`: the route that was worked on, to go on with. */
export function clashes(
  ctx: Ctx,
  round: Round,
  group: number | null,
  moved?: { group: number; day: Day },
): Reply {
  const found = clashesIn(ctx.db, round.id, group);
  const names = namesOf(ctx.db, round);
  const groups = new Map(partiesOf(ctx.db, round.id).map(({ id, name }) => [id, name]));
  const more = found.length > MOST ? [text(`另有 ${found.length - MOST} 处，调整以后再看。`)] : [];
  return privately(
    card(
      found.length > 0 ? `路线有 ${found.length} 处冲突` : '路线没有冲突',
      [
        ...found.slice(0, MOST).map((clash) => text(wordOf(clash))),
        ...more,
        ...(group === null ? [missing(ctx, round, names)] : []),
      ],
      {
        tone: found.length > 0 ? 'warning' : 'success',
        actions: [
          ...toMove(ctx, round, found.slice(0, MOST), group, names),
          ...(moved ? [press('继续调整', 'peer.arrange', { ...moved })] : []),
          ...(group === null ? [press('增加一站', 'peer.addForm', { round: round.id })] : []),
          ...(moved && found.length === 0 ? [announcing(round, group)] : []),
        ],
      },
    ),
  );

  function wordOf(clash: Clash): string {
    const [a, b] = clash.stops.map(
      (stop) => `${groups.get(stop.group) ?? ''} ${saySoon(stop.startsAt)} ${names.get(stop.subject) ?? ''}`,
    );
    switch (clash.kind) {
      case 'group':
        return `同一个组时间重叠：${a}；${b}`;
      case 'person':
        return `${handleOf(ctx.db, dayOf(ctx.now), clash.person)}同时在两个组：${a}；${b}`;
      case 'branch':
        return `同一个支部排了两次：${a}；${b}`;
      default:
        return unreachable(clash);
    }
  }
}

/** Of each clash the later stop, or the one of the group whose route it is. */
function toMove(
  ctx: Ctx,
  round: Round,
  found: readonly Clash[],
  group: number | null,
  names: ReadonlyMap<number, string>,
): Action[] {
  const stops = stopsOf(ctx.db, round.id);
  const concerned = found.map(({ stops: [earlier, later] }) => {
    const own = group === null || later.group === group ? later : earlier;
    return stops.find(
      (stop) => stop.group === own.group && stop.subject === own.subject && stop.startsAt === own.startsAt,
    );
  });
  return [...new Set(concerned)].flatMap((stop) =>
    stop
      ? [
          press(`调整：${names.get(stop.subject) ?? ''} ${saySoon(stop.startsAt)}`, 'peer.stopForm', {
            stop: stop.id,
          }),
        ]
      : [],
  );
}

function missing(ctx: Ctx, round: Round, names: ReadonlyMap<number, string>): Block {
  const without = unplanned(ctx.db, round.id);
  return {
    type: 'roster',
    label: `没有排进路线的支部（${without.length} 个）`,
    names: without.slice(0, 30).map(({ id }) => names.get(id) ?? ''),
  };
}

function announcing(round: Round, group: number | null): Action {
  return group === null
    ? press('发出路线', 'peer.announce', { round: round.id })
    : press('发出路线', 'peer.announceOf', { group });
}
