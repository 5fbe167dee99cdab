import type { Db } from '../../../db/store.ts';
import type { Book, Cell } from '../../documents/book.ts';
import { aboveOf } from '../../duty/foot.ts';
import type { Unit } from '../../people/store.ts';
import type { Instant } from '../../time.ts';
import type { Round } from '../round.ts';
import { PLACE_WORDS } from './cut.ts';
import { resultOf } from './result.ts';
import { VOTES } from './template.ts';

/** 评选情况: who was nominated for what, how the votes fell, and whom people chose. */
export function awardBook(db: Db, round: Round, committee: Unit, now: Instant): Book {
  const name = `${committee.name} ${round.title}`;
  return {
    name,
    sheets: [
      {
        name: '评选情况',
        widths: [8, 16, 34, 60, ...VOTES.map(() => 9), 24, 10, 30],
        above: aboveOf(db, committee, name, now),
        head: [
          ...['序号', '姓名', '党支部', '主要事迹'],
          ...VOTES.map((vote) => vote.name),
          ...['名额', '结果', '说明'],
        ],
        lines: resultOf(db, round, now).map(
          ({ person, branch, deeds, counts, place, decided, reason }, index): Cell[] => [
            index + 1,
            person,
            branch,
            deeds,
            ...VOTES.map(({ id }) => (counts ? (counts[id] ?? 0) : null)),
            place === null ? '' : PLACE_WORDS[place],
            decided === null ? '' : decided ? '入选' : '不入选',
            reason,
          ],
        ),
      },
    ],
  };
}
