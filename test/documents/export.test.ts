import { expect, test } from 'vitest';
import { deliver } from '../../src/deliver.ts';
import { EDUCATION, FINANCE, held, TWO_COMMITTEES } from '../duty/held.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import { testOrg } from '../helpers/org.ts';
import { larkOrg } from '../platforms/lark/org.ts';
import { documentIn, openDocx } from './opened.ts';

const NOW = '2026-12-01T09:30';
const WEIRD = '<b>带头</b> & "走访"\u0000\u000b\ufffe 👨‍👩‍👧 \ud83d 尾\n第二行\t缩进 =1+1 {{x}}';
const PLAIN = '<b>带头</b> & "走访" 👨‍👩‍👧 \ufffd 尾\n第二行\t缩进 =1+1 {{x}}';

test('a word at the end chooses between document and table, in whatever way it is written', async () => {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const staff = org.as('陈静');
  for (const said of [
    '导出 整改清单 文档',
    '导出 整改清单 word',
    '导出整改清单（Word）',
    '导出 整改清单 docx格式',
    '导出整改清单成文档',
    '生成 整改清单 DOC文件',
  ])
    expect((await documentIn(org, await staff.says(said))).name, said).toBe('机关工委 整改清单.docx');
  for (const said of ['导出 整改清单', '导出 整改清单 表格', '导出整改清单excel', '导出 整改清单 XLSX'])
    expect((await sheetsIn(org, await staff.says(said))).name, said).toBe('机关工委 整改清单.xlsx');
});

test('what there is in one format only says so, and a list says how to choose', async () => {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const staff = org.as('陈静');
  expect((await staff.says('导出 汇总 文档')).text).toContain('“汇总”只能导出为表格');
  expect((await staff.says('导出 支部工作手册 表格')).text).toContain('只能导出为文档');
  expect((await staff.says('导出 清单和下基层')).text).toContain('导出 责任清单 文档');
  expect((await staff.says('导出 整改清单 九月')).text).toContain('“九月”没看懂，直接说“导出 整改清单”就行');
  expect((await staff.says('导出 文档')).text).toContain('还不能导出“文档”');
});

test('the word may stand behind what is meant', async () => {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.store.change((db) => void held(db, FINANCE, '2026-11-10', ['memberAssembly']));
  const zhang = org.as('张建国');
  expect((await documentIn(org, await zhang.says('导出最近一次党员大会的会议记录'))).name).toContain(
    '2026-11-10',
  );
  expect((await sheetsIn(org, await zhang.says('导出 三季度汇总'))).name).toBe(
    '第一党支部 2026年第三季度汇总.xlsx',
  );
});

test('what somebody typed is text in the document, whatever it is', async () => {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.as('陈静').says('评选');
  await org.as('陈静').presses('开始评选：机关工委');
  await org.as('陈静').presses('开始', { award: 'branch', year: 2026, until: '2026-12-10' });
  await org.as('郑强').says('评选');
  await org.as('郑强').presses('推荐');
  await org.as('郑强').presses('提交推荐', { deeds: WEIRD });
  const { tables } = await documentIn(org, await org.as('陈静').says('导出 评选公示'));
  expect(tables[0]?.[1]).toEqual(['1', '财政局机关党委/退休党支部', PLAIN]);
  const { rows } = await sheetsIn(org, await org.as('陈静').says('导出 评选名单 表格'));
  expect(rows.评选情况?.[1]?.[3]).toBe(PLAIN);
});

test('a committee that turned it off has nothing but the number at the foot', async () => {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const before = await documentIn(org, await org.as('何书记').says('导出 整改清单 文档'));
  expect(before.foot).toEqual(['— 1 —', '辅助记录，不作考核依据。']);
  await org.as('陈静').says('汇总推送');
  await org.as('陈静').presses('保存', { disclaimer: false });
  for (const name of ['陈静', '何书记'])
    expect((await documentIn(org, await org.as(name).says('导出 整改清单 文档'))).foot).toEqual(['— 1 —']);
});

test('whose post has ended by the time it is made gets no document', async () => {
  const org = await larkOrg('2026-12-01T10:00', TWO_COMMITTEES);
  await org.store.change((db) => void held(db, EDUCATION, '2026-11-10', ['memberAssembly']));
  await org.lark.says(org.ou('孙丽'), '帮助');
  org.lark.next({ code: 99991400, status: 429, headers: { 'x-ogw-ratelimit-reset': '30' } });
  await org.lark.says(org.ou('孙丽'), '导出 会议记录');
  await org.store.change((db) => void db.run("update posts set ended = '2026-12-01'"));
  await org.wait(60);
  expect(org.lark.messagesTo(org.ou('孙丽')).map(({ type }) => type)).toEqual(['interactive']);
});

test('on Lark a document is handed in and sent as a file, once', async () => {
  const org = await larkOrg('2026-12-01T10:00', TWO_COMMITTEES);
  await org.store.change((db) => void held(db, FINANCE, '2026-11-10', ['memberAssembly']));
  await org.lark.says(org.ou('张建国'), '导出上次党员大会会议记录');
  await deliver(org.org);
  await deliver(org.org);
  const sent = org.lark.messagesTo(org.ou('张建国'));
  expect(sent.map(({ type, text }) => [type, text])).toEqual([
    ['file', '第一党支部 支部党员大会会议记录 2026-11-10.docx'],
  ]);
  expect(openDocx(new Uint8Array(sent[0]?.file?.bytes ?? [])).lines[0]).toBe('支部党员大会会议记录');
});
