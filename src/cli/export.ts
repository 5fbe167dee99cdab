import { isNull } from 'drizzle-orm';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { documents } from '../chat/documents.ts';
import { fileOf } from '../documents/file.ts';
import { parsePeriod } from '../duty/spoken.ts';
import { besideOf } from '../duty/summary/beside.ts';
import { summaryBook } from '../duty/summary/book.ts';
import { settingOf } from '../duty/summary/posting.ts';
import { summaryOf } from '../duty/summary/summary.ts';
import { Misconfigured, Refusal } from '../errors.ts';
import type { Unit } from '../people/store.ts';
import type { Attachment } from '../platforms/platform.ts';
import { dayOf, type Instant } from '../time.ts';
import { unitCalled } from './unit.ts';
import { chosenOrg, readArgs, Usage, type Verb, withFile } from './verb.ts';

export const exportFile: Verb = {
  usage: 'export summary [--unit UNIT] [--period TEXT] [--out DIR] [--org SLUG]',
  help: 'writes the summary of a unit (its path or name; all by default) and a time (本月, 三季度, 2026年) as XLSX',
  async run({ args, config, open, now, print, writeFile }) {
    const { words, values } = readArgs(args, { values: ['unit', 'period', 'out', 'org'] });
    const [what] = words;
    if (what !== 'summary' || words.length > 1) throw new Usage(others(what));
    const store = open(chosenOrg(config, values.get('org')));
    const made = store.read((db) => {
      const unit = values.get('unit');
      return summary(db, unit === undefined ? top(db) : unitCalled(db, unit), values.get('period'), now());
    });
    const file = `${values.get('out') ?? '.'}/${made.name}`;
    await withFile(file, () => writeFile(file, made.bytes));
    print(`written to ${file}`);
    return 0;
  },
};

/** What holds what single persons said or were given is made in the chat only, for whoever may read it. */
function others(what: string | undefined): string {
  const words = documents.flatMap(({ words }) => words.slice(0, 1)).join('、');
  return `${what === undefined ? 'export takes what to export' : `export does not write ${what}`}: it writes summary; in the chat 导出 sends ${words} to whoever may read it`;
}

function summary(db: Db, unit: Unit, period: string | undefined, now: Instant): Attachment {
  const found = summaryOf(db, unit, parsePeriod(period ?? '本月', dayOf(now)), {}, now);
  if (found.rows.length === 0)
    throw new Refusal('not_found', `${unit.name}在${found.span.label}没有党支部，没有可以导出的。`);
  const beside = besideOf({ db, unit, span: found.span, reader: null, now }, {});
  return fileOf(summaryBook(found, settingOf(db, unit).disclaimer, beside));
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
