import { z } from 'zod';
import { askingCard, forgottenCard, moreCard } from '../../cards/files.ts';
import { type AnyCommand, type Ctx, privately, type Reply, success } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { IdInput } from '../chat/inputs.ts';
import { Refusal } from '../errors.ts';
import { refresh } from '../outbox/live.ts';
import { choose, dropOffer, findOffer, type Offer, sentIn } from './offer.ts';
import { isOpenTo, openTo, type Target } from './place.ts';
import { demandSeen, filesHere } from './show.ts';
import { withdraw } from './store.ts';
import { linksContent, offerCard, offerContent, topicOf } from './views.ts';

const OfOffer = z.object({ offer: IdInput });
const OfTarget = z.object({ place: z.string().max(40), ref: z.string().max(80) });
const ONE = '请选择放到哪一项。';

/** Photos put to one thing, so that nobody has to choose among hundreds: whoever has more says it in a document. */
const MOST_HERE = 9;

/** 附件: what was sent is put to something, looked at, taken back. */
export const fileCommands: readonly AnyCommand[] = [
  define({
    name: 'files.choose',
    words: [],
    who: 'anyone',
    input: OfOffer.extend(OfTarget.shape),
    run: (ctx, { offer, ...target }) => put(ctx, offer, target),
  }),

  define({
    name: 'files.chooseOne',
    words: [],
    who: 'anyone',
    input: OfOffer.extend({ target: z.string(ONE).max(130) }),
    run(ctx, { offer, target }) {
      const [, place = '', ref = ''] = /^([^:]+):(.+)$/.exec(target) ?? [];
      return put(ctx, offer, { place, ref });
    },
  }),

  define({
    name: 'files.more',
    words: [],
    who: 'anyone',
    input: OfOffer,
    run(ctx, { offer: id }) {
      const { id: offer } = demandOpen(ctx, id);
      const choices = openTo(ctx).map(({ label, place, ref }) => ({ label, target: { place, ref } }));
      const card = choices.length > 0 ? moreCard(offer, choices) : askingCard(offer, 1, [], false);
      return privately(card);
    },
  }),

  define({
    name: 'files.drop',
    words: [],
    who: 'anyone',
    input: OfOffer,
    run(ctx, { offer }) {
      dropOffer(ctx.db, demandOpen(ctx, offer).id);
      return privately(forgottenCard(), '没有保存。');
    },
  }),

  define({
    name: 'files.show',
    words: [],
    who: 'anyone',
    input: OfTarget,
    run(ctx, target) {
      demandSeen(ctx, target);
      return { content: linksContent(target), privately: true };
    },
  }),

  define({
    name: 'files.withdraw',
    words: [],
    who: 'anyone',
    input: z.object({ file: IdInput }),
    run(ctx, { file }) {
      const { place, ref, offer } = withdraw(ctx.db, file, ctx.person.id, ctx.now);
      refresh(ctx.db, ctx.now, topicOf(offer));
      const left = { content: linksContent({ place, ref }), privately: true };
      return { ...left, ...success('已撤回，文件已删除。') };
    },
  }),
];

/** From now on it is fetched; the card says when it is there. */
function put(ctx: Ctx, id: number, target: Target): Reply {
  const offer = demandOpen(ctx, id);
  if (!isOpenTo(ctx, target))
    throw new Refusal('not_allowed', '这一项现在不能附材料，请换一项，或者重新发一次。');
  const left = MOST_HERE - filesHere(ctx.db, target);
  if (sentIn(ctx.db, offer.id).length > left)
    throw new Refusal(
      'limit',
      `一项最多 ${MOST_HERE} 个附件，这里还能放 ${Math.max(0, left)} 个。更多的请合成一个文件。`,
    );
  choose(ctx.db, offer.id, target, ctx.now);
  return {
    content: offerContent(offer.id),
    topic: topicOf(offer.id),
    privately: true,
    drawn: () => offerCard(ctx, offer.id),
  };
}

/** Whoever sent it decides, once. */
function demandOpen(ctx: Ctx, id: number): Offer {
  const offer = findOffer(ctx.db, id);
  if (!offer || offer.person !== ctx.person.id)
    throw new Refusal('not_found', '这些文件没有保存，请重新发一次。');
  if (offer.place !== null) throw new Refusal('conflict', '这些文件已经放好了。');
  return offer;
}
