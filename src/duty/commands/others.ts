import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { linesIn, othersCard } from '../../../cards/duty/digest.ts';
import { privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { belowOf } from '../alerts/below.ts';
import { collective, personal, saidIn, saidInAll } from '../alerts/ledger.ts';
import { leftOf } from '../alerts/room.ts';
import { dailyLines } from '../alerts/views.ts';
import { unitOf } from './asked.ts';

const From = z.number().int().min(0);

/** All that a digest says or had no room for and is still open, each with its button. */
export const othersCommands = [
  define({
    name: 'duty.others',
    words: [],
    who: 'anyone',
    input: z.object({ digest: z.string().max(100), from: From }),
    run({ db, now, person }, { digest, from }) {
      if (!digest.startsWith(personal(person.id, ''))) throw new Refusal('not_allowed', '这是别人的提醒。');
      return privately(
        othersCard(
          dailyLines(db, [...saidIn(db, digest), ...leftOf(db, `digest:${digest}`)], now),
          from,
          (label, next) => press(label, 'duty.others', { digest, from: next }),
        ),
      );
    },
  }),

  define({
    name: 'duty.othersBelow',
    words: [],
    who: 'oversee',
    input: z.object({
      unit: z.number().int().positive(),
      digests: z.array(z.string().max(100)).max(60),
      from: From,
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, digests, from }) {
      const committee = unitOf(ctx, unit);
      const own = digests.filter((digest) => digest.startsWith(collective(unit, '')));
      const left = own.flatMap((digest) => leftOf(ctx.db, `digest:${digest}:${ctx.person.id}`));
      const lines = linesIn(belowOf(ctx.db, committee, [...saidInAll(ctx.db, own), ...left], ctx.now));
      return privately(
        othersCard(lines, from, (label, next) =>
          press(label, 'duty.othersBelow', { unit, digests: own, from: next }),
        ),
      );
    },
  }),
];
