import { describe, expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import type { TestOrg } from '../helpers/org.ts';
import { enters } from '../web/visitor.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

describe('暂不参加: expected, asked for nothing, not absent', () => {
  test('nobody reminds them; the desk, the group and the list name them apart', async () => {
    const org = await plannedOrg();
    await rests(org, '刘洋');
    await org.at('2026-12-04T14:45');
    expect(await org.as('刘洋').finds(/^提醒/)).toBeUndefined();
    expect(await org.as('赵敏').finds(/^提醒/)).toBeDefined();
    const own = await org.as('刘洋').finds('学习党纪');
    expect(own?.text).toContain('暂不参加');
    expect(own?.actions.map(({ label }) => label)).toEqual(['签到']);
    const { text } = await org.as('张建国').says('名单');
    expect(text).toContain('应到 7，已签到 0，请假 0，暂不参加 1');
    expect(text).toContain('\n暂不参加：刘洋');
    expect(/未答复：(.*)/.exec(text)?.[1]).toBe('张建国、李红梅、王磊、赵敏、孙丽、周杰');
    const group = await org.as('赵敏').messages();
    expect(
      group.findLast(({ chat, text }) => chat === '第一党支部' && text.includes('学习党纪'))?.text,
    ).toMatch(/暂不参加 1$/m);
    expect(group.some(({ text }) => text.includes('刘洋'))).toBe(false);
  });

  test('everybody at once is everybody but them; whoever comes all the same is there', async () => {
    const org = await plannedOrg();
    await rests(org, '刘洋');
    await rests(org, '赵敏');
    await org.at('2026-12-04T15:00');
    expect((await org.as('赵敏').says('签到')).text).toContain('已签到');
    expect((await org.as('张建国').says('代签 全部')).text).toContain('已代签 5 人');
    expect((await org.as('张建国').says('名单')).text).toContain('已签到 6，请假 0，暂不参加 1');
  });

  test('the counts, the minutes, the summary and the board keep them apart from the absent', async () => {
    const org = await plannedOrg();
    await rests(org, '刘洋');
    await org.at('2026-12-04T15:10');
    await org.as('张建国').says('代签 张建国、李红梅、王磊、孙丽、周杰');
    const form = await org.as('张建国').presses('结束活动');
    expect(form.text).toContain('应到 7，实到 5，请假 0；暂不参加：刘洋；没有签到也没有请假：赵敏。');
    await org.as('张建国').presses('结束活动', { minutes: '学习' });
    expect(kept(org)).toMatchObject({ expected: 7, present: 5, onLeave: 0, absent: 1 });
    const minutes = (await org.as('张建国').says('会议记录')).text;
    expect(minutes).toContain('缺席：赵敏\n');
    expect(minutes).toContain('暂不参加：刘洋');
    expect((await org.as('张建国').says('汇总')).text).toContain(
      '应到人次 7，实到 5，其中迟到 0，请假 0，缺席 1，暂不参加 1',
    );
    const mine = (await org.as('刘洋').says('我的')).text;
    expect(mine).toContain('应参加 1 次，参加 0 次，暂不参加 1 次');
    expect(mine).not.toContain('待补学');
    const page = (await (await enters(org, '张建国')).opens('/board/activity/1')).text;
    expect(page).toContain('<span class="resting">暂不参加</span>');
    expect(page.match(/缺席/g)?.length).toBe(2);
  });

  test('entered afterwards, or ended early, what was kept is counted anew for those days and no others', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['training'], startsAt: '2026-12-08T15:00' });
    await org.at('2026-12-09T10:00');
    const absent = () =>
      org.store.read((db) =>
        db
          .select()
          .from(activities)
          .all()
          .map((one) => one.absent),
      );
    expect(absent()).toEqual([7, 7]);
    await rests(org, '刘洋', '2026-12-04', '2026-12-04');
    expect(absent()).toEqual([6, 7]);
    await rests(org, '刘洋', '2026-12-05', '2026-12-31');
    expect(absent()).toEqual([6, 6]);
    await org.as('张建国').says('暂不参加');
    await org.as('张建国').presses('恢复参加：刘洋');
    expect(absent()).toEqual([6, 6]);
    await plan(org, { ...THEME_DAY, kinds: ['training'], startsAt: '2026-12-11T15:00' });
    await org.at('2026-12-11T14:40');
    expect((await org.as('刘洋').finds(/^提醒/))?.at).toContain('2026-12-11');
  });

  test('leave that they ask for all the same is asked for', async () => {
    const org = await plannedOrg();
    await rests(org, '刘洋');
    await org.as('刘洋').says('请假 住院');
    expect((await org.as('张建国').says('名单')).text).toContain('请假待批：刘洋');
  });

  test('one reminder a day is queued for each of the others and none for them', async () => {
    const org = await plannedOrg();
    await rests(org, '刘洋');
    await org.at('2026-12-04T16:00');
    const rows = org.store.read((db) => db.select().from(outbox).all());
    const reminded = new Set(
      rows.filter(({ urgency }) => urgency === 'reminder').map(({ person }) => person),
    );
    expect(reminded.size).toBe(6);
  });
});

async function rests(org: TestOrg, name: string, began = '2026-12-01', until = '2027-02-28') {
  await org.as('张建国').says(`暂不参加 ${name}`);
  const said = await org.as('张建国').presses('保存', {
    reason: 'illness',
    began,
    until,
    contact: '李红梅，每周电话',
  });
  expect(said.text).toContain('这段时间不算缺席、不提醒签到，应到人数不变');
}

function kept(org: TestOrg) {
  return org.store.read((db) => db.select().from(activities).all()).at(0);
}
