import { expect, test } from 'vitest';
import { plannedOrg } from './planned.ts';

test('whoever writes everybody down is not said to have been written down by somebody else', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T15:30');
  await org.as('张建国').says('代签 全部');
  expect((await org.as('张建国').finds('我的情况'))?.text).toContain('已到会（本人登记）');
  expect((await org.as('刘洋').finds('我的情况'))?.text).toContain('已由书记代签');
});

test.each([
  '谁还没来',
  '谁还没来？',
  '应到多少实到多少',
  '应到多少，实到多少？',
])('%s asks for the list', async (said) => {
  const org = await plannedOrg();
  await org.at('2026-12-04T15:30');
  const list = await org.as('张建国').says('名单');
  expect((await org.as('张建国').says(said)).text).toBe(list.text);
});
