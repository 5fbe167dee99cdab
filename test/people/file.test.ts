import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { Refusal } from '../../src/errors.ts';
import { readTable } from '../../src/people/roster/file.ts';
import { BRANCH, csvOf, tableOf, xlsxOf, zipOf } from './sheet.ts';

const LINES = [
  { ...BRANCH, 姓名: '张伟（大）', 手机号: '13800000001', 入党日期: '2026-12-04' },
  { ...BRANCH, 姓名: '欧阳，娜"娜"', 职务: '书记、委员' },
];
const TABLE = tableOf(LINES);
const UTF8 = Buffer.from(csvOf(LINES));

/** 党 组 织 in GB18030 begin the header; the rest of the file is ASCII and one more name, 㐀 needs four bytes. */
const GB18030 = Buffer.concat([
  gb('b5b3d7e9d6af'),
  Buffer.from(','),
  gb('d0d5c3fb'),
  Buffer.from('\r\n'),
  gb('d6a7b2bf'),
  Buffer.from(','),
  gb('d5c5'),
  gb('8139ee39'),
]);

test('a roster in UTF-8 is read, with and without a byte order mark', async () => {
  expect(await readTable(UTF8, '名册.csv')).toEqual(TABLE);
  expect(await readTable(Buffer.concat([gb('efbbbf'), UTF8]), '名册.CSV')).toEqual(TABLE);
});

test('a roster in GB18030 is read, four-byte characters included', async () => {
  expect(await readTable(GB18030, '名册.csv')).toEqual([
    ['党组织', '姓名'],
    ['支部', '张㐀'],
  ]);
});

test('tabs separate columns where a header has no commas', async () => {
  expect(await readTable(Buffer.from('党组织\t姓名\n支部\t张三,李四'), 'a.txt')).toEqual([
    ['党组织', '姓名'],
    ['支部', '张三,李四'],
  ]);
});

test('an empty line keeps its place, so that lines are counted as the sheet shows them', async () => {
  expect(await readTable(Buffer.from('a,b\r\n\r\n1,2\r\n'), 'a.csv')).toEqual([['a', 'b'], [''], ['1', '2']]);
});

test('an XLSX roster is read: text, numbers to the last digit, dates as days', async () => {
  const rows = [...TABLE.slice(0, 2), ['', 13800000001, { day: 46360 }, 1.5], [], ['末行']];
  expect(await readTable(xlsxOf(rows), '名册.xlsx')).toEqual([
    TABLE[0],
    TABLE[1],
    ['', '13800000001', '2026-12-04', '1.5', ...Array<string>(8).fill('')],
    Array<string>(12).fill(''),
    ['末行', ...Array<string>(11).fill('')],
  ]);
});

test('an XLSX sheet of twenty thousand rows is read', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ['机关工委/第一党支部', '党支部', `同志${i}`]);
  const table = await readTable(xlsxOf([['党组织', '组织类型', '姓名'], ...rows]), '名册.xlsx');
  expect(table).toHaveLength(20_001);
  expect(table.at(-1)?.[2]).toBe('同志19999');
});

const REFUSED: [string, Uint8Array, string, RegExp][] = [
  ['a picture', Buffer.from('x'), '合影.jpg', /不是名册文件/],
  ['an empty file', Buffer.alloc(0), '名册.csv', /是空的/],
  ['a file with nothing but separators', Buffer.from(',,\r\n,,'), '名册.csv', /是空的/],
  ['a file over 5 MB', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), '名册.csv', /不能超过 5 MB/],
  ['more than twenty thousand rows', Buffer.from('a\n'.repeat(20_002)), '名册.csv', /最多 2 万行/],
  ['neither UTF-8 nor GB18030', Buffer.from([0xff, 0xfe, 0x61, 0x00]), '名册.csv', /编码读不出来/],
  ['an old XLS', gb('d0cf11e0a1b11ae1'), '名册.xls', /另存为 \.xlsx/],
  ['a quote that never ends', Buffer.from('a,b\n"1,2\n3,4'), '名册.csv', /第 \d+ 行附近的引号不成对/],
  ['an archive cut short', xlsxOf(TABLE).subarray(0, 900), '名册.xlsx', /XLSX 文件读不出来/],
  ['an archive that is no workbook', zipOf({ 'a.xml': '<a/>' }), '名册.xlsx', /XLSX 文件读不出来/],
  ['a workbook that unfolds to more than it may', bomb(), '名册.xlsx', /XLSX 文件读不出来/],
  ['a sheet whose last cell is far away', far(), '名册.xlsx', /一直用到了第 1048576 行/],
];

test.each(REFUSED)('%s is refused with a sentence', async (_, bytes, name, sentence) => {
  const refusal = await readTable(bytes, name).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(String(refusal)).toMatch(sentence);
});

function gb(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function bomb(): Uint8Array {
  return xlsxOf(TABLE, { 'xl/more.xml': Buffer.alloc(33 * 1024 * 1024, ' ') });
}

function far(): Uint8Array {
  const sheet =
    '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>';
  return zipOf({ 'xl/worksheets/sheet1.xml': sheet });
}
