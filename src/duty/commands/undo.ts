import { card, text } from '../../../cards/card.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Doing, demandOwn, takenBack } from '../../chat/undoable.ts';
import { Refusal } from '../../errors.ts';
import { refresh } from '../../outbox/live.ts';
import { withdraw } from '../../outbox/store.ts';
import { isBranch } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { itemAbout } from '../nudges/nudged.ts';
import { loadNudge, openNudge, withdrawNudge } from '../nudges/nudges.ts';
import { loadOwing, puttingOff } from '../owed/owed.ts';
import { loadWaiver, withdrawWaiver } from '../owed/waivers.ts';
import { itemWord } from '../words.ts';
import { nudgeTopic } from './answer.ts';
import { superiorOf } from './supervise.ts';
import { tellOwing } from './waive.ts';

/** What 撤销 offers about duties: 暂缓 and 督办. */
export const undoCommands = [
  define({
    name: 'duty.unwaive',
    words: [],
    who: 'organise',
    input: Doing.extend({ waiver: IdInput }),
    over: (ctx, { waiver }) => puttingOff(loadOwing(ctx.db, loadWaiver(ctx.db, waiver).unit)),
    run(ctx, { waiver, ...doing }) {
      demandOwn(ctx, doing);
      const { db, now } = ctx;
      const found = loadWaiver(db, waiver);
      if (found.by !== doing.person || found.at !== doing.at)
        throw new Refusal('not_allowed', '暂缓由说明的同志本人撤销。');
      withdrawWaiver(db, found, ctx.person.id, now);
      const asked = openNudge(db, found.unit, found.item);
      if (asked) refresh(db, now, nudgeTopic(asked));
      const unit = loadOwing(db, found.unit);
      if (isBranch(unit.kind)) return takenBack('暂缓已撤销，按原来的期限办。');
      const item = itemAbout(db, unit, found.item, now);
      const word = item ? itemWord(item, dayOf(now).slice(0, 4)) : '';
      tellOwing(ctx, unit, (from) =>
        card(`${word}的暂缓已撤销`, [text(`${from}收回了暂缓，按原来的期限办。`)]),
      );
      return takenBack('暂缓已撤销，会告诉这个党组织。');
    },
  }),

  define({
    name: 'duty.unnudge',
    words: [],
    who: 'oversee',
    input: Doing.extend({ nudge: IdInput }),
    over: (ctx, { nudge }) => superiorOf(ctx.db, loadNudge(ctx.db, nudge).unit),
    run(ctx, { nudge, ...doing }) {
      demandOwn(ctx, doing);
      const { db, now } = ctx;
      const found = loadNudge(db, nudge);
      if (found.by !== doing.person || found.at !== doing.at)
        throw new Refusal('not_allowed', '督办由发出的同志本人撤销。');
      withdrawNudge(db, found, ctx.person.id, now);
      const unread = withdraw(db, now, nudgeTopic(found)).length > 0;
      refresh(db, now, nudgeTopic(found));
      return takenBack(unread ? '督办已撤销，对方没有收到过。' : '督办已撤销，对方的卡片上会写明不用回复。');
    },
  }),
];
