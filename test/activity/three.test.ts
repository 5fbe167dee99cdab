import { createSecretKey } from 'node:crypto';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activities, attendance } from '../../db/schema/activity.ts';
import { audit } from '../../db/schema/audit.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons } from '../../db/schema/people.ts';
import { LEVELS, type Level, type Review, threeMarks, threeUrns } from '../../db/schema/three.ts';
import { loadActivity } from '../../src/activity/store.ts';
import { countMarks, LEAST, markAnonymously, urnOf } from '../../src/activity/three/mark.ts';
import { giveWord } from '../../src/activity/three/office.ts';
import { setReviews } from '../../src/activity/three/settings.ts';
import { countsWord, LEVEL_WORDS, readLevel } from '../../src/activity/three/words.ts';
import { instantOf } from '../../src/time.ts';
import { held } from '../duty/held.ts';
import { tap } from '../evaluation/tap.ts';
import { type TestOrg, testOrg, testStore } from '../helpers/org.ts';
import { foundUnits, TWO_BRANCHES } from '../helpers/people.ts';
import type { Seen } from '../helpers/talk.ts';
import { plan, plannedOrg, THEME_DAY } from './planned.ts';

const STAFF = 1;
const TOP = 1;
const NOW = instantOf('2026-12-01T09:30');

/** The theme day of 4 December: five came, the probationary 周杰 late; 赵敏 has leave, 孙丽 stays away. Closed before five. */
async function closedOrg(reviews?: Review[]): Promise<TestOrg> {
  const org = await begunOrg(reviews);
  await close(org);
  return org;
}

async function begunOrg(reviews?: Review[]): Promise<TestOrg> {
  const org = await plannedOrg();
  if (reviews)
    await org.store.change((db) => setReviews(db, { unit: TOP, reviews, from: '2026-12-01' }, STAFF, NOW));
  await org.as('赵敏').says('请假 出差');
  await org.at('2026-12-01T09:31');
  await org.as('张建国').presses('准假');
  await org.at('2026-12-04T14:50');
  for (const name of ['张建国', '李红梅', '王磊', '刘洋']) await org.as(name).says('签到');
  await org.at('2026-12-04T15:20');
  return org;
}

async function close(org: TestOrg): Promise<void> {
  await org.as('周杰').says('签到');
  await org.at('2026-12-04T16:40');
  await org.as('张建国').says('结束活动');
  await org.as('张建国').presses('结束活动', { minutes: '学习了条例。' });
  await org.at('2026-12-04T16:41');
}

/** The same in the records alone, at any time after it. Cards come when they are asked for. */
async function heldOrg(now = '2026-12-04T17:05', days = ['2026-12-04']): Promise<TestOrg> {
  const org = await testOrg(now, TWO_BRANCHES);
  await org.store.change((db) => {
    for (const day of days) {
      const activity = held(db, '机关工委/第一党支部', day, ['themeDay'], { theme: '学习党纪' });
      for (const [name, at] of Object.entries(CAME)) {
        const person = db.select().from(persons).where(eq(persons.name, name)).get()?.id ?? 0;
        const presentAt = at === null ? null : instantOf(`${day}T${at}`);
        db.insert(attendance).values({ activity, person, role: 'expected', presentAt }).run();
      }
    }
  });
  return org;
}

/** Asks for the card, and taps. */
async function taps(org: TestOrg, name: string, label: string): Promise<Seen> {
  await org.as(name).says('评');
  return org.as(name).presses(label);
}

const CAME = {
  张建国: '14:50',
  李红梅: '14:50',
  王磊: '14:50',
  刘洋: '14:50',
  周杰: '15:20',
  赵敏: null,
  孙丽: null,
};

/** Their own card of the theme day as it is now. */
async function own(org: TestOrg, name: string): Promise<string> {
  return (await org.as(name).finds('我的情况'))?.text ?? '';
}

function journal(org: TestOrg): (typeof audit.$inferSelect)[] {
  return org.store.read((db) => db.select().from(audit).all());
}

test('members and the branch say it by one tap on cards that they have, and no message is sent for it', async () => {
  const org = await closedOrg();
  const count = () => org.store.read((db) => db.select().from(outbox).all().length);
  const before = count();
  expect(await own(org, '刘洋')).toContain('党员自评：这次主题党日开展得怎么样？');
  expect((await org.as('刘洋').presses('评 好')).toast?.text).toBe(
    '已收到，谢谢。不记名；12月11日前再点一次就按新的算。',
  );
  expect(await own(org, '刘洋')).toContain('您已经评过，谢谢');
  await org.as('李红梅').presses('评 较好');
  await org.as('周杰').presses('评 好');
  const desk = await org.as('张建国').presses('点评 好');
  expect(desk.toast?.text).toBe('支部点评：好。');
  expect(desk.text).toContain('党员自评：评价中');
  await org.at('2026-12-11T23:30');
  expect((await org.as('张建国').says('名单')).text).toContain('党员自评：评价中');
  const sent = count();
  await org.at('2026-12-12T09:30');
  expect(count()).toBe(sent);
  expect(before).toBe(sent - 1);
  expect((await org.as('张建国').says('名单')).text).toContain('党员自评：好 2、较好 1\n支部点评：好');
  await org.as('王磊').presses('评 好');
  expect(await own(org, '王磊')).toContain('党员自评：好 2、较好 1');
  expect(await own(org, '王磊')).toContain('支部点评：好');
});

test('a mark is changed by another tap until a week has passed, and counted once', async () => {
  const org = await heldOrg('2026-12-11T23:50');
  for (const name of ['刘洋', '李红梅', '周杰']) {
    await taps(org, name, '评 差');
    await org.as(name).presses('评 差');
    await org.as(name).presses('评 一般');
  }
  await org.at('2026-12-11T23:59');
  await org.as('周杰').presses('评 好');
  const old = await org.as('周杰').finds('我的情况');
  await org.at('2026-12-12T00:01');
  if (!old) throw new Error('no card');
  const late = await org.as('周杰').pressesOn(old, '评 差');
  expect(late.toast?.text).toBe('这次活动的评价已经截止，没有再记。');
  expect(late.text).toContain('党员自评：好 1、一般 2');
  expect((await org.as('周杰').messages()).at(-1)?.actions).toEqual([]);
});

test('fewer than three marks are not shown, and not kept', async () => {
  const org = await heldOrg('2026-12-11T23:50');
  await taps(org, '刘洋', '评 差');
  await taps(org, '李红梅', '评 差');
  await org.at('2026-12-12T00:01');
  expect((await org.as('张建国').says('名单')).text).toContain('党员自评：不足 3 人，不公布');
  const [urn] = org.store.read((db) => db.select().from(threeUrns).all());
  expect(urn).toMatchObject({ counts: null, salt: 'A'.repeat(22) });
  expect(org.store.read((db) => db.select().from(threeMarks).all())).toEqual([]);
});

test('whoever was not there is not asked, and is told why; what is said in a group does not count', async () => {
  const org = await heldOrg();
  expect((await org.as('孙丽').says('评')).text).toContain('现在没有请您评的主题党日');
  const activity = org.store.read((db) => db.select().from(activities).get()?.id);
  for (const name of ['孙丽', '赵敏', '郑强', '陈静'])
    expect(await tap(org, name, 'three.mark', { activity, level: 'poor' })).toContain(
      '请应到并且到会的同志评',
    );
  expect((await org.as('孙丽').says('评 好')).toast?.text).toContain('现在没有请您评的主题党日');
  expect((await org.as('刘洋').says('评 差', '第一党支部')).toast?.text).toContain('群里说的不算');
  expect((await org.as('孙丽').says('我的')).text).not.toContain('可以评一评');
  expect((await org.as('刘洋').says('评 很差很差')).toast?.text).toContain('请说“评 好”');
  expect(org.store.read((db) => db.select().from(threeMarks).all())).toEqual([]);
});

test('whoever is entered afterwards is asked too, and a mark counts if its giver was there after all', async () => {
  const org = await heldOrg('2026-12-11T23:50');
  for (const name of ['刘洋', '李红梅', '周杰', '王磊']) await taps(org, name, '评 好');
  await correct(org, '孙丽', 'present');
  await correct(org, '王磊', 'absent');
  await taps(org, '孙丽', '评 一般');
  await org.at('2026-12-12T00:01');
  expect((await org.as('张建国').says('名单')).text).toContain('党员自评：好 3、一般 1');
});

async function correct(org: TestOrg, name: string, to: string): Promise<void> {
  const asked = await org.as('张建国').says('更正');
  const people = asked.messages[0]?.form?.find((field) => field.name === 'person')?.options ?? [];
  const person = people.find(({ label }) => label.startsWith(name))?.value;
  await org.as('张建国').presses('确认更正', { person, to, reason: '手机没电' });
}

test('said instead of tapped it is the same; where there are several it is asked which, and the choice stands on no button', async () => {
  const org = await heldOrg('2026-12-07T17:30', ['2026-12-04', '2026-12-07']);
  const asked = await org.as('刘洋').says('评 差');
  expect(asked.text).toContain('要评哪一次？点开就能评。');
  expect(
    JSON.stringify(org.store.read((db) => db.select().from(outbox).all().at(-1)?.content)),
  ).not.toContain('poor');
  await org.as('刘洋').presses('12月7日 15:00 主题党日');
  expect((await org.as('刘洋').says('评')).text).toContain('要评哪一次');
  await org.as('刘洋').presses('12月4日 15:00 主题党日');
  expect((await org.as('刘洋').presses('评 差')).text).toContain('您已经评过');
  expect(org.store.read((db) => db.select().from(threeMarks).all())).toMatchObject([{ activity: 1 }]);
  const other = await heldOrg();
  expect((await other.as('刘洋').says('我的')).text).toContain(
    '可以评一评（不记名，也可不评）：12月4日主题党日',
  );
  expect((await other.as('刘洋').presses('评：12月4日主题党日')).text).toContain('党员自评：这次');
  expect((await other.as('刘洋').says('评 较好')).text).toContain('您已经评过');
  expect(other.store.read((db) => db.select().from(threeMarks).all())).toHaveLength(1);
  expect((await other.as('刘洋').says('我的')).text).not.toContain('可以评一评');
});

test('the branch’s word is its committee’s: a sentence more, changed in the open, and in the journal', async () => {
  const org = await heldOrg();
  const activity = 1;
  for (const name of ['刘洋', '陈静', '郑强', '管理员甲'])
    expect(await tap(org, name, 'three.word', { activity, level: 'poor' })).toContain(
      '由本支部的书记或委员来做',
    );
  const seen = await org.as('王磊').says('点评 较好 讨论充分，时间稍长');
  expect(seen.text).toContain('支部点评：较好（讨论充分，时间稍长）');
  const stale = await tap(org, '李红梅', 'three.word', { activity, level: 'poor', was: null });
  expect(stale).toContain('支部已经点评过了，没有改动');
  await org.as('张建国').says('名单');
  await org.as('张建国').presses('改点评');
  await org.as('张建国').presses('保存点评', { level: 'good', said: '' });
  expect((await org.as('张建国').says('点评 好')).text).toContain('支部点评：好');
  const lines = journal(org).filter(({ action }) => action === 'three.given');
  expect(lines.map(({ actor, before, after }) => [actor, before, after])).toEqual([
    [expect.any(String), null, '{"review":"branch","level":"fair","said":"讨论充分，时间稍长"}'],
    [
      expect.any(String),
      '{"review":"branch","level":"fair","said":"讨论充分，时间稍长"}',
      '{"review":"branch","level":"good","said":""}',
    ],
  ]);
});

test('before it is closed nothing is asked, of a cancelled one never, and last year’s ends in March', async () => {
  const org = await begunOrg();
  expect(await tap(org, '刘洋', 'three.mark', { activity: 1, level: 'good' })).toContain('现在不是评的时候');
  expect(await tap(org, '张建国', 'three.word', { activity: 1, level: 'good' })).toContain(
    '活动结束归档后再支部点评',
  );
  expect((await org.as('张建国').says('点评')).toast?.text).toContain('还没有可以点评的主题党日');
  await close(org);
  await plan(org, { ...THEME_DAY, startsAt: '2026-12-10T15:00' });
  await org.as('张建国').says('取消活动');
  await org.as('张建国').presses('确认取消', { reason: '停电' });
  expect(await tap(org, '刘洋', 'three.mark', { activity: 2, level: 'good' })).toContain('已经取消，不用评');
  expect(await tap(org, '张建国', 'three.word', { activity: 2, level: 'good' })).toContain('已经取消');
  const later = (wall: string) => () =>
    org.store.read((db) => {
      const word = { review: 'branch', level: 'good' } as const;
      return giveWord(db, loadActivity(db, 1), word, STAFF, instantOf(wall));
    });
  expect(later('2027-03-31T23:59')()).toBe(true);
  expect(later('2027-04-01T00:00')).toThrow('到3月31日为止');
});

test('where a committee wants it so, members are asked before, during and after instead', async () => {
  const org = await begunOrg(['topic', 'quality', 'effect']);
  expect((await org.as('张建国').says('名单')).text).not.toContain('支部点评');
  expect(await own(org, '刘洋')).toContain('会中评质量：今天的活动质量怎么样？');
  expect((await org.as('周杰').says('签到')).text).toContain('会中评质量');
  for (const name of ['刘洋', '李红梅', '周杰']) await org.as(name).presses('评 好');
  await close(org);
  expect(await own(org, '刘洋')).toContain('会后评效果：这次主题党日的效果怎么样？');
  await org.as('刘洋').presses('评 一般');
  await plan(org, { ...THEME_DAY, startsAt: '2026-12-18T15:00' });
  expect((await org.as('赵敏').finds('12月18日'))?.text).toContain(
    '会前评议题：这次的主题和内容选得怎么样？',
  );
  for (const name of ['赵敏', '孙丽']) await org.as(name).says('评 较好');
  await org.as('王磊').says('评 较好');
  await org.as('王磊').presses('12月18日 15:00 主题党日');
  await org.as('王磊').presses('评 较好');
  expect((await org.as('张建国').says('名单')).text).toContain('会前评议题：评价中');
  await org.at('2026-12-18T14:31');
  expect((await org.as('张建国').says('名单')).text).toContain('会前评议题：较好 3');
  expect((await org.as('赵敏').finds('12月18日'))?.text).not.toContain('会前评议题：这次');
});

test('nothing in the database says what somebody said, whichever button it was', async () => {
  const org = await heldOrg();
  await org.as('刘洋').says('评');
  const before = rowsOf(org);
  await org.as('刘洋').presses('评 差');
  const after = rowsOf(org);
  const fresh = Object.entries(after).flatMap(([table, rows]) =>
    rows.filter((row) => !before[table]?.includes(row)).map((row) => ({ table, row })),
  );
  expect(new Set(fresh.map(({ table }) => table))).toEqual(
    new Set(['three_marks', 'three_urns', 'console_messages', 'inbox']),
  );
  for (const { table, row } of fresh) {
    const levels = LEVELS.filter((level) => row.includes(level) || row.includes(LEVEL_WORDS[level]));
    expect([table, levels.length === 0 || levels.length === LEVELS.length]).toEqual([table, true]);
  }
  expect(journal(org).some(({ action }) => action.startsWith('three.'))).toBe(false);
});

function rowsOf({ store }: TestOrg): Record<string, string[]> {
  return store.read((db) => {
    const tables = db.all<{ name: string }>("select name from sqlite_master where type = 'table'");
    return Object.fromEntries(
      tables.map(({ name }) => [name, db.all(`select * from "${name}"`).map((row) => JSON.stringify(row))]),
    );
  });
}

test('a level is read with what stands behind it, and a longer word is not another level', () => {
  expect(readLevel('较好')).toEqual({ level: 'fair', rest: '' });
  expect(readLevel('好，准备充分')).toEqual({ level: 'good', rest: '准备充分' });
  expect(readLevel('好人好事')).toBeNull();
  expect(readLevel('')).toBeNull();
});

test('counts are said in words, none lost and none invented', () => {
  const counts = fc.record(
    Object.fromEntries(LEVELS.map((level) => [level, fc.nat(99)])) as Record<Level, fc.Arbitrary<number>>,
  );
  fc.assert(
    fc.property(counts, (given) => {
      const said = [...countsWord(given).matchAll(/(好|较好|一般|差) (\d+)/g)].map(([, word, count]) => [
        word,
        Number(count),
      ]);
      const wanted = LEVELS.filter((level) => given[level] > 0).map((level) => [
        LEVEL_WORDS[level],
        given[level],
      ]);
      expect(said).toEqual(wanted);
    }),
  );
});

test('what is counted is each one’s last word, of those who were there, and nothing can be read without the secret', async () => {
  const { store } = testStore();
  const settings = { url: '', signing: { org: 'main', key: createSecretKey(Buffer.alloc(32, 7)) } };
  const others = { url: '', signing: { org: 'main', key: createSecretKey(Buffer.alloc(32, 8)) } };
  store.read((db) => foundUnits(db, TWO_BRANCHES));
  const marks = fc.array(fc.tuple(fc.integer({ min: 3, max: 9 }), fc.constantFrom(...LEVELS)), {
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(marks, fc.subarray([3, 4, 5, 6, 7, 8, 9]), fc.boolean(), async (said, came, lost) => {
      await store.change((db) => {
        const activity = held(db, '机关工委/第一党支部', '2026-12-04', ['themeDay']);
        for (let person = 3; person <= 9; person++) {
          const presentAt = came.includes(person) ? 1 : null;
          db.insert(attendance).values({ activity, person, role: 'expected', presentAt }).run();
        }
        const open = { review: 'self', until: 2 } as const;
        for (const [person, level] of said) markAnonymously(db, settings, activity, open, person, level);
        const kept = db.select().from(threeMarks).where(eq(threeMarks.activity, activity)).all();
        expect(new Set(kept.map(({ choice }) => choice)).size).toBe(new Set(said.map(([who]) => who)).size);
        if (said.length === 0) return;
        countMarks(db, lost ? others : settings, { activity, review: 'self' }, 3);
        const last = [...new Map(said)]
          .filter(([who]) => came.includes(who) && !lost)
          .map(([, level]) => level);
        const counts = Object.fromEntries(
          LEVELS.map((level) => [level, last.filter((one) => one === level).length]),
        );
        expect(urnOf(db, activity, 'self')).toMatchObject({
          counts: last.length < LEAST ? null : counts,
          countedAt: 3,
          salt: 'A'.repeat(22),
        });
        expect(db.select().from(threeMarks).where(eq(threeMarks.activity, activity)).all()).toEqual([]);
      });
    }),
    { numRuns: 40 },
  );
});
