import { z } from 'zod';
import { claimedCard, foundingCard, introductionCard } from '../../../cards/people.ts';
import { privately } from '../../chat/command.ts';
import { defineForStrangers } from '../../chat/define.ts';
import { neededText } from '../../chat/inputs.ts';
import { claim, openClaim } from '../claims.ts';
import { isFounded } from '../founder.ts';

/** What somebody unknown can do: say who they are. */
export const strangerCommands = [
  defineForStrangers({
    name: 'people.introduce',
    words: [],
    who: 'stranger',
    input: z.object({ again: z.boolean().optional() }),
    run(ctx, { again }) {
      const { platform, id } = ctx.account;
      if (!isFounded(ctx.db)) return privately(foundingCard(`${platform}:${id}`));
      const said = again ? undefined : openClaim(ctx.db, ctx.account);
      const card = said ? claimedCard({ name: said.saidName, unit: said.saidUnit }) : introductionCard();
      return privately(card);
    },
  }),

  defineForStrangers({
    name: 'people.claim',
    words: [],
    who: 'stranger',
    input: z.object({
      name: neededText('请填写姓名。', '姓名', 40),
      unit: neededText('请填写所在党组织。', '党组织', 100),
    }),
    run(ctx, said) {
      claim(ctx.db, ctx.now, ctx.account, ctx.accountName, said);
      return privately(claimedCard(said));
    },
  }),
];
