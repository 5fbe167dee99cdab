import type { Db } from '../../../db/store.ts';
import type { Cell } from '../../documents/book.ts';
import type { Instant } from '../../time.ts';
import type { Period } from '../period.ts';
import type { Filter } from './filter.ts';

/** What stands beside the duties in a committee's summary: a few lines on the card, and a sheet of the file. */
export interface Beside {
  title: string;
  lines: { label: string; value: string }[];
  sheet: { widths: number[]; head: string[]; lines: Cell[][] };
}

/** Of a unit and beneath it, of what went on in a time; `reader`: who is to read it, null: whoever runs the machine. */
export interface Asked {
  db: Db;
  unit: { id: number; lineage: string };
  span: Period;
  reader: number | null;
  now: Instant;
}

type Source = (asked: Asked) => Beside | null;

const sources = new Map<string, Source>();

/** A noun that stands above adds its own as it is loaded, once. */
export function addBeside(name: string, source: Source): void {
  sources.set(name, source);
}

/** Nothing where there is nothing, and nothing beside what was narrowed down to some duties. */
export function besideOf(asked: Asked, { only, kinds, name }: Filter): Beside[] {
  if (only !== undefined || kinds !== undefined || name !== undefined) return [];
  return [...sources.values()].flatMap((source) => source(asked) ?? []);
}
