import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { holdConversation, passTo } from '../conversation.ts';
import { found, objectOf } from './orgs.ts';

const app = objectOf('duty');

test('an object sums up what its branches have done, and reminds whoever has not answered', async () => {
  await found('duty', TWO_BRANCHES);
  await holdConversation(app);
  await passTo(app, '2026-12-04T18:00:00+08:00');
  const secretary = talkAs(app, '张建国');
  expect((await secretary.says('汇总')).text).toMatch(
    /主题党日：1\/1，已完成（12月4日）[\s\S]*应到人次 7，实到 3/,
  );
  expect((await talkAs(app, '陈静').says('汇总')).text).toContain('第一党支部 | 1/1');
  expect((await secretary.says('还差什么')).text).toContain('12月支委会：还没安排，12月31日前完成');
  expect((await talkAs(app, '刘洋').says('我的')).text).toContain('应参加 1 次，参加 1 次');
  const { messages } = await talkAs(app, '陈静').says('导出 汇总');
  const file = await app.request(`http://127.0.0.1${messages.at(-1)?.file?.url}`);
  expect(new TextDecoder().decode(await file.arrayBuffer()).slice(0, 2)).toBe('PK');
  expect(await talkAs(app, '周杰').finds(/^提醒：主题党日|^活动提醒/)).toBeDefined();
});
