import { z } from 'zod';
import { card, facts, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isDay, sayDay } from '../../../time.ts';
import type { Entry } from '../stand.ts';
import { findTick, tick, untick } from '../store.ts';
import { ownEntries } from './open.ts';

const Which = z.object({
  item: IdInput,
  unit: IdInput,
  period: z.string().refine(isDay, '这一项的周期没看懂。'),
});

/** An item is ticked by whoever holds the post, with a word of evidence. */
export const tickCommands = [
  define({
    name: 'list.tickForm',
    words: [],
    who: 'anyone',
    input: Which,
    run(ctx, which) {
      const { item, list, slot } = demandOwn(ctx, which);
      const form = formCard(
        item.says,
        `${list.name}，${sayDay(slot.deadline)}前完成。写明怎么完成的，一句话就行；有照片或文件的，可以直接发给我附上。`,
        [
          {
            name: 'evidence',
            label: '完成依据',
            kind: 'text',
            required: true,
            hint: '如：11月20日支委会研究，有会议记录',
          },
        ],
        press('完成', 'list.tick', { ...which }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'list.tick',
    words: [],
    who: 'anyone',
    input: Which.extend({
      evidence: z
        .string('请写一句完成依据。')
        .trim()
        .min(2, '请写一句完成依据。')
        .max(500, '完成依据请不超过 500 字。'),
    }),
    run(ctx, { evidence, ...which }) {
      const { item, list } = demandOwn(ctx, which);
      const made = tick(ctx.db, { ...which, evidence }, ctx.person.id, ctx.now);
      const done = card(`已完成：${item.says}`, [facts({ 清单: list.name, 完成依据: evidence })], {
        tone: 'success',
        actions: [
          press('继续看清单', 'list.open', {}, 'primary'),
          press('撤回', 'list.untick', { tick: made.id }),
        ],
      });
      return privately(done, '已勾选。');
    },
  }),

  define({
    name: 'list.untick',
    words: [],
    who: 'anyone',
    input: z.object({ tick: IdInput }),
    run(ctx, input) {
      const found = findTick(ctx.db, input.tick);
      if (!found || found.by !== ctx.person.id) throw new Refusal('not_allowed', '勾选由本人撤回。');
      untick(ctx.db, found.id, ctx.person.id, ctx.now);
      return success('已撤回，这一项又是未完成。');
    },
  }),
];

/** An item that is the asker's own by post, and is not done. */
function demandOwn(ctx: Ctx, which: z.infer<typeof Which>): Entry {
  const found = ownEntries(ctx).find(
    ({ item, unit, slot }) => item.id === which.item && unit.id === which.unit && slot.key === which.period,
  );
  if (!found) throw new Refusal('not_allowed', '这一项由担任这个职务的同志来勾选，或者已经停用。');
  if (found.item.rule !== null) throw new Refusal('conflict', '这一项由活动记录自动勾选，不用填。');
  if (found.state === 'done') throw new Refusal('conflict', '这一项已经勾选过了。');
  return found;
}
