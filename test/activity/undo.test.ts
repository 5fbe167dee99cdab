import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { persons } from '../../db/schema/people.ts';
import { viewNamed } from '../../src/chat/commands.ts';
import { instantOf } from '../../src/time.ts';
import { forged } from '../duty/begun.ts';
import { tap } from '../evaluation/tap.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

describe('撤销', () => {
  test('of nothing says what may be taken back and until when, and whom to ask otherwise', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const member = (await org.as('刘洋').says('撤销')).text;
    expect(member).toContain('现在没有可以撤销的');
    expect(member).toContain('签到：活动结束前可以撤销');
    expect(member).toContain('请联系书记更正');
    expect(member).not.toContain('代签');
    const secretary = (await org.as('张建国').says('撤销')).text;
    expect(secretary).toContain('代签：活动结束前');
    expect(secretary).toContain('说“更正”');
    expect((await org.as('刘洋').says('帮助')).text).toContain('撤销：收回刚才点错、填错的');
  });

  test('in a group answers the asker alone', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    await org.as('刘洋').says('签到');
    await org.as('刘洋').says('撤销', '第一党支部');
    expect((await org.as('刘洋').finds('要撤销哪一个'))?.chat).toBeNull();
    expect(await org.as('赵敏').finds('要撤销哪一个')).toBeUndefined();
  });

  test('lists the newest first, and of what is named that alone', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['training'], startsAt: '2026-12-08T15:00' });
    await org.at('2026-12-01T10:00');
    await org.as('赵敏').says('请假 出差');
    await org.as('赵敏').presses('12月8日 15:00 党员培训');
    await org.at('2026-12-04T14:40');
    await org.as('赵敏').says('签到');
    const all = (await org.as('赵敏').says('撤销')).messages[0];
    expect(all?.actions.map(({ label }) => label)).toEqual([
      '撤销签到：12月4日 15:00 主题党日',
      '撤销请假：12月8日 15:00 党员培训',
    ]);
    expect((await org.as('赵敏').says('撤销请假')).messages[0]?.actions.map(({ label }) => label)).toEqual([
      '撤销请假：12月8日 15:00 党员培训',
    ]);
  });
});

describe('a check-in by mistake', () => {
  const BUTTON = '撤销签到：12月4日 15:00 主题党日';

  test('is asked about, taken back by a tap, counted no more, and can be made again', async () => {
    const org = await checkedIn();
    const asked = await org.as('刘洋').says('撤销');
    expect(asksFirst(org, '刘洋')).toEqual([false]);
    expect(asked.text).toContain('签到：12月4日 15:00 主题党日：活动结束前可以撤销');
    expect(group(await org.as('赵敏').messages())).toContain('已签到 1');
    const done = await org.as('刘洋').presses(BUTTON);
    expect(done.toast).toEqual({ tone: 'success', text: '签到已撤销。到了现场，活动结束前可以再签。' });
    await org.at('2026-12-04T14:46');
    expect(group(await org.as('赵敏').messages())).toContain('已签到 0');
    expect((await org.as('刘洋').finds('我的情况'))?.text).toContain('未答复');
    expect((await org.as('刘洋').says('签到')).toast?.text).toBe('已签到（14:46）。');
    expect(journal(org, 'attendance.withdrawn')).toEqual([
      expect.objectContaining({
        actor: expect.stringMatching(/^person:/),
        before: expect.stringContaining('"presentAt":'),
        after: '{"presentAt":null}',
      }),
    ]);
  });

  test('counts the member as absent after the end', async () => {
    const org = await checkedIn();
    await org.as('刘洋').says('撤销');
    await org.as('刘洋').presses(BUTTON);
    await org.at('2026-12-04T17:01');
    expect((await org.as('张建国').says('名单')).text).toMatch(/实到 0.*缺席 7/);
  });

  test('a second tap, an old card and a late tap are each told how it stands', async () => {
    const org = await checkedIn();
    const { old, button } = await offered(org, '刘洋', BUTTON);
    expect(await forged(org, '刘洋', old, button)).toContain('签到已撤销');
    expect(await forged(org, '刘洋', old, button)).toContain('已经撤销了，到了可以再签');
    await org.at('2026-12-04T14:50');
    await org.as('刘洋').says('签到');
    expect(await forged(org, '刘洋', old, button)).toContain('之后情况有了变化');
    const later = await offered(org, '刘洋', BUTTON);
    await org.at('2026-12-04T17:00');
    expect(await forged(org, '刘洋', later.old, later.button)).toContain('签到已经结束，不能撤销了');
    expect((await org.as('刘洋').says('撤销')).text).toContain('现在没有可以撤销的');
    expect(journal(org, 'attendance.withdrawn')).toHaveLength(1);
  });

  test('one that a secretary wrote down is not the member’s to take back, nor is anybody else’s', async () => {
    const org = await checkedIn();
    await org.as('张建国').says('代签 赵敏');
    expect((await org.as('赵敏').says('撤销')).text).toContain('现在没有可以撤销的');
    const doing = { activity: 1, person: idOf(org, '刘洋'), at: rowOf(org, '刘洋').presentAt };
    expect(await tap(org, '赵敏', 'activity.undoCheckIn', doing)).toContain('只能撤销自己做的');
    const hers = { activity: 1, person: idOf(org, '赵敏'), at: rowOf(org, '赵敏').presentAt };
    expect(await tap(org, '赵敏', 'activity.undoCheckIn', hers)).toContain('情况有了变化');
    expect(journal(org, 'attendance.withdrawn')).toEqual([]);
  });

  test('a request for leave from before waits for its answer again', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 可能出差');
    await org.at('2026-12-04T14:40');
    await org.as('赵敏').says('签到');
    await org.as('赵敏').says('撤销');
    await org.as('赵敏').presses(BUTTON);
    await org.at('2026-12-04T14:41');
    const asked = await org.as('张建国').finds('赵敏同志请假');
    expect(asked?.text).not.toContain('已到会');
    expect((await org.as('张建国').presses('准假')).toast?.text).toBe('已准假。');
  });
});

describe('a request for leave', () => {
  const BUTTON = '撤销请假：12月4日 15:00 主题党日';

  test('that waits is taken back, and the secretary’s card says so', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.as('赵敏').says('撤销');
    const asked = await org.as('张建国').finds('赵敏同志请假');
    expect((await org.as('赵敏').presses(BUTTON)).toast?.text).toBe('请假已撤销，请按时参加。');
    await org.at('2026-12-01T09:32');
    const after = await org.as('张建国').finds('赵敏同志请假');
    expect(after?.text).toContain('本人已撤销');
    expect(after?.actions).toEqual([]);
    expect(await forged(org, '张建国', asked?.id, asked?.actions[0]?.id)).toContain('本人已经撤销');
    expect((await org.as('张建国').says('名单')).text).toContain('请假 0');
    expect(journal(org, 'leave.withdrawn')[0]?.before).toContain('出差');
  });

  test('at night reaches nobody, and asked again at that very moment it does', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-01T22:00');
    await org.as('赵敏').says('请假 出差');
    await org.as('赵敏').says('撤销');
    await org.as('赵敏').presses(BUTTON);
    await org.as('刘洋').says('请假 出差');
    await org.as('刘洋').says('撤销');
    await org.as('刘洋').presses(BUTTON);
    await org.as('刘洋').says('请假 看病');
    await org.at('2026-12-02T08:30');
    expect(await org.as('张建国').finds('赵敏同志请假')).toBeUndefined();
    expect((await org.as('张建国').finds('刘洋同志请假'))?.text).toContain('看病');
  });

  test('that was granted is taken back until it begins', async () => {
    const org = await plannedOrg();
    for (const name of ['赵敏', '刘洋']) {
      await org.as(name).says('请假 出差');
      await org.as('张建国').presses('准假');
    }
    await org.as('赵敏').says('撤销');
    expect((await org.as('赵敏').presses(BUTTON)).toast?.tone).toBe('success');
    const { old, button } = await offered(org, '刘洋', BUTTON);
    await org.at('2026-12-04T15:00');
    expect(await forged(org, '刘洋', old, button)).toContain('准了的假不能撤销');
    const list = (await org.as('张建国').says('名单')).text;
    expect(list).toMatch(/请假：刘洋/);
  });
});

test('补学 that waits is taken back, until the secretary has answered', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T17:01');
  const BUTTON = '撤销补学：12月4日 15:00 主题党日';
  await org.as('赵敏').says('补学 看了视频');
  await org.as('赵敏').presses('提交补学');
  await org.as('赵敏').says('撤销');
  expect((await org.as('赵敏').presses(BUTTON)).toast?.text).toContain('补学已撤销');
  await org.at('2026-12-04T17:02');
  expect((await org.as('张建国').finds('赵敏同志补学'))?.text).toContain('本人已撤销');
  expect((await org.as('赵敏').says('我的')).text).toContain('待补学');
  await org.as('赵敏').says('补学 看了视频，写了体会');
  await org.as('赵敏').presses('提交补学');
  const { old, button } = await offered(org, '赵敏', BUTTON);
  await org.as('张建国').presses('确认');
  expect(await forged(org, '赵敏', old, button)).toContain('书记已经处理过这次补学');
  expect(journal(org, 'makeUp.withdrawn')).toHaveLength(1);
});

describe('代签', () => {
  test('the last time is taken back first, whoever was corrected since stays, and nothing once it is closed', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    await org.as('张建国').says('代签 赵敏、刘洋');
    const first = await offered(org, '张建国', '撤销代签 2 人：12月4日 15:00 主题党日');
    await org.at('2026-12-04T14:45');
    await org.as('张建国').says('代签 全部');
    expect(await forged(org, '张建国', first.old, first.button)).toContain('这以后又代签过');
    await org.as('张建国').says('撤销代签');
    expect(asksFirst(org, '张建国')).toEqual([true]);
    expect((await org.as('张建国').presses('撤销代签 5 人：12月4日 15:00 主题党日')).toast?.text).toBe(
      '已撤销 5 人的代签。',
    );
    await org.at('2026-12-04T15:01');
    expect((await org.as('张建国').says('名单')).text).toContain('已签到 2');
    await org.as('张建国').says('更正');
    const person = (await org.as('张建国').messages())
      .at(-1)
      ?.form?.[0]?.options?.find(({ label }) => label.startsWith('赵敏'))?.value;
    await org.as('张建国').presses('确认更正', { person, to: 'late', reason: '迟到' });
    const { recordedAt: at } = rowOf(org, '刘洋');
    const doing = { activity: 1, person: idOf(org, '张建国'), at };
    expect(await tap(org, '李红梅', 'activity.undoProxy', doing)).toContain('只能撤销自己做的');
    expect(await tap(org, '赵敏', 'activity.undoProxy', doing)).toContain('由本支部的书记或组织委员来做');
    expect(await forged(org, '张建国', first.old, first.button)).toContain('已撤销 1 人的代签');
    expect(await forged(org, '张建国', first.old, first.button)).toContain('已经撤销，或者后来更正过了');
    expect(journal(org, 'attendance.proxyWithdrawn')).toHaveLength(6);
    await org.as('张建国').says('代签 刘洋');
    await org.at('2026-12-04T16:50');
    const last = await offered(org, '张建国', '撤销代签 1 人：12月4日 15:00 主题党日');
    await org.as('张建国').says('结束活动');
    await org.as('张建国').presses('结束活动', {});
    expect(await forged(org, '张建国', last.old, last.button)).toContain('有误请说“更正”');
    expect((await org.as('张建国').says('撤销')).text).toContain('现在没有可以撤销的');
  });
});

describe('an activity just planned', () => {
  const NAME = '12月4日 15:00 主题党日';

  test('of which people have heard is cancelled by 取消活动, which tells everybody once', async () => {
    const org = await plannedOrg();
    expect((await org.as('张建国').says('撤销')).text).toContain('通知已发出，取消时会告诉大家一次');
    await org.as('张建国').presses(`取消活动：${NAME}`);
    await org.as('张建国').presses('确认取消', { reason: '时间填错' });
    await org.at('2026-12-01T09:31');
    expect(await org.as('刘洋').finds(/^已取消：主题党日/)).toBeDefined();
  });

  test('of which nobody has heard is taken back without a word', async () => {
    const org = await testOrg('2026-12-01T22:00', TWO_BRANCHES);
    await plan(org, THEME_DAY);
    expect((await org.as('张建国').says('撤销')).text).toContain('通知还没发出，撤销后不打扰大家');
    const { old, button } = await offered(org, '张建国', `撤销新建活动：${NAME}`);
    expect((await org.as('张建国').presses(`撤销新建活动：${NAME}`)).toast?.text).toContain('不用再说');
    expect(await forged(org, '张建国', old, button)).toContain('已经取消');
    await org.at('2026-12-02T09:00');
    expect(await org.as('刘洋').finds('主题党日')).toBeUndefined();
    expect(journal(org, 'activity.cancelled')[0]?.after).toContain('通知发出前撤销');
  });

  test('is not taken back in silence once the notice has gone, nor by another, nor a day later', async () => {
    const org = await testOrg('2026-12-01T22:00', TWO_BRANCHES);
    await plan(org, THEME_DAY);
    const { old, button } = await offered(org, '张建国', `撤销新建活动：${NAME}`);
    expect((await org.as('李红梅').says('撤销')).text).toContain('现在没有可以撤销的');
    const hers = { activity: 1, person: idOf(org, '李红梅'), at: instantOf('2026-12-01T22:00') };
    expect(await tap(org, '李红梅', 'activity.unplan', hers)).toContain('由安排活动的同志来做');
    await org.at('2026-12-02T09:00');
    expect(await forged(org, '张建国', old, button)).toContain('会告诉大家一次');
    await org.at('2026-12-02T22:00');
    expect(await forged(org, '张建国', old, button)).toContain('超过 24 小时');
    expect((await org.as('张建国').says('撤销')).text).toContain('现在没有可以撤销的');
    expect(await org.as('刘洋').finds('主题党日')).toBeDefined();
    expect(journal(org, 'activity.cancelled')).toEqual([]);
  });
});

/** The theme day, with 刘洋 checked in before its start. */
async function checkedIn(): Promise<TestOrg> {
  const org = await plannedOrg();
  await org.at('2026-12-04T14:40');
  await org.as('刘洋').says('签到');
  await org.at('2026-12-04T14:45');
  return org;
}

/** Says 撤销. → the card and its button, for pressing it later or as somebody else */
async function offered(org: TestOrg, name: string, label: string): Promise<{ old: string; button: string }> {
  const card = (await org.as(name).says('撤销')).messages[0];
  const button = card?.actions.find((action) => action.label === label)?.id;
  if (!card || button === undefined) throw new Error(`${name} is not offered “${label}”: ${card?.text}`);
  return { old: card.id, button };
}

/** Whether each button that 撤销 offers somebody asks before it is pressed. */
function asksFirst(org: TestOrg, name: string): boolean[] {
  const reader = idOf(org, name);
  const look = { now: org.hosted.org.clock.now(), settings: org.hosted.org.settings, reader };
  const shown = org.store.read((db) => viewNamed('undo')?.({ db, ...look }, { about: '签' }));
  return (shown?.actions ?? []).map((action) => action.type === 'press' && action.confirm !== undefined);
}

function group(messages: { chat: string | null; text: string }[]): string {
  return messages.findLast(({ chat }) => chat === '第一党支部')?.text ?? '';
}

function idOf(org: TestOrg, name: string): number {
  const found = org.store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}

function rowOf(org: TestOrg, name: string) {
  const person = idOf(org, name);
  const row = org.store.read((db) => db.select().from(attendance).where(eq(attendance.person, person)).get());
  if (!row) throw new Error(`nothing is written down of ${name}`);
  return row;
}

function journal(org: TestOrg, action: string) {
  return org.store.read((db) => db.select().from(audit).where(eq(audit.action, action)).all());
}
