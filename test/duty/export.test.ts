import readSheets from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { deliver } from '../../src/deliver.ts';
import type { Message } from '../../src/platforms/console/message.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { larkOrg } from '../platforms/lark/org.ts';

import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';

async function november(): Promise<TestOrg> {
  const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.store.change((db) => {
    for (const path of [FINANCE, RETIRED, EDUCATION])
      held(db, path, '2026-09-15', ['themeDay'], { plannedAt: 0 });
    held(db, FINANCE, '2026-10-10', ['themeDay', 'memberAssembly'], { late: 2, byProxy: 3, enteredLater: 1 });
  });
  return org;
}

async function open(org: TestOrg, { file }: Message): Promise<Record<string, unknown[][]>> {
  const response = await org.app.request(`http://127.0.0.1${file?.url}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('spreadsheetml');
  const sheets = await readSheets(await response.arrayBuffer());
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data]));
}

test('a committee’s summary comes as a file, with the same figures as the card', async () => {
  const org = await november();
  const { messages } = await org.as('陈静').says('导出 汇总 10月');
  const [message] = messages;
  expect(message?.file?.name).toBe('机关工委 2026年10月汇总.xlsx');
  expect(message?.text).toBe('文件已生成\n点文件名就可以下载。');
  if (!message) throw new Error('no message');
  const sheets = await open(org, message);
  expect(Object.keys(sheets)).toEqual(['汇总', '分类', '出勤', '逾期']);
  const [title, made, disclaimer, , head, ...lines] = sheets.汇总 ?? [];
  expect(title?.[0]).toBe('机关工委 2026年10月汇总');
  expect(made?.[0]).toBe(
    '时间：2026年10月1日（星期四）至2026年10月31日（星期六）。范围：机关工委。筛选：无。生成于2026年11月21日（星期六）10:00。',
  );
  expect(disclaimer?.[0]).toBe('辅助记录，不作考核依据。');
  expect(head).toEqual([
    '支部',
    ...['主题党日', '支委会', '党小组会', '党员大会', '党课', '组织生活会', '民主评议', '谈心谈话'],
    ...['应完成', '已完成', '已安排', '待完成', '暂缓', '逾期', '出勤率'],
  ]);
  expect(lines).toEqual([
    [
      '财政局机关党委/第一党支部',
      '1/1',
      '0/1',
      '0/2',
      '1/1',
      '0/1',
      '0/1',
      '0/1',
      '0/1',
      9,
      2,
      0,
      4,
      0,
      3,
      0.9,
    ],
    ['财政局机关党委/退休党支部', '0/1', '—', '—', '0/1', '0/1', '0/1', '0/1', '0/1', 6, 0, 0, 5, 0, 1, null],
    ['教育局机关党委/第一党支部', '0/1', '—', '—', '0/1', '0/1', '0/1', '0/1', '0/1', 6, 0, 0, 5, 0, 1, null],
    ['合计', '1/3', '0/1', '0/2', '1/3', '0/3', '0/3', '0/3', '0/3', 21, 2, 0, 14, 0, 5, 0.9],
  ]);
  expect(sheets.出勤?.slice(4, 6)).toEqual([
    [
      '支部',
      '活动次数',
      '应到人次',
      '实到',
      '其中迟到',
      '请假',
      '缺席',
      '暂不参加',
      '补学',
      '现场本人签到',
      '现场代签',
      '事后补记',
      '出勤率',
    ],
    ['财政局机关党委/第一党支部', 1, 10, 9, 2, 1, 0, 0, 0, 5, 3, 1, 0.9],
  ]);
  expect(sheets.逾期?.slice(5).map((line) => line.slice(0, 3))).toEqual([
    ['财政局机关党委/第一党支部', '支部委员会会议', '2026年10月'],
    ['财政局机关党委/第一党支部', '党小组会（学习党小组）', '2026年10月'],
    ['财政局机关党委/第一党支部', '党小组会（服务党小组）', '2026年10月'],
    ['财政局机关党委/退休党支部', '主题党日', '2026年10月'],
    ['教育局机关党委/第一党支部', '主题党日', '2026年10月'],
  ]);
  const { text } = await org.as('陈静').says('汇总 10月');
  expect(text).toContain('应完成 21 项，已完成 2 项，逾期 5 项');
});

test('what a branch typed is text in the file, whatever it begins with', async () => {
  const org = await november();
  await org.as('郑强').says('暂缓');
  await org.as('郑强').presses('暂缓：1月主题党日');
  await org.as('郑强').presses('暂缓', { reason: '=HYPERLINK("http://evil.example")', until: '2026-12-20' });
  const { messages } = await org.as('陈静').says('导出 汇总 1月 主题党日 退休党支部');
  if (!messages[0]) throw new Error('no message');
  const { 逾期: lines } = await open(org, messages[0]);
  expect(lines?.[5]?.at(-1)).toBe('暂缓至12月20日，郑强说明：=HYPERLINK("http://evil.example")');
});

test('the button on a summary sends what the card shows, and leaves the card', async () => {
  const org = await november();
  await org.as('陈静').says('汇总 10月 财政局 主题党日 逾期');
  const { messages, toast } = await org.as('陈静').presses('导出表格');
  expect(toast?.text).toBe('文件马上发给您。');
  expect(messages.map(({ file }) => file?.name)).toEqual([
    '财政局机关党委 2026年10月汇总（主题党日，只看逾期）.xlsx',
  ]);
  const file = messages[0];
  if (!file) throw new Error('no message');
  expect((await open(org, file)).汇总?.slice(4).map((line) => line.slice(0, 2))).toEqual([
    ['支部', '主题党日'],
    ['退休党支部', '0/1'],
    ['合计', '0/1'],
  ]);
});

test('导出 alone names a committee’s files by shelf, and each shelf’s are explained by a tap and had by another', async () => {
  const org = await november();
  const chen = org.as('陈静');
  const { text, messages } = await chen.says('导出');
  const shelves = messages[0]?.actions.map(({ label }) => label) ?? [];
  expect(shelves).toEqual(['完成情况', '会议活动', '清单和下基层', '评议和整改']);
  expect(text).toContain('可以导出\n完成情况：汇总表、三化建设、一支部一品牌、微型党课');
  expect(text).toContain('如“导出 汇总表”');
  for (const shelf of shelves) {
    const names = new RegExp(`^${shelf}：(.*)$`, 'm').exec(text)?.[1]?.split('、') ?? [];
    const opened = await chen.presses(shelf);
    expect(opened.text).toContain(`导出：${shelf}\n${names[0]}：`);
    expect(opened.messages[0]?.actions.map(({ label }) => label)).toEqual([
      ...names.map((name) => `导出${name}`),
      '其他文件',
    ]);
    await chen.presses('其他文件');
  }
  await chen.presses('完成情况');
  expect((await chen.presses('导出汇总表')).messages.findLast(({ file }) => file)?.file?.name).toBe(
    '机关工委 2026年11月汇总.xlsx',
  );
  expect((await chen.says('导出 评议和整改')).text).toContain('导出 星级名单 表格、导出 星级名单 文档');
});

test('导出 offers nothing to whom it can give nothing, and says what it cannot give', async () => {
  const org = await november();
  expect((await org.as('冯雪').says('导出')).text).toContain('您现在没有可以导出的文件。');
  expect((await org.as('冯雪').says('导出 完成情况')).text).toContain('您现在没有可以导出的文件。');
  expect((await org.as('陈静').says('导出 考勤本子')).text).toContain(
    '还不能导出“考勤本子”。可以导出：汇总表',
  );
});

test.each([
  '导出 汇总',
  '导出 汇总 机关工委',
  '导出 汇总 教育局机关党委',
])('a member is refused: %s', async (said) => {
  const org = await november();
  const { text, messages } = await org.as('冯雪').says(said);
  expect(text).toContain('您现在没有可以导出的文件。');
  expect(messages.every(({ file }) => file === undefined)).toBe(true);
});

test('a committee gets its own subtree and no other’s', async () => {
  const org = await november();
  const { messages } = await org.as('何书记').says('导出 汇总 10月');
  if (!messages[0]) throw new Error('no message');
  const text = JSON.stringify(await open(org, messages[0]));
  expect(text).toContain('退休党支部');
  expect(text).not.toContain('教育局');
  expect((await org.as('何书记').says('导出 汇总 教育局机关党委')).text).toContain(
    '没有找到“教育局机关党委”',
  );
});

test('nobody else can fetch a file, and said in a group it goes to the asker alone', async () => {
  const org = await november();
  await org.as('郑强').says('导出 汇总', '退休党支部');
  const own = (await org.as('郑强').messages()).find(({ file }) => file);
  expect(own?.chat).toBeNull();
  const stolen = own?.file?.url.replace(/as=.*/, `as=${encodeURIComponent('冯雪')}`);
  expect((await org.app.request(`http://127.0.0.1${stolen}`)).status).toBe(404);
  expect((await org.app.request('http://127.0.0.1/console/api/files/99?as=%E9%83%91%E5%BC%BA')).status).toBe(
    404,
  );
});

test('on Lark it is handed in and sent as a file, once', async () => {
  const org = await larkOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.lark.says(org.ou('陈静'), '导出 汇总');
  await deliver(org.org);
  const sent = org.lark.messagesTo(org.ou('陈静'));
  expect(sent.map(({ type, text }) => [type, text])).toEqual([['file', '机关工委 2026年11月汇总.xlsx']]);
  const [sheet] = await readSheets(new Uint8Array(sent[0]?.file?.bytes ?? []).buffer);
  expect(sheet?.data[0]?.[0]).toBe('机关工委 2026年11月汇总');
});

test('whose post has ended by the time it is sent gets nothing', async () => {
  const org = await larkOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.lark.says(org.ou('陈静'), '帮助');
  org.lark.next({ code: 99991400, status: 429, headers: { 'x-ogw-ratelimit-reset': '30' } });
  await org.lark.says(org.ou('陈静'), '导出 汇总');
  await org.store.change((db) => void db.run("update posts set ended = '2026-11-21' where post = 'staff'"));
  await org.wait(60);
  expect(org.lark.messagesTo(org.ou('陈静')).map(({ type }) => type)).toEqual(['interactive']);
});

test('where a chat holds no files its reader gets a link, for half an hour and as long as they may', async () => {
  const org = await larkOrg('2026-11-21T10:00', TWO_COMMITTEES);
  const lark = org.org.platforms.get('lark');
  if (!lark) throw new Error('no Lark');
  const { sendFile: _, ...without } = lark;
  org.org.platforms.set('lark', without);
  const staff = org.ou('陈静');
  await org.lark.says(staff, '导出 汇总');
  const [, link = ''] =
    /(https:\/\/zhibu\.example\/form\/[\w.-]+)/.exec(JSON.stringify(org.lark.lastTo(staff))) ?? [];
  const path = link.replace('https://zhibu.example', '');
  const response = await org.app.request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain(
    encodeURIComponent('机关工委 2026年11月汇总.xlsx'),
  );
  const [sheet] = await readSheets(await response.arrayBuffer());
  expect(sheet?.data[0]?.[0]).toBe('机关工委 2026年11月汇总');

  expect((await org.app.request(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
  expect((await org.app.request(path, { method: 'POST' })).status).toBe(404);
  await org.store.change((db) => void db.run("update posts set ended = '2026-11-21' where post = 'staff'"));
  expect((await org.app.request(path)).status).toBe(404);
  await org.store.change((db) => void db.run("update posts set ended = null where post = 'staff'"));
  await org.wait(45 * 60);
  expect((await org.app.request(path)).status).toBe(410);
});

test('the summary on Lark is a card that Lark draws, with its chart', async () => {
  const org = await larkOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.store.change((db) => held(db, FINANCE, '2026-10-10', ['themeDay'], { plannedAt: 0 }));
  await org.lark.says(org.ou('陈静'), '汇总 今年');
  const sent = org.lark.lastTo(org.ou('陈静'));
  expect(sent.type).toBe('interactive');
  expect(JSON.stringify(sent.card)).toContain('"tag":"chart"');
  expect(sent.text).toContain('各项完成情况（项）\n已完成: 1 主题党日');
  const pressed = await org.lark.press(sent, '导出表格', { by: org.ou('陈静') });
  expect(pressed.toast?.content).toBe('文件马上发给您。');
  await deliver(org.org);
  expect(org.lark.lastTo(org.ou('陈静')).file?.name).toBe('机关工委 2026年汇总.xlsx');
});
