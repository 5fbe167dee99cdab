import { expect, test } from 'vitest';
import { chatOf } from '../../src/people/chats.ts';
import { groupsOf } from '../../src/people/store.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

const NOW = '2026-12-04T10:00';
const GROUP = 'oc_first';

async function group() {
  const chat = await testChat(NOW, {
    ...TWO_BRANCHES,
    '机关工委/第一党支部/第一党小组': { kind: 'memberGroup', people: { 刘洋: { posts: ['groupLeader'] } } },
    教育工委: { kind: 'organsWorkCommittee', people: { 李红梅: { posts: ['staff'], only: 'post' } } },
  });
  const people = {
    张建国: 'ou_zhang',
    李红梅: 'ou_li',
    郑强: 'ou_zheng',
    赵敏: 'ou_zhao',
    管理员甲: 'ou_admin',
  };
  for (const [name, id] of Object.entries(people)) await chat.link(name, id);
  await chat.joins(GROUP, '第一党支部党员群');
  const unitOf = () => chat.store.read((db) => chatOf(db, 'lark', GROUP)?.unit ?? null);
  return { ...chat, unitOf };
}

test('the bot asks whose group it is, and the secretary answers with one tap', async () => {
  const { account, unitOf, store } = await group();
  const zhang = account('ou_zhang');
  expect(zhang.text(GROUP)).toContain('这个群属于哪个党组织？');
  const answer = await zhang.presses('是我们的群', undefined, GROUP);
  expect(answer.toast?.text).toBe('好的，这是第一党支部的群。');
  expect(unitOf()).toBe(2);
  expect(zhang.text(GROUP)).toContain('这是第一党支部的群');
  expect(zhang.text()).toBe('');
  expect(store.read((db) => db.query.audit.findMany().sync())).toMatchObject([
    { actor: 'person:3', action: 'chat.bound', subject: `chat:lark:${GROUP}`, after: '{"unit":2}' },
  ]);
});

test('whoever organises nothing cannot say whose group it is', async () => {
  const { account, unitOf } = await group();
  const answer = await account('ou_zhao').presses('是我们的群', undefined, GROUP);
  expect(answer.toast?.text).toContain('由本支部的书记或组织委员来做');
  expect(unitOf()).toBeNull();
});

test('whoever organises several chooses privately, and the group sees what was chosen', async () => {
  const { account, unitOf } = await group();
  const li = account('ou_li');
  await li.presses('是我们的群', undefined, GROUP);
  expect(unitOf()).toBeNull();
  expect(li.text()).toContain('群：第一党支部党员群\n党组织：机关工委/第一党支部');
  await li.presses('确定', { unit: '2' });
  expect(unitOf()).toBe(2);
  expect(li.text(GROUP)).toContain('这是第一党支部的群');
});

test('an administrator chooses among all units beneath', async () => {
  const { account, unitOf } = await group();
  const admin = account('ou_admin');
  await admin.presses('是我们的群', undefined, GROUP);
  const form = admin.lastCard()?.blocks.find((block) => block.type === 'form');
  expect(form?.fields[0]?.options?.map(({ label }) => label)).toEqual([
    '机关工委',
    '机关工委/第一党支部',
    '机关工委/第二党支部',
  ]);
  await admin.presses('确定', { unit: '3' });
  expect(unitOf()).toBe(3);
});

test('a group leader binds the group of the group', async () => {
  const { account, unitOf, link } = await group();
  await link('刘洋', 'ou_liu');
  await account('ou_liu').presses('是我们的群', undefined, GROUP);
  expect(unitOf()).toBe(4);
});

test('a group is taken from a unit only with a say over both', async () => {
  const { account, unitOf, store } = await group();
  await account('ou_zhang').presses('是我们的群', undefined, GROUP);
  const zheng = account('ou_zheng');
  await zheng.presses('改为别的党组织', undefined, GROUP);
  const answer = await zheng.presses('确定', { unit: '3' });
  expect(answer.toast?.text).toContain('由本支部的书记');
  expect(unitOf()).toBe(2);
  const admin = account('ou_admin');
  await admin.presses('改为别的党组织', undefined, GROUP);
  await admin.presses('确定', { unit: '3' });
  expect(unitOf()).toBe(3);
  expect(store.read((db) => db.query.audit.findMany().sync()).at(-1)).toMatchObject({
    before: '{"unit":2}',
    after: '{"unit":3}',
  });
});

test('a form filled in for a unit one does not organise binds nothing', async () => {
  const { account, unitOf } = await group();
  const li = account('ou_li');
  await li.presses('是我们的群', undefined, GROUP);
  expect((await li.presses('确定', { unit: '3' })).toast?.text).toContain('没有找到您负责的');
  expect(unitOf()).toBeNull();
});

test('a group that the bot left is written to no more, until it is back; then it is the same group', async () => {
  const { account, joins, store, unitOf } = await group();
  await account('ou_zhang').presses('是我们的群', undefined, GROUP);
  const groups = () => store.read((db) => groupsOf(db, 2).map(({ id }) => id));
  expect(groups()).toEqual([GROUP]);
  await joins(GROUP, '', 'left');
  expect(groups()).toEqual([]);
  await joins(GROUP, '新群名');
  expect(groups()).toEqual([GROUP]);
  expect(unitOf()).toBe(2);
});
