import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { deliver } from '../../src/deliver.ts';
import { keepOpen } from '../../src/people/reach.ts';
import { addressOf } from '../../src/people/store.ts';
import { tick } from '../../src/tick.ts';
import { instantOf } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

const NOW = '2026-12-04T10:00';
const PLAN = { kinds: ['themeDay'], startsAt: '2026-12-06T15:00', place: '三楼会议室' };

/** 刘洋 is on both platforms, 赵敏 on DingTalk alone; the branch has a group on each. */
async function both() {
  const chat = await testChat(NOW, TWO_BRANCHES, {}, { form: true, edit: true }, ['dingtalk']);
  await chat.link('张建国', 'ou_zhang');
  await chat.link('刘洋', 'ou_liu');
  await chat.link('刘洋', 'staff_liu', 'dingtalk');
  await chat.link('赵敏', 'staff_zhao', 'dingtalk');
  const zhang = chat.account('ou_zhang');
  await chat.joins('oc_1', '第一党支部');
  await zhang.presses('是我们的群', {}, 'oc_1');
  await chat.joins('cid_1', '第一党支部', 'joined', 'dingtalk');
  await chat.store.change((db) => db.run("update chats set unit = 2 where platform = 'dingtalk'"));
  return {
    ...chat,
    zhang,
    onLark: chat.account('ou_liu'),
    onDingtalk: chat.account('staff_liu', undefined, 'dingtalk'),
    zhao: chat.account('staff_zhao', undefined, 'dingtalk'),
    noticesTo: (id: string) =>
      chat.store.read((db) =>
        db
          .select()
          .from(outbox)
          .where(eq(outbox.address, id))
          .all()
          .filter(({ urgency }) => urgency === 'notice'),
      ),
    plans: async () => {
      await zhang.says('新建活动');
      await zhang.presses('发出通知', PLAN);
    },
  };
}

test('both groups of a unit get their live card, and a member on both platforms one notice, where they were last heard', async () => {
  const { plans, onDingtalk, noticesTo, zhao } = await both();
  await onDingtalk.says('我的');
  await plans();
  expect(noticesTo('oc_1')).toHaveLength(1);
  expect(noticesTo('cid_1')).toHaveLength(1);
  expect(noticesTo('staff_liu')).toHaveLength(1);
  expect(noticesTo('ou_liu')).toHaveLength(0);
  expect(noticesTo('staff_zhao')).toHaveLength(1);
  expect(zhao.text()).toContain('三楼会议室');
});

test('whoever answers on both is one person, counted once, and both groups’ cards say so', async () => {
  const { plans, onLark, onDingtalk, clock, org, store, zhang } = await both();
  await plans();
  clock.at = instantOf('2026-12-06T14:50');
  await tick(org);
  await deliver(org);
  await onLark.says('签到');
  await onDingtalk.says('签到');
  const rows = store.read((db) => db.select().from(attendance).where(eq(attendance.person, 6)).all());
  expect(rows).toHaveLength(1);
  clock.at += 5_000;
  await deliver(org);
  for (const group of ['oc_1', 'cid_1']) {
    expect(zhang.sees(group).at(-1)?.card.blocks).toContainEqual(
      expect.objectContaining({
        type: 'progress',
        parts: expect.arrayContaining([{ label: '已签到', count: 1 }]),
      }),
    );
  }
});

test('where somebody is written to follows them from one platform to the other, or stays where they said', async () => {
  const { onLark, onDingtalk, store } = await both();
  const where = () => store.read((db) => addressOf(db, 6)?.platform);
  await onLark.says('我的');
  expect(where()).toBe('lark');
  await onDingtalk.says('我的');
  expect(where()).toBe('dingtalk');
  await onLark.says('我的');
  expect(where()).toBe('lark');
  await onLark.says('设置');
  await onLark.presses('保存', { platform: 'dingtalk' });
  await onLark.says('我的');
  expect(where()).toBe('dingtalk');
  await onLark.says('设置');
  await onLark.presses('保存', { platform: 'last' });
  expect(where()).toBe('lark');
});

test('whoever has one account is not asked where to write', async () => {
  const { zhang, onLark } = await both();
  await zhang.says('设置');
  expect(zhang.text()).not.toContain('消息发到哪里');
  await onLark.says('设置');
  expect(onLark.text()).toContain('消息发到哪里：我最近用的那个');
});

test('accounts and groups on a platform that the organisation is not on are not written to', async () => {
  const { onDingtalk, store, plans, noticesTo } = await both();
  await onDingtalk.says('我的');
  await store.change((db) => keepOpen(db, ['lark']));
  await plans();
  expect(noticesTo('ou_liu')).toHaveLength(1);
  expect(noticesTo('staff_liu')).toHaveLength(0);
  expect(noticesTo('cid_1')).toHaveLength(0);
});

test('a message that one platform refuses for good goes to the reader’s other account, once, and nobody need be told', async () => {
  const { org, onDingtalk, onLark, plans, noticesTo, store } = await both();
  await onDingtalk.says('我的');
  const dingtalk = org.platforms.get('dingtalk');
  if (!dingtalk) throw new Error('not on DingTalk');
  dingtalk.send = async () => ({ ok: false, verdict: 'never', reason: 'out of scope' });
  await plans();
  await deliver(org);
  expect(noticesTo('staff_liu')).toMatchObject([{ outcome: 'givenUp' }]);
  expect(noticesTo('ou_liu')).toMatchObject([{ outcome: 'sent' }]);
  expect(onLark.text()).toContain('三楼会议室');
  expect(
    store.read((db) => db.select().from(outbox).all()).filter(({ key }) => key.endsWith('@lark')),
  ).toHaveLength(1);
});
