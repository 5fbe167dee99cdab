import { describe, expect, test } from 'vitest';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, TWO_COMMITTEES } from './held.ts';

async function november(): Promise<TestOrg> {
  const org = await testOrg('2026-11-21T10:00', TWO_COMMITTEES);
  await org.store.change((db) => {
    held(db, EDUCATION, '2026-11-02', ['themeDay'], { plannedAt: 0 });
    held(db, FINANCE, '2026-11-05', ['branchCommittee'], { expected: 3, present: 1 });
    held(db, FINANCE, '2026-11-06', ['themeDay'], { present: 0 });
    held(db, FINANCE, '2026-11-09', ['themeDay'], { cancelledAt: 1 });
    held(db, FINANCE, '2026-10-10', ['memberAssembly']);
    held(db, `${FINANCE}/学习党小组`, '2026-11-07', ['organizationLifeMeeting']);
    held(db, FINANCE, '2026-11-27', ['themeDay'], PLANNED);
  });
  return org;
}

describe('为什么', () => {
  test('each duty: its rule, until when, what counts for it, and what does not and why', async () => {
    const org = await november();
    const { text } = await org.as('张建国').says('为什么');
    expect(text).toContain('第一党支部：为什么');
    expect(text).toContain(
      '11月主题党日：已安排在11月27日，还没召开。依据：《中国共产党支部工作条例（试行）》（中央），每月相对固定 1 天开展主题党日。期限：11月30日前。已计入：11月27日主题党日。不计入：11月6日主题党日：没有到会登记；11月9日主题党日：已取消。',
    );
    expect(text).toContain('已计入：无。不计入：11月5日支部委员会会议：应到 3 人，实到 1 人，不足半数。');
    expect(text).toContain('四季度党员大会：已完成（10月10日）');
    expect(text).toContain('已计入：10月10日支部党员大会。');
    expect(text).toContain(
      '期限：12月31日前；最迟2027年3月31日。已计入：无。不计入：11月7日组织生活会：各党小组都召开后才计入。',
    );
    expect(text).toContain('依据：本地惯例（本地）');
  });

  test('a committee sees its own part, and how to ask for a branch', async () => {
    const org = await november();
    const { text } = await org.as('何书记').says('为什么');
    expect(text).toContain('年度书记讲党课：还没安排');
    expect(text).toContain('看某个支部，请说“为什么 支部名”');
    expect((await org.as('何书记').says('为什么 退休党支部')).text).toContain('退休党支部：为什么');
  });

  test('the lecture of a committee’s secretary counts wherever it was given beneath', async () => {
    const org = await november();
    await org.store.change((db) => {
      held(db, RETIRED, '2026-11-11', ['partyLecture'], { lecturer: '党委书记何书记' });
      held(db, RETIRED, '2026-11-12', ['partyLecture'], { lecturer: '吴书记' });
    });
    expect((await org.as('何书记').says('为什么')).text).toContain('年度书记讲党课：已完成（11月11日）');
    expect((await org.as('吴书记').says('为什么')).text).toContain('年度书记讲党课：还没安排');
  });

  test('a member is told whom to ask', async () => {
    const org = await november();
    for (const said of ['为什么', '预测', '为什么 退休党支部']) {
      expect((await org.as('冯雪').says(said)).text).toContain('请向本支部书记郑强了解');
    }
  });

  test('of another branch a secretary learns nothing', async () => {
    const org = await november();
    expect((await org.as('郑强').says('为什么 教育局机关党委/第一党支部')).text).toContain('没有找到');
  });
});

describe('预测', () => {
  test('what will be overdue if nothing more is planned; what is planned counts as held', async () => {
    const org = await november();
    expect((await org.as('张建国').says('预测')).text).toBe(
      `
第一党支部预测
截至2026年11月21日（星期六），如果不再安排活动：
过了11月30日将逾期 3 项：
第一党支部：11月支委会，11月党小组会（学习党小组、服务党小组）
过了12月31日将逾期 1 项：
第一党支部：四季度党课
过了2027年3月31日将逾期 3 项：
第一党支部：年度组织生活会，年度民主评议，年度谈心谈话
已安排的活动按如期召开计算。辅助记录，不作考核依据。`,
    );
  });

  test('a committee sees its branches', async () => {
    const org = await november();
    const { text } = await org.as('何书记').says('预测');
    expect(text).toContain('过了11月30日将逾期 4 项：');
    expect(text).toContain('退休党支部：11月主题党日');
    expect(text).not.toContain('教育局');
  });
});
