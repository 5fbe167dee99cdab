import { describe, expect, test } from 'vitest';
import { documentIn } from '../documents/opened.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import { tap } from '../evaluation/tap.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { held as heldOn } from './held.ts';

const PLAN = {
  kinds: ['memberAssembly'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '年度总结',
  agenda: '一、听取<报告>；二、表决',
};

/** An assembly that is announced for Friday. */
async function planned(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  await org.as('张建国').says('新建活动');
  await org.as('张建国').presses('发出通知', PLAN);
  return org;
}

/** The same, held: 李红梅 and 王磊 came, 孙丽 and 张建国 were written down, 赵敏 had leave. */
async function held(): Promise<TestOrg> {
  const org = await planned();
  await org.as('赵敏').presses('请假');
  await org.as('赵敏').presses('提交请假', { reason: '陪护家人' });
  await org.as('张建国').presses('准假');
  await org.at('2026-12-04T14:50');
  await org.as('李红梅').says('签到');
  await org.at('2026-12-04T15:10');
  await org.as('王磊').says('签到');
  await org.as('张建国').says('代签 孙丽、张建国');
  await org.as('张建国').says('结束活动');
  await org
    .as('张建国')
    .presses('结束活动', { minutes: '张建国作报告。\n大家讨论。', resolutions: '通过年度计划。' });
  return org;
}

test('a meeting’s record comes as a file to be signed, and what nobody said stays open', async () => {
  const org = await held();
  const paper = await documentIn(org, await org.as('张建国').says('导出上次党员大会会议记录'));
  expect(paper.name).toBe('第一党支部 支部党员大会会议记录 2026-12-04.docx');
  expect(paper.lines).toEqual([
    '支部党员大会会议记录',
    '组织：第一党支部',
    '时间：2026年12月4日（星期五）15:00至15:10',
    '地点：三楼会议室',
    '主持人：张建国',
    '记录人：张建国',
    '应到：7 人（正式党员 6 人，预备党员 1 人）',
    '实到：4 人（正式党员 4 人，预备党员 0 人）',
    '迟到：王磊',
    '请假：赵敏（陪护家人）',
    '缺席：刘洋、周杰',
    '主题：年度总结',
    '一、议程',
    '一、听取<报告>；二、表决',
    '二、会议内容',
    '张建国作报告。',
    '大家讨论。',
    '三、决议',
    '通过年度计划。',
    '表决：正式党员应到 6 人、实到 4 人，赞成、反对、弃权票数【待补充】。',
    '主持人（签名）：\t\t记录人（签名）：\t',
    '',
  ]);
  expect(paper.foot).toEqual(['— 1 —', '辅助记录，不作考核依据。']);
  await org.as('张建国').says('会议记录');
  const pressed = await documentIn(org, await org.as('张建国').presses('导出记录'));
  expect(pressed.lines).toEqual(paper.lines);

  await org.as('张建国').says('新建活动');
  await org.as('张建国').presses('发出通知', {
    ...PLAN,
    startsAt: '2026-12-08T15:00',
    place: '',
    agenda: '',
    host: '',
  });
  await org.at('2026-12-08T18:00');
  const bare = await documentIn(org, await org.as('张建国').says('导出 会议记录'));
  for (const open of ['地点', '主持人', '记录人']) expect(bare.lines).toContain(`${open}：【待补充】`);
  expect(bare.lines.filter((line) => line === '【待补充】')).toHaveLength(3);
  expect(bare.lines.join()).not.toContain('表决');
});

test('the reasons for leave stay with those who keep the list', async () => {
  const org = await held();
  const above = await documentIn(org, await org.as('陈静').says('导出 会议记录'));
  expect(above.lines).toContain('请假：赵敏');
  expect(above.lines.join()).not.toContain('陪护');
});

test('a sheet is to be signed by hand before the meeting, and says afterwards who came and how', async () => {
  const org = await planned();
  const before = await documentIn(org, await org.as('张建国').says('生成签到表'));
  expect(before.name).toBe('第一党支部 支部党员大会签到表 2026-12-04.docx');
  expect(before.tables[0]?.[1]).toEqual(['1', '张建国', '正式党员', '', '']);
  expect(before.lines).toContain('应到 7 人，实到＿＿人，请假＿＿人，缺席＿＿人。');
  const after = await held();
  const sheet = await documentIn(after, await after.as('张建国').says('导出 党员大会签到表'));
  expect(sheet.tables[0]).toEqual([
    ['序号', '姓名', '党员类别', '签名', '备注'],
    ['1', '张建国', '正式党员', '代签', ''],
    ['2', '李红梅', '正式党员', '14:50 签到', ''],
    ['3', '王磊', '正式党员', '15:10 签到', '迟到'],
    ['4', '刘洋', '正式党员', '', '缺席'],
    ['5', '赵敏', '正式党员', '', '请假'],
    ['6', '孙丽', '正式党员', '代签', ''],
    ['7', '周杰', '预备党员', '', '缺席'],
  ]);
  expect(sheet.lines).toContain('应到 7 人，实到 4 人，请假 1 人，缺席 2 人。');
});

test('a notice comes on paper too', async () => {
  const org = await planned();
  const notice = await documentIn(org, await org.as('张建国').says('导出 会议通知'));
  expect(notice.name).toBe('第一党支部 关于召开支部党员大会的通知.docx');
  expect(notice.lines).toEqual([
    '关于召开支部党员大会的通知',
    '各位党员同志：',
    '定于近期召开支部党员大会，现将有关事项通知如下。',
    '一、时间',
    '2026年12月4日（星期五）15:00至17:00',
    '二、地点',
    '三楼会议室',
    '三、参加人员',
    '第一党支部全体党员，由张建国同志主持',
    '四、议程',
    '主题：年度总结',
    '一、听取<报告>；二、表决',
    '五、要求',
    '请按时参加；因故不能参加的，请会前请假，会后补学。',
    '第一党支部',
    '2026年12月1日',
    '',
  ]);
  expect(notice.foot).toEqual(['— 1 —']);
});

test('none of it goes to whoever may not have it, and none is made of a meeting that was cancelled', async () => {
  const org = await held();
  for (const [name, document] of [
    ['赵敏', 'record'],
    ['赵敏', 'sheet'],
    ['赵敏', 'notice'],
    ['郑强', 'record'],
    ['郑强', 'sheet'],
    ['陈静', 'notice'],
  ] as const)
    expect(await tap(org, name, `file.activity.${document}`, { activity: 1 }), `${name} ${document}`).toMatch(
      /由本支部的书记|只能查看自己/,
    );
  expect((await org.as('张建国').says('导出 会议通知')).text).toContain('没有找到这类活动');
  expect((await org.as('张建国').says('导出 支委会会议记录')).text).toContain('没有找到这类活动');
  expect((await org.as('张建国').says('导出 会议记录 随便')).text).toContain('“随便”没看懂');
});

test('a branch’s year comes as one file: who, what, who came, every record; nothing of talks but that they were', async () => {
  const org = await held();
  await org.store.change((db) => void heldOn(db, '机关工委/第一党支部', '2026-12-08', ['heartToHeartTalk']));
  await org.at('2026-12-09T09:00');
  const book = await documentIn(org, await org.as('张建国').says('导出2026年支部工作手册'));
  expect(book.name).toBe('第一党支部 2026年支部工作手册.docx');
  expect(book.lines.slice(0, 3)).toEqual(['2026年支部工作手册', '机关工委/第一党支部', '书记：张建国']);
  const [roster, year, came, talks, hours, duties] = book.tables;
  expect(roster?.[1]).toEqual(['1', '张建国', '正式党员', '书记', '']);
  expect(roster).toHaveLength(8);
  expect(year?.slice(1)).toEqual([['1', '2026.12.4', '支部党员大会', '年度总结', '7', '4', '1', '2']]);
  expect(came).toEqual([
    ['姓名', '12.4'],
    ['张建国', '√'],
    ['李红梅', '√'],
    ['王磊', '迟'],
    ['刘洋', '缺'],
    ['赵敏', '假'],
    ['孙丽', '√'],
    ['周杰', '缺'],
  ]);
  expect(book.lines).toContain('请假：赵敏（陪护家人）');
  expect(book.lines).toContain('大家讨论。');
  expect(talks?.slice(1).map((line) => line.slice(0, 2))).toEqual([['1', '2026.12.8']]);
  expect(hours?.map(([, name]) => name)).toEqual([
    '姓名',
    '张建国',
    '李红梅',
    '王磊',
    '刘洋',
    '赵敏',
    '孙丽',
    '周杰',
  ]);
  expect(duties?.[0]).toEqual(['事项', '应完成', '已完成', '待完成', '逾期']);
  expect(duties?.find(([rule]) => rule?.includes('党员大会'))?.[2]).toBe('1');
  expect(book.lines).toContain('小结：【待补充】');

  const above = await documentIn(org, await org.as('陈静').says('导出 支部工作手册 第一党支部'));
  expect(above.lines.join()).not.toContain('陪护');
  expect((await org.as('陈静').says('导出 支部工作手册')).text).toContain('请写支部的名称');
  for (const name of ['赵敏', '郑强'])
    expect((await org.as(name).says('导出 支部工作手册 第一党支部')).messages.some(({ file }) => file)).toBe(
      false,
    );
});

describe('台账', () => {
  test('has a sheet for each kind, and who was there; only who keeps the list reads why somebody was away', async () => {
    const org = await held();
    const { name, rows } = await sheetsIn(org, await org.as('张建国').says('导出 2026年台账'));
    expect(name).toBe('第一党支部 2026年台账.xlsx');
    expect(Object.keys(rows)).toEqual(['支部党员大会', '出勤表']);
    const [head = [], line = []] = rows.支部党员大会 ?? [];
    const kept = Object.fromEntries(head.map((column, index) => [column, line[index]]));
    expect(kept).toMatchObject({
      序号: 1,
      日期: '2026-12-04',
      时间: '15:00至15:10',
      组织: '第一党支部',
      主题: '年度总结',
      主持人: '张建国',
      应到: 7,
      实到: 4,
      请假: 1,
      缺席: 2,
      请假人员: '赵敏（陪护家人）',
      缺席人员: '刘洋、周杰',
      决议: '通过年度计划。',
    });
    expect(rows.出勤表?.slice(1)).toEqual([
      ['姓名', '12.4 支部党员大会'],
      ['张建国', '√'],
      ['李红梅', '√'],
      ['王磊', '迟'],
      ['刘洋', '缺'],
      ['赵敏', '假'],
      ['孙丽', '√'],
      ['周杰', '缺'],
    ]);
    const above = await sheetsIn(org, await org.as('陈静').says('导出 台账 第一党支部'));
    expect(above.rows.支部党员大会?.[1]).toContain('赵敏');
    expect((await org.as('张建国').says('导出 2027年台账')).text).toContain('2027年还没到');
    expect((await org.as('刘洋').says('导出 台账')).text).toContain('没有可以导出');
    expect((await org.as('陈静').says('导出 台账')).text).toContain('一个支部一本');
  });

  test('tells of a talk its day and how many they were', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    await org.as('张建国').says('新建活动');
    await org.as('张建国').presses('发出通知', {
      ...PLAN,
      kinds: ['heartToHeartTalk'],
      persons: '张建国、刘洋',
      theme: '思想波动',
    });
    await org.at('2026-12-05T09:00');
    const { rows } = await sheetsIn(org, await org.as('张建国').says('导出 台账'));
    expect(rows.谈心谈话).toEqual([
      ['序号', '日期', '人数'],
      [1, '2026-12-04', 2],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/思想波动|刘洋/);
  });
});
