import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

test('help says each word once, and what it does', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  for (const name of ['张建国', '刘洋', '陈静', '管理员甲']) {
    const lines = (await org.as(name).says('帮助')).text.split('\n').filter((line) => line.includes('：'));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const [word, what] = line.split('：');
      expect(what).not.toBe(word);
    }
  }
});

test('a mark behind a word means nothing', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  expect((await org.as('刘洋').says('签到。')).toast?.text).toBe('现在没有可以签到的活动。');
  expect((await org.as('张建国').says('名单！')).toast?.text).toBe('没有正在筹备或进行的活动。');
  expect((await org.as('刘洋').says('签到吧')).toast?.text).toContain('没看懂');
});
