import { readTable } from './file.ts';
import { parseTable } from './parse.ts';
import type { Reading } from './row.ts';

/** A roster file, CSV or XLSX. A file that is none is refused; what is wrong in its rows are its faults. */
export async function readRoster(bytes: Uint8Array, name: string): Promise<Reading> {
  return parseTable(await readTable(bytes, name));
}
