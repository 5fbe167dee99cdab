import { describe, expect, test } from 'vitest';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, recordedTown } from './held.ts';

const LECTURE = '年度书记讲党课';

describe('what a 党委 owes itself: its secretary’s yearly lecture', () => {
  test('还差什么 says it with its branches a tap away, and plans it by a tap', async () => {
    const org = await recordedTown('2026-11-20T10:00', '2026-01-01');
    const { text, messages } = await org.as('何书记').says('还差什么');
    expect(text).toContain('财政局机关党委还差什么');
    expect(text).toContain(`${LECTURE}：还没安排，12月31日前完成`);
    expect(text).toContain('书记讲党课：《中国共产党支部工作条例（试行）》，党委书记每年至少讲 1 次党课。');
    const labels = messages.at(-1)?.actions.map(({ label }) => label);
    expect(labels).toEqual(['新建活动', '第一党支部', '退休党支部']);
    const form = await org.as('何书记').presses('新建活动');
    expect(form.messages.at(-1)?.form?.find(({ name }) => name === 'kinds')?.value).toEqual(['partyLecture']);
    expect((await org.as('陈静').says('还差什么 财政局机关党委')).text).toContain(LECTURE);
  });

  test('held by its secretary in any branch it is done, and the year after it is not overdue', async () => {
    const org = await recordedTown('2026-11-20T10:00', '2026-01-01');
    await org.store.change((db) => {
      held(db, RETIRED, '2026-11-11', ['partyLecture'], { lecturer: '何书记' });
    });
    expect((await org.as('何书记').says('还差什么')).text).toContain(`${LECTURE}：已完成（11月11日）`);
    expect((await org.as('何书记').says('预测')).text).not.toContain(LECTURE);
    await org.at('2027-04-01T10:00');
    expect((await org.as('何书记').says('逾期')).text).not.toContain('书记讲党课');
    expect((await org.as('吴书记').says('逾期')).text).toContain('教育局机关党委（本级）：2026年书记讲党课');
  });

  test('before its season nobody is asked, and the branches are offered as ever', async () => {
    const org = await recordedTown('2026-09-20T10:00', '2026-01-01');
    expect((await org.as('何书记').says('还差什么')).text).toContain('您要看哪个支部');
  });

  test('预测 counts it until the end of its grace; 逾期 from then on, for itself and for the one above', async () => {
    const org = await recordedTown('2026-12-20T10:00', '2026-01-01');
    const forecast = (await org.as('何书记').says('预测')).text;
    expect(forecast.slice(forecast.indexOf('过了2027年3月31日'))).toContain(
      `财政局机关党委（本级）：${LECTURE}`,
    );
    await org.store.change((db) => {
      held(db, FINANCE, '2027-01-20', ['partyLecture'], { ...PLANNED, lecturer: '何书记' });
    });
    expect((await org.as('何书记').says('预测')).text).not.toContain(LECTURE);
    await org.at('2027-04-01T10:00');
    const above = (await org.as('陈静').says('逾期')).text;
    expect(above).toContain('财政局机关党委（本级）：2026年书记讲党课');
    expect(above).toContain('教育局机关党委（本级）：2026年书记讲党课');
    expect((await org.as('张建国').says('逾期')).text).not.toContain('书记讲党课');
  });

  test('its secretary hears of it in time and once more in the grace; the work committee only when it is too late', async () => {
    const org = await recordedTown('2026-12-01T08:00', '2026-01-01');
    await org.store.change((db) => {
      for (const month of ['2026-12', '2027-01', '2027-02', '2027-03', '2027-04'])
        for (const path of [EDUCATION]) held(db, path, `${month}-02`, ['themeDay']);
    });
    await org.at('2027-04-16T20:00');
    const read = async (name: string, title: RegExp) =>
      (await org.as(name).messages()).filter(({ text }) => title.test(text) && text.includes('书记讲党课'));
    const told = await read('吴书记', /件事请您留意/);
    expect(told.map(({ at }) => at.slice(0, 10))).toEqual(['2026-12-21', '2027-03-22', '2027-04-01']);
    expect(told[0]?.text).toContain(`${LECTURE}：还没安排，12月31日前完成`);
    expect(told[0]?.actions.map(({ label }) => label)).not.toContain('暂缓');
    const weekly = await read('陈静', /本周情况/);
    expect(weekly.map(({ at }) => at.slice(0, 10))).toEqual(['2027-04-06']);
    expect(weekly[0]?.text).toContain('教育局机关党委：2026年书记讲党课');
  });
});
