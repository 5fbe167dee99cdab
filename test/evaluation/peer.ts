import { expect } from 'vitest';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';

/** Two groups: 王磊 and 何书记 in the first, 李红梅 and 吴书记 in the second. */
export async function begunPeer(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  const staff = org.as('陈静');
  expect((await staff.says('观摩')).text).toContain('还没有安排观摩');
  await staff.presses('开始观摩');
  await staff.presses('开始', {});
  await staff.presses('观摩组');
  await staff.presses('增加一个组');
  await staff.presses('保存', { leader: '王磊', members: '何书记' });
  await staff.presses('增加一个组');
  const groups = await staff.presses('保存', { leader: '李红梅', members: '吴书记' });
  expect(groups.text).toContain('第二组已保存');
  return org;
}
