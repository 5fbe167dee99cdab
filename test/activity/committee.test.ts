import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { posts } from '../../db/schema/people.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

test('a branch without a committee learns at once what to do instead of a committee meeting', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const { text, messages } = await org.as('郑强').says('新建活动 支委会');
  expect(text).toContain('第二党支部登记的支部委员只有 1 人，开不了支委会（委员会一般 3 至 5 人）');
  expect(text).toContain('请开“支部党员大会”');
  expect(text).toContain('请上级党务干部在名册的“职务”里补上');
  expect(messages.some(({ form }) => form)).toBe(false);
});

test('chosen in the form it is refused too; nothing is planned', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  await org.as('郑强').says('新建活动');
  const said = await org.as('郑强').presses('发出通知', {
    kinds: ['branchCommittee'],
    startsAt: '2026-12-04T15:00',
  });
  expect(said.text).toContain('开不了支委会');
  expect(org.store.read((db) => db.select().from(activities).all())).toEqual([]);
});

test('three who hold its posts are a committee, and on a day only those who held them then', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  expect((await org.as('张建国').says('新建活动 支委会')).messages.at(-1)?.form).toBeDefined();
  await org.store.change((db) => {
    db.update(posts).set({ ended: '2026-12-03' }).run();
    db.insert(posts).values({ person: 3, unit: 2, post: 'secretary', began: '2026-12-03' }).run();
  });
  const said = await org.as('张建国').presses('发出通知', { startsAt: '2026-12-04T15:00' });
  expect(said.text).toContain('第一党支部登记的支部委员只有 1 人');
});
