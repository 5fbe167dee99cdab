import { expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { verify } from '../../src/audit/store.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { tap } from './tap.ts';

test('a problem gets its measure and owner, is reminded of, done, handed back, done again and accepted', async () => {
  const org = await raised();
  const secretary = org.as('张建国');
  expect((await secretary.says('整改')).text).toContain('台账缺2个月：整改中，12月15日前');
  await secretary.presses('看：台账缺2个月');
  await secretary.presses('措施和责任人');
  expect((await secretary.presses('保存', { measure: '补齐并装订', deadline: '2027-03-01' })).text).toContain(
    '要延期请联系上级',
  );
  const planned = await tap(org, '张建国', 'issue.plan', {
    issue: 1,
    measure: '补齐并装订',
    owner: '李红梅',
    deadline: '2026-12-15',
  });
  expect(planned).toContain('李红梅');
  await org.at('2026-12-08T10:00');
  expect((await org.as('李红梅').finds('整改：台账缺2个月'))?.text).toContain('补齐并装订（12月15日前完成）');
  expect(await secretary.finds('整改：台账缺2个月：')).toBeUndefined();
  await org.as('李红梅').presses('看整改：台账缺2个月');
  await org.as('李红梅').presses('报整改完成');
  expect((await org.as('李红梅').presses('提交', { evidence: ' ' })).text).toContain('请写明整改情况');
  expect(await tap(org, '李红梅', 'issue.done', { issue: 1, evidence: '已补齐，存档案柜' })).toContain(
    '等上级确认',
  );
  const staff = org.as('陈静');
  expect((await staff.says('整改')).text).toContain('已整改，待确认');
  await staff.presses('看：台账缺2个月');
  await staff.presses('退回');
  await staff.presses('退回', { reason: '还缺5月的' });
  expect((await secretary.says('整改')).text).toContain('整改中');
  expect(await tap(org, '张建国', 'issue.done', { issue: 1, evidence: '5月的也补齐了' })).toContain(
    '等上级确认',
  );
  expect(await tap(org, '陈静', 'issue.accept', { issue: 1 })).toContain('已销号');
  expect((await secretary.says('整改')).text).toContain('没有要整改的问题');
  const actions = org.store.read((db) => db.select().from(audit).all()).map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith('issue.'))).toEqual([
    'issue.raised',
    'issue.planned',
    'issue.done',
    'issue.givenBack',
    'issue.done',
    'issue.accepted',
  ]);
  expect(org.store.read(verify).ok).toBe(true);
});

test('what is late is told to the committee in the week', async () => {
  const org = await raised();
  await org.at('2026-12-28T10:00');
  expect((await org.as('何书记').finds('本周情况'))?.text).toContain('台账缺2个月');
  expect((await org.as('张建国').says('整改')).text).toContain('已逾期');
});

test('nobody sees, plans, finishes or accepts what is not theirs', async () => {
  const org = await raised();
  for (const [name, command, input] of [
    ['郑强', 'issue.show', { issue: 1 }],
    ['赵敏', 'issue.show', { issue: 1 }],
    ['吴书记', 'issue.show', { issue: 1 }],
    ['郑强', 'issue.plan', { issue: 1, deadline: '2026-12-10' }],
    ['刘洋', 'issue.done', { issue: 1, evidence: '好了' }],
    ['张建国', 'issue.accept', { issue: 1 }],
    ['何书记', 'issue.accept', { issue: 1 }],
    ['何书记', 'issue.raise', { subject: 1, problem: '问题', deadline: '2026-12-10' }],
  ] as const) {
    expect(await tap(org, name, command, input), `${name} ${command}`).toMatch(
      /由本支部的书记|只能查看自己|由上级党组织/,
    );
  }
  expect(await tap(org, '陈静', 'issue.accept', { issue: 1 })).toContain('还没有报整改完成');
  expect((await org.as('赵敏').says('整改')).text).toContain('没有要整改的问题');
});

async function raised(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  const staff = org.as('陈静');
  await staff.says('星级评定');
  await staff.presses('开始星级评定');
  await staff.presses('开始', { year: 2026 });
  await staff.says('星级评定 财政局机关党委/第一党支部');
  await staff.presses('提出问题');
  await staff.presses('提出', { problem: '台账缺2个月', deadline: '2026-12-15' });
  return org;
}
