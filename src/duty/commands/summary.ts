import { type Card, press } from '../../../cards/card.ts';
import { branchCard } from '../../../cards/duty/branch.ts';
import { overviewCard } from '../../../cards/duty/overview.ts';
import type { Ctx } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { isBranch, may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { branchOverviewOf } from '../branch.ts';
import { type Period, periodOf } from '../period.ts';
import { activitiesOf } from '../store.ts';
import { overviewOf, summarise } from '../summarise.ts';
import { summariseUpper } from '../upper.ts';
import { Asked, fromText, over, privately, sinceWord, spanOf, unitOf } from './asked.ts';

/** 汇总: what a committee sees of its subtree, a branch of itself. */
export const summaryCommands = [
  define({
    name: 'duty.summary',
    words: ['汇总', '完成情况', '三会一课完成情况'],
    help: '三会一课等完成情况：汇总 [时间] [单位]',
    who: 'oversee',
    input: Asked,
    over,
    fromText,
    run(ctx, input) {
      const span = spanOf(ctx, input, periodOf('month', dayOf(ctx.now)));
      const unit = unitOf(ctx, input.unit);
      return privately(
        isBranch(unit.kind) ? branchSummary(ctx, unit, span) : committeeSummary(ctx, unit, span),
      );
    },
  }),
];

function committeeSummary(ctx: Ctx, unit: Unit, span: Period): Card {
  const standings = summarise(ctx.db, unit.lineage, span, ctx.now);
  if (standings.length === 0) throw new Refusal('not_found', `${unit.name}还没有下属党支部。`);
  const upper = summariseUpper(ctx.db, unit.lineage, span, ctx.now);
  return overviewCard(overviewOf(unit, span, standings, upper), sinceWord(ctx, span));
}

function branchSummary(ctx: Ctx, unit: Unit, span: Period): Card {
  const [standing] = summarise(ctx.db, unit.lineage, span, ctx.now);
  if (!standing) throw new Refusal('not_found', `${unit.name}在${span.label}还没有成立。`);
  const units = [standing.branch.id, ...standing.branch.groups.map((group) => group.id)];
  const held = activitiesOf(ctx.db, units, span.from, span.to);
  const organises = may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now));
  return branchCard({
    ...branchOverviewOf(standing, span, held, ctx.now),
    actions: organises ? [press('还差什么', 'duty.owed', { unit: unit.id })] : [],
    recorded: sinceWord(ctx, span),
  });
}
