import { isNull } from 'drizzle-orm';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { documents } from '../chat/documents.ts';
import type { Book } from '../documents/book.ts';
import { fileOf } from '../documents/file.ts';
import type { Paper } from '../documents/paper.ts';
import type { Period } from '../duty/period.ts';
import { handbookPaper } from '../duty/records/handbook.ts';
import { heldIn, isPublic } from '../duty/records/held.ts';
import { ledgerBook } from '../duty/records/ledger.ts';
import { recordPaper } from '../duty/records/record.ts';
import { parsePeriod } from '../duty/spoken.ts';
import { besideOf } from '../duty/summary/beside.ts';
import { summaryBook } from '../duty/summary/book.ts';
import { settingOf } from '../duty/summary/posting.ts';
import { summaryOf } from '../duty/summary/summary.ts';
import { Misconfigured, Refusal } from '../errors.ts';
import { isBranch } from '../people/permit.ts';
import { findUnit, subtree, type Unit } from '../people/store.ts';
import { dayOf, type Instant, yearOf } from '../time.ts';
import { unitCalled } from './unit.ts';
import { chosenOrg, readArgs, Usage, type Verb, withFile } from './verb.ts';

type Make<T> = (db: Db, unit: Unit, span: Period, now: Instant) => T;

/** `usual`: the time that is meant where none is given. */
interface Export {
  usual: string;
  /** For the unit that was named, or for each branch beneath it. */
  of: 'unit' | 'branches';
  make: Make<(Book | Paper)[]>;
}

const EXPORTS: Record<string, Export> = {
  summary: { usual: '本月', of: 'unit', make: (...look) => [summary(...look)] },
  ledger: { usual: '今年', of: 'branches', make: ofYear(ledgerBook) },
  handbook: { usual: '今年', of: 'branches', make: ofYear(handbookPaper) },
  record: { usual: '本月', of: 'branches', make: records },
};

export const exportFile: Verb = {
  usage: `export ${Object.keys(EXPORTS).join('|')} [--unit UNIT] [--period TEXT] [--out DIR] [--org SLUG]`,
  help: 'writes the summary of a unit (its path or name; all by default) and a time (本月, 三季度, 2026年) as XLSX; of each branch beneath it a year’s 台账 (XLSX) or 支部工作手册 (DOCX), or the record of every meeting held in the time (DOCX)',
  async run({ args, config, open, now, print, writeFile }) {
    const { words, values } = readArgs(args, { values: ['unit', 'period', 'out', 'org'] });
    const [what = ''] = words;
    const wanted = EXPORTS[what];
    if (!wanted || words.length > 1) throw new Usage(others(what));
    const store = open(chosenOrg(config, values.get('org')));
    const named = values.get('unit');
    const unit = store.read((db) => (named === undefined ? top(db) : unitCalled(db, named)));
    const span = parsePeriod(values.get('period') ?? wanted.usual, dayOf(now()));
    const names = new Set<string>();
    for (const one of wanted.of === 'unit' ? [unit] : store.read((db) => branchesOf(db, unit, span))) {
      for (const made of store.read((db) => wanted.make(db, one, span, now()))) {
        const { name, bytes } = fileOf({ ...made, name: distinct(names, nameIn(unit, one, made)) });
        const file = `${values.get('out') ?? '.'}/${name}`;
        await withFile(file, () => writeFile(file, bytes));
        print(`written to ${file}`);
      }
    }
    if (names.size === 0) throw new Refusal('not_found', `${unit.name}在${span.label}没有可以导出的。`);
    return 0;
  },
};

/** Names repeat from committee to committee: what is of a branch or its group is called by the rest of the branch's path. */
function nameIn(unit: Unit, branch: Unit, { name }: Book | Paper): string {
  if (!branch.path.startsWith(`${unit.path}/`)) return name;
  const within = branch.path.slice(unit.path.length + 1).replaceAll('/', ' ');
  return name.startsWith(`${branch.name} `)
    ? `${within}${name.slice(branch.name.length)}`
    : `${within} ${name}`;
}

/** Two meetings of a day may be called the same. */
function distinct(taken: Set<string>, name: string): string {
  let own = name;
  for (let nth = 2; taken.has(own); nth++) own = `${name}（${nth}）`;
  taken.add(own);
  return own;
}

/** What holds what single persons said or were given is made in the chat only, for whoever may read it. */
function others(what: string): string {
  const words = documents.flatMap(({ words }) => words.slice(0, 1)).join('、');
  return `${what === '' ? 'export takes what to export' : `export does not write ${what}`}: it writes ${Object.keys(EXPORTS).join(', ')}; in the chat 导出 sends ${words} to whoever may read it`;
}

function summary(db: Db, unit: Unit, span: Period, now: Instant): Book {
  const found = summaryOf(db, unit, span, {}, now);
  if (found.rows.length === 0)
    throw new Refusal('not_found', `${unit.name}在${found.span.label}没有党支部，没有可以导出的。`);
  const beside = besideOf({ db, unit, span: found.span, reader: null, now }, {});
  return summaryBook(found, settingOf(db, unit).disclaimer, beside);
}

/** Those that were there when the time ended. */
function branchesOf(db: Db, { lineage }: Unit, { to }: Period): Unit[] {
  return subtree(db, lineage, to).filter(({ kind }) => isBranch(kind));
}

/** Of the year in which the time ends. Why somebody was away is told in the chat, to whoever may know. */
function ofYear(write: (db: Db, branch: Unit, year: number, reasons: boolean, now: Instant) => Book | Paper) {
  return (db: Db, branch: Unit, { to }: Period, now: Instant) => [write(db, branch, yearOf(to), false, now)];
}

/** Of every meeting of a branch's and its groups' that had begun. */
function records(db: Db, branch: Unit, { from, to }: Period, now: Instant): Paper[] {
  return heldIn(db, branch, { from, to }, now)
    .filter(({ activity }) => isPublic(activity) && activity.startsAt <= now)
    .map(({ activity }) => recordPaper(db, activity, findUnit(db, activity.unit) ?? branch, false, now));
}

function top(db: Db): Unit {
  const tops = db
    .select()
    .from(units)
    .where(isNull(units.ended))
    .all()
    .filter(({ parent }) => parent === null);
  const [only] = tops;
  if (!only) throw new Misconfigured('there is no unit yet: import a roster first.');
  if (tops.length > 1)
    throw new Misconfigured(
      `there are several units at the top, name one with --unit: ${tops.map(({ name }) => name).join('、')}`,
    );
  return only;
}
