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
