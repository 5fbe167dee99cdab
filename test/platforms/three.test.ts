import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { accounts, chats } from '../../db/schema/people.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { connected, standing } from './connected.ts';
import { fakeDingTalk } from './dingtalk/fake.ts';
import { fakeLark } from './lark/fake.ts';
import { fakeWecom } from './wecom/fake.ts';

const PLAN = {
  kinds: ['主题党日'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '集中学习、讨论',
};
const GROUP = { lark: 'oc_first', dingtalk: 'cidFirst==' } as const;

/** One organisation on all three platforms: everybody on Lark but 赵敏, who is on DingTalk alone; 刘洋 on each. */
async function three() {
  const clock = standing('2026-12-01T09:30');
  const lark = await fakeLark({ now: clock.now });
  const ding = await fakeDingTalk({ now: clock.now });
  const wecom = await fakeWecom({ now: clock.now });
  onTestFinished(async () => void (await Promise.all([lark.close(), ding.close(), wecom.close()])));
  const org = await connected({
    platform: 'lark',
    clock,
    units: TWO_BRANCHES,
    account: (person) => `ou_${person}`,
    config: { lark: lark.config, dingtalk: ding.config, wecom: wecom.config },
  });
  for (const fake of [lark, ding, wecom]) fake.connect(org.hook);
  const numbered = (name: string) => Number(org.id(name).slice(3));
  const [liu, zhao] = [numbered('刘洋'), numbered('赵敏')];
  await org.store.change((db) => {
    const link = (platform: 'dingtalk' | 'wecom', id: string, person: number) =>
      db.insert(accounts).values({ platform, id, person, linkedAt: 0 }).run();
    link('dingtalk', 'staffLiu', liu);
    link('wecom', 'userLiu', liu);
    link('dingtalk', 'staffZhao', zhao);
    db.delete(accounts)
      .where(eq(accounts.id, `ou_${zhao}`))
      .run();
    for (const [platform, id] of [
      ['lark', GROUP.lark],
      ['dingtalk', GROUP.dingtalk],
    ] as const) {
      db.insert(chats).values({ platform, id, unit: 2, name: '第一党支部', joinedAt: 0 }).run();
    }
  });
  return { ...org, lark, ding, wecom, liu, zhao };
}

test('on three platforms at once a person is told once, counted once, and every group’s card says so', async () => {
  const { lark, ding, wecom, id, at, wait, store, liu, zhao } = await three();
  await wecom.says('userLiu', '我的');
  const heard = wecom.messagesTo('userLiu').length;
  const zhang = id('张建国');
  await lark.says(zhang, '新建活动');
  await lark.press(lark.lastTo(zhang), '发出通知', { by: zhang, form: PLAN });
  await wait(10);
  expect(wecom.messagesTo('userLiu')).toHaveLength(heard + 1);
  expect([...lark.messagesTo(id('刘洋')), ...ding.messagesTo('staffLiu')]).toEqual([]);
  expect(ding.messagesTo('staffZhao')).toHaveLength(1);
  expect(lark.messagesTo(GROUP.lark)).toHaveLength(1);
  expect(ding.messagesTo(GROUP.dingtalk)).toHaveLength(1);

  await at('2026-12-04T14:40');
  await lark.says(id('刘洋'), '签到');
  await wecom.says('userLiu', '签到');
  await ding.says('staffZhao', '签到');
  await wait(10);
  const rows = store.read((db) => db.select().from(attendance).all()).filter((row) => row.presentAt !== null);
  expect(rows.map(({ person }) => person).toSorted()).toEqual([liu, zhao].toSorted());
  expect(lark.lastTo(GROUP.lark).text).toMatch(/7\n应到\n2\n已签到/);

  expect(wecom.dropped).toEqual([]);
});
