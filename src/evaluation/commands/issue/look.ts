import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { issuesCard } from '../../../../cards/evaluation/issue.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { FromInput, IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { mayAnywhere, REFUSED, unitsUnder } from '../../../people/permit.ts';
import { dayOf } from '../../../time.ts';
import { type Issue, issuesIn, issuesOf, loadIssue, stateOf } from '../../issue.ts';
import { loadRound } from '../../round.ts';
import { partsIn } from '../../whose.ts';
import { lineOf, show } from './show.ts';

const This = z.object({ issue: IdInput });

const PAGE = 8;

/** 整改: what is to be put right, to whoever has a part in it. */
export const issueLookCommands = [
  define({
    name: 'issue.list',
    words: ['整改', '问题清单', '整改清单'],
    help: '要整改的问题：措施、责任人、期限和进展',
    who: 'anyone',
    input: z.object({ round: IdInput.optional(), from: FromInput }),
    run(ctx, { round, from }) {
      const found = visible(ctx, round);
      const of = round === undefined ? {} : { round };
      const shown = found.slice(from, from + PAGE);
      const rest = Math.max(0, found.length - from - PAGE);
      return privately(
        issuesCard(
          round === undefined ? '要整改的问题' : `${loadRound(ctx.db, round).title}：问题清单`,
          shown.map((issue) => lineOf(ctx, issue)),
          rest,
          [
            ...(rest > 0 ? [press('下一页', 'issue.list', { ...of, from: from + PAGE })] : []),
            ...(mayAnywhere(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now))
              ? [press('导出清单', 'file.issue.list', of)]
              : []),
          ],
        ),
      );
    },
  }),

  define({
    name: 'issue.show',
    words: [],
    who: 'anyone',
    input: This,
    run: (ctx, input) => show(ctx, loadSeen(ctx, input.issue)),
  }),
];

function loadSeen(ctx: Ctx, id: number): Issue {
  const issue = loadIssue(ctx.db, id);
  if (partsIn(ctx, issue).length === 0) throw new Refusal('not_allowed', REFUSED.oversee);
  return issue;
}

/** What somebody answers for, then what units they oversee have to put right; each once, what is done last. */
function visible(ctx: Ctx, round: number | undefined): Issue[] {
  const today = dayOf(ctx.now);
  const under = unitsUnder(ctx.db, ctx.person.id, 'oversee', today).flatMap(({ lineage }) =>
    issuesIn(ctx.db, lineage, round),
  );
  const own = issuesOf(ctx.db, ctx.person.id).filter((issue) => round === undefined || issue.round === round);
  const all = [...new Map([...own, ...under].map((issue) => [issue.id, issue])).values()];
  const rank = { overdue: 0, open: 1, done: 2, accepted: 3 };
  return all.toSorted((a, b) => rank[stateOf(a, today)] - rank[stateOf(b, today)]);
}
