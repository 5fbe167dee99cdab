import { expect, test } from 'vitest';
import { type Found, TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

const NOW = '2026-12-04T10:00';

async function branches(units: Found = TWO_BRANCHES) {
  const chat = await testChat(NOW, units);
  const people = { 刘洋: 'ou_liu', 陈静: 'ou_chen', 管理员甲: 'ou_admin', 张建国: 'ou_zhang' };
  for (const [name, id] of Object.entries(people)) await chat.link(name, id);
  const journal = () => chat.store.read((db) => db.query.audit.findMany().sync());
  return {
    ...chat,
    journal,
    liu: chat.account('ou_liu'),
    chen: chat.account('ou_chen'),
    zhang: chat.account('ou_zhang'),
  };
}

test('feedback reaches the staff of the committee above, with who said it, and nobody else', async () => {
  const { liu, chen, zhang, account, journal } = await branches();
  await liu.says('反馈：活动时间能不能改到周五');
  expect(chen.text()).toBe('收到一条反馈\n活动时间能不能改到周五\n来自：刘洋\n所在党组织：第一党支部');
  expect(account('ou_admin').text()).toContain('收到一条反馈');
  expect(zhang.text()).toBe('');
  expect(liu.text()).toContain('已经转给上级党组织的党务干部');
  expect(journal()).toMatchObject([
    { action: 'feedback.given', actor: 'person:6', after: '{"text":"活动时间能不能改到周五"}' },
  ]);
});

test('said alone it is a form; without a name nothing tells who it was, nor what was said', async () => {
  const { liu, chen, journal } = await branches();
  await liu.says('反馈');
  await liu.presses('发送', { text: '会开得太多', anonymous: true });
  expect(chen.text()).toBe('收到一条反馈\n会开得太多\n来自：匿名');
  expect(journal()).toMatchObject([
    { action: 'feedback.given', actor: 'anonymous', subject: 'unit:1', after: null },
  ]);
  expect(JSON.stringify(journal())).not.toContain('会开得太多');
});

test('feedback said in a group is answered privately', async () => {
  const { liu, chen } = await branches();
  await liu.says('反馈', 'oc_group');
  expect(liu.text('oc_group')).toBe('');
  await liu.says('反馈 群里说的', 'oc_group');
  expect(liu.text('oc_group')).toBe('');
  expect(chen.text()).toContain('群里说的');
});

test('where the committee has no staff its secretary hears it; where nobody can, it is said', async () => {
  const { liu, zhang } = await branches({
    机关工委: {
      kind: 'organsWorkCommittee',
      people: { 陈静: { only: 'post', posts: ['secretary'] }, 管理员甲: {} },
    },
    '机关工委/第一党支部': { kind: 'branch', people: { 张建国: { posts: ['secretary'] }, 刘洋: {} } },
  }).then(async (chat) => {
    await chat.liu.says('反馈 甲');
    expect(chat.chen.text()).toContain('甲');
    return chat;
  });
  expect(zhang.text()).toBe('');
  expect(liu.text()).not.toContain('还没有党务干部');

  const alone = await branches({ 第一党支部: { kind: 'branch', people: { 刘洋: {}, 张建国: {} } } });
  await alone.liu.says('反馈 乙');
  expect(alone.liu.text()).toContain('还没有党务干部能收到反馈');
});

test('reminders can be turned to the day itself, and back', async () => {
  const { liu, store } = await branches();
  const chosen = () =>
    store.read((db) => db.query.persons.findMany().sync()).find(({ name }) => name === '刘洋')?.reminders;
  await liu.says('设置');
  expect(liu.text()).toContain('活动提醒：全部提醒');
  await liu.presses('保存', { reminders: 'day' });
  expect(chosen()).toBe('day');
  expect(liu.text()).toContain('活动提醒：只在当天提醒');
  await liu.presses('保存', { reminders: 'all' });
  expect(chosen()).toBe('all');
});
