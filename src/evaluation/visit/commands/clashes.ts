import { card, press, text } from '../../../../cards/card.ts';
import type { Ctx, Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { unreachable } from '../../../errors.ts';
import { handleOf } from '../../../people/names.ts';
import { dayOf, saySoon } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { loadRound, type Round } from '../../round.ts';
import type { Clash } from '../clash.ts';
import { clashesIn, unplanned } from '../read.ts';
import { namesIn } from '../show.ts';
import { partiesOf, stopsOf } from '../store.ts';

/** What cannot be as it is planned, with the stops to move. */
export const visitClashCommands = [
  define({
    name: 'peer.clashes',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => clashes(ctx, loadRound(ctx.db, round, 'peerVisit')),
  }),
];

const MOST = 8;

export function clashes(ctx: Ctx, round: Round): Reply {
  const found = clashesIn(ctx.db, round.id);
  const missing = unplanned(ctx.db, round.id);
  const names = namesIn(ctx.db, round);
  const groups = new Map(partiesOf(ctx.db, round.id).map(({ id, name }) => [id, name]));
  const lines = found.slice(0, MOST).map((clash) => wordOf(clash));
  const stops = stopsOf(ctx.db, round.id);
  const concerned = found
    .slice(0, MOST)
    .map(({ stops: [, later] }) =>
      stops.find(
        ({ group, subject, startsAt }) =>
          group === later.group && subject === later.subject && startsAt === later.startsAt,
      ),
    );
  const actions = [...new Set(concerned)].flatMap((stop) =>
    stop
      ? [
          press(`调整：${names.get(stop.subject) ?? ''} ${saySoon(stop.startsAt)}`, 'peer.stopForm', {
            round: round.id,
            stop: stop.id,
          }),
        ]
      : [],
  );
  const more = found.length > MOST ? [text(`另有 ${found.length - MOST} 处，调整以后再看。`)] : [];
  return privately(
    card(
      found.length > 0 ? `路线有 ${found.length} 处冲突` : '路线没有冲突',
      [
        ...lines.map(text),
        ...more,
        {
          type: 'roster',
          label: `没有排进路线的支部（${missing.length} 个）`,
          names: missing.slice(0, 30).map(({ id }) => names.get(id) ?? ''),
        },
      ],
      {
        tone: found.length > 0 ? 'warning' : 'success',
        actions: [...actions, press('增加一站', 'peer.addForm', { round: round.id })],
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
