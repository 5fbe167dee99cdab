import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { holdConversation, passTo } from '../conversation.ts';
import { found, inside, objectOf } from './orgs.ts';

const app = objectOf('three');

test('an object takes members’ marks that nobody can read, counts them when the week is over, and shows what offices said', async () => {
  await found('three', TWO_BRANCHES);
  await holdConversation(app);
  const secretary = talkAs(app, '张建国');
  expect((await secretary.says('点评 较好')).text).toContain('支部点评：较好');
  expect((await talkAs(app, '刘洋').presses('评 好')).toast?.text).toContain('已收到，谢谢');
  for (const name of ['李红梅', '王磊'])
    expect((await talkAs(app, name).says('评 好')).text).toContain('您已经评过');
  await talkAs(app, '陈静').says('上级评价');
  expect((await talkAs(app, '陈静').presses('上级评价 好')).toast?.text).toContain('主题党日：好。');
  const sealed = await inside('three', (store) =>
    store.read((db) => db.all<{ choice: string }>('select choice from three_marks')),
  );
  expect(new Set(sealed.map(({ choice }) => choice)).size).toBe(3);
  await passTo(app, '2026-12-12T08:00:00+08:00');
  expect((await secretary.says('五定')).text).toMatch(/12月4日 \| .* \| 好 3 \| 较好 \| 好/);
});
