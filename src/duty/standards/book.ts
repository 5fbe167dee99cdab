import { BOOKS as NAMES, type Book as Which } from '../../../db/schema/standard.ts';
import type { Db } from '../../../db/store.ts';
import { type Book, type Cell, type Sheet, share } from '../../documents/book.ts';
import { attachedWords, saidWith } from '../../files/show.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { nameBeneath } from '../beneath.ts';
import { aboveOf } from '../foot.ts';
import { BOOKS } from './books.ts';
import { refOf, STANDARD } from './place.ts';
import { type BookStanding, type State, standingsIn } from './stand.ts';

/** 三化、八有、七好、六好: what each branch has met of each, and with what. */
export function standardsBook(db: Db, unit: Unit, now: Instant): Book {
  const name = `${unit.name} 三化建设等达标情况`;
  const above = aboveOf(db, unit, name, now);
  return { name, sheets: NAMES.flatMap((which) => sheetsOf(db, unit, which, now, above)) };
}

function sheetsOf(db: Db, unit: Unit, which: Which, now: Instant, above: Cell[][]): Sheet[] {
  const all = standingsIn(db, which, unit.lineage, now);
  const { name, confirmed } = BOOKS[which];
  const counts = { name, ...countsOf(unit, all, confirmed), above };
  return confirmed ? [counts, { name: `${name}依据`, ...evidenceOf(db, unit, which, all), above }] : [counts];
}

/** A branch a line, a mark a column; a committee may have marks of its own. */
function countsOf(unit: Unit, all: readonly BookStanding[], confirmed: boolean) {
  const marks = new Map(all.flatMap(({ entries }) => entries.map(({ mark }) => [mark.id, mark.name])));
  return {
    widths: [34, 8, ...[...marks].map(() => 13), 8, 9],
    head: ['支部', '示范点', ...marks.values(), '达标', '达标率'],
    lines: all.map(({ unit: branch, entries, met, showPoint }): Cell[] => [
      nameBeneath(unit, branch),
      showPoint ? '是' : '',
      ...[...marks.keys()].map((id): Cell => {
        const state = entries.find(({ mark }) => mark.id === id)?.state;
        return state === undefined ? '' : wordOf(state, confirmed);
      }),
      met,
      share(met, entries.length),
    ]),
  };
}

function evidenceOf(db: Db, unit: Unit, book: Which, all: readonly BookStanding[]) {
  const { confirmed } = BOOKS[book];
  const refs = all.flatMap(({ unit: { id }, entries }) =>
    entries.map(({ mark }) => refOf({ unit: id, book, mark: mark.id })),
  );
  const files = attachedWords(db, STANDARD, refs);
  return {
    widths: [34, 16, 16, 10, 12, 50, 12],
    head: ['支部', '类别', '条目', '状态', '日期', '依据或退回原因', '期限'],
    lines: all.flatMap(({ unit: branch, entries }) =>
      entries.map(({ mark, state, last }): Cell[] => [
        nameBeneath(unit, branch),
        mark.part,
        mark.name,
        wordOf(state, confirmed),
        last ? dayOf(last.at) : '',
        saidWith(last?.said ?? '', files.get(refOf({ unit: branch.id, book, mark: mark.id }))),
        mark.deadline ?? '',
      ]),
    ),
  };
}

function wordOf(state: State, confirmed: boolean): string {
  const words: Record<State, string> = {
    met: confirmed ? '已达标' : '已做到',
    submitted: '待确认',
    overdue: '已逾期',
    open: '未达标',
  };
  return words[state];
}
