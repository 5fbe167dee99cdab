import { expect, test } from 'vitest';
import { readDay } from '../../src/people/roster/day.ts';
import { parseTable } from '../../src/people/roster/parse.ts';
import { BRANCH, COMMITTEE, type Line, tableOf } from './sheet.ts';

function faultsOf(...lines: Line[]) {
  return parseTable(tableOf(lines)).faults.map(({ line, column, reason }) => `${line} ${column} ${reason}`);
}

test('a line becomes a row', () => {
  const line = {
    ...BRANCH,
    姓名: '张　三',
    职务: '副书记、组织委员，党小组长;委员',
    党小组: '第一党小组',
    手机号: '+86 138-0000-0001',
    飞书ID: 'ou_1',
    钉钉ID: '0123',
    企业微信ID: 'ZhangSan',
    入党日期: '2010/7/1',
    转正日期: '2011年7月1日',
  };
  expect(parseTable(tableOf([COMMITTEE, line]))).toEqual({
    faults: [],
    declared: [
      { unit: '机关工委', line: 2 },
      { unit: '机关工委/第一党支部', line: 3 },
    ],
    rows: [
      {
        line: 2,
        unit: '机关工委',
        kind: 'organsWorkCommittee',
        name: null,
        category: null,
        posts: [],
        group: null,
        phone: null,
        lark: null,
        dingtalk: null,
        wecom: null,
        joinedParty: null,
        fullFrom: null,
      },
      {
        line: 3,
        unit: '机关工委/第一党支部',
        kind: 'branch',
        name: '张三',
        category: 'full',
        posts: ['deputySecretary', 'organizationMember', 'groupLeader', 'committeeMember'],
        group: '第一党小组',
        phone: '13800000001',
        lark: 'ou_1',
        dingtalk: '0123',
        wecom: 'ZhangSan',
        joinedParty: '2010-07-01',
        fullFrom: '2011-07-01',
      },
    ],
  });
});

test('columns may stand in any order, and columns of no concern are passed over', () => {
  const [header = [], line = []] = tableOf([{ ...BRANCH, 姓名: '张三' }]);
  const { rows, faults } = parseTable([
    ['备注', ...header.toReversed()],
    ['无', ...line.toReversed()],
  ]);
  expect(faults).toEqual([]);
  expect(rows).toMatchObject([
    { line: 2, unit: '机关工委/第一党支部', kind: 'branch', name: '张三', category: 'full' },
  ]);
});

test('brackets that tell namesakes apart are kept, whichever they are', () => {
  const { rows } = parseTable(
    tableOf([
      { ...BRANCH, 姓名: '张伟(大)' },
      { ...BRANCH, 姓名: '张伟 （ 小 ）' },
    ]),
  );
  expect(rows.map(({ name }) => name)).toEqual(['张伟（大）', '张伟（小）']);
});

test('an office worker need not be a Party member, a secretary must be', () => {
  expect(faultsOf({ ...BRANCH, 党员类别: '', 姓名: '张三', 职务: '党务干部、管理员' })).toEqual([]);
  expect(faultsOf({ ...BRANCH, 党员类别: '', 姓名: '张三', 职务: '党务干部、书记' })).toEqual([
    '2 党员类别 没有填党员类别，可填：正式党员、预备党员、发展对象、入党积极分子',
  ]);
});

test.each([
  ['2026-12-04', '2026-12-04'],
  ['2026/12/4', '2026-12-04'],
  ['2026.12.4', '2026-12-04'],
  ['20261204', '2026-12-04'],
  ['2026年12月4日', '2026-12-04'],
  ['2026/12/4 0:00', '2026-12-04'],
  ['46360', '2026-12-04'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', undefined],
  ['2026-13-01', undefined],
  ['2026年12月', undefined],
  ['26-12-04', undefined],
  ['1021-12-04', undefined],
  ['12/4/2026', undefined],
  ['明天', undefined],
])('“%s” as a date is %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test('every fault is told, with its line, its column and its reason', () => {
  const faults = faultsOf(
    { 组织类型: '党支部', 姓名: '甲', 党员类别: '正式党员' },
    { ...BRANCH, 党组织: '机关工委//第一党支部', 姓名: '甲' },
    { ...BRANCH, 组织类型: '支委', 姓名: '甲' },
    { ...BRANCH, 组织类型: '', 姓名: '甲' },
    { ...BRANCH, 组织类型: '党小组', 姓名: '甲' },
    { ...BRANCH, 姓名: '13800000001' },
    { ...BRANCH, 姓名: '甲、乙' },
    { ...BRANCH, 姓名: '甲', 党员类别: '群众' },
    { ...BRANCH, 姓名: '甲', 职务: '书记、部长' },
    { ...BRANCH, 姓名: '甲', 职务: '党小组长' },
    { ...COMMITTEE, 姓名: '甲', 党员类别: '正式党员', 党小组: '第一党小组' },
    { ...BRANCH, 姓名: '甲', 手机号: '1380000000', 飞书ID: 'ou 1', 入党日期: '去年', 转正日期: '2026-02-30' },
    { ...BRANCH, 姓名: '甲', 入党日期: '2020-01-01', 转正日期: '2019-01-01' },
    { ...BRANCH, 姓名: '', 党员类别: '', 手机号: '13800000001' },
    { ...BRANCH, 姓名: '甲', 党小组: '第一/第二' },
  );
  expect(faults).toEqual([
    '2 党组织 没有填党组织',
    '3 党组织 “机关工委//第一党支部”里有一级是空的，请从最上级写起，用 / 隔开',
    expect.stringMatching(/^4 组织类型 没有“支委”这种组织类型，可填：机关工委、/),
    expect.stringMatching(/^5 组织类型 没有填组织类型，可填：机关工委、/),
    '6 组织类型 党小组请写在支部成员的“党小组”一列，不单独成行',
    '7 姓名 “13800000001”不像姓名，一行只写一位同志',
    '8 姓名 “甲、乙”不像姓名，一行只写一位同志',
    expect.stringMatching(/^9 党员类别 没有“群众”这种党员类别，可填：/),
    expect.stringMatching(/^10 职务 没有“部长”这种职务，可填：书记、副书记/),
    '11 党小组 党小组长要写明是哪个党小组',
    '12 党小组 党小组设在支部里，机关工委没有党小组',
    '13 手机号 “1380000000”不是 11 位手机号',
    '13 飞书ID ID 里只能有字母、数字和符号，不能有空格或汉字',
    '13 入党日期 “去年”不是日期，请写成 2026-12-04 这样',
    '13 转正日期 “2026-02-30”不是日期，请写成 2026-12-04 这样',
    '14 转正日期 转正日期早于入党日期 2020-01-01',
    '15 手机号 这一行没有姓名：只登记组织时后面都留空，否则请补上姓名',
    '16 党小组 党小组只写小组的名称，如“第一党小组”',
  ]);
});

test('a unit is of one kind', () => {
  expect(faultsOf({ ...BRANCH, 姓名: '甲' }, { ...BRANCH, 姓名: '乙', 组织类型: '党总支' })).toEqual([
    '3 组织类型 “机关工委/第一党支部”在第 2 行是党支部，这里是党总支',
  ]);
});

test('nothing but groups stands beneath a branch', () => {
  expect(
    faultsOf({ ...BRANCH, 姓名: '甲' }, { 党组织: `${BRANCH.党组织}/小支部`, 组织类型: '党支部' }),
  ).toEqual(['3 党组织 “机关工委/第一党支部”是党支部，下面不能再设党组织']);
});

test('a header that lacks columns, or has one twice, says which; another file says what it should be', () => {
  const header = tableOf([])[0] ?? [];
  const without = header.filter((column) => column !== '手机号' && column !== '转正日期');
  expect(parseTable([[...without, '姓名']]).faults).toEqual([
    { line: 1, column: '手机号', reason: '缺少这一列' },
    { line: 1, column: '转正日期', reason: '缺少这一列' },
    { line: 1, column: '姓名', reason: '这一列出现了两次' },
  ]);
  expect(
    parseTable([
      ['部门', '职工'],
      ['一处', '甲'],
    ]).faults,
  ).toEqual([{ line: 1, column: '表头', reason: `第一行应当是：${header.join(',')}` }]);
  expect(parseTable([header, ['', '']]).faults).toEqual([
    { line: 2, column: '党组织', reason: '表头下面没有内容' },
  ]);
});
