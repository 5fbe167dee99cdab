import { z } from 'zod';
import { type Card, card, text } from '../../../cards/card.ts';
import { overviewCard, overviewForAll } from '../../../cards/duty/overview.ts';
import { postingCard, postingForm, type Posting as Shown } from '../../../cards/duty/posting.ts';
import { AUDIENCES } from '../../../db/schema/duty.ts';
import { type Ctx, privately, type View } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, may } from '../../people/permit.ts';
import { findUnit, groupsOf, type Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { parsePeriod } from '../spoken.ts';
import { besideOf } from '../summary/beside.ts';
import { overviewOf } from '../summary/overview.ts';
import { type Posting, setPosting, settingOf } from '../summary/posting.ts';
import { summaryOf } from '../summary/summary.ts';
import { sinceWord, unitOf } from './asked.ts';
import { actionsAfter } from './summary.ts';

const Who = z.enum(AUDIENCES, '请选择发给谁。');

/** 汇总推送: who is sent a committee's summaries by themselves. */
export const postingCommands = [
  define({
    name: 'duty.posting',
    words: ['汇总推送', '汇总设置', '推送设置'],
    section: 'settings',
    help: '每月、每季、每年的汇总发给谁：汇总推送 [单位]',
    who: 'administer',
    input: z.object({ unit: IdInput.optional() }),
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'administer'),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'administer') } : {}),
    run(ctx, { unit }) {
      const found = committee(ctx, unit ?? highestUnder(ctx, 'administer'));
      return privately(postingForm(shown(ctx, found, settingOf(ctx.db, found))));
    },
  }),

  define({
    name: 'duty.setPosting',
    words: [],
    who: 'administer',
    input: z.object({
      unit: IdInput,
      month: Who,
      quarter: Who,
      year: Who,
      disclaimer: z.boolean().default(false),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, ...posting }) {
      const found = committee(ctx, unit);
      setPosting(ctx.db, unit, posting, ctx.person.id, ctx.now);
      return privately(postingCard(shown(ctx, found, posting)), '记下了，从下一次起按这个发。');
    },
  }),
];

function committee(ctx: Ctx, id: number): Unit {
  const unit = unitOf(ctx, id);
  if (isBranch(unit.kind))
    throw new Refusal('invalid', '汇总推送由上级党组织设置；支部自己的情况说“汇总”就能看。');
  return unit;
}

function shown(ctx: Ctx, unit: Unit, posting: Posting): Shown {
  return {
    unit: { id: unit.id, name: unit.name },
    ...posting,
    hasGroup: groupsOf(ctx.db, unit.id).length > 0,
  };
}

const Posted = z.object({ unit: z.number(), period: z.string(), also: z.array(z.string()) });

export const postingViews: Record<string, View> = {
  'duty.posted': ({ db, now, reader }, input) => {
    const { unit: id, period, also } = Posted.parse(input);
    const unit = findUnit(db, id);
    if (!unit || (reader !== null && !may(db, reader, 'oversee', id, dayOf(now)))) return gone();
    const span = parsePeriod(period, dayOf(now));
    const summary = summaryOf(db, unit, span, {}, now);
    const recorded = sinceWord({ db, now }, span);
    return reader === null
      ? overviewForAll({ ...overviewOf(summary), beside: [], actions: [], recorded })
      : overviewCard({
          ...overviewOf(summary),
          beside: besideOf({ db, unit, span, reader, now }, summary.filter),
          actions: actionsAfter(summary, also),
          recorded,
        });
  },
};

function gone(): Card {
  return card('这张汇总已经不能看了', [text('职务有变动时，汇总由现在的同志查看。')]);
}
