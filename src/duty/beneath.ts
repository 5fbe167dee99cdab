import { z } from 'zod';
import type { Db } from '../../db/store.ts';
import { type Document, document, stillOver } from '../chat/document.ts';
import { IdInput } from '../chat/inputs.ts';
import type { Book } from '../documents/book.ts';
import type { Unit } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { over } from './commands/asked.ts';
import { highestUnder, unitNamed } from './scope.ts';

interface Beneath {
  name: string;
  words: readonly string[];
  help: string;
  table(db: Db, unit: Unit, now: Instant): Book;
}

/** A table of what stands beneath a unit now, for those who oversee it: 导出 品牌 [单位]. */
export function beneathFile({ name, words, help, table }: Beneath): Document {
  return document({
    name,
    words,
    help,
    who: 'oversee',
    input: z.object({ unit: IdInput.optional() }),
    over,
    fromText: (ctx, rest) => (rest === '' ? {} : { unit: unitNamed(ctx, rest, 'oversee') }),
    order: (ctx, { unit }) => ({ unit: unit ?? highestUnder(ctx, 'oversee') }),
    make(look, order) {
      const unit = stillOver(look, 'oversee', z.object({ unit: z.number() }).parse(order).unit);
      return unit ? table(look.db, unit, look.now) : null;
    },
  });
}

/** Named from beneath the unit whose table it is. */
export function nameBeneath({ path }: Unit, branch: Pick<Unit, 'path' | 'name'>): string {
  return branch.path.startsWith(`${path}/`) ? branch.path.slice(path.length + 1) : branch.name;
}
