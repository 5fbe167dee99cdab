import { expect, test } from 'vitest';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

/** Words and what they do, as the last answer lists them. */
function explained(text: string): [string, string][] {
  return text
    .split('\n')
    .filter((line) => line.includes('：') && !line.startsWith('想知道'))
    .map((line) => [line.slice(0, line.indexOf('：')), line.slice(line.indexOf('：') + 1)]);
}

test('a member is told each word once, and what it does', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const lines = explained((await org.as('刘洋').says('帮助')).text);
  expect(lines.length).toBeGreaterThan(5);
  expect(new Set(lines.map(([word]) => word)).size).toBe(lines.length);
  for (const [word, what] of lines) expect(what).not.toBe(word);
});

test('a word is offered to whom it can give something', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  expect((await org.as('刘洋').says('帮助')).text).not.toContain('导出');
  expect((await org.as('刘洋').says('导出')).text).toContain('您现在没有可以导出的文件');
  expect((await org.as('张建国').says('帮助 导出')).text).toContain('导出：');
});

test('whoever may say much sees it by sections in few lines, and each section explained by a tap', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  for (const [name, sections] of [
    ['张建国', ['我要办', '支部', '委员会', '设置']],
    ['管理员甲', ['我要办', '支部', '委员会', '设置']],
  ] as const) {
    const seen = await org.as(name).says('帮助');
    expect(seen.messages[0]?.actions.map(({ label }) => label)).toEqual(sections);
    const overview = explained(seen.text);
    expect(overview.map(([word]) => word)).toEqual(sections);
    for (const [section, words] of overview) {
      const [, ...lines] = explained((await org.as(name).presses(section)).text);
      expect(lines.map(([word]) => word)).toEqual(words.split('、'));
      for (const [word, what] of lines) expect(what).not.toBe(word);
    }
  }
});

test('one word can be asked about, and a section; what is neither shows everything', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  expect((await org.as('张建国').says('帮助 代签')).text).toContain('代签：替到会的同志签到，可一次全部');
  expect((await org.as('张建国').says('帮助 支部')).text).toContain('新建活动：安排一次活动并发出通知');
  expect((await org.as('张建国').says('帮助 天气')).text).toContain('张建国同志，您可以这样说');
  expect((await org.as('刘洋').says('帮助 代签')).text).not.toContain('代签：');
});

test('a mark behind a word means nothing', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  expect((await org.as('刘洋').says('签到。')).toast?.text).toBe('现在没有可以签到的活动。');
  expect((await org.as('张建国').says('名单！')).toast?.text).toBe('没有正在筹备或进行的活动。');
  expect((await org.as('刘洋').says('签到吧')).toast?.text).toContain('没看懂');
});
