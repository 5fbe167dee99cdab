import { describe, expect, test } from 'vitest';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { FoundUnit } from '../helpers/people.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, TWO_COMMITTEES } from './held.ts';

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09'];

/** On Saturday 21 November: all is well until September; since then only the finance office's first branch met. */
async function november(): Promise<TestOrg> {
  const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.store.change((db) => {
    for (const path of [FINANCE, RETIRED, EDUCATION]) {
      for (const month of MONTHS) held(db, path, `2026-${month}-15`, ['themeDay']);
      for (const month of ['03', '06', '09'])
        held(db, path, `2026-${month}-20`, ['memberAssembly', 'partyLecture']);
    }
    for (const month of [...MONTHS, '10']) {
      held(db, FINANCE, `2026-${month}-05`, ['branchCommittee'], { expected: 3, present: 3, onLeave: 0 });
      for (const group of ['学习党小组', '服务党小组']) {
        held(db, `${FINANCE}/${group}`, `2026-${month}-08`, ['groupMeeting'], {
          expected: 2,
          present: 2,
          onLeave: 0,
        });
      }
    }
    held(db, FINANCE, '2026-10-10', ['themeDay', 'memberAssembly']);
    held(db, FINANCE, '2026-11-10', ['themeDay'], { theme: '学习党纪', late: 1, enteredLater: 2 });
    held(db, `${FINANCE}/学习党小组`, '2026-11-12', ['groupMeeting'], {
      expected: 2,
      present: 1,
      absent: 1,
      madeUp: 1,
      onLeave: 0,
    });
    held(db, FINANCE, '2026-11-27', ['branchCommittee'], PLANNED);
    held(db, FINANCE, '2026-11-05', ['training'], { present: 0, absent: 10, onLeave: 0 });
    held(db, FINANCE, '2026-11-06', ['partyLecture'], { cancelledAt: 1 });
  });
  return org;
}

describe('汇总', () => {
  test('a committee sees its branches, what each has done of what it owes, the worst first', async () => {
    const org = await november();
    const { text } = await org.as('陈静').says('汇总 本季度');
    expect(text).toBe(
      `
机关工委 2026年第四季度汇总
共 3 个支部，应完成 27 项，已完成 7 项，逾期 2 项（2 个支部）。开展活动 6 次，出勤率 90%。
各项完成情况（项）
主题党日：已完成 2，待完成 2，逾期 2
支委会：已完成 1，已安排 1
党小组会：已完成 3，待完成 1
党员大会：已完成 1，待完成 2
党课：待完成 3
组织生活会：待完成 3
民主评议：待完成 3
谈心谈话：待完成 3
支部 | 未按期 | 主题党日 | 支委会 | 党小组会 | 党员大会 | 党课 | 组织生活会 | 民主评议 | 谈心谈话 | 出勤率
财政局机关党委/退休党支部 | 逾期 10月主题党日 | 0/2 | — | — | 0/1 | 0/1 | 0/1 | 0/1 | 0/1 | —
教育局机关党委/第一党支部 | 逾期 10月主题党日 | 0/2 | — | — | 0/1 | 0/1 | 0/1 | 0/1 | 0/1 | —
财政局机关党委/第一党支部 |  | 2/2 | 1/2 | 3/4 | 1/1 | 0/1 | 0/1 | 0/1 | 0/1 | 90%
合计 | 逾期 2 项 | 2/6 | 1/2 | 3/4 | 1/3 | 0/3 | 0/3 | 0/3 | 0/3 | 90%
应到人次 29，实到 26，其中迟到 1，请假 2，缺席 1，补学 1
到会登记：现场本人签到 24 人次，现场代签 0，事后补记 2。
到期事项完成率：67%，2026年第三季度 100%，下降 33 个百分点
出勤率：90%，2026年第三季度 91%，下降 1 个百分点
财政局机关党委：年度书记讲党课还没安排，12月31日前完成
教育局机关党委：年度书记讲党课还没安排，12月31日前完成
已结束、有人到会的活动才计入；进行中的期间未完成不算逾期。辅助记录，不作考核依据。`,
    );
  });

  test('without a time it is this month', async () => {
    const org = await november();
    expect((await org.as('陈静').says('汇总')).text).toContain(
      '机关工委 2026年11月汇总\n共 3 个支部，应完成 21 项，已完成 3 项，没有逾期。',
    );
  });

  test('a month past shows what is overdue, and the quarter that is not over', async () => {
    const org = await november();
    const { text } = await org.as('陈静').says('汇总 上月');
    expect(text).toContain('应完成 21 项，已完成 5 项，逾期 2 项（2 个支部）');
    expect(text).toContain(
      '财政局机关党委/退休党支部 | 逾期 10月主题党日 | 0/1 | — | — | 0/1 | 0/1 | 0/1 | 0/1 | 0/1 | —',
    );
  });

  test('a committee sees its own subtree exactly, its branches by their own names', async () => {
    const org = await november();
    const { text } = await org.as('何书记').says('汇总 本季度');
    expect(text).toContain('财政局机关党委 2026年第四季度汇总\n共 2 个支部');
    expect(text).toContain('\n退休党支部 |');
    expect(text).not.toContain('教育局');
    const other = await org.as('吴书记').says('汇总 本季度');
    expect(other.text).toContain('共 1 个支部');
    expect(other.text).not.toContain('退休党支部');
  });

  test('a committee without branches is told so', async () => {
    const org = await testOrg('2026-11-21T10:00', {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
    });
    expect((await org.as('陈静').says('汇总')).text).toContain('机关工委还没有下属党支部。');
  });

  test('of more committees than fit, those that are not named are counted', async () => {
    const names = Array.from({ length: 22 }, (_, nth) => `机关工委/第${nth + 1}党委`);
    const org = await testOrg('2026-11-21T10:00', {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      ...Object.fromEntries(
        names.flatMap((name): [string, FoundUnit][] => [
          [name, { kind: 'primaryCommittee' }],
          [`${name}/党支部`, { kind: 'branch' }],
        ]),
      ),
    });
    const { text } = await org.as('陈静').says('汇总');
    expect(text.match(/书记讲党课还没安排/g)).toHaveLength(20);
    expect(text).toContain('另有 2 个党委的本级事项，说“汇总 单位名”查看。');
  });

  test('a unit by name, before or after the time', async () => {
    const org = await november();
    for (const said of [
      '汇总 三季度 退休党支部',
      '汇总 退休党支部 三季度',
      '汇总三季度退休党支部',
      '/汇总 退休党支部 三季度。',
    ]) {
      expect((await org.as('陈静').says(said)).text).toContain('退休党支部 2026年第三季度汇总');
    }
    expect((await org.as('陈静').says('汇总 教育局')).text).toContain('教育局机关党委 2026年11月汇总');
  });

  test('a name that several have is refused with the choices', async () => {
    const org = await november();
    const { text } = await org.as('陈静').says('汇总 第一党支部');
    expect(text).toContain(`“第一党支部”不止一个，请说全：${FINANCE}、${EDUCATION}。`);
    expect((await org.as('陈静').says('汇总 教育局机关党委/第一党支部')).text).toContain(
      '第一党支部 2026年11月汇总',
    );
    expect((await org.as('何书记').says('汇总 第一党支部')).text).toContain('第一党支部 2026年11月汇总');
  });

  test('a unit outside is refused in the same words as one that does not exist', async () => {
    const org = await november();
    const outside = (await org.as('何书记').says('汇总 教育局机关党委')).text;
    const nowhere = (await org.as('何书记').says('汇总 水利局机关党委')).text;
    expect(outside.replaceAll('教育局', '')).toBe(nowhere.replaceAll('水利局', ''));
    expect(outside).toContain('没有找到“教育局机关党委”');
  });

  test('the unit above is outside too', async () => {
    const org = await november();
    expect((await org.as('何书记').says('汇总 机关工委')).text).toContain('没有找到“机关工委”');
    expect((await org.as('张建国').says('汇总 退休党支部')).text).toContain('没有找到“退休党支部”');
  });

  test('who oversees nothing is told where to see their own part, whatever they ask for', async () => {
    const org = await november();
    for (const said of ['汇总', '汇总 退休党支部', '汇总 天边党支部', '逾期', '逾期 退休党支部']) {
      const { text } = await org.as('刘洋').says(said);
      expect(text).toContain('只能查看自己所在组织及其下级的情况。您自己的情况，请说“我的”。');
    }
  });

  test('a time that nobody understands, and one to come, are answered with what can be said', async () => {
    const org = await november();
    expect((await org.as('陈静').says('汇总 下月')).text).toMatch(/没有找到“下月”.*时间可以说：本月、上月/s);
    expect((await org.as('陈静').says('督办 下月')).text).not.toContain('时间可以说');
    expect((await org.as('陈静').says('汇总 12月')).text).toContain('2026年12月还没有开始');
  });

  test('a branch sees what it held, who came, and what is missing until when', async () => {
    const org = await november();
    const { text, messages } = await org.as('张建国').says('汇总');
    expect(text).toBe(
      `
第一党支部 2026年11月汇总
主题党日：1/1，已完成（11月10日）
支部委员会会议：0/1，已安排在11月27日，还没召开
党小组会：1/2，服务党小组11月还没安排，11月30日前完成
支部党员大会：1/1，已完成（10月10日）
党课：0/1，还没安排，12月31日前完成
组织生活会：0/1，还没安排，12月31日前完成
民主评议党员：0/1，还没安排，12月31日前完成
谈心谈话：0/1，委员之间 0/3 对，委员和党员 0/2 人，党员之间 0/2 人，12月31日前完成
应到人次 12，实到 10，其中迟到 1，请假 1，缺席 1，补学 1
到会登记：现场本人签到 8 人次，现场代签 0，事后补记 2。
日期 | 活动 | 实到/应到 | 备注
11月27日 | 支部委员会会议 | — | 已安排
11月12日 | 党小组会（学习党小组） | 1/2 | 
11月10日 | 主题党日：学习党纪 | 9/10 | 
11月5日 | 党员培训 | 0/10 | 没有到会登记，不计入
到期事项完成率：还没有到期的事项（2026年10月 100%）
出勤率：83%，2026年10月 94%，下降 11 个百分点
已结束、有人到会的活动才计入；进行中的期间未完成不算逾期。辅助记录，不作考核依据。`,
    );
    expect(messages.at(-1)?.actions.map((action) => action.label)).toEqual([
      '还差什么',
      '看2026年10月',
      '导出表格',
      '打开看板',
    ]);
  });

  test('a member group’s records are its branch’s', async () => {
    const org = await november();
    expect((await org.as('陈静').says('汇总 服务党小组')).text).toContain('第一党支部 2026年11月汇总');
  });

  test('a plan that nobody was told of is not shown', async () => {
    const org = await november();
    await org.store.change((db) =>
      held(db, RETIRED, '2026-11-28', ['training'], { ...PLANNED, noticedAt: null, theme: '未定稿' }),
    );
    expect((await org.as('陈静').says('汇总 退休党支部')).text).not.toContain('未定稿');
  });

  test('asked in a group, only the asker gets it', async () => {
    const org = await november();
    for (const said of ['汇总', '逾期', '还差什么', '我的']) await org.as('郑强').says(said, '退休党支部');
    expect(await org.as('冯雪').messages()).toEqual([]);
    const own = (await org.as('郑强').messages()).filter((message) => message.chat === null);
    expect(own).toHaveLength(4);
  });

  test('at most twenty rows, the worst of them, and how to see the others', async () => {
    const branches = Array.from({ length: 30 }, (_, i) => `工委/支部${String(i + 1).padStart(2, '0')}`);
    const org = await testOrg('2026-11-21T10:00', {
      工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      ...Object.fromEntries(branches.map((path) => [path, { kind: 'branch' }] as const)),
    });
    await org.store.change((db) => {
      for (const path of branches.slice(0, 15)) held(db, path, '2026-10-15', ['themeDay']);
    });
    const { text } = await org.as('陈静').says('汇总 10月');
    const rows = text.split('\n').filter((line) => line.startsWith('支部') && line.includes('|'));
    expect(rows).toHaveLength(21);
    expect(rows[1]).toContain('支部16 | 逾期 10月主题党日 | 0/1');
    expect(rows[15]).toContain('支部30 | 逾期 10月主题党日 | 0/1');
    expect(rows[16]).toContain('支部01 |  | 1/1');
    expect(text).toContain('另有 10 个支部：点“打开看板”看全部，或者说“汇总 单位名”。');
  });
});

describe('逾期', () => {
  test('a committee sees what is overdue this year, by branch, and by which rule', async () => {
    const org = await november();
    expect((await org.as('陈静').says('逾期')).text).toBe(
      `
机关工委 逾期情况
截至2026年11月21日（星期六），2026年以来逾期如下：
财政局机关党委/退休党支部：10月主题党日
教育局机关党委/第一党支部：10月主题党日
主题党日：《中国共产党支部工作条例（试行）》，每月相对固定 1 天开展主题党日。
辅助记录，不作考核依据。`,
    );
  });

  test('months in a row are said in one word, groups of the same months together', async () => {
    const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
    await org.store.change((db) => held(db, FINANCE, '2026-04-15', ['themeDay'], { plannedAt: 0 }));
    const { text } = await org.as('张建国').says('逾期');
    expect(text).toContain('主题党日：1—3月、5—10月主题党日，共 9 项');
    expect(text).toContain('党小组会：1—10月党小组会（学习党小组、服务党小组），共 20 项');
    expect(text).toContain('支部党员大会：一季度、二季度、三季度党员大会，共 3 项');
  });

  test('a branch without any is told so', async () => {
    const org = await november();
    expect((await org.as('张建国').says('逾期')).text).toContain(
      '截至2026年11月21日（星期六），2026年以来没有逾期。',
    );
  });

  test('in the first quarter last year’s last quarter is not forgotten', async () => {
    const org = await november();
    await org.at('2027-01-08T10:00');
    const { text } = await org.as('郑强').says('逾期');
    expect(text).toContain('2026年第四季度以来逾期如下');
    expect(text).toContain('主题党日：2026年10—12月主题党日，共 3 项');
    expect(text).toContain('支部党员大会：2026年第四季度党员大会，共 1 项');
  });

  test('nobody is held to the time before the records began', async () => {
    const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
    await org.store.change((db) => held(db, RETIRED, '2026-10-15', ['themeDay']));
    const { text } = await org.as('陈静').says('逾期');
    expect(text).not.toContain('9月');
    expect(text).toContain('教育局机关党委/第一党支部：10月主题党日');
    for (const said of ['逾期', '逾期 退休党支部', '汇总 今年', '汇总 今年 退休党支部']) {
      expect((await org.as('陈静').says(said)).text).toContain(
        '记录从2026年10月14日（星期三）开始，此前的不作要求。',
      );
    }
    expect((await org.as('陈静').says('汇总')).text).not.toContain('此前的不作要求');
  });
});

describe('还差什么', () => {
  test('a secretary sees what is owed this month and this quarter, until when, and why', async () => {
    const org = await november();
    const { text, messages } = await org.as('张建国').says('我们支部还差什么？');
    expect(text).toBe(
      `
第一党支部还差什么
截至2026年11月21日（星期六），当前应完成：
11月主题党日：已完成（11月10日）
11月支委会：已安排在11月27日，还没召开
11月党小组会（学习党小组）：已完成（11月12日）
11月党小组会（服务党小组）：还没安排，11月30日前完成
四季度党员大会：已完成（10月10日）
四季度党课：还没安排，12月31日前完成
年度组织生活会：还没安排，12月31日前完成
年度民主评议：还没安排，12月31日前完成
年度谈心谈话：委员之间 0/3 对，委员和党员 0/2 人，党员之间 0/2 人，12月31日前完成
年度谈心谈话，只有您看得到：委员之间还没谈的：张建国和李红梅、张建国和王磊、李红梅和王磊；还没有委员谈过的：刘洋、赵敏；还没和其他党员谈过的：刘洋、赵敏。
支委会：《中国共产党支部工作条例（试行）》，支部委员会会议一般每月召开 1 次，须有半数以上委员到会。
党小组会：《中国共产党支部工作条例（试行）》，党小组会一般每月召开 1 次。
党课：本地惯例，支部一般每季度上 1 次党课（条例未规定次数）。
组织生活会：《中国共产党支部工作条例（试行）》，组织生活会每年至少召开 1 次，一般安排在第四季度。
民主评议：《中国共产党支部工作条例（试行）》，一般每年开展 1 次民主评议党员。
谈心谈话：《中国共产党支部工作条例（试行）》，委员之间、委员和党员之间、党员之间每年谈心谈话一般不少于 1 次（委员两两，其他党员各与一名委员、一名党员谈过即可）。`,
    );
    expect(messages.at(-1)?.actions.map((action) => action.label)).toEqual([
      '新建活动',
      '新建党小组会（服务党小组）',
      '新建组织生活会',
      '新建民主评议',
      '新建谈心谈话',
    ]);
  });

  test('the button opens the form with the branch and the kinds filled in', async () => {
    const org = await november();
    await org.as('郑强').says('还差什么');
    const { messages } = await org.as('郑强').presses('新建活动');
    const kinds = messages.at(-1)?.form?.find((field) => field.name === 'kinds');
    expect(kinds?.value).toEqual(['themeDay', 'memberAssembly', 'partyLecture']);
  });

  test('what is planned from there is no longer missing, and what is held counts', async () => {
    const org = await november();
    await org.as('郑强').says('还差什么');
    await org.as('郑强').presses('新建活动');
    await org
      .as('郑强')
      .presses('发出通知', { startsAt: '2026-11-24T15:00', place: '活动室', theme: '讲党课' });
    const { text, messages } = await org.as('郑强').says('还差什么');
    expect(text).toContain('四季度党课：已安排在11月24日，还没召开');
    expect(messages.at(-1)?.actions.map((action) => action.label)).toEqual([
      '新建活动',
      '新建民主评议',
      '新建谈心谈话',
      '补录：10月主题党日',
      '暂缓',
    ]);
    await org.at('2026-11-24T15:05');
    await org.as('郑强').says('代签 郑强、冯雪');
    await org.at('2026-11-24T18:00');
    const after = await org.as('郑强').says('还差什么');
    for (const duty of ['11月主题党日', '四季度党员大会', '四季度党课'])
      expect(after.text).toContain(`${duty}：已完成（11月24日）`);
  });

  test('a group’s leader sees the group’s part alone', async () => {
    const org = await november();
    const { text } = await org.as('刘洋').says('还差什么');
    expect(text).toContain('学习党小组还差什么');
    expect(text).toContain('11月党小组会（学习党小组）：已完成（11月12日）');
    expect(text).not.toContain('主题党日');
    expect(text).not.toContain('服务党小组');
  });

  test('a member is told whom to ask', async () => {
    const org = await november();
    expect((await org.as('冯雪').says('还差什么')).text).toContain('书记或组织委员');
    expect((await org.as('冯雪').says('还差什么 第一党支部')).text).toContain('书记或组织委员');
  });

  test('of another branch a secretary learns nothing', async () => {
    const org = await november();
    expect((await org.as('郑强').says('还差什么 教育局机关党委/第一党支部')).text).toContain('没有找到');
  });

  test('who oversees several branches chooses one, sees what it owes and plans nothing for it', async () => {
    const org = await november();
    const asked = await org.as('何书记').says('还差什么');
    expect(asked.text).toContain('您要看哪个支部？也可以直接说“还差什么 第一党支部”。');
    const { text, messages } = await org.as('何书记').presses('退休党支部');
    expect(text).toContain('退休党支部还差什么');
    expect(messages.at(-1)?.actions).toEqual([]);
    expect((await org.as('何书记').says('还差什么 退休党支部')).text).toContain('退休党支部还差什么');
  });
});

describe('我的', () => {
  test('a member sees their own part: where they belong, what is next, their attendance', async () => {
    const org = await testOrg('2026-11-23T09:30', TWO_COMMITTEES);
    await org.as('郑强').says('新建活动');
    await org.as('郑强').presses('发出通知', {
      kinds: ['training'],
      startsAt: '2026-11-24T15:00',
      place: '活动室',
      theme: '防汛',
    });
    await org.as('郑强').says('新建活动');
    await org.as('郑强').presses('发出通知', {
      kinds: ['themeDay'],
      startsAt: '2026-11-27T15:00',
      place: '活动室',
      theme: '学习',
    });
    const first = await org.as('冯雪').says('我的');
    expect(first.text).toBe(
      `
冯雪同志，这是您的情况
所在组织：退休党支部
————
近期活动
党员培训：11月24日 15:00，活动室
主题党日：11月27日 15:00，活动室`,
    );
    expect(first.messages.at(-1)?.actions.map((action) => action.label)).toEqual([
      '请假：党员培训',
      '请假：主题党日',
    ]);

    await org.at('2026-11-24T18:00');
    const second = await org.as('冯雪').says('我的');
    expect(second.text).toContain('今年组织生活：应参加 1 次，参加 0 次，缺席 1 次');
    expect(second.text).toContain('待补学：11月24日党员培训');
    expect(second.messages.at(-1)?.actions.map((action) => action.label)).toEqual(['请假', '补学']);

    await org.at('2026-11-27T14:45');
    await org.as('冯雪').says('我的');
    await org.as('冯雪').presses('签到');
    expect((await org.as('冯雪').says('我的')).text).toContain('主题党日：11月27日 15:00，活动室，已签到');
    await org.at('2026-11-27T18:00');
    expect((await org.as('冯雪').says('我的')).text).toContain('应参加 2 次，参加 1 次，缺席 1 次');
  });

  test('somebody else’s activities are not theirs', async () => {
    const org = await november();
    const { text } = await org.as('孙丽').says('我的');
    expect(text).toContain('近期没有需要您参加的活动。');
    expect(text).toContain('职务：第一党支部书记');
  });
});
