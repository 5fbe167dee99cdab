import { eq, like } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { alerts } from '../../db/schema/alert.ts';
import { audit } from '../../db/schema/audit.ts';
import { accounts, persons } from '../../db/schema/people.ts';
import { absencesOf } from '../../src/activity/absence.ts';
import { record } from '../../src/audit/store.ts';
import { dailyJob } from '../../src/duty/alerts/daily.ts';
import { addMonths, monthsLeft } from '../../src/duty/owed/terms.ts';
import { type Day, instantOf, type WallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';

describe('暂缓', () => {
  test('put off with a reason and a date it is not overdue, until the date has passed', async () => {
    const org = await begun('2026-12-01T09:30');
    const listed = await org.as('郑强').says('暂缓');
    expect(listed.text).toContain('11月主题党日：已逾期');
    await org.as('郑强').presses('暂缓：11月主题党日');
    const done = await org.as('郑强').presses('暂缓', { reason: '多数同志驻村抗洪', until: '2026-12-20' });
    expect(done.text).toContain('已记下，上级党组织能看到');
    expect((await org.as('郑强').says('暂缓')).text).toContain('暂缓至12月20日，郑强说明：多数同志驻村抗洪');
    await org.at('2026-12-14T10:00');
    const [first] = await weeklies(org);
    expect(first?.at).toContain('2026-12-07T09:30');
    expect(first?.text).toContain('退休党支部：11月主题党日暂缓至12月20日，郑强说明：多数同志驻村抗洪');
    expect((await weeklies(org)).some(({ text }) => text.includes('退休党支部：11月主题党日\n'))).toBe(false);
    await org.at('2026-12-31T10:00');
    const late = (await weeklies(org)).filter(({ text }) => /退休党支部：11月主题党日$/m.test(text));
    // On the 21st the committee has a morning's digest of what it owes itself, and reads this on the next.
    expect(late.map(({ at }) => at.slice(0, 10))).toEqual(['2026-12-22']);
    const journal = org.store.read((db) => db.select().from(audit).all());
    expect(journal.find(({ action }) => action === 'duty.waived')?.after).toContain('驻村抗洪');
  });

  test('it wants a reason, a day to come, something owed, and somebody who answers for the branch', async () => {
    const org = await begun('2026-12-01T09:30');
    await org.as('郑强').says('暂缓');
    const form = () => org.as('郑强').presses('暂缓：11月主题党日');
    await form();
    const send = (values: Record<string, string>) => org.as('郑强').presses('暂缓', values);
    expect((await send({ reason: ' ', until: '2026-12-20' })).text).toContain('请写明暂缓的原因');
    expect((await send({ reason: '有事', until: '2026-11-30' })).text).toContain('已经过去了');
    expect((await send({ reason: '有事', until: '2027-12-01' })).text).toContain('最多暂缓半年');
    expect((await org.as('冯雪').says('暂缓')).text).toContain('书记或组织委员');
    expect((await org.as('何书记').says('暂缓')).text).toContain('书记或组织委员');
  });
});

describe('督办', () => {
  test('a committee asks, the secretary answers in private, the committee sees the answer', async () => {
    const org = await begun('2026-12-01T09:30');
    expect((await org.as('何书记').says('督办')).text).toContain('退休党支部：11月主题党日');
    await org.as('何书记').presses('督办：退休党支部');
    await org.as('何书记').presses('督办：11月主题党日');
    expect((await org.as('何书记').presses('发出督办', { said: '请本周内补上' })).text).toContain(
      '已发给支部书记',
    );
    const asked = await org.as('郑强').finds('请本周内补上');
    expect(asked?.text).toContain('财政局机关党委请退休党支部留意');
    expect(asked?.actions.map(({ label }) => label)).toEqual(['回复', '新建活动']);
    expect(await org.as('冯雪').finds('请本周内补上')).toBeUndefined();
    await org.as('郑强').presses('回复');
    expect((await org.as('郑强').presses('提交回复', { answer: '周五补开' })).text).toContain('已回复');
    expect((await org.as('何书记').finds('已回复督办'))?.text).toContain('周五补开');
    expect((await org.as('何书记').says('督办 退休党支部')).text).toContain(
      '12月1日督办11月主题党日，说明情况：周五补开',
    );
  });

  test('an item is asked about once until it is answered', async () => {
    const org = await begun('2026-12-01T09:30');
    const ask = async () => {
      await org.as('何书记').says('督办 退休党支部');
      await org.as('何书记').presses('督办：11月主题党日');
      return org.as('何书记').presses('发出督办', {});
    };
    await ask();
    expect((await ask()).text).toContain('已经督办过');
    await org.as('郑强').presses('回复');
    await org.as('郑强').presses('提交回复', { answer: '好的' });
    expect((await ask()).text).toContain('已发给支部书记');
  });

  test('by night it waits for the morning; a branch does not ask itself', async () => {
    const org = await begun('2026-12-04T22:00');
    await org.as('何书记').says('督办 退休党支部');
    await org.as('何书记').presses('督办总体情况');
    await org.as('何书记').presses('发出督办', { said: '近期怎么样' });
    expect(await org.as('郑强').finds('近期怎么样')).toBeUndefined();
    await org.at('2026-12-07T08:00');
    expect((await org.as('郑强').finds('近期怎么样'))?.at).toContain('2026-12-07T08:00');
    for (const said of ['督办', '督办 退休党支部']) {
      const { text, messages } = await org.as('郑强').says(said);
      expect(text).toContain('督办由上级党组织来做。本支部的情况，请说“还差什么”。');
      expect(messages.flatMap(({ actions }) => actions)).toEqual([]);
    }
  });

  test('of more branches than fit the others are counted, with how to ask for them', async () => {
    const names = Array.from({ length: 11 }, (_, nth) => `机关工委/第${nth + 1}支部`);
    const org = await begun('2026-12-01T09:30', {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      ...Object.fromEntries(names.map((name) => [name, { kind: 'branch' as const }])),
    });
    const { text, messages } = await org.as('陈静').says('督办');
    expect(text).toContain('另有 3 个党组织，说“督办 单位名”。');
    expect(messages.at(-1)?.actions).toHaveLength(8);
    expect((await org.as('陈静').says('督办 第11支部')).text).toContain('第11支部 督办');
  });

  test('the week’s digest asks about each of its first branches with one tap', async () => {
    const org = await begun('2026-12-01T09:30');
    await org.at('2026-12-14T10:00');
    const digest = (await weeklies(org)).at(-1);
    expect(digest?.actions.map(({ label }) => label)).toEqual([
      '督办：第一党支部',
      '督办：退休党支部',
      '逾期',
      '督办',
      '汇总',
    ]);
    const desk = await org.as('何书记').presses('督办：退休党支部');
    expect(desk.text).toContain('11月主题党日：已逾期');
    await org.as('何书记').presses('督办：11月主题党日');
    expect((await org.as('何书记').presses('发出督办', {})).text).toContain('已发给支部书记');
  });
});

describe('absence', () => {
  const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];

  test('months in a row without any part; presence and a make-up break them, leave and rest neither count nor break', async () => {
    const org = await begun('2026-12-01T08:30');
    await org.store.change((db) => {
      const come = { presentAt: 1 };
      const leave = { leaveGranted: true, leaveAskedAt: 1 };
      const rows = [
        { 6: {}, 7: come },
        { 6: {}, 7: {} },
        { 6: {}, 7: leave },
        { 6: {}, 7: {} },
        { 6: { makeUpGranted: true }, 7: {} },
      ];
      for (const [index, row] of rows.entries()) {
        const id = held(db, RETIRED, `${MONTHS[index]}-10`, ['themeDay']);
        for (const [person, values] of Object.entries(row))
          db.insert(attendance)
            .values({ activity: id, person: Number(person), role: 'expected', ...values })
            .run();
      }
      const empty = held(db, RETIRED, '2026-11-12', ['training'], { present: 0 });
      db.insert(attendance).values({ activity: empty, person: 7, role: 'expected' }).run();
    });
    const found = org.store.read((db) => absencesOf(db, [6, 7], '2026-12-01'));
    expect(found).toEqual([{ person: 7, months: 3, since: '2026-08' }]);
  });

  test('the secretary alone hears of it at two, four and five months, once each, in neutral words', async () => {
    const org = await begun('2026-07-01T08:30');
    await org.store.change((db) => {
      for (const month of MONTHS) {
        const id = held(db, RETIRED, `${month}-10`, ['themeDay']);
        db.insert(attendance).values({ activity: id, person: 9, role: 'expected' }).run();
      }
    });
    await org.at('2026-12-31T20:00');
    const told = (await org.as('郑强').messages()).filter(({ text }) => text.includes('个月未参加'));
    expect(told.map(({ at, text }) => [at.slice(0, 10), /连续 (\d) 个月/.exec(text)?.[1]])).toEqual([
      ['2026-09-01', '2'],
      ['2026-11-02', '4'],
      ['2026-12-01', '5'],
    ]);
    expect(told[0]?.text).toContain('冯雪同志：连续 2 个月未参加组织生活，请了解情况');
    for (const other of ['何书记', '陈静', '冯雪', '张建国'])
      expect(await org.as(other).finds('个月未参加')).toBeUndefined();
    expect(told.some(({ text }) => text.includes('脱党'))).toBe(false);
  });

  test('a secretary without an account is waited for: nobody in their place hears of members, nor of them', async () => {
    const org = await begun('2026-11-01T08:30');
    const person = (name: string) =>
      org.store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get()?.id ?? 0);
    const [secretary, member] = [person('张建国'), person('赵敏')];
    const own = eq(accounts.person, secretary);
    await org.store.change((db) => {
      for (const month of MONTHS) {
        const id = held(db, FINANCE, `${month}-10`, ['themeDay']);
        for (const expected of [secretary, member])
          db.insert(attendance).values({ activity: id, person: expected, role: 'expected' }).run();
      }
    });
    const told = async (day: Day) => {
      const [from, to] = [instantOf(`${day}T08:59`), instantOf(`${day}T09:00`)];
      const { settings } = org.hosted.org;
      await org.store.change((db) => void [...(dailyJob.run({ db, from, to, settings }) ?? [])]);
      return org.store.read((db) => db.select().from(alerts).where(like(alerts.key, 'absence:%')).all());
    };
    const kept = org.store.read((db) => db.select().from(accounts).where(own).all());
    await org.store.change((db) => db.delete(accounts).where(own).run());
    expect(await told('2026-12-01')).toEqual([]);
    await org.store.change((db) => db.insert(accounts).values(kept).run());
    const [heard, ...others] = await told('2026-12-02');
    expect(others).toEqual([]);
    expect(heard?.digest).toBe(`person:${secretary}:2026-12-02`);
    expect(heard?.key).toContain(`absence:${member}:`);
    await org.at('2026-12-22T10:00');
    const asked = (await org.as('张建国').says('还差什么')).text;
    expect(asked).toContain('赵敏同志：连续 5 个月未参加组织生活，请了解情况');
    expect(asked).not.toContain('张建国同志');
    expect((await org.as('李红梅').says('还差什么')).text).not.toContain('个月未参加');
  });

  test('暂不参加 is entered with dates and a contact, audited, and warned of no more', async () => {
    const org = await begun('2026-08-20T09:30');
    await org.as('郑强').says('暂不参加 冯雪');
    const done = await org.as('郑强').presses('保存', {
      reason: 'illness',
      began: '2026-07-01',
      until: '2026-12-31',
      contact: '郑强，每月电话',
    });
    expect(done.text).toContain('冯雪同志暂不参加活动');
    await org.store.change((db) => {
      for (const month of MONTHS) {
        const id = held(db, RETIRED, `${month}-10`, ['themeDay']);
        db.insert(attendance).values({ activity: id, person: 9, role: 'expected' }).run();
      }
    });
    await org.at('2026-12-31T20:00');
    expect(await org.as('郑强').finds('个月未参加')).toBeUndefined();
    expect((await org.as('何书记').says('暂不参加 冯雪')).text).toContain('没有在您的支部里找到');
    const journal = org.store.read((db) => db.select().from(audit).all());
    expect(journal.some(({ action, after }) => action === 'rest.begun' && after?.includes('每月电话'))).toBe(
      true,
    );
    await org.as('郑强').says('暂不参加');
    expect((await org.as('郑强').presses('恢复参加：冯雪')).text).toContain('已恢复参加');
  });
});

describe('换届', () => {
  test.each([
    ['2026-12-31', null],
    ['2027-01-01', 6],
    ['2027-01-31', 6],
    ['2027-02-01', 5],
    ['2027-06-30', 1],
    ['2027-07-01', 0],
    ['2027-08-01', -1],
    ['2028-07-01', null],
  ])('of a term to 1 July 2027, on %s there are %s months left', (today, left) => {
    expect(monthsLeft({ ends: '2027-07-01' }, today)).toBe(left);
  });

  test('months keep their date, or the last of a shorter one', () => {
    expect(addMonths('2024-08-31', -6)).toBe('2024-02-29');
    expect(addMonths('2024-01-15', 36)).toBe('2027-01-15');
  });

  test('it is entered, answered, and reminded of monthly from six months ahead, to the branch and its superior', async () => {
    const org = await begun('2026-11-16T10:00');
    expect((await org.as('郑强').says('什么时候换届')).text).toContain('还没有填写届期');
    await org.as('郑强').presses('填写届期');
    expect((await org.as('郑强').presses('保存', { began: '2024-05-20', years: 3 })).text).toContain(
      '2027年5月20日',
    );
    expect((await org.as('冯雪').says('什么时候换届')).text).toContain('2027年5月20日');
    expect((await org.as('周杰').says('换届')).text).not.toContain('2027年5月20日');
    await org.at('2027-01-31T10:00');
    const days = async (name: string) =>
      (await org.as(name).messages())
        .filter(({ text }) => text.includes('本届任期到') && !text.includes('本届选举'))
        .map(({ at }) => at.slice(0, 10));
    expect(await days('郑强')).toEqual(['2026-11-20', '2026-12-21', '2027-01-20']);
    expect(await days('何书记')).toEqual(['2026-11-23', '2026-12-22', '2027-01-25']);
  });
});

/** The town, on record since the first of November. */
async function begun(now: WallTime, units: Found = TWO_COMMITTEES): Promise<TestOrg> {
  const org = await testOrg(now, units);
  const at = Math.min(instantOf('2026-11-01T08:00'), instantOf(now));
  await org.store.change((db) => {
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
  });
  return org;
}

async function weeklies(org: TestOrg) {
  const all = await org.as('何书记').messages();
  return all.filter(({ text }) => text.includes('本周情况'));
}
