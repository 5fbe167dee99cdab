import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { nudges, waivers } from '../../db/schema/alert.ts';
import { audit } from '../../db/schema/audit.ts';
import { tap } from '../evaluation/tap.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begun, forged } from './begun.ts';

describe('暂缓 that was a mistake', () => {
  const BUTTON = '撤销暂缓：退休党支部11月主题党日';

  test('is owed again as before, and the committee above hears nothing of it', async () => {
    const org = await begun('2026-12-01T09:30');
    await putOff(org, '2026-12-20', '驻村抗洪');
    expect((await org.as('郑强').says('撤销')).text).toContain(
      '暂缓：退休党支部11月主题党日：暂缓到2026年12月20日（星期日），到期前可以撤销',
    );
    expect((await org.as('郑强').presses(BUTTON)).toast?.text).toContain('按原来的期限办');
    expect((await org.as('郑强').says('暂缓')).text).toContain('11月主题党日：已逾期');
    await org.at('2026-12-14T10:00');
    expect(await org.as('何书记').finds('驻村抗洪')).toBeUndefined();
    expect(journal(org, 'duty.waiverWithdrawn')[0]?.before).toContain('驻村抗洪');
    await putOff(org, '2026-12-31', '再次受灾');
    await org.at('2026-12-22T10:00');
    expect(await org.as('何书记').finds('再次受灾')).toBeDefined();
  });

  test('leaves the word before it in force', async () => {
    const org = await begun('2026-12-01T09:30');
    await putOff(org, '2026-12-10', '书记出差');
    await org.at('2026-12-01T09:40');
    await putOff(org, '2026-12-20', '驻村抗洪');
    const buttons = (await org.as('郑强').says('撤销')).messages[0]?.actions;
    expect(buttons?.map(({ label }) => label)).toEqual([BUTTON]);
    await org.as('郑强').presses(BUTTON);
    expect((await org.as('郑强').says('暂缓')).text).toContain('暂缓至12月10日，郑强说明：书记出差');
  });

  test('a second tap, somebody else’s and a late one are each told how it stands', async () => {
    const org = await begun('2026-12-01T09:30');
    await putOff(org, '2026-12-03', '书记出差');
    const card = (await org.as('郑强').says('撤销')).messages[0];
    const found = org.store.read((db) => db.select().from(waivers).get());
    const input = { waiver: found?.id, person: found?.by, at: found?.at };
    expect(await tap(org, '冯雪', 'duty.unwaive', input)).toContain('由本支部的书记或组织委员来做');
    expect(await tap(org, '张建国', 'duty.unwaive', input)).toContain('由本支部的书记或组织委员来做');
    await org.at('2026-12-04T09:30');
    expect(await forged(org, '郑强', card?.id, card?.actions[0]?.id)).toContain('已经到期');
    expect((await org.as('郑强').says('撤销')).text).toContain('现在没有可以撤销的');
    await putOff(org, '2026-12-31', '书记出差');
    const again = (await org.as('郑强').says('撤销')).messages[0];
    expect(await forged(org, '郑强', again?.id, again?.actions[0]?.id)).toContain('暂缓已撤销');
    expect(await forged(org, '郑强', again?.id, again?.actions[0]?.id)).toContain('已经撤销了');
    expect(journal(org, 'duty.waiverWithdrawn')).toHaveLength(1);
  });
});

test('a committee that was told of a 暂缓 is told that it is no more', async () => {
  const org = await begun('2027-04-06T09:30');
  await org.as('陈静').says('暂缓 财政局机关党委');
  const label = (await org.as('陈静').messages()).at(-1)?.actions[0]?.label ?? '';
  await org.as('陈静').presses(label);
  await org.as('陈静').presses('暂缓', { reason: '书记住院', until: '2027-05-20' });
  const button = (await org.as('陈静').says('撤销')).messages[0]?.actions[0]?.label ?? '';
  expect((await org.as('陈静').presses(button)).toast?.text).toContain('会告诉这个党组织');
  await org.at('2027-04-06T09:31');
  expect((await org.as('何书记').finds('的暂缓已撤销'))?.text).toContain('机关工委收回了暂缓');
});

describe('督办 that was a mistake', () => {
  const BUTTON = '撤销督办：退休党支部总体情况';

  test('is taken back from the secretary’s card, who need not answer and cannot', async () => {
    const org = await begun('2026-12-01T09:30');
    await nudge(org);
    const asked = await org.as('郑强').finds('留意');
    expect((await org.as('何书记').says('撤销')).text).toContain(
      '督办：退休党支部总体情况：对方回复前可以撤销',
    );
    expect((await org.as('何书记').presses(BUTTON)).toast?.text).toContain('会写明不用回复');
    await org.at('2026-12-01T09:31');
    const after = await org.as('郑强').finds('已撤回督办');
    expect(after?.id).toBe(asked?.id);
    expect(after?.actions).toEqual([]);
    expect(await forged(org, '郑强', asked?.id, asked?.actions[0]?.id)).toContain('不用再回复');
    expect((await org.as('何书记').says('督办 退休党支部')).text).not.toContain('督办总体情况，');
    await nudge(org, '再请留意');
    await org.at('2026-12-14T10:00');
    expect(await org.as('何书记').finds('已撤回')).toBeUndefined();
    expect(await org.as('郑强').finds('再请留意')).toBeDefined();
    expect(journal(org, 'nudge.withdrawn')).toHaveLength(1);
  });

  test('at night reaches nobody', async () => {
    const org = await begun('2026-12-01T22:00');
    await nudge(org);
    await org.as('何书记').says('撤销');
    expect((await org.as('何书记').presses(BUTTON)).toast?.text).toBe('督办已撤销，对方没有收到过。');
    await org.at('2026-12-02T09:00');
    expect(await org.as('郑强').finds('督办')).toBeUndefined();
  });

  test('stays once it was answered, and for everybody else', async () => {
    const org = await begun('2026-12-01T09:30');
    await nudge(org);
    const card = (await org.as('何书记').says('撤销')).messages[0];
    const found = org.store.read((db) => db.select().from(nudges).get());
    const input = { nudge: found?.id, person: found?.by, at: found?.at };
    expect(await tap(org, '陈静', 'duty.unnudge', input)).toContain('只能撤销自己做的');
    expect(await tap(org, '郑强', 'duty.unnudge', input)).toContain('只能查看自己所在组织');
    await org.as('郑强').presses('回复');
    await org.as('郑强').presses('提交回复', { answer: '周五补开' });
    expect(await forged(org, '何书记', card?.id, card?.actions[0]?.id)).toContain('对方已经回复');
    expect((await org.as('何书记').says('撤销')).text).toContain('现在没有可以撤销的');
    expect(journal(org, 'nudge.withdrawn')).toEqual([]);
  });
});

test('an item ticked today and a visit noted today are offered to be taken back, and tomorrow no more', async () => {
  const org = await begun('2026-11-23T10:00');
  await org.as('何书记').says('写清单');
  await org.as('何书记').presses('预览', {
    name: '书记责任清单',
    level: 'branch',
    post: 'secretary',
    lines: '谈一次心，每月\n学习一篇文章，每月',
  });
  await org.as('何书记').presses('发布');
  for (const [item, evidence] of [
    ['谈一次心', '与冯雪谈心'],
    ['学习一篇文章', '学完了'],
  ]) {
    await org.as('郑强').says('清单');
    await org.as('郑强').presses(`完成：11月 ${item}`);
    await org.as('郑强').presses('完成', { evidence });
  }
  await org.as('郑强').says('撤销');
  expect((await org.as('郑强').presses('撤回勾选：谈一次心')).toast?.text).toContain('又是未完成');
  expect((await org.as('郑强').says('撤销')).messages[0]?.actions.map(({ label }) => label)).toEqual([
    '撤回勾选：学习一篇文章',
  ]);
  await org.as('何书记').says('下基层记录：今天到退休党支部，反映活动室漏水');
  await org.as('何书记').presses('保存');
  await org.as('何书记').says('撤销');
  const button = '撤回下基层记录：2026年11月23日（星期一）退休党支部';
  expect((await org.as('何书记').presses(button)).toast?.text).toContain('已撤回，不计次数');
  await org.at('2026-11-24T10:00');
  expect((await org.as('郑强').says('撤销')).text).toContain('现在没有可以撤销的');
});

async function putOff(org: TestOrg, until: string, reason: string): Promise<void> {
  await org.as('郑强').says('暂缓');
  await org.as('郑强').presses('暂缓：11月主题党日');
  expect((await org.as('郑强').presses('暂缓', { reason, until })).text).toContain('已记下');
}

async function nudge(org: TestOrg, said = ''): Promise<void> {
  await org.as('何书记').says('督办 退休党支部');
  await org.as('何书记').presses('督办总体情况');
  expect((await org.as('何书记').presses('发出督办', { said })).text).toContain('已发给支部书记');
}

function journal(org: TestOrg, action: string) {
  return org.store.read((db) => db.select().from(audit).where(eq(audit.action, action)).all());
}
