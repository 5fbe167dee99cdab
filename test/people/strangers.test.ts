import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accounts, claims } from '../../db/schema/people.ts';
import { personOf } from '../../src/people/store.ts';
import { DAY } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

const NOW = '2026-12-04T10:00';
const LIU = { name: '刘洋', unit: '第一党支部' };

async function branches() {
  const chat = await testChat(NOW, TWO_BRANCHES);
  await chat.link('张建国', 'ou_zhang');
  await chat.link('李红梅', 'ou_li');
  await chat.link('郑强', 'ou_zheng');
  await chat.link('陈静', 'ou_chen');
  return {
    ...chat,
    stranger: chat.account('ou_new', 'Liu'),
    zhang: chat.account('ou_zhang'),
    li: chat.account('ou_li'),
    zheng: chat.account('ou_zheng'),
    chen: chat.account('ou_chen'),
  };
}

test('whoever is unknown is asked who they are, whatever they say, and learns nothing', async () => {
  const { stranger } = await branches();
  await stranger.says('签到');
  expect(stranger.text()).toContain('您好，我还不认识您');
  expect(stranger.text()).not.toMatch(/党支部.*第|张建国|机关工委/);
});

test('a claim goes to those who organise the branch; one tap links the account and everyone sees it', async () => {
  const { stranger, zhang, li, zheng, chen, store } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  expect(stranger.text()).toContain('已转给书记确认');
  expect(zhang.text()).toContain(
    '请确认：这是本人吗？\n姓名：刘洋\n所在党组织：第一党支部\n来自：飞书\n账号昵称：Liu\n对应名册里的刘洋。',
  );
  expect(li.text()).toContain('请确认');
  expect([zheng.text(), chen.text()]).toEqual(['', '']);

  const answer = await zhang.presses('是本人');
  expect(answer.toast?.text).toContain('已确认');
  expect(zhang.text()).toContain('张建国确认是刘洋，账号已绑定。');
  expect(li.text()).toContain('张建国确认是刘洋，账号已绑定。');
  expect(stranger.text()).toContain('刘洋同志，欢迎');
  await stranger.says('帮助');
  expect(stranger.text()).toContain('刘洋同志，您可以这样说');
  store.read((db) => {
    expect(personOf(db, 'lark', 'ou_new')?.name).toBe('刘洋');
    expect(db.query.audit.findMany().sync().at(-1)).toMatchObject({
      action: 'account.linked',
      actor: 'person:3',
    });
  });
});

test('the answer is the same whether or not such a person exists; then the office is asked, and names whom it means', async () => {
  const { stranger, zhang, chen, store } = await branches();
  const said = { name: '刘 阳', unit: '一支部' };
  await stranger.says('你好');
  await stranger.presses('提交', said);
  expect(stranger.lastCard()?.title).toBe('已转给书记确认');
  expect(zhang.text()).toBe('');
  expect(chen.text()).toContain('名册里没有找到完全对应的同志');
  await chen.presses('就是这位同志', { person: '刘洋' });
  expect(chen.text()).toContain('陈静确认是刘洋');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new')?.name)).toBe('刘洋');
});

test('where two could be meant the office is asked', async () => {
  const { stranger, zhang, chen, store } = await branches();
  await store.change((db) => {
    db.run(`update persons set name = '刘洋（大）' where name = '刘洋'`);
    db.run(`update persons set name = '刘洋（小）' where name = '孙丽'`);
  });
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  expect(zhang.text()).toBe('');
  expect((await chen.presses('就是这位同志', { person: '刘洋' })).toast?.text).toContain(
    '刘洋（大）或刘洋（小）',
  );
  await chen.presses('就是这位同志', { person: '刘洋(小)' });
  expect(store.read((db) => personOf(db, 'lark', 'ou_new')?.name)).toBe('刘洋（小）');
});

test('a claim that is declined tells the claimant so, and nothing else', async () => {
  const { stranger, zhang, store } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  await zhang.presses('不是');
  expect(stranger.lastCard()?.title).toBe('没能确认您的身份');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new'))).toBeUndefined();
});

test('who answers a claim that was answered is told so', async () => {
  const { stranger, zhang, li, store } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  const stale = structuredClone(li.sees()[0]);
  if (!stale) throw new Error('no claim was shown');
  await zhang.presses('不是');
  expect((await li.pressesOn(stale, '是本人')).toast?.text).toContain('已经有人处理过了');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new'))).toBeUndefined();
});

test('saying the same again is one claim; three claims a day are enough', async () => {
  const { stranger, zhang, store, clock } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  for (const name of ['刘洋', '赵敏', '孙丽', '王磊']) {
    await stranger.presses('填错了，重新填写');
    await stranger.presses('提交', { ...LIU, name });
  }
  expect(store.read((db) => db.select().from(claims).all()).map(({ saidName }) => saidName)).toEqual([
    '刘洋',
    '赵敏',
    '孙丽',
  ]);
  expect(zhang.sees()).toHaveLength(3);
  clock.at += DAY;
  await stranger.presses('提交', { ...LIU, name: '王磊' });
  expect(store.read((db) => db.select().from(claims).all())).toHaveLength(4);
});

test('while a claim is open the stranger is told that it is waiting', async () => {
  const { stranger } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  await stranger.says('签到');
  expect(stranger.lastCard()?.title).toBe('已转给书记确认');
  expect(stranger.lastCard()?.blocks[0]).toMatchObject({
    facts: [{ value: '刘洋' }, { value: '第一党支部' }],
  });
});

test('a second account of the same platform takes the place of the first, after the tap that says so', async () => {
  const { stranger, zhang, store, link, account } = await branches();
  await link('刘洋', 'ou_old');
  const old = account('ou_old');
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  expect(zhang.text()).toContain('已经绑定了另一个飞书账号，确认后由新账号替换');
  expect(store.read((db) => personOf(db, 'lark', 'ou_old')?.name)).toBe('刘洋');
  await zhang.presses('是本人');
  expect(store.read((db) => db.select().from(accounts).where(eq(accounts.id, 'ou_old')).all())).toEqual([]);
  expect(old.text()).toContain('您的账号绑定已更换');
});

test('nobody can vouch for whom they have no say over', async () => {
  const { stranger, zhang, zheng, chen, store } = await branches();
  await stranger.says('你好');
  await stranger.presses('提交', LIU);
  const message = zhang.sees()[0];
  if (!message) throw new Error('no claim was shown');
  const answer = await zheng.pressesOn(message, '是本人');
  expect(answer.toast?.text).toContain('由所在支部的书记或上级党务干部确认');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new'))).toBeUndefined();
  await chen.pressesOn(message, '是本人');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new')?.name)).toBe('刘洋');
});

test('who holds a post above is not for the branch to vouch for', async () => {
  const units = structuredClone(TWO_BRANCHES);
  const first = units['机关工委/第一党支部'];
  if (first?.people) first.people.管理员甲 = {};
  const { account, link, store } = await testChat(NOW, units);
  await link('张建国', 'ou_zhang');
  await link('陈静', 'ou_chen');
  const stranger = account('ou_new');
  await stranger.says('你好');
  await stranger.presses('提交', { name: '管理员甲', unit: '第一党支部' });
  expect(account('ou_zhang').text()).toBe('');
  await account('ou_chen').presses('是本人');
  expect(store.read((db) => personOf(db, 'lark', 'ou_new')?.name)).toBe('管理员甲');
});

test('a claim that nobody could be asked about reaches the first who can answer', async () => {
  const { account, link } = await testChat(NOW, TWO_BRANCHES);
  const liu = account('ou_liu');
  const zhang = account('ou_zhang');
  const chen = account('ou_chen');
  await liu.says('你好');
  await liu.presses('提交', LIU);
  await zhang.says('你好');
  await zhang.presses('提交', { name: '张建国', unit: '机关工委第一党支部' });
  await link('陈静', 'ou_chen');
  const wang = account('ou_wang');
  await wang.says('你好');
  await wang.presses('提交', { name: '王磊', unit: '第一党支部' });
  expect(chen.text()).toContain('王磊');
  await chen.presses('是本人');
  expect(chen.text()).toContain('张建国');
  const ask = chen.sees().find(({ card }) => JSON.stringify(card).includes('张建国'));
  if (!ask) throw new Error('not asked');
  await chen.pressesOn(ask, '是本人');
  expect(zhang.text()).toContain('对应名册里的刘洋');
});

test('in a group a stranger is answered privately', async () => {
  const { stranger } = await branches();
  await stranger.says('签到', 'oc_group');
  expect(stranger.text('oc_group')).toBe('');
  expect(stranger.text()).toContain('我还不认识您');
});
