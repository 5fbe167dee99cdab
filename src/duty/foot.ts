import { DISCLAIMER } from '../../cards/duty/small.ts';
import type { Db } from '../../db/store.ts';
import { type Cell, note, title } from '../documents/book.ts';
import type { Unit } from '../people/store.ts';
import { type Instant, say } from '../time.ts';
import { settingOf } from './summary/posting.ts';

/** What stands at the foot of a document of this unit's: that it is no assessment, unless its committee turned that off. */
export function footOf(db: Db, unit: Pick<Unit, 'id' | 'lineage'>): string | null {
  return settingOf(db, unit).disclaimer ? DISCLAIMER : null;
}

/** What stands above every table of a file: what it is, when it was made, and what it is not. */
export function aboveOf(db: Db, unit: Unit, name: string, now: Instant): Cell[][] {
  const foot = footOf(db, unit);
  return [
    [title(name)],
    [note(`${unit.name}。生成于${say(now)}。`)],
    ...(foot === null ? [] : [[note(foot)]]),
    [],
  ];
}
