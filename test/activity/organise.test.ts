import { describe, expect, test } from 'vitest';
import { leavesAt } from '../../src/calendar.ts';
import { instantOf, wallTime } from '../../src/time.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

describe('planning', () => {
  test('is for those who organise', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    expect((await org.as('刘洋').says('新建活动')).toast?.text).toContain('书记或组织委员');
  });

  test('shows which of the five is still missing', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const seen = await plan(org, { kinds: ['themeDay'], startsAt: '2026-12-04T15:00' });
    expect(seen.text).toContain('还差 定地点、定主题、定内容');
  });

  test('takes a kind from what was said', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const seen = await org.as('张建国').says('新建活动 党员大会、党课');
    expect(seen.messages.at(-1)?.form?.find((field) => field.name === 'kinds')?.value).toEqual([
      'memberAssembly',
      'partyLecture',
    ]);
  });

  test.each([
    [{ ...THEME_DAY, kinds: [] }, '请选择活动类型。'],
    [{ ...THEME_DAY, startsAt: '下周三' }, '开始时间没看懂，请写成 2026-12-04 15:00 这样。'],
    [{ ...THEME_DAY, startsAt: '2026-02-30T15:00' }, '开始时间没看懂，请写成 2026-12-04 15:00 这样。'],
    [{ ...THEME_DAY, startsAt: '2062-12-04T15:00' }, '开始时间离今天超过一年，请核对年份。'],
    [{ ...THEME_DAY, minutes: 1 }, '时长至少 5 分钟。'],
    [{ ...THEME_DAY, place: '某'.repeat(101) }, '地点请不超过 100 字。'],
    [{ ...THEME_DAY, kinds: ['heartToHeartTalk'] }, '这类活动请点名参加人员。'],
    [{ ...THEME_DAY, host: '没有这个人' }, '没有找到'],
  ])('refuses a form with a fault in a sentence that says what to do (%#)', async (form, sentence) => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    expect((await plan(org, form)).toast?.text).toContain(sentence);
    expect(org.store.read((db) => db.all('select * from activities'))).toEqual([]);
  });

  test('with one form twice plans one activity', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const zhang = org.as('张建国');
    const form = (await zhang.says('新建活动')).messages.at(-1);
    if (!form) throw new Error('no form');
    await Promise.all([
      zhang.pressesOn(form, '发出通知', THEME_DAY),
      zhang.pressesOn(form, '发出通知', THEME_DAY),
    ]).catch(() => undefined);
    expect(org.store.read((db) => db.all('select * from activities'))).toHaveLength(1);
    expect((await org.as('刘洋').messages()).filter((one) => one.chat === null)).toHaveLength(1);
  });

  test('with two forms at one time plans one activity', async () => {
    const org = await plannedOrg();
    expect((await plan(org, THEME_DAY, '李红梅')).toast?.text).toBe(
      '这个时间已经安排了主题党日，不用重复安排；要修改请说“活动”或“改期”。',
    );
    expect(org.store.read((db) => db.all('select * from activities'))).toHaveLength(1);
  });

  test('of a committee meeting tells its members only, and no group', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['branchCommittee'] });
    expect(await org.as('王磊').finds('我的情况')).toBeDefined();
    expect(await org.as('刘洋').finds('我的情况')).toBeUndefined();
    expect((await org.as('张建国').says('名单')).text).toContain('应到 3');
  });

  test('of a talk expects those who are named', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['heartToHeartTalk'], persons: ['张建国', '刘洋'] });
    expect((await org.as('张建国').says('名单')).text).toContain('应到 2');
    await org.at('2026-12-04T14:50');
    expect((await org.as('刘洋').says('签到')).toast?.text).toBe('已签到（14:50）。');
  });

  test('of a talk is nothing for the group', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['heartToHeartTalk'], persons: ['张建国', '刘洋'] });
    expect(await org.as('刘洋').finds('谈心谈话')).toBeDefined();
    expect(await org.as('赵敏').finds('谈心谈话')).toBeUndefined();
  });

  test('of something that is over records it, and tells nobody', async () => {
    const org = await plannedOrg({ ...THEME_DAY, startsAt: '2026-11-20T15:00' });
    expect(await org.as('刘洋').messages()).toEqual([]);
    const marked = await org.as('张建国').says('代签 全部');
    expect(marked.toast?.text).toBe('已代签 7 人。');
    const [row] = org.store.read((db) =>
      db.all<{ present: number; entered_later: number }>('select * from activities'),
    );
    expect(row).toMatchObject({ present: 7, entered_later: 7 });
  });
});

describe('moving', () => {
  test('tells everyone concerned once, and asks them anew', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.as('张建国').presses('准假');
    await org.as('张建国').says('改期');
    const moved = await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    expect(moved.toast?.text).toBe('已改到2026年12月7日（星期一）15:00，并已通知大家。');
    const liu = (await org.as('刘洋').messages()).filter((one) => one.chat === null);
    expect(liu.filter((one) => one.text.startsWith('已改期'))).toHaveLength(1);
    expect(liu.every((one) => one.text.includes('12月7日'))).toBe(true);
    expect((await org.as('赵敏').messages()).at(-1)?.text).toContain('未答复');
  });

  test('there and back is told each time', async () => {
    const org = await plannedOrg();
    for (const startsAt of ['2026-12-07T15:00', '2026-12-08T15:00', '2026-12-07T15:00']) {
      await org.as('张建国').says('改期');
      await org.as('张建国').presses('确认改期', { startsAt });
    }
    const told = (await org.as('刘洋').messages()).filter((one) => one.chat === null);
    expect(told.filter(({ text }) => text.startsWith('已改期'))).toHaveLength(3);
  });

  test('of the place alone keeps the answers, and says so', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.as('张建国').presses('准假');
    await org.as('张建国').says('改期');
    const moved = await org.as('张建国').presses('确认改期', { place: '二楼' });
    expect(moved.toast?.text).toBe('开始时间没有变，请假和签到照旧，并已通知大家。');
    expect((await org.as('张建国').says('名单')).text).toContain('请假 1');
  });

  test('to the past is refused', async () => {
    const org = await plannedOrg();
    await org.as('张建国').says('改期');
    const refused = await org.as('张建国').presses('确认改期', { startsAt: '2026-11-30T15:00' });
    expect(refused.toast?.text).toBe('新的时间已经过去了，请重新选择。');
  });

  test('opens the list again: who joins until the new day is expected', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:05');
    await org.as('张建国').says('改期');
    await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    org.store.read((db) =>
      db.run(
        "insert into memberships (person, unit, category, began) select id, 2, 'full', '2026-12-06' from persons where name = '冯雪'",
      ),
    );
    await org.at('2026-12-07T14:50');
    expect((await org.as('冯雪').says('签到')).toast?.text).toBe('已签到（14:50）。');
    expect((await org.as('张建国').says('名单')).text).toContain('应到 8，已签到 1');
  });

  test('is refused once it has begun and somebody is there', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:05');
    await org.as('刘洋').says('签到');
    await org.as('张建国').says('改期');
    const refused = await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    expect(refused.toast?.text).toContain('活动已经开始并有人签到');
  });
});

describe('cancelling', () => {
  test('is not kept from by observers who were entered beforehand', async () => {
    const org = await plannedOrg();
    await org.as('张建国').says('列席');
    await org.as('张建国').presses('登记列席', { persons: '郑强' });
    await org.at('2026-12-04T15:10');
    await org.as('张建国').says('取消活动');
    expect((await org.as('张建国').presses('确认取消', { reason: '没人到' })).toast?.text).toContain(
      '已取消',
    );
  });

  test('tells everyone concerned once, with the reason; twice is once', async () => {
    const org = await plannedOrg();
    const zhang = org.as('张建国');
    await org.as('赵敏').says('请假 出差');
    const form = (await zhang.says('取消活动')).messages.at(-1);
    if (!form) throw new Error('no form');
    await zhang.pressesOn(form, '确认取消', { reason: '停电' });
    const told = (await org.as('刘洋').messages()).filter((one) => one.chat === null);
    expect(told.map((one) => one.text.split('\n')[0])).toEqual(['已取消：主题党日', '已取消：主题党日']);
    expect(told.at(-1)?.text).toContain('停电');
    expect(told.every((one) => one.actions.length === 0)).toBe(true);
    expect((await zhang.says('取消活动')).toast?.text).toBe('没有正在筹备或进行的活动。');
    expect((await zhang.finds(/^已取消：主题党日.*五定/s))?.text).not.toContain('请假待批');
  });
});

describe('keeping the list', () => {
  test('everybody in one step, but for those on leave', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.as('张建国').presses('准假');
    await org.at('2026-12-04T15:30');
    await org.as('张建国').says('代签');
    expect((await org.as('张建国').presses('确认代签', { all: true })).toast?.text).toBe('已代签 6 人。');
    expect((await org.as('刘洋').finds('我的情况'))?.text).toContain('已由书记代签');
    expect((await org.as('张建国').says('名单')).text).toMatch(/已签到 6，请假 1/);
  });

  test('what was said stands on every choice where several go on', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['branchCommittee'], startsAt: '2026-12-04T15:15', theme: '' });
    await org.at('2026-12-04T15:30');
    expect((await org.as('张建国').says('代签 全部')).text).toContain('替哪一次活动代签？');
    const marked = await org.as('张建国').presses('12月4日 15:00 主题党日');
    expect(marked.toast?.text).toBe('已代签 7 人。');
  });

  test('asks nothing where of several it can only be one', async () => {
    const org = await plannedOrg();
    await plan(org, { ...THEME_DAY, kinds: ['memberAssembly'], startsAt: '2026-12-11T15:00' });
    await org.at('2026-12-04T15:30');
    expect((await org.as('张建国').says('代签 全部')).toast?.text).toBe('已代签 7 人。');
    expect((await org.as('张建国').says('结束活动')).text).toContain('结束活动：主题党日');
    expect((await org.as('张建国').says('取消活动')).text).toContain('要取消哪一次活动？');
  });

  test('a member may not', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    expect((await org.as('刘洋').says('代签 孙丽')).toast?.text).toContain('书记或组织委员');
  });

  test('a secretary of another branch may not', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    expect((await org.as('郑强').says('代签 孙丽')).toast?.text).toBe('没有正在筹备或进行的活动。');
  });

  test('observers are counted apart', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    await org.as('张建国').says('列席');
    const seen = await org
      .as('张建国')
      .presses('登记列席', { persons: '郑强、吴迪', guests: '省委宣讲团王教授' });
    expect(seen.text).toContain('列席 3');
    expect(seen.text).toContain('应到 7');
  });

  test('an observer is not corrected but taken off the list of observers', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    await org.as('张建国').says('列席');
    await org.as('张建国').presses('登记列席', { persons: '郑强' });
    await org.as('张建国').says('更正');
    const form = { person: '郑强', to: 'absent', reason: '没有来' };
    const corrected = await org.as('张建国').presses('确认更正', form);
    expect(corrected.toast?.text).toBe('这位同志不在这次活动的应到名单里；列席请说“列席”。');
    expect((await org.as('张建国').says('名单')).text).toContain('列席 1');
  });

  test('guests are told apart by marks, not by spaces', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:05');
    await org.as('张建国').says('列席');
    await org.as('张建国').presses('登记列席', { guests: '市纪委 李明、市委组织部 王芳' });
    expect((await org.as('张建国').says('名单')).text).toContain('列席 2');
  });

  test('a correction keeps what was before, who and why', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T17:30');
    await org.as('张建国').says('更正');
    const fixed = await org
      .as('张建国')
      .presses('确认更正', { person: '刘洋', to: 'late', reason: '手机没电' });
    expect(fixed.toast?.text).toBe('已更正。');
    expect(fixed.text).toMatch(/实到 1，其中迟到 1/);
    const [row] = org.store.read((db) =>
      db.all<{ before: string; after: string; actor: string }>(
        "select * from audit where action = 'attendance.corrected'",
      ),
    );
    expect(row?.before).toContain('absent');
    expect(row?.after).toContain('手机没电');
    expect(row?.actor).toBe('person:3');
  });
});

describe('closing', () => {
  test('before the start is refused', async () => {
    const org = await plannedOrg();
    expect((await org.as('张建国').says('结束活动')).toast?.text).toContain('才开始');
  });

  test('asks the secretary at the end, with who has neither come nor asked leave', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:00');
    for (const name of ['刘洋', '赵敏', '孙丽', '周杰', '王磊', '张建国']) await org.as(name).says('签到');
    await org.at('2026-12-04T17:00');
    const asked = await org.as('张建国').presses('结束活动');
    expect(asked.text).toContain('应到 7，实到 6，请假 0；没有签到也没有请假：李红梅。');
  });

  test('invents nothing: what nobody said stays open', async () => {
    const org = await plannedOrg({ kinds: ['themeDay'], startsAt: '2026-12-04T15:00' });
    await org.at('2026-12-04T17:00');
    await org.as('张建国').presses('结束活动');
    await org.as('张建国').presses('结束活动', { host: '', recorder: '' });
    const minutes = await org.as('张建国').says('会议记录');
    for (const label of ['地点', '主持人', '记录人', '议程', '会议内容'])
      expect(minutes.text).toContain(`${label}：【待补充】`);
    expect(minutes.text).not.toContain('决议');
  });

  test('does not say of an assembly that nothing was resolved, as long as nobody said so', async () => {
    const org = await plannedOrg({ ...THEME_DAY, kinds: ['memberAssembly'] });
    await org.at('2026-12-04T17:00');
    await org.as('张建国').presses('结束活动');
    await org.as('张建国').presses('结束活动', { minutes: '学习' });
    expect((await org.as('张建国').says('会议记录')).text).toContain('决议：【待补充】');
    await org.as('张建国').presses('补充记录');
    await org.as('张建国').presses('补充记录', { resolutions: '无' });
    expect((await org.as('张建国').says('会议记录')).text).toContain('决议：无');
  });

  test('ends the check-in', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    await org.as('张建国').says('结束活动');
    await org.as('张建国').presses('结束活动', {});
    expect((await org.as('刘洋').says('签到')).toast?.text).toBe('现在没有可以签到的活动。');
  });

  test('counts stay beside the activity and follow later changes', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    await org.as('刘洋').says('签到');
    await org.at('2026-12-04T17:00');
    const counts = () =>
      org.store.read((db) =>
        db.all('select expected, present, late, on_leave, absent, made_up from activities'),
      )[0];
    expect(counts()).toEqual({ expected: 7, present: 1, late: 1, on_leave: 0, absent: 6, made_up: 0 });
    await org.as('赵敏').says('补学');
    await org.as('赵敏').presses('提交补学', { note: '看了党课视频', day: '2026-12-04' });
    await org.as('张建国').presses('确认');
    expect(counts()).toEqual({ expected: 7, present: 1, late: 1, on_leave: 0, absent: 6, made_up: 1 });
    expect((await org.as('赵敏').finds('我的情况'))?.text).toContain('缺席，已补学');
  });
});

describe('at night', () => {
  test('a notice waits for the morning, and says so', async () => {
    const org = await testOrg('2026-12-01T22:15', TWO_BRANCHES);
    const planned = await plan(org, THEME_DAY);
    expect(planned.toast?.text).toContain('通知在2026年12月2日（星期三）08:00发出');
    expect(await org.as('刘洋').messages()).toEqual([]);
    await org.at('2026-12-02T08:00');
    expect(await org.as('刘洋').finds('我的情况')).toBeDefined();
  });

  test('what was moved or cancelled waits for the morning too, and says so', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-01T22:30');
    await org.as('张建国').says('改期');
    const moved = await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    expect(moved.toast?.text).toBe(
      '已改到2026年12月7日（星期一）15:00，2026年12月2日（星期三）08:00通知大家。',
    );
    await org.as('张建国').says('取消活动');
    const cancelled = await org.as('张建国').presses('确认取消', { reason: '检查' });
    expect(cancelled.toast?.text).toBe('已取消，2026年12月2日（星期三）08:00通知大家。');
    await org.at('2026-12-02T08:00');
    const told = (await org.as('刘洋').messages()).filter(
      (one) => one.chat === null && one.at >= '2026-12-02',
    );
    expect(told.map(({ text }) => text.split('\n')[0])).toEqual(['已取消：主题党日']);
  });

  test('what was moved away from early next morning is said at once', async () => {
    const org = await testOrg('2026-12-01T15:00', TWO_BRANCHES);
    await plan(org, { ...THEME_DAY, startsAt: '2026-12-02T08:30' });
    await org.at('2026-12-01T22:00');
    await org.as('张建国').says('改期');
    const moved = await org.as('张建国').presses('确认改期', { startsAt: '2026-12-09T15:00' });
    expect(moved.toast?.text).toContain('并已通知大家');
    expect((await org.as('刘洋').finds('已改期'))?.at).toContain('2026-12-01T22:00');
  });

  test('what was planned and moved in one night is one notice, what was planned and cancelled is none', async () => {
    const org = await testOrg('2026-12-01T22:00', TWO_BRANCHES);
    await plan(org, THEME_DAY);
    await org.as('张建国').says('改期');
    await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    await plan(org, { ...THEME_DAY, kinds: ['training'], startsAt: '2026-12-08T15:00' });
    await org.as('张建国').says('取消活动');
    await org.as('张建国').presses('12月8日 15:00 党员培训');
    const cancelled = await org.as('张建国').presses('确认取消', { reason: '检查' });
    expect(cancelled.toast?.text).toBe('已取消，大家还没有收到过通知，不用再说。');
    await org.at('2026-12-02T08:00');
    const heard = (await org.as('刘洋').messages()).map(({ chat, text }) => [chat, text.split('\n')[0]]);
    expect(heard).toHaveLength(2);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['第一党支部', '主题党日'],
        [null, '主题党日'],
      ]),
    );
  });

  test.each([
    ['2026-12-05T10:00', '2026-12-08T15:00', '2026-12-07T08:00', 'on a Saturday: on Monday'],
    ['2026-12-04T22:00', '2026-12-08T15:00', '2026-12-07T08:00', 'on a Friday night: on Monday'],
    ['2026-12-05T22:00', '2026-12-06T15:00', '2026-12-06T08:00', 'for a Sunday: that morning'],
    ['2026-12-05T10:00', '2026-12-05T15:00', '2026-12-05T10:00', 'for the same Saturday: at once'],
    ['2026-12-05T10:00', '2026-12-07T09:00', '2026-12-05T10:00', 'for early on Monday: at once'],
    ['2026-12-05T22:00', '2026-12-06T09:00', '2026-12-05T22:00', 'for the next morning: at once'],
    ['2026-02-14T22:00', '2026-03-02T15:00', '2026-02-24T08:00', 'before the Spring Festival: after it'],
  ])('what is planned %s for %s leaves %s (%s)', (now, startsAt, leaves) => {
    expect(wallTime(leavesAt(instantOf(now), instantOf(startsAt)))).toBe(leaves);
  });

  test('a notice of a day off waits for the working day, and says so', async () => {
    const org = await testOrg('2026-12-05T10:00', TWO_BRANCHES);
    const planned = await plan(org, { ...THEME_DAY, startsAt: '2026-12-08T15:00' });
    expect(planned.toast?.text).toContain('通知在2026年12月7日（星期一）08:00发出，夜里和休息日不打扰大家');
    expect(await org.as('刘洋').messages()).toEqual([]);
    await org.at('2026-12-07T08:00');
    expect(await org.as('刘洋').finds('我的情况')).toBeDefined();
  });

  test('what cannot wait does not', async () => {
    const org = await testOrg('2026-12-01T22:15', TWO_BRANCHES);
    await plan(org, { ...THEME_DAY, startsAt: '2026-12-02T09:00' });
    expect(await org.as('刘洋').finds('我的情况')).toBeDefined();
  });
});

test('a group’s meeting is the group’s: its members are expected, its leader may plan it', async () => {
  const org = await testOrg('2026-12-01T09:30', {
    ...TWO_BRANCHES,
    '机关工委/第一党支部/第一党小组': {
      kind: 'memberGroup',
      people: { 刘洋: { posts: ['groupLeader'] }, 赵敏: {} },
    },
  });
  await org.as('刘洋').says('新建活动 党小组会');
  const planned = await org.as('刘洋').presses('发出通知', { startsAt: '2026-12-04T15:00' });
  expect(planned.text).toContain('应到 2');
  await org.as('张建国').says('新建活动 党小组会');
  const refused = await org.as('张建国').presses('发出通知', { startsAt: '2026-12-04T15:00' });
  expect(refused.toast?.text).toBe('请在“组织”里选择是哪个党小组的会。');
});

describe('a field that a client does not send', () => {
  test('stays as it was', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T17:00');
    const zhang = org.as('张建国');
    await zhang.presses('结束活动');
    await zhang.presses('结束活动', { minutes: '第一版记录。', resolutions: '决议一。' });
    const form = (await zhang.presses('补充记录')).messages.at(-1);
    const submit = form?.actions.find((action) => action.label === '补充记录');
    await org.app.request('http://127.0.0.1/console/api/tap', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        as: '张建国',
        message: form?.id,
        action: submit?.id,
        form: { resolutions: '决议二。' },
      }),
    });
    const minutes = await zhang.says('会议记录');
    expect(minutes.text).toContain('第一版记录。');
    expect(minutes.text).toContain('决议：决议二。');
  });

  test('does not shorten a meeting that is moved', async () => {
    const org = await plannedOrg({ ...THEME_DAY, minutes: 200 });
    await org.as('张建国').says('改期');
    await org.as('张建国').presses('确认改期', { startsAt: '2026-12-07T15:00' });
    expect((await org.as('张建国').says('名单')).text).toContain('15:00至18:20');
  });
});

describe('what the desk shows', () => {
  test('observers entered by mistake are taken off the list again', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T15:30');
    const zhang = org.as('张建国');
    await zhang.says('列席');
    await zhang.presses('登记列席', { persons: '郑强、吴迪' });
    const form = (await zhang.says('列席')).messages.at(-1)?.form;
    expect(form?.find((field) => field.name === 'persons')?.value).toBe('吴迪、郑强');
    expect((await zhang.presses('登记列席', { persons: '吴迪' })).text).toContain('列席 1');
  });

  test('a leave that nobody decided is told apart from staying away', async () => {
    const org = await plannedOrg();
    await org.as('赵敏').says('请假 出差');
    await org.at('2026-12-04T17:00');
    expect((await org.as('张建国').says('名单')).text).toContain('赵敏（请假待批）');
  });

  test('asked for three times is one live card: the older ones are left alone', async () => {
    const org = await plannedOrg();
    await org.at('2026-12-04T14:40');
    for (let time = 0; time < 3; time++) await org.as('张建国').says('名单');
    const live = org.store.read((db) =>
      db.all("select id from outbox where topic = 'desk:1' and person = 3"),
    );
    expect(live).toHaveLength(1);
    const desks = (await org.as('张建国').messages()).filter((one) => one.text.includes('五定'));
    expect(desks).toHaveLength(1);
  });
});

test('leave is asked before the start; afterwards the secretary corrects', async () => {
  const org = await plannedOrg();
  await org.at('2026-12-04T15:05');
  expect((await org.as('赵敏').says('请假 堵车')).toast?.text).toContain('请假要在开始前提出');
  expect((await org.as('赵敏').finds('我的情况'))?.actions.map((action) => action.label)).toEqual(['签到']);
});
