import { expect, test } from 'vitest';
import { deliver } from '../../src/deliver.ts';
import { departed } from '../../src/people/departed.ts';
import { tellOfBudget } from '../../src/people/tell.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

/** A Friday night. */
const NIGHT = '2026-12-04T23:30';

async function branches() {
  const chat = await testChat(NIGHT, TWO_BRANCHES);
  const people = { 刘洋: 'ou_liu', 陈静: 'ou_chen', 管理员甲: 'ou_admin', 张建国: 'ou_zhang' };
  for (const [name, id] of Object.entries(people)) await chat.link(name, id);
  return { ...chat, at, liu: chat.account('ou_liu'), chen: chat.account('ou_chen') };

  async function at(wall: WallTime): Promise<void> {
    chat.clock.at = instantOf(wall);
    await deliver(chat.org);
  }
}

test('feedback reaches the staff on the next working day; who gave it is thanked at once', async () => {
  const { liu, chen, at } = await branches();
  await liu.says('反馈：活动时间能不能改到周五');
  expect(liu.text()).toContain('已经转给上级党组织的党务干部');
  await at('2026-12-07T07:59');
  expect(chen.text()).toBe('');
  await at('2026-12-07T08:00');
  expect(chen.text()).toContain('活动时间能不能改到周五');
});

test('who answers for somebody new is asked in the morning, on a day off too: somebody waits', async () => {
  const { account, at } = await branches();
  const stranger = account('ou_new', 'Zhao');
  await stranger.says('你好');
  await stranger.presses('提交', { name: '赵敏', unit: '第一党支部' });
  expect(stranger.text()).toContain('已转给书记确认');
  await at('2026-12-05T07:59');
  expect(account('ou_zhang').text()).toBe('');
  await at('2026-12-05T08:00');
  expect(account('ou_zhang').text()).toContain('请确认：这是本人吗？');
});

test('that somebody has left the company, and that calls run out, is said on the next working day', async () => {
  const { store, account, at } = await branches();
  await store.change((db) => {
    departed(db, instantOf(NIGHT), 'lark', ['ou_liu']);
    tellOfBudget(db, instantOf(NIGHT), 'dingtalk', 80, 100);
  });
  await at('2026-12-07T07:59');
  expect([account('ou_zhang').text(), account('ou_admin').text()]).toEqual(['', '']);
  await at('2026-12-07T08:00');
  expect(account('ou_zhang').text()).toContain('刘洋已不在本单位的飞书里');
  expect(account('ou_admin').text()).toContain('钉钉本月的接口调用快用完了');
});
