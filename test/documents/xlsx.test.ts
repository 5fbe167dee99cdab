import fc from 'fast-check';
import readSheets from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { type Book, note, type Sheet, share, title, total } from '../../src/documents/book.ts';
import { fileOf } from '../../src/documents/file.ts';
import { writeXlsx } from '../../src/documents/xlsx.ts';
import { store, unzip } from '../../src/people/roster/unzip.ts';

const SHEET: Sheet = {
  name: '汇总',
  widths: [20, 10, 10],
  above: [[title('机关工委 汇总')], [note('辅助记录')], []],
  head: ['支部', '应到', '出勤率'],
  lines: [
    ['第一党支部', 20, share(19, 20)],
    ['第二党支部', 0, share(0, 0)],
    total(['合计', 20, share(19, 20)]),
  ],
};

async function read(book: Book): Promise<unknown[][][]> {
  const parts = await unzip(writeXlsx(book));
  const sheets = await readSheets(store(parts), { trim: false });
  return sheets.map(({ data }) => data);
}

async function part(book: Book, path: string): Promise<string> {
  const found = (await unzip(writeXlsx(book))).find(({ name }) => name === path);
  return new TextDecoder('utf-8', { fatal: true }).decode(found?.bytes);
}

test('a workbook reads back as it was written, numbers as numbers, what is not there empty', async () => {
  expect(await read({ name: 'x', sheets: [SHEET, { ...SHEET, name: '出勤', lines: [] }] })).toEqual([
    [
      ['机关工委 汇总', null, null],
      ['辅助记录', null, null],
      [null, null, null],
      ['支部', '应到', '出勤率'],
      ['第一党支部', 20, 0.95],
      ['第二党支部', 0, null],
      ['合计', 20, 0.95],
    ],
    [
      ['机关工委 汇总', null, null],
      ['辅助记录', null, null],
      [null, null, null],
      ['支部', '应到', '出勤率'],
    ],
  ]);
});

test('the same workbook is the same bytes', () => {
  const book = { name: 'x', sheets: [SHEET] };
  expect(writeXlsx(book)).toEqual(writeXlsx(structuredClone(book)));
});

test('its head stays in sight and can be filtered by, and it prints on one page’s width', async () => {
  const xml = await part({ name: 'x', sheets: [SHEET] }, 'xl/worksheets/sheet1.xml');
  expect(xml).toContain('ySplit="4" topLeftCell="B5"');
  expect(xml).toContain('<autoFilter ref="A4:C7"/>');
  expect(xml).toContain('fitToWidth="1"');
});

test.each([
  '=1+1',
  '=HYPERLINK("http://evil.example","点我")',
  '+86 138',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '_x0041_',
  '<b>粗</b> & "引号"',
  '2026-01-02',
  '007',
])('what somebody typed stays as it is: %s', async (typed) => {
  const book = { name: 'x', sheets: [{ ...SHEET, above: [], lines: [[typed, 1, 2]] }] };
  const xml = await part(book, 'xl/worksheets/sheet1.xml');
  expect(xml).not.toMatch(/<f[ >]/);
  expect(xml).toContain('<c r="A2" s="0" t="inlineStr">');
  expect((await read(book))[0]?.[1]?.[0]).toBe(typed);
});

test('whatever is typed, the file can be opened', async () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('\u0000', '\ud83d', ']]>', '\r\n'),
  );
  const cell = fc.oneof(word, fc.integer(), fc.constant(null));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 20 }),
      word,
      async (lines, name) => {
        const book = { name, sheets: [{ ...SHEET, head: [name], lines }] };
        const sheets = await read(book);
        expect(sheets).toHaveLength(1);
        expect(fileOf(book).name).toMatch(/^[^\\/:*?"<>|\p{Cc}]{1,85}\.xlsx$/u);
      },
    ),
    { numRuns: 60 },
  );
});

test('seven hundred lines are a small file', () => {
  const lines = Array.from({ length: 700 }, (_, index) => [
    `第${index}党支部`,
    ...Array.from({ length: 24 }, () => index),
  ]);
  expect(writeXlsx({ name: 'x', sheets: [{ ...SHEET, lines }] }).byteLength).toBeLessThan(120_000);
});
