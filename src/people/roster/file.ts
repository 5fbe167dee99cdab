import { Buffer } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/universal';
import { Refusal } from '../../errors.ts';
import { store, unzip } from './unzip.ts';

const BYTES = 5 * 1024 * 1024;
const ROWS = 20_000;

/** How far a sheet may reach: its reader fills everything up to the farthest cell. */
const REACH = { rows: 50_000, columns: 52 };

const XLSX = [0x50, 0x4b, 0x03, 0x04];
const OLD_XLS = [0xd0, 0xcf, 0x11, 0xe0];

/** A roster file as rows of trimmed cells, the first row its header: row `n` is line `n + 1` of the sheet. */
export async function readTable(bytes: Uint8Array, name: string): Promise<string[][]> {
  if (!/\.(csv|xlsx?|txt)$/i.test(name))
    throw new Refusal('invalid', `“${name}”不是名册文件，请发 CSV 或 XLSX。`);
  if (bytes.length > BYTES) throw new Refusal('limit', '名册文件不能超过 5 MB，请按党组织分成几份再发。');
  if (begins(bytes, OLD_XLS))
    throw new Refusal('invalid', '这是旧版 .xls 文件，请在 Excel 里另存为 .xlsx 再发。');
  const table = begins(bytes, XLSX) ? await readXlsx(bytes) : readCsv(decode(bytes));
  if (!table.some((row) => row.some((cell) => cell !== '')))
    throw new Refusal('invalid', '名册文件是空的，请检查后重新发送。');
  if (table.length > ROWS + 1) throw new Refusal('limit', '名册一次最多 2 万行，请按党组织分成几份再发。');
  return table;
}

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Excel in China saves CSV as GB18030; what is valid UTF-8 is hardly ever meant as that. */
function decode(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Refusal('invalid', '文件的文字编码读不出来，请另存为 XLSX 或 CSV UTF-8 再发。');
}

function readCsv(text: string): string[][] {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = header.includes('\t') && !header.includes(',') ? '\t' : ',';
  try {
    return parse(text, { delimiter, relax_column_count: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `第 ${error.lines} 行附近` : '文件里';
    throw new Refusal('invalid', `${line}的引号不成对，请检查后重新保存再发。`);
  }
}

async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  const entries = await unzip(bytes).catch(unreadable);
  for (const entry of entries) if (/worksheets\/[^/]+\.xml$/.test(entry.name)) checkReach(entry.bytes);
  const rows = await readSheet(store(entries), { parseNumber: plainNumber }).catch(unreadable);
  return rows.map((row) => row.map(cellText));
}

/** Whatever the archive or its parts break, the person can do the same about it. */
function unreadable(): never {
  throw new Refusal('invalid', '这个 XLSX 文件读不出来，请在 Excel 里重新保存，或另存为 CSV UTF-8 再发。');
}

function checkReach(sheet: Uint8Array): void {
  for (const [, column = '', row = ''] of Buffer.from(sheet)
    .toString('latin1')
    .matchAll(/\sr="([A-Z]*)(\d+)"/g)) {
    if (Number(row) > REACH.rows || columnNumber(column) > REACH.columns) {
      throw new Refusal(
        'limit',
        `表格一直用到了第 ${row} 行${column && `${column} 列`}，请把名册复制到一张新表里再发。`,
      );
    }
  }
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** As it stands, so that a long id keeps its last digits; 1.38E10 as its digits. */
function plainNumber(text: string): string {
  return /^\d+$/.test(text) ? text : String(Number(text));
}

/** A cell that is formatted as a date arrives as a Date, at midnight UTC of its day. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
}
