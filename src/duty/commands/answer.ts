import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { answeredCard, nudgeCard } from '../../../cards/duty/nudge.ts';
import { formCard } from '../../../cards/form.ts';
import { OUTCOMES, type Outcome } from '../../../db/schema/alert.ts';
import { nextAllowed } from '../../calendar.ts';
import { type Ctx, privately, success, type View } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { refresh } from '../../outbox/live.ts';
import { post } from '../../outbox/store.ts';
import { addressOf } from '../../people/store.ts';
import { itemAbout, nudgedOf, OUTCOME_WORDS } from '../nudges/nudged.ts';
import { answerNudge, loadNudge, type Nudge, refuseWithdrawn } from '../nudges/nudges.ts';
import type { Item } from '../owed/compliance.ts';
import { loadOwing } from '../owed/owed.ts';

/** What a branch or a committee says to a 督办: why not, when, or that it is done. Whoever asked is told. */
export const answerCommands = [
  define({
    name: 'duty.answerForm',
    words: [],
    who: 'organise',
    input: z.object({ nudge: IdInput }),
    over: (ctx, input) => loadNudge(ctx.db, input.nudge).unit,
    run(ctx, input) {
      const found = loadNudge(ctx.db, input.nudge);
      refuseWithdrawn(found);
      if (found.outcome === 'settled') throw new Refusal('conflict', '这条督办已经办结，不用再回复。');
      const form = formCard(
        '回复督办',
        '还没办的，写明打算怎么办、什么时候办好。',
        [
          {
            name: 'outcome',
            label: '情况',
            kind: 'select',
            required: true,
            value: likely(ctx, found),
            options: OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value] })),
          },
          { name: 'answer', label: '回复', kind: 'longtext', required: false, value: found.answer ?? '' },
        ],
        press('提交回复', 'duty.answer', { nudge: found.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'duty.answer',
    words: [],
    who: 'organise',
    input: z.object({
      nudge: IdInput,
      outcome: z.enum(OUTCOMES, '请选择情况。'),
      answer: z.string().trim().max(500, '回复请不超过 500 字。').nullish(),
    }),
    over: (ctx, input) => loadNudge(ctx.db, input.nudge).unit,
    run(ctx, { nudge, outcome, answer }) {
      const found = loadNudge(ctx.db, nudge);
      if (outcome === 'explained' && !answer) throw new Refusal('invalid', '请写明情况。');
      answerNudge(ctx.db, found, { outcome, answer: answer ?? '' }, ctx.person.id, ctx.now);
      refresh(ctx.db, ctx.now, nudgeTopic(found));
      const to = addressOf(ctx.db, found.by);
      if (to) {
        post(ctx.db, ctx.now, {
          key: `nudge:${found.id}:answered:${ctx.now}`,
          to,
          person: found.by,
          content: { view: 'duty.answered', input: { nudge } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return {
        content: { view: 'duty.nudge', input: { nudge } },
        privately: true,
        ...success('已回复上级党组织。'),
      };
    },
  }),
];

export function nudgeTopic({ id }: Pick<Nudge, 'id'>): string {
  return `nudge:${id}`;
}

/** As the records have it; nobody has to choose what they know. */
function likely(ctx: Ctx, found: Nudge): Outcome {
  const item = itemAbout(ctx.db, loadOwing(ctx.db, found.unit), found.item, ctx.now);
  return item ? BY_STATE[item.state] : (found.outcome ?? 'explained');
}

const BY_STATE: Record<Item['state'], Outcome> = {
  done: 'settled',
  planned: 'arranged',
  open: 'explained',
  grace: 'explained',
  overdue: 'explained',
  waived: 'explained',
};

const Which = z.object({ nudge: z.number() });

export const nudgeViews: Record<string, View> = {
  'duty.nudge': ({ db, now }, input) => nudgeCard(nudgedOf(db, Which.parse(input).nudge, now)),
  'duty.answered': ({ db, now }, input) => answeredCard(nudgedOf(db, Which.parse(input).nudge, now)),
};
