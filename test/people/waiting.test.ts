import { expect, test } from 'vitest';
import { rosterParts, rosters } from '../../db/schema/people.ts';
import { deliver } from '../../src/deliver.ts';
import { tick } from '../../src/tick.ts';
import { DAY, HOUR } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';

const HEADER = '党组织,组织类型,姓名,党员类别,职务,党小组,手机号,飞书ID,钉钉ID,企业微信ID,入党日期,转正日期';

test('a roster that nobody decides on is given up after a day, and what it said of people is gone', async () => {
  const chat = await testChat('2026-12-04T10:00', TWO_BRANCHES);
  await chat.link('管理员甲', 'ou_admin');
  const admin = chat.account('ou_admin');
  const file = `${HEADER}\n机关工委/第三党支部,党支部,新来的,正式党员,,,13800000009,,,,,\n`;
  await admin.sends('名册.csv', new TextEncoder().encode(file));
  expect(admin.text()).toContain('请核对名册的变化');
  const kept = () => chat.store.read((db) => db.select().from(rosterParts).all().length);
  expect(kept()).toBe(1);
  chat.clock.at += DAY - HOUR;
  await tick(chat.org);
  expect(kept()).toBe(1);
  chat.clock.at += 2 * HOUR;
  await tick(chat.org);
  expect(kept()).toBe(0);
  expect(chat.store.read((db) => db.select().from(rosters).all())).toMatchObject([{ applied: false }]);
  const answer = await admin.presses('确认导入');
  expect(answer.toast?.text).toContain('已经放弃');
  await deliver(chat.org);
});
