import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIVE_MARKS } from '../../db/schema/activity.ts';
import { FIVE, fiveWord, missingOf } from '../../src/activity/five.ts';
import { begun, forged } from './begun.ts';
import { FINANCE, held, RETIRED } from './held.ts';

test('五定 is shown while planning, on the notice, and in the branch’s year', async () => {
  const org = await begun('2026-11-23T10:00');
  await org.as('郑强').says('新建活动 主题党日');
  const planned = await org.as('郑强').presses('发出通知', {
    startsAt: '2026-11-26T15:00',
    place: '活动室',
    theme: '学习党纪',
  });
  expect(planned.text).toContain('五定还差定内容，点“补充内容”就能补上');
  expect(planned.text).toContain('五定：还差 定内容');
  expect((await org.as('冯雪').finds('主题党日'))?.text).toContain('五定：还差 定内容');
  await org.as('郑强').presses('补充内容');
  await org.as('郑强').presses('保存', { agenda: '一、学习条例' });
  await org.at('2026-11-23T10:05');
  expect((await org.as('冯雪').finds('主题党日'))?.text).toContain('五定：五项已齐');
  await org.store.change((db) => {
    held(db, RETIRED, '2026-11-05', ['themeDay'], { place: '会议室', theme: '义务植树' });
    held(db, FINANCE, '2026-11-06', ['themeDay'], { place: '会议室', theme: '学习', agenda: '学习' });
  });
  const year = (await org.as('郑强').says('五定')).text;
  expect(year).toContain('安排 2 次，五定齐全 1 次');
  expect(year).toContain('11月5日 | 义务植树 | 还差 定内容');
  expect(year).toContain('11月26日 | 学习党纪 | 五项已齐');
  const all = (await org.as('何书记').says('五定')).text;
  expect(all).toContain('共 2 个支部，开展 2 次，五定齐全 1 次');
  expect(all).toContain('退休党支部 | 1 | 0 | 定内容 1 次');
  expect((await org.as('冯雪').says('五定 2025年')).text).toContain('这一年还没有安排主题党日');
});

test('a committee looks at other marks: 定形式 is asked for in the form, 定主讲 is the lecturer', async () => {
  const org = await begun('2026-11-23T10:00');
  const overview = await org.as('何书记').says('五定');
  const set = overview.messages[0]?.actions.find(({ label }) => label === '看哪几项')?.id;
  const seen = await org.as('郑强').says('五定');
  expect(await forged(org, '郑强', seen.messages[0]?.id, set)).toContain('由上级党组织的党务干部来做');
  await org.as('何书记').presses('看哪几项');
  expect((await org.as('何书记').presses('保存', { marks: ['time', 'theme'] })).text).toContain('至少选三项');
  await org.as('何书记').presses('保存', { marks: ['lecturer', 'form', 'theme', 'place', 'time'] });
  await org.as('郑强').says('新建活动 主题党日');
  const planned = await org.as('郑强').presses('发出通知', {
    startsAt: '2026-11-26T15:00',
    place: '活动室',
    theme: '学习党纪',
    lecturer: '郑强',
  });
  expect(planned.text).toContain('五定：还差 定形式');
  await org.as('郑强').presses('补充内容');
  expect((await org.as('郑强').presses('保存', { form: '现场教学' })).text).toContain('五定：五项已齐');
  expect((await org.as('冯雪').finds('主题党日'))?.text).toContain('形式：现场教学');
  await org.as('孙丽').says('新建活动 主题党日');
  expect((await org.as('孙丽').messages()).at(-1)?.form?.some(({ name }) => name === 'form')).toBe(false);
});

test('nobody sees another branch’s year', async () => {
  const org = await begun('2026-11-23T10:00');
  expect((await org.as('郑强').says('五定 第一党支部')).text).toContain('没有找到');
  expect((await org.as('吴书记').says('五定 退休党支部')).text).toContain('没有找到');
  expect((await org.as('冯雪').says('五定 第一党支部')).text).toContain('只能查看自己所在组织');
});

test('what is missing is what is empty, whichever marks are looked at', () => {
  const plan = fc.record({
    place: fc.constantFrom('', '活动室'),
    theme: fc.constantFrom('', '学习'),
    agenda: fc.constantFrom('', '一、学习'),
    form: fc.constantFrom('', '集中学习'),
    lecturer: fc.constantFrom('', '张三'),
  });
  const marks = fc.subarray([...FIVE_MARKS], { minLength: 1 });
  fc.assert(
    fc.property(plan, marks, fc.nat(3), (fixed, looked, expected) => {
      const missing = missingOf(fixed, looked, expected);
      const values = { time: '有', content: fixed.agenda, people: expected > 0 ? '有' : '', ...fixed };
      expect(missing).toEqual(looked.filter((mark) => values[mark] === ''));
      const word = fiveWord(looked, missing);
      expect(missing.every((mark) => word.includes(FIVE[mark].word))).toBe(true);
      expect(word.endsWith('项已齐')).toBe(missing.length === 0);
    }),
  );
});
