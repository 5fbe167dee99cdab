import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { aboveOf } from '../../duty/foot.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { countsFor } from '../ballots.ts';
import { decisionsOf } from '../decision.ts';
import { pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import { levelNamed } from '../template.ts';
import { appraisedIn } from './read.ts';
import { levelWord } from './show.ts';

/** 民主评议党员结果: for the secretary alone. */
export function appraisalBook(db: Db, round: Round, branch: Unit, now: Instant): Book {
  const name = `${branch.name} ${round.title}`;
  const { levels } = round.template;
  const polls = pollsOf(db, round.id);
  const decided = decisionsOf(db, round.id);
  return {
    name,
    sheets: [
      {
        name: '结果',
        widths: [14, 12, 60, ...levels.map(() => 10), 12, 40],
        above: aboveOf(db, branch, name, now),
        head: [
          '党员',
          '自评等次',
          '自我评价',
          ...levels.map((level) => `互评${level.name}`),
          '等次',
          '评议意见',
        ],
        lines: appraisedIn(db, round, dayOf(now)).map((one): Cell[] => {
          const counts = countsFor(polls, one.id);
          const decision = decided.get(one.id);
          return [
            one.called,
            levelNamed(round.template, one.self.level)?.name ?? '',
            one.self.text,
            ...levels.map(({ id }) => (counts ? (counts[id] ?? 0) : null)),
            one.graded ? levelWord(round, decision) : '预备党员，不评等次',
            decision?.reason ?? '',
          ];
        }),
      },
    ],
  };
}
