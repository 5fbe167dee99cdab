import { press } from '../../../../cards/card.ts';
import { type IssueLine, issueCard } from '../../../../cards/evaluation/issue.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { Refusal } from '../../../errors.ts';
import { attached } from '../../../files/show.ts';
import { handleOf } from '../../../people/names.ts';
import { REFUSED } from '../../../people/permit.ts';
import { findUnit } from '../../../people/store.ts';
import { dayOf, shortDay } from '../../../time.ts';
import { type Issue, loadIssue, stateOf } from '../../issue.ts';
import { ISSUE } from '../../place.ts';
import { type Part, partsIn } from '../../whose.ts';

/** Whoever has one of these parts in a problem may go on. */
export function demandPart(ctx: Ctx, id: number, wanted: readonly Part[]): Issue {
  const issue = loadIssue(ctx.db, id);
  const own = partsIn(ctx, issue);
  if (own.some((part) => wanted.includes(part))) return issue;
  throw new Refusal('not_allowed', wanted.includes('committee') ? REFUSED.administer : REFUSED.organise);
}

export function lineOf(ctx: Ctx, issue: Issue): IssueLine {
  const unit = findUnit(ctx.db, issue.unit);
  const today = dayOf(ctx.now);
  return {
    id: issue.id,
    unit: unit?.name ?? '',
    problem: issue.problem,
    measure: issue.measure,
    owner: issue.owner === null ? '' : handleOf(ctx.db, today, issue.owner),
    deadline: issue.deadline === null ? '' : shortDay(issue.deadline),
    state: stateOf(issue, today),
    evidence: issue.evidence,
    returned: issue.returned ?? '',
  };
}

/** A problem as it stands, with what its reader may do about it. */
export function show(ctx: Ctx, issue: Issue): Reply {
  const own = partsIn(ctx, issue);
  const id = { issue: issue.id };
  const state = stateOf(issue, dayOf(ctx.now));
  const open = state === 'open' || state === 'overdue';
  const files = attached(ctx, { place: ISSUE, ref: String(issue.id) });
  const has = (...wanted: Part[]) => own.some((part) => wanted.includes(part));
  return privately(
    issueCard(lineOf(ctx, issue), issue.theme, files.facts, [
      ...(open && has('owner', 'unit') ? [press('报整改完成', 'issue.doneForm', id, 'primary')] : []),
      ...(open && has('unit', 'committee') ? [press('措施和责任人', 'issue.planForm', id)] : []),
      ...(state === 'done' && has('committee')
        ? [press('销号', 'issue.accept', id, 'primary'), press('退回', 'issue.backForm', id)]
        : []),
      ...files.actions,
      press('全部问题', 'issue.list', { round: issue.round }),
    ]),
  );
}
