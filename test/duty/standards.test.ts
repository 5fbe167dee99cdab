import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { BOOKS } from '../../src/duty/standards/books.ts';
import { forecastWord } from '../../src/duty/standards/forecast.ts';
import { DAY, instantOf } from '../../src/time.ts';
import { begun, forged } from './begun.ts';

describe('三化', () => {
  test('a branch says what is met and with what, its committee confirms it or sends it back', async () => {
    const org = await begun('2026-11-23T10:00');
    const page = await org.as('郑强').says('三化');
    expect(page.text).toContain('退休党支部 三化建设：0/10（0%）');
    for (const mark of ['组织设置', '领导班子', '经费保障', '活动场所']) expect(page.text).toContain(mark);
    for (const mark of ['党员队伍建设', '组织活动', '运行机制', '服务群众', '党建责任', '工作任务'])
      expect(page.text).toContain(mark);
    await org.as('郑强').presses('报送：组织设置');
    expect((await org.as('郑强').presses('报送', { said: ' ' })).text).toContain('请写明依据');
    await org.as('郑强').presses('报送', { said: '去年6月换届，班子3人' });
    await org.as('郑强').presses('报送：领导班子');
    await org.as('郑强').presses('报送', { said: '分工已公示' });
    const all = await org.as('何书记').says('三化');
    expect(all.text).toContain('待确认 2 项（1 个支部）');
    await org.as('何书记').presses('待确认：退休党支部');
    await org.as('何书记').presses('确认：组织设置');
    await org.as('何书记').presses('退回：领导班子');
    await org.as('何书记').presses('退回', { said: '缺纪检委员' });
    expect((await org.as('郑强').finds('领导班子被退回'))?.text).toContain('还差什么：缺纪检委员');
    const after = (await org.as('郑强').says('三化')).text;
    expect(after).toContain('退休党支部 三化建设：1/10（10%）');
    expect(after).toContain('组织设置：已达标（11月23日）');
    expect(after).toContain('领导班子：退回：缺纪检委员');
    expect((await org.as('何书记').says('三化')).text).toContain(
      '退休党支部 | 1/10 | 10% | 领导班子、经费保障、活动场所等 9 项',
    );
    const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['mark.submitted', 'mark.met', 'mark.returned']));
  });

  test('show points come first and the rest as in the tree, whoever has met more', async () => {
    const org = await begun('2026-11-23T10:00');
    const rows = async () =>
      (await org.as('何书记').says('三化')).text.split('\n').filter((line) => /党支部 \|/.test(line));
    expect((await rows()).map((row) => row.split(' |')[0])).toEqual(['第一党支部', '退休党支部']);
    await org.as('何书记').says('三化 退休党支部');
    await org.as('何书记').presses('设为示范点');
    expect((await rows()).map((row) => row.split(' |')[0])).toEqual(['★ 退休党支部', '第一党支部']);
    expect((await org.as('冯雪').says('三化')).text).toContain('示范点');
  });

  test('a deadline is the committee’s for all or for one; who lags is reminded, and the committee hears a week later', async () => {
    const org = await begun('2026-11-16T10:00');
    await org.as('何书记').says('三化');
    await org.as('何书记').presses('定期限');
    expect(
      (await org.as('何书记').presses('保存', { marks: ['setting', 'place'], deadline: '2026-11-01' })).text,
    ).toContain('期限已经过去了');
    await org.as('何书记').presses('保存', { marks: ['setting', 'place'], deadline: '2026-11-30' });
    await org.as('何书记').says('三化 第一党支部');
    await org.as('何书记').presses('定期限');
    await org.as('何书记').presses('保存', { marks: ['setting', 'place'], deadline: '2027-03-31' });
    expect((await org.as('张建国').says('三化')).text).toContain('3月31日前达标');
    await org.as('郑强').says('三化');
    await org.as('郑强').presses('报送：活动场所');
    await org.as('郑强').presses('报送', { said: '已挂牌' });
    await org.at('2026-12-14T20:00');
    const told = (await org.as('郑强').messages()).filter(({ text }) =>
      text.includes('三化建设（退休党支部）'),
    );
    expect(
      told.map(({ at, text }) => [at.slice(0, 10), /三化建设（退休党支部）：(.*)/.exec(text)?.[1]]),
    ).toEqual([
      ['2026-11-20', '组织设置未达标（11月30日前完成）'],
      ['2026-12-01', '组织设置未达标（应在11月30日前完成，已逾期）'],
    ]);
    expect(await org.as('张建国').finds('三化建设（第一党支部）')).toBeUndefined();
    const weekly = (await org.as('何书记').messages()).filter(({ text }) =>
      text.includes('退休党支部：三化建设：'),
    );
    expect(
      weekly.map(({ at, text }) => [at.slice(0, 10), text.match(/退休党支部：三化建设：(.*)/)?.[1]]),
    ).toEqual([
      ['2026-11-30', '活动场所已报送，等待确认'],
      ['2026-12-14', '组织设置未达标'],
    ]);
    expect((await org.as('何书记').says('三化')).text).toContain('逾期 1 项');
  });

  test('a committee changes the marks of its own; what has its exact wording stays', async () => {
    const org = await begun('2026-11-23T10:00');
    await org.as('何书记').says('三化');
    await org.as('何书记').presses('调整条目');
    await org.as('何书记').presses('保存', { mark: 'setting', name: '支部设置', state: 'on' });
    await org.as('何书记').presses('保存', { mark: 'tasks', state: 'off' });
    await org
      .as('何书记')
      .presses('保存', { mark: 'new', name: '志愿服务', says: '每季度一次', state: 'on' });
    const page = (await org.as('郑强').says('三化')).text;
    expect(page).toContain('支部设置：还没有');
    expect(page).toContain('志愿服务：还没有（每季度一次）');
    expect(page).not.toContain('工作任务');
    expect((await org.as('孙丽').says('三化')).text).toContain('工作任务');
    expect((await org.as('何书记').says('七好')).messages[0]?.actions.map(({ label }) => label)).toEqual([
      '定期限',
      '督办',
    ]);
  });

  test('nobody says it for another branch, confirms their own, or looks into another committee’s', async () => {
    const org = await begun('2026-11-23T10:00');
    const own = await org.as('郑强').says('三化');
    const report = own.messages[0];
    await org.as('郑强').presses('报送：组织设置');
    await org.as('郑强').presses('报送', { said: '去年换届' });
    const seen = await org.as('何书记').says('三化 退休党支部');
    const confirm = seen.messages[0]?.actions.find(({ label }) => label === '确认：组织设置')?.id;
    for (const [name, action] of [
      ['郑强', confirm],
      ['吴书记', confirm],
      ['冯雪', report?.actions[0]?.id],
      ['张建国', report?.actions[0]?.id],
    ] as const) {
      const { messages } = await org.as(name).says('三化');
      expect(await forged(org, name, messages[0]?.id, action), name).toMatch(/这件事由/);
    }
    expect((await org.as('冯雪').says('三化')).messages[0]?.actions).toEqual([]);
    expect((await org.as('冯雪').says('三化')).text).not.toContain('去年换届');
    expect((await org.as('吴书记').says('三化 退休党支部')).text).toContain('没有找到');
    expect((await org.as('陈静').says('三化 财政局机关党委')).text).toContain('财政局机关党委 三化建设');
    expect((await org.as('冯雪').says('三化 第一党支部')).text).toContain('只能查看自己所在组织');
  });
});

describe('八有、七好、六好', () => {
  test('the wording is the official one', () => {
    const names = (book: 'sevenGood' | 'sixGood') =>
      BOOKS[book].parts.flatMap(({ marks }) => marks.map(({ name }) => name)).join('、');
    expect(names('sevenGood')).toBe(
      '组织带头好、工作思路好、工作制度好、活动阵地好、保障机制好、工作业绩好、群众反应好',
    );
    expect(names('sixGood')).toBe('领导班子好、党员队伍好、发展思路好、制度机制好、工作业绩好、群众反映好');
  });

  test('a branch looks by itself and needs no confirmation', async () => {
    const org = await begun('2026-11-23T10:00');
    expect((await org.as('郑强').says('八有')).text).toContain('有党旗誓词：还没有');
    await org.as('郑强').presses('做到：有标牌');
    expect((await org.as('郑强').presses('做到了')).text).toContain('有标牌：已做到（11月23日）');
    expect((await org.as('何书记').says('八有')).text).toContain('退休党支部 | 1/8 | 12%');
    await org.as('何书记').presses('调整条目');
    await org.as('何书记').presses('保存', { mark: 'have5', name: '有学习角', state: 'on' });
    expect((await org.as('郑强').says('八有活动室')).text).toContain('有学习角：还没有');
    expect((await org.as('郑强').says('六好')).text).toContain('退休党支部 六好：0/6');
  });
});

describe('预测', () => {
  const NOW = instantOf('2026-11-23T10:00');
  test.each([
    [{ total: 10, met: 10, days: 90, deadline: null }, '已全部达标。'],
    [{ total: 10, met: 1, days: 90, deadline: null }, '记录还少，看不出进度，不作预测。'],
    [{ total: 10, met: 5, days: 10, deadline: null }, '记录还少，看不出进度，不作预测。'],
    [{ total: 10, met: 5, days: 60, deadline: null }, '按现在的进度，大约2027年1月全部达标。'],
    [
      { total: 10, met: 5, days: 60, deadline: '2026-12-31' },
      '按现在的进度，大约2027年1月全部达标，晚于期限（2026年12月31日）。',
    ],
    [
      { total: 10, met: 5, days: 60, deadline: '2027-03-31' },
      '按现在的进度，大约2027年1月全部达标，能赶上期限。',
    ],
    [{ total: 1000, met: 2, days: 30, deadline: null }, '按现在的进度，三年内难以全部达标。'],
  ])('%j: %s', ({ days, ...known }, said) => {
    expect(forecastWord({ ...known, since: NOW - days * DAY }, NOW)).toBe(said);
  });
});
