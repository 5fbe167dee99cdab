import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { activities, attendance } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { beginSeries } from '../../src/activity/series.ts';
import { record } from '../../src/audit/store.ts';
import { dailyJob } from '../../src/duty/alerts/daily.ts';
import { weeklyJob } from '../../src/duty/alerts/weekly.ts';
import { instantOf, wallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, TWO_COMMITTEES } from './held.ts';

const OPEN = { minutedAt: null, minutes: null };

describe('a secretary’s digest', () => {
  test.each([
    ['2026-11-19T09:00', '2026-11-20T09:00', 'the next working day'],
    ['2026-11-20T08:59', '2026-11-20T09:00', 'a minute before'],
    ['2026-11-20T09:00', '2026-11-23T09:00', 'a Friday’s next is Monday'],
    ['2026-02-13T12:00', '2026-02-14T09:00', 'a Saturday that is worked'],
    ['2026-02-14T12:00', '2026-02-24T09:00', 'after the Spring Festival'],
    ['2026-12-31T09:00', '2027-01-04T09:00', 'a year that is not arranged yet'],
  ])('after %s it is next looked at %s (%s)', async (after, next) => {
    const org = await testOrg('2026-01-01T00:00', TWO_COMMITTEES);
    const at = org.store.read((db) => dailyJob.next(db, instantOf(after)));
    expect(at === null ? null : wallTime(at)).toBe(next);
  });

  test('on the 20th each branch’s secretary is told of an unplanned theme day, once, with the form a tap away', async () => {
    const org = await begun();
    await org.store.change((db) => {
      held(db, FINANCE, '2026-11-27', ['themeDay'], PLANNED);
      held(db, EDUCATION, '2026-11-10', ['themeDay'], { cancelledAt: 1 });
    });
    await org.at('2026-11-20T08:59');
    expect(await digests(org, '郑强')).toEqual([]);
    await org.at('2026-11-30T23:00');
    for (const name of ['郑强', '孙丽']) {
      const told = (await digests(org, name)).filter(({ text }) => text.includes('11月主题党日'));
      expect(told.map(({ at }) => at)).toEqual([expect.stringContaining('2026-11-20T09:00')]);
    }
    expect((await digests(org, '张建国')).some(({ text }) => text.includes('11月主题党日'))).toBe(false);
    expect(await digests(org, '冯雪')).toEqual([]);
    const { messages } = await org.as('郑强').presses('新建活动：11月主题党日');
    expect(messages.at(-1)?.form?.find((field) => field.name === 'kinds')?.value).toEqual(['themeDay']);
  });

  test('everything of one morning is one message', async () => {
    const org = await begun();
    await org.store.change((db) => void held(db, RETIRED, '2026-11-18', ['training'], OPEN));
    await org.at('2026-11-20T10:00');
    const [told, ...others] = await digests(org, '郑强');
    expect(others).toEqual([]);
    expect(told?.text).toBe(
      `今天有 2 件事请您留意
11月主题党日：还没安排，11月30日前完成
11月18日 党员培训：还没有会议记录
主题党日：《中国共产党支部工作条例（试行）》，每月相对固定 1 天开展主题党日。
会议记录在会后 3 天内归档（本地惯例）。没有人说过的内容不会代写，留作【待补充】。`,
    );
    expect(told?.actions.map(({ label }) => label)).toEqual([
      '新建活动：11月主题党日',
      '补充记录：11月18日 党员培训',
      '暂缓',
    ]);
  });

  test('a recurring day’s theme is asked for in it, and no message of its own comes beside it', async () => {
    const org = await begun();
    await org.store.change((db) => void held(db, RETIRED, '2026-11-18', ['training'], OPEN));
    await org.store.change((db) => {
      const [startsAt, endsAt] = [instantOf('2026-11-11T15:00'), instantOf('2026-11-11T17:00')];
      const common = { place: '', host: null, repeat: 'day' as const };
      beginSeries(db, { unit: unitOf(db, RETIRED), kinds: ['themeDay'], startsAt, endsAt, ...common }, 1, 1);
    });
    await org.at('2026-12-11T20:00');
    const own = (await org.as('郑强').messages()).filter(({ at }) => at.startsWith('2026-11-20'));
    expect(own.map(({ text }) => text.split('\n').slice(1, 4))).toEqual([
      [
        '11月主题党日：还没安排，11月30日前完成',
        '12月11日 主题党日：还没有通知大家，请定好主题后发出通知',
        '11月18日 党员培训：还没有会议记录',
      ],
    ]);
    const told = org.store.read((db) => db.select().from(outbox).where(eq(outbox.outcome, 'sent')).all());
    const daily = told.filter(({ urgency }) => urgency === 'reminder' || urgency === 'digest');
    const days = daily.map(
      (one) => `${one.person} ${one.urgency} ${wallTime(one.settledAt ?? 0).slice(0, 10)}`,
    );
    expect(new Set(days).size).toBe(days.length);
    const themes = (await digests(org, '郑强')).filter(({ text }) => text.includes('12月11日 主题党日'));
    expect(themes.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-20', '2026-12-08']);
  });

  test('of one thing alone 暂缓 is a tap and its form; of several it asks which', async () => {
    const org = await begun();
    await org.at('2026-11-20T10:00');
    const form = await org.as('郑强').presses('暂缓');
    expect(form.text).toContain('暂缓：11月主题党日');
    const done = await org.as('郑强').presses('暂缓', { reason: '驻村抗洪', until: '2026-12-20' });
    expect(done.text).toContain('11月主题党日暂缓到2026年12月20日');
    await org.at('2026-12-21T10:00');
    const [told] = (await digests(org, '郑强')).slice(-1);
    expect(told?.text).toContain('11月主题党日：已逾期');
    expect(told?.text).toContain('12月主题党日：还没安排');
    expect((await org.as('郑强').presses('暂缓')).text).toContain('哪一项暂时开不成');
  });

  test('one that could not leave yet is taken into the next: one message, and nothing is lost', async () => {
    const org = await begun();
    await org.store.change((db) => {
      held(db, RETIRED, '2026-11-17', ['training'], OPEN);
      const span = { from: instantOf('2026-11-18T10:00'), to: instantOf('2026-11-19T09:00') };
      for (const _ of dailyJob.run({ db, ...span, settings: org.hosted.org.settings }) ?? []);
      db.update(outbox)
        .set({ dueAt: instantOf('2027-01-04T08:00') })
        .run();
    });
    await org.at('2026-11-20T10:00');
    const told = await digests(org, '郑强');
    expect(told.map(({ text }) => text.split('\n').slice(0, 3))).toEqual([
      [
        '今天有 2 件事请您留意',
        '11月主题党日：还没安排，11月30日前完成',
        '11月17日 党员培训：还没有会议记录',
      ],
    ]);
    await org.at('2027-01-04T08:30');
    const again = (await digests(org, '郑强')).filter(({ text }) => text.includes('党员培训'));
    expect(again).toHaveLength(1);
  });

  test('minutes are asked for two days after, once; what has them when it is drawn is left out', async () => {
    const org = await begun();
    const training = await org.store.change((db) => {
      held(db, FINANCE, '2026-11-06', ['themeDay']);
      held(db, `${FINANCE}/学习党小组`, '2026-11-06', ['groupMeeting'], { ...OPEN, closedAt: null });
      held(db, FINANCE, '2026-11-17', ['branchCommittee'], { ...OPEN, cancelledAt: 1 });
      held(db, FINANCE, '2026-11-17', ['heartToHeartTalk'], OPEN);
      return held(db, FINANCE, '2026-11-17', ['training'], OPEN);
    });
    await org.at('2026-11-18T20:00');
    expect((await digests(org, '张建国')).some(({ text }) => text.includes('培训'))).toBe(false);
    await org.at('2026-11-19T09:00');
    const told = (await digests(org, '张建国')).at(-1);
    expect(told?.text).toContain('11月17日 党员培训：还没有会议记录');
    expect(told?.text).not.toContain('谈心');
    expect(told?.text).not.toContain('委员会会议：还没有会议记录');
    await org.store.change(
      (db) => void db.update(activities).set({ minutedAt: 1 }).where(eq(activities.id, training)).run(),
    );
    await org.at('2026-12-31T20:00');
    const again = (await digests(org, '张建国')).filter(({ text }) => text.includes('培训'));
    expect(again).toHaveLength(1);
  });

  test('what is overdue is said once to the secretary, the morning after', async () => {
    const org = await begun();
    await org.at('2026-12-31T20:00');
    const told = (await digests(org, '郑强')).filter(({ text }) => text.includes('主题党日：已逾期'));
    expect(told.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-01T09:00']);
  });

  test('a machine that stood still says it when it is back, in daytime', async () => {
    const org = await begun();
    const run = async (from: string, to: string) => {
      const span = { from: instantOf(from), to: instantOf(to), settings: org.hosted.org.settings };
      await org.store.change((db) => {
        for (const _ of dailyJob.run({ db, ...span }) ?? []);
      });
      const rows = org.store.read((db) => db.select().from(outbox).all());
      return rows.filter(({ key }) => key.startsWith('digest:')).map(({ dueAt }) => wallTime(dueAt));
    };
    expect(await run('2026-11-16T10:00', '2026-11-21T10:00')).toEqual([]);
    expect(await run('2026-11-16T10:00', '2026-11-23T22:00')).toEqual([]);
    const told = ['2026-11-23T14:00', '2026-11-23T14:00', '2026-11-23T14:00'];
    expect(await run('2026-11-21T10:00', '2026-11-23T14:00')).toEqual(told);
    expect(await run('2026-11-21T10:00', '2026-11-23T14:00')).toEqual(told);
    expect(await run('2026-11-23T14:00', '2026-11-24T09:00')).toEqual(told);
  });

  test('leave that nobody has answered for two days is brought up, to whoever may answer it', async () => {
    const org = await begun();
    await org.store.change((db) => {
      const id = held(db, FINANCE, '2026-11-27', ['themeDay'], PLANNED);
      for (const name of [2, 5]) {
        db.insert(attendance)
          .values({
            activity: id,
            person: name,
            role: 'expected',
            leaveReason: '出差',
            leaveAskedAt: instantOf('2026-11-17T08:00'),
          })
          .run();
      }
    });
    await org.at('2026-11-18T20:00');
    expect((await digests(org, '张建国')).some(({ text }) => text.includes('请假'))).toBe(false);
    await org.at('2026-11-25T20:00');
    const told = (await digests(org, '张建国')).filter(({ text }) => text.includes('同志请假'));
    expect(told).toHaveLength(1);
    const own = await org
      .as('张建国')
      .presses(told[0]?.actions.find((a) => a.label.startsWith('看请假'))?.label ?? '');
    expect(own.messages.at(-1)?.actions.map(({ label }) => label)).toEqual(['准假', '不准']);
  });
});

describe('more than a digest has room for', () => {
  const MANY = 25;

  test('a secretary’s: what is not named is not told, and comes with the next; every line has its button', async () => {
    const org = await begun();
    await org.store.change((db) => {
      for (let nth = 0; nth < MANY; nth++)
        held(db, RETIRED, '2026-11-16', ['training'], { ...OPEN, theme: `${nth}` });
    });
    await org.at('2026-11-19T20:00');
    const [first, second, ...others] = (await digests(org, '郑强')).filter(({ text }) =>
      text.includes('培训'),
    );
    expect(others).toEqual([]);
    expect(lines(first, '还没有会议记录')).toBe(20);
    expect(first?.text).toContain('另有 5 件，下一个工作日再提醒');
    expect(second?.at.slice(0, 16)).toBe('2026-11-19T09:00');
    expect(lines(second, '还没有会议记录')).toBe(5);
    const labels = (first?.actions ?? []).map(({ label }) => label);
    expect(labels.slice(6)).toEqual(['办理全部 25 项']);
    if (!first) throw new Error('nothing was told');
    const listed = new Set<string>();
    let page = (await org.as('郑强').pressesOn(first, '办理全部 25 项')).messages.at(-1);
    for (let pages = 0; page && pages < 5; pages++) {
      const own = page.actions.map(({ label }) => label);
      for (const action of page.actions)
        if (!action.label.startsWith('下一页')) listed.add(JSON.stringify(action));
      const next = own.find((label) => label.startsWith('下一页'));
      page = next ? (await org.as('郑强').pressesOn(page, next)).messages.at(-1) : undefined;
    }
    expect(listed.size).toBe(MANY);
  });

  test('a committee’s: 25 late branches are all named, in two weeks, and 逾期 turns its pages to the last', async () => {
    const names = Array.from(
      { length: MANY },
      (_, nth) => `机关工委/支部${String(nth + 1).padStart(2, '0')}`,
    );
    const org = await begun(Object.fromEntries(names.map((name) => [name, { kind: 'branch' as const }])));
    await org.at('2026-12-21T10:00');
    const told = await weeklies(org, '陈静');
    const named = told.map(({ text }) => new Set(text.match(/支部\d\d/g)));
    expect(named.map(({ size }) => size)).toEqual([20, 5]);
    expect(new Set(named.flatMap((own) => [...own])).size).toBe(MANY);
    expect(told[0]?.text).toContain('另有 5 项，下周再报；现在就看，请按“办理全部”或“打开看板”。');
    expect(told[0]?.actions.map(({ label }) => label).slice(-4)).toEqual([
      '办理全部 25 项',
      '逾期',
      '督办',
      '打开看板',
    ]);
    const [first] = told;
    if (!first) throw new Error('nothing was told');
    const all = (await org.as('陈静').pressesOn(first, '办理全部 25 项')).messages.at(-1);
    expect(all?.actions.map(({ label }) => label).slice(-2)).toEqual([
      '督办：支部08',
      '下一页（还有 17 项）',
    ]);
    const list = await org.as('陈静').says('逾期');
    expect(list.text).not.toContain('支部25');
    expect((await org.as('陈静').presses('下一页')).text).toContain('支部25');
  });

  test('a committee’s lines of every kind have a button', async () => {
    const org = await begun();
    await org.as('郑强').says('换届');
    await org.as('郑强').presses('填写届期');
    await org.as('郑强').presses('保存', { began: '2024-05-20', years: 3 });
    await org.at('2026-12-01T09:30');
    await org.as('郑强').says('暂缓');
    await org.as('郑强').presses('暂缓：11月主题党日');
    await org.as('郑强').presses('暂缓', { reason: '多数同志驻村抗洪', until: '2026-12-20' });
    await org.at('2026-12-07T10:00');
    const told = (await weeklies(org, '何书记')).flatMap(({ actions }) => actions.map(({ label }) => label));
    expect(told).toContain('换届：退休党支部');
    expect(told).toContain('看：退休党支部');
    expect((await org.as('何书记').presses('看：退休党支部')).text).toContain('退休党支部');
  });
});

describe('a committee’s digest', () => {
  test.each([
    ['2026-11-16T09:30', '2026-11-23T09:30', 'the next Monday'],
    ['2026-02-09T10:00', '2026-02-24T09:30', 'a week off has none'],
    ['2026-12-28T10:00', '2027-01-04T09:30', 'the New Year'],
    ['2026-04-30T10:00', '2026-05-06T09:30', 'after Labour Day'],
  ])('after %s the next is %s (%s)', async (after, next) => {
    const org = await testOrg('2026-01-01T00:00', TWO_COMMITTEES);
    const at = org.store.read((db) => weeklyJob.next(db, instantOf(after)));
    expect(at === null ? null : wallTime(at)).toBe(next);
  });

  test('branches that are overdue beyond the grace, each item once, without a person’s name', async () => {
    const org = await begun();
    await org.at('2026-12-07T20:00');
    expect(await weeklies(org, '何书记')).toEqual([]);
    await org.at('2026-12-31T20:00');
    const told = await weeklies(org, '何书记');
    expect(told.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-14T09:30']);
    expect(told[0]?.text).toContain('退休党支部：11月主题党日');
    for (const name of ['张建国', '郑强', '冯雪', '李红梅']) expect(told[0]?.text).not.toContain(name);
    expect(await weeklies(org, '陈静')).toEqual([]);
    expect(await weeklies(org, '郑强')).toEqual([]);
  });

  test('what could not leave yet is said with the next, as one message; whoever has read it does not read it again', async () => {
    const staff = { posts: ['staff' as const], only: 'post' as const };
    const org = await begun({
      '机关工委/财政局机关党委': { kind: 'departmentCommittee', people: { 干部甲: staff, 干部乙: staff } },
    });
    await org.at('2026-12-14T09:29');
    await org.store.change((db) => {
      const span = { from: instantOf('2026-12-14T09:29'), to: instantOf('2026-12-14T09:30') };
      for (const _ of weeklyJob.run({ db, ...span, settings: org.hosted.org.settings }) ?? []);
      const saved = db.select().from(persons).where(eq(persons.name, '干部乙')).get();
      db.update(outbox)
        .set({ dueAt: instantOf('2027-01-12T10:00') })
        .where(and(eq(outbox.person, saved?.id ?? 0), eq(outbox.urgency, 'digest')))
        .run();
    });
    await org.at('2027-01-12T11:00');
    const [told, late] = [await weeklies(org, '干部甲'), await weeklies(org, '干部乙')];
    expect(told.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-14T09:30', '2027-01-11T09:30']);
    expect(told[1]?.text).toContain('退休党支部：2026年12月主题党日');
    expect(late.map(({ at }) => at.slice(0, 16))).toEqual(['2027-01-11T09:30']);
    expect(late[0]?.text).toContain('退休党支部：2026年11—12月主题党日');
  });

  test('whoever has heard of their own branch that morning reads it on the next: one digest a day', async () => {
    const people = { 郑强: { posts: ['staff' as const], only: 'post' as const } };
    const org = await begun({ '机关工委/财政局机关党委': { kind: 'departmentCommittee', people } });
    await org.store.change((db) => void held(db, RETIRED, '2026-12-10', ['training'], OPEN));
    await org.at('2026-12-15T20:00');
    expect((await weeklies(org, '郑强')).map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-15T09:45']);
    const own = (await digests(org, '郑强')).filter(({ text }) => text.includes('党员培训'));
    expect(own.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-14T09:00']);
  });

  test('a committee without anybody to reach is heard for by the one above', async () => {
    const org = await testOrg('2026-11-16T10:00', {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      '机关工委/空党委': { kind: 'departmentCommittee' },
      '机关工委/空党委/一支部': { kind: 'branch', people: { 甲: { posts: ['secretary'] } } },
    });
    await org.at('2026-12-31T20:00');
    expect((await weeklies(org, '陈静'))[0]?.text).toContain('空党委/一支部');
  });
});

/** The town on 16 November, on record since the first. */
async function begun(others: Found = {}): Promise<TestOrg> {
  const org = await testOrg('2026-11-16T10:00', { ...TWO_COMMITTEES, ...others });
  const at = instantOf('2026-11-01T08:00');
  await org.store.change((db) =>
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' }),
  );
  return org;
}

function unitOf(db: Db, path: string): number {
  return db.select().from(units).where(eq(units.path, path)).get()?.id ?? 0;
}

async function digests(org: TestOrg, name: string) {
  const all = await org.as(name).messages();
  return all.filter(({ text }) => /^今天(有 |要留意)/.test(text));
}

async function weeklies(org: TestOrg, name: string) {
  const all = await org.as(name).messages();
  return all.filter(({ text }) => text.includes('本周情况'));
}

function lines(told: { text: string } | undefined, word: string): number {
  return told?.text.split('\n').filter((line) => line.includes(word)).length ?? 0;
}
