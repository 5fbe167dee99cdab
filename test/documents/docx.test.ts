import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeDocx } from '../../src/documents/docx.ts';
import { fileOf } from '../../src/documents/file.ts';
import {
  columns,
  entry,
  heading,
  issued,
  known,
  label,
  list,
  type Paper,
  type Part,
  paragraph,
  signatures,
  table,
  title,
  under,
} from '../../src/documents/paper.ts';
import { openDocx } from './opened.ts';

function paper(...leaves: Part[][]): Paper {
  return { name: '记录', as: 'record', leaves, foot: '辅助记录，不作考核依据。' };
}

test('a document says what it was given, in order, its headings numbered', () => {
  const { lines, tables, foot } = openDocx(
    writeDocx(
      paper([
        title('关于公示的通知'),
        under('机关工委'),
        paragraph('第一段。\n第二段。'),
        heading('情况'),
        heading('组织', 2),
        heading('活动', 2),
        list(['甲', '乙']),
        heading('结果'),
        heading('票数', 2),
        known({ 时间: '三点', 地点: undefined }),
        table(columns({ 姓名: 10, 票数: 8 }), [
          ['赵敏', 3],
          ['冯雪', null],
        ]),
        signatures('主持人', '记录人', '监票人'),
        issued('机关工委', '2026年12月1日'),
      ]),
    ),
  );
  expect(lines).toEqual([
    '关于公示的通知',
    '机关工委',
    '第一段。',
    '第二段。',
    '一、情况',
    '（一）组织',
    '（二）活动',
    '1．甲',
    '2．乙',
    '二、结果',
    '（一）票数',
    '时间：三点',
    ...['姓名', '票数', '赵敏', '3', '冯雪', ''],
    '主持人：\t\t记录人：\t',
    '监票人：\t',
    '机关工委',
    '2026年12月1日',
    '',
  ]);
  expect(tables).toEqual([
    [
      ['姓名', '票数'],
      ['赵敏', '3'],
      ['冯雪', ''],
    ],
  ]);
  expect(foot).toEqual(['— 1 —', '辅助记录，不作考核依据。']);
});

test('the foot is left out where there is none', () => {
  expect(openDocx(writeDocx({ ...paper([title('甲')]), foot: null })).foot).toEqual(['— 1 —']);
});

test('it is A4; a page with a wide table lies across, and the others do not', () => {
  const wide = table(columns({ 支部: 34, 问题: 40, 措施: 40 }), [['甲', '乙', '丙']]);
  const opened = openDocx(writeDocx(paper([title('甲')], [wide], [table(columns({ 姓名: 10 }), [['丁']])])));
  expect(opened.across).toEqual([false, true, false]);
  const xml = opened.part('word/document.xml');
  expect(xml).toContain('w:w="11906" w:h="16838"');
  expect(xml).toContain('w:w="16838" w:h="11906" w:orient="landscape"');
});

test('a table is as wide as its page’s text, its head comes again on every page, and no line is cut', () => {
  const xml = openDocx(writeDocx(paper([table(columns({ 姓名: 10, 事迹: 30 }), [['赵敏', '走访']])]))).part(
    'word/document.xml',
  );
  const drawn = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width));
  const room = 11906 - 1417 - 1247;
  expect(drawn).toEqual([Math.floor(room / 4), Math.floor((room * 3) / 4)]);
  expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1);
  expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(2);
});

test('a form’s cells span columns', () => {
  const opened = openDocx(
    writeDocx(
      paper([
        {
          part: 'form',
          widths: [10, 20, 10, 20],
          rows: [
            { cells: [label('姓名'), entry('赵敏'), label('支部'), entry('一支部')] },
            { cells: [label('自我评价'), entry('带头走访。\n完成任务。', 3)], lines: 8 },
          ],
        },
      ]),
    ),
  );
  expect(opened.tables).toEqual([
    [
      ['姓名', '赵敏', '支部', '一支部'],
      ['自我评价', '带头走访。\n完成任务。'],
    ],
  ]);
  expect(opened.part('word/document.xml')).toContain('<w:gridSpan w:val="3"/>');
});

test('the same document is the same bytes', () => {
  const one = paper([title('甲'), table(columns({ 姓名: 10 }), [['赵敏']])]);
  expect(writeDocx(one)).toEqual(writeDocx(structuredClone(one)));
});

/** What XML can hold, and how lines end in it. */
function asRead(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '');
}

test('whatever is typed is the document’s text, and nothing else', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      '\u0000\u000b\u001f',
      '\ud83d',
      ']]>',
      'a\r\nb\rc',
      '<w:p>&amp;"\'',
      '👨‍👩‍👧‍👦\ufffe',
      '\t签到\t',
      '  空格  ',
      '_x0041_',
      '=1+1',
      '很长'.repeat(4_000),
    ),
  );
  fc.assert(
    fc.property(word, word, word, (one, two, three) => {
      const made: Paper = {
        ...paper(
          [title(one), paragraph(two), list([three])],
          [table(columns({ 甲: 10, 乙: 60 }), [[one, two]])],
        ),
        name: three,
        foot: two,
      };
      const { lines, tables, foot } = openDocx(writeDocx(made));
      expect(lines.join('\n')).toBe(
        [asRead(one), asRead(two), `1．${asRead(three)}`, '', '甲', '乙', asRead(one), asRead(two), ''].join(
          '\n',
        ),
      );
      expect(tables[0]?.[1]).toEqual([asRead(one), asRead(two)]);
      expect(foot[1]).toBe(asRead(two));
      expect(fileOf(made).name).toMatch(/^[^\\/:*?"<>|\p{Cc}]{1,160}\.docx$/u);
    }),
    { numRuns: 40 },
  );
});

test('seven hundred lines are written at once, and small', () => {
  const lines = Array.from({ length: 700 }, (_, index) => [
    `第${index}党支部`,
    '活动室小，设备旧',
    '2026.12.20',
  ]);
  const made = paper([table(columns({ 支部: 30, 问题: 40, 期限: 14 }), lines)]);
  const bytes = writeDocx(made);
  expect(bytes.byteLength).toBeLessThan(60_000);
  expect(openDocx(bytes).tables[0]).toHaveLength(701);
});
