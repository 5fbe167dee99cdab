import { press } from '../../cards/card.ts';
import { brief } from '../duty/brief.ts';
import { addPlace, ownUnits } from '../files/place.ts';
import { findIssue, type Issue, issuesIn, issuesOf } from './issue.ts';
import { findRound } from './round.ts';
import { partsIn } from './whose.ts';

export const ISSUE = 'issue';

/** What somebody answers for, or a unit of their own has to put right, until it is accepted. Seen by whoever sees the problem. */
addPlace({
  name: ISSUE,

  open(look) {
    const { db, person } = look;
    const theirs = ownUnits(look).flatMap(({ id, lineage }) =>
      issuesIn(db, lineage).filter(({ unit }) => unit === id),
    );
    const all = new Map([...issuesOf(db, person.id), ...theirs].map((issue) => [issue.id, issue]));
    return [...all.values()].map((issue) => ({
      ref: String(issue.id),
      label: labelOf(issue),
      day: issue.deadline,
    }));
  },

  find({ db }, ref) {
    const issue = findIssue(db, Number(ref));
    if (!issue || !findRound(db, issue.round)) return undefined;
    return { label: labelOf(issue), action: press('看整改', 'issue.show', { issue: issue.id }) };
  },

  maySee(look, ref) {
    const issue = findIssue(look.db, Number(ref));
    return (
      issue !== undefined && findRound(look.db, issue.round) !== undefined && partsIn(look, issue).length > 0
    );
  },
});

function labelOf({ problem }: Issue): string {
  return `整改：${brief(problem, 20)}`;
}
