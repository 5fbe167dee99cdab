import type { Category } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { entry, type FormRow, label, type Paper, type Part, title, under } from '../../documents/paper.ts';
import { footOf } from '../../duty/foot.ts';
import { membersOf, type Unit } from '../../people/store.ts';
import { CATEGORY_WORDS } from '../../people/words.ts';
import { dayOf, type Instant } from '../../time.ts';
import { countsFor, countsWord } from '../ballots.ts';
import { decisionsOf } from '../decision.ts';
import { pollsOf } from '../part.ts';
import type { Round } from '../round.ts';
import { levelNamed } from '../template.ts';
import { type Appraised, appraisedIn } from './read.ts';
import { levelWord } from './show.ts';

/** A member's own form, as far as its reader may see it. */
interface Record {
  called: string;
  category: string;
  self: string;
  selfLevel: string;
  /** The secretary alone has what peers gave; null leaves it out. */
  peers: string | null;
  level: string;
  opinion: string;
}

/** 民主评议党员登记表, a member a page: for the secretary alone. */
export function appraisalPaper(db: Db, round: Round, branch: Unit, now: Instant): Paper {
  const all = appraisedIn(db, round, dayOf(now));
  return paperOf(db, round, branch, `${branch.name} ${round.title}登记表`, all, true);
}

/** A member's own, once they have been told. */
export function ownPaper(db: Db, round: Round, branch: Unit, one: Appraised): Paper {
  return paperOf(db, round, branch, `${round.title}登记表 ${one.called}`, [one], false);
}

function paperOf(
  db: Db,
  round: Round,
  branch: Unit,
  name: string,
  all: readonly Appraised[],
  secretary: boolean,
): Paper {
  const polls = pollsOf(db, round.id).filter(({ countedAt }) => countedAt !== null);
  const decided = decisionsOf(db, round.id);
  const categories = categoriesOf(db, round);
  const recordOf = (one: Appraised): Record => ({
    called: one.called,
    category: CATEGORY_WORDS[categories.get(one.member) ?? 'full'],
    self: one.self.text,
    selfLevel: levelNamed(round.template, one.self.level)?.name ?? '',
    peers: secretary && one.graded && polls.length > 0 ? countsWord(round, countsFor(polls, one.id)) : null,
    level: one.graded ? levelWord(round, decided.get(one.id)) : '预备党员参加评议，不评等次',
    opinion: decided.get(one.id)?.reason ?? '',
  });
  return {
    name,
    as: 'record',
    leaves: all.map((one) => formOf(round, branch, recordOf(one))),
    foot: footOf(db, branch),
  };
}

/** As of the day the round began. */
function categoriesOf(db: Db, round: Round): Map<number, Category> {
  const members = membersOf(db, round.unit, dayOf(round.openedAt));
  return new Map(members.map(({ person, category }) => [person, category]));
}

/** What is signed is signed by hand: those boxes stay empty. */
function formOf(
  { year }: Pick<Round, 'year'>,
  branch: Pick<Unit, 'path'>,
  { called, category, self, selfLevel, peers, level, opinion }: Record,
): Part[] {
  const signed = '（签名）：　　　　　　　　　年　　月　　日';
  const row = (name: string, text: string, lines: number): FormRow => ({
    cells: [label(name), entry(text, 3)],
    lines,
  });
  return [
    title('民主评议党员登记表'),
    under(`${year}年度`),
    {
      part: 'form',
      widths: [10, 14, 10, 14],
      rows: [
        { cells: [label('姓名'), entry(called), label('党员类别'), entry(category)], lines: 2 },
        row('所在党组织', branch.path, 2),
        row('自我评价', self, 9),
        row('自评等次', selfLevel, 2),
        ...(peers === null ? [] : [row('党员互评', peers, 2)]),
        row('评议意见', opinion, 4),
        row('评议等次', level, 2),
        row('党支部', `书记${signed}`, 3),
        row('本人', `本人${signed}`, 3),
      ],
    },
  ];
}
