import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { facts } from '../../db/schema/org.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { chats } from '../../db/schema/people.ts';
import { postsJob } from '../../src/duty/alerts/posts.ts';
import type { Message } from '../../src/platforms/console/message.ts';
import { tick } from '../../src/tick.ts';
import { instantOf, wallTime } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from './held.ts';

/** All is on record from January on. */
async function begun(now: string): Promise<TestOrg> {
  const org = await testOrg(now, TWO_COMMITTEES);
  await org.store.change((db) => {
    for (const path of [FINANCE, RETIRED, EDUCATION])
      held(db, path, '2026-09-15', ['themeDay'], { plannedAt: 0 });
  });
  return org;
}

async function posted(org: TestOrg, name: string): Promise<Message[]> {
  return (await org.as(name).messages()).filter(({ text }) => /^\S+ 2026年\S*汇总/.test(text));
}

describe('when', () => {
  test.each([
    ['2026-10-30T09:00', '2026-11-02T09:30', 'the first is a Sunday'],
    ['2026-11-02T09:29', '2026-11-02T09:30', 'a minute before'],
    ['2026-11-02T09:30', '2026-12-01T09:30', 'the next month’s'],
    ['2026-09-15T12:00', '2026-10-08T09:30', 'after the National Day'],
    ['2026-12-31T09:00', '2027-01-04T09:30', 'a year that is not arranged yet'],
    ['2026-01-20T09:00', '2026-02-02T09:30', 'the first is a Sunday'],
  ])('after %s the next is at %s (%s)', async (after, next) => {
    const org = await testOrg('2026-01-01T00:00', TWO_COMMITTEES);
    const at = org.store.read((db) => postsJob.next(db, instantOf(after)));
    expect(at === null ? null : wallTime(at)).toBe(next);
  });
});

describe('what nobody has set', () => {
  test('each committee’s own staff get last month’s, privately, once, and nobody else anything', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.at('2026-12-01T09:29');
    expect(await posted(org, '陈静')).toEqual([]);
    await org.at('2026-12-10T10:00');
    const [own, ...others] = await posted(org, '陈静');
    expect(others).toEqual([]);
    expect(own?.chat).toBeNull();
    expect(own?.at).toContain('2026-12-01T09:30');
    expect(own?.text).toContain('机关工委 2026年11月汇总\n共 3 个支部');
    expect(own?.actions.map(({ label }) => label)).toEqual([
      '只看逾期',
      '看2026年10月',
      '导出表格',
      '打开看板',
    ]);
    expect((await posted(org, '何书记')).map(({ text }) => text.split('\n')[0])).toEqual([
      '财政局机关党委 2026年11月汇总',
    ]);
    for (const name of ['张建国', '郑强', '冯雪']) expect(await posted(org, name)).toEqual([]);
  });

  test('a quarter’s comes instead of a month’s, a year’s instead of both, with the others a tap away', async () => {
    const quarter = await begun('2026-09-30T10:00');
    await quarter.at('2026-10-08T10:00');
    expect((await posted(quarter, '陈静')).map(({ text }) => text.split('\n')[0])).toEqual([
      '机关工委 2026年第三季度汇总',
    ]);
    const org = await begun('2026-12-31T10:00');
    await org.at('2027-01-04T10:00');
    const [year, ...others] = await posted(org, '陈静');
    expect(others).toEqual([]);
    expect(year?.text).toMatch(/^机关工委 2026年汇总\n/);
    expect(year?.actions.map(({ label }) => label).slice(0, 2)).toEqual(['看2026年12月', '看2026年第四季度']);
    if (!year) throw new Error('no message');
    const { messages } = await org.as('陈静').pressesOn(year, '看2026年第四季度');
    expect(messages.at(-1)?.text).toContain('机关工委 2026年第四季度汇总');
  });

  test('of a time before anything was on record nobody hears', async () => {
    const org = await testOrg('2026-11-30T10:00', TWO_COMMITTEES);
    await org.at('2026-12-02T10:00');
    expect(await posted(org, '陈静')).toEqual([]);
  });
});

describe('however often the machine starts', () => {
  test('a tick that is repeated sends nothing twice', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.at('2026-12-01T10:00');
    const count = () => org.store.read((db) => db.select().from(outbox).all().length);
    const before = count();
    await org.store.change((db) => {
      db.update(facts)
        .set({ value: String(instantOf('2026-11-30T10:00')) })
        .where(eq(facts.name, 'tick.duty.posts'))
        .run();
    });
    await tick(org.hosted.org);
    expect(count()).toBe(before);
  });

  test('after a stop over the morning it is sent in the evening, after one over a night or a holiday in the morning', async () => {
    const org = await begun('2026-11-27T10:00');
    const clock = org.hosted.org.clock as { set?(at: number): void };
    expect(clock).toBeDefined();
    for (const [to, due] of [
      ['2026-12-01T18:00', '2026-12-01T18:00'],
      ['2026-12-01T23:00', '2026-12-02T08:00'],
      ['2026-12-05T10:00', '2026-12-07T08:00'],
    ] as const) {
      await org.store.change((db) => void db.run("delete from outbox where key like 'summary:%'"));
      await org.store.change((db) => {
        for (const _ of postsJob.run({
          db,
          from: instantOf('2026-11-27T10:00'),
          to: instantOf(to),
          settings: org.hosted.org.settings,
        }) ?? []);
      });
      const [row] = org.store.read((db) =>
        db
          .select()
          .from(outbox)
          .all()
          .filter(({ key }) => key.startsWith('summary:')),
      );
      expect(row && wallTime(row.dueAt)).toBe(due);
    }
  });
});

describe('汇总推送', () => {
  test('a committee chooses who is sent what, and the group sees how the whole stands and no branch by its name', async () => {
    const org = await begun('2026-11-30T10:00');
    const { text, messages } = await org.as('陈静').says('汇总推送');
    expect(text).toContain(
      '机关工委：汇总发给谁\n每月汇总：发给工作人员\n每季度汇总：发给工作人员\n全年汇总：发给工作人员',
    );
    expect(
      messages[0]?.form?.find(({ name }) => name === 'month')?.options?.map(({ label }) => label),
    ).toEqual(['不发', '发到群里', '发给工作人员']);
    const saved = await org.as('陈静').presses('保存', { month: 'group', quarter: 'off' });
    expect(saved.text).toContain('每月汇总：发到群里\n每季度汇总：不发\n全年汇总：发给工作人员');
    await org.at('2026-12-01T10:00');
    const [own] = await posted(org, '陈静');
    expect(own?.chat).toBe('机关工委');
    expect(own?.text).toContain('机关工委 2026年11月汇总\n共 3 个支部');
    for (const name of ['退休党支部', '第一党支部', '教育局']) expect(own?.text).not.toContain(name);
    expect(own?.actions).toEqual([]);
    expect((await posted(org, '何书记')).filter(({ chat }) => chat === null)).toHaveLength(1);
  });

  test.each([
    ['quarter', '2026-09-30T10:00', '2026-10-08T10:00', '机关工委 2026年第三季度汇总'],
    ['year', '2026-12-31T10:00', '2027-01-04T10:00', '机关工委 2026年汇总'],
  ])('a summary of a %s goes to the group that was chosen, and to nobody privately', async (length, now, later, title) => {
    const org = await begun(now);
    await org.as('陈静').says('汇总推送');
    await org.as('陈静').presses('保存', { month: 'off', quarter: 'off', year: 'off', [length]: 'group' });
    await org.at(later);
    const own = await posted(org, '陈静');
    expect(own.map(({ chat, text }) => [chat, text.split('\n')[0]])).toEqual([['机关工委', title]]);
    for (const name of ['退休党支部', '第一党支部', '教育局']) expect(own[0]?.text).not.toContain(name);
    expect(own[0]?.actions).toEqual([]);
  });

  test('where the group was chosen and none is there nothing is sent in its place, and whoever asks has it', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.as('陈静').says('汇总推送');
    await org.as('陈静').presses('保存', { month: 'group', quarter: 'group', year: 'group' });
    await org.store.change((db) => {
      db.delete(chats).run();
      const [from, to] = [instantOf('2026-12-01T09:29'), instantOf('2026-12-01T09:30')];
      const { settings } = org.hosted.org;
      expect([...(postsJob.run({ db, from, to, settings }) ?? [])].length).toBeGreaterThan(0);
      const sent = db.select().from(outbox).all();
      expect(sent.filter(({ key }) => key.startsWith('summary:1:'))).toEqual([]);
      expect(sent.filter(({ key }) => key.startsWith('summary:2:'))).toHaveLength(1);
    });
    expect((await org.as('陈静').says('汇总 10月')).text).toContain('机关工委 2026年10月汇总');
  });

  test('nothing is sent where nothing is wanted', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.as('陈静').says('汇总推送');
    await org.as('陈静').presses('保存', { month: 'off', quarter: 'off', year: 'off' });
    await org.at('2027-01-05T10:00');
    expect(await posted(org, '陈静')).toEqual([]);
    expect(await posted(org, '何书记')).not.toEqual([]);
  });

  test('the line on files can be left out, by a committee for all beneath it', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.as('陈静').says('汇总推送');
    await org.as('陈静').presses('保存', { disclaimer: false });
    const book = await sheetOf(org, '郑强');
    expect(book).not.toContain('不作考核依据');
    await org.as('何书记').says('汇总推送');
    await org.as('何书记').presses('保存', { disclaimer: true });
    expect(await sheetOf(org, '郑强')).toContain('辅助记录，不作考核依据。');
    expect(await sheetOf(org, '孙丽')).not.toContain('不作考核依据');
  });

  test('设置 leads there whoever may, and nobody else', async () => {
    const org = await begun('2026-11-30T10:00');
    await org.as('陈静').says('设置');
    expect((await org.as('陈静').presses('汇总推送')).text).toContain('机关工委：汇总发给谁');
    const { messages } = await org.as('郑强').says('设置');
    expect(messages[0]?.actions.map(({ label }) => label)).not.toContain('汇总推送');
    expect((await org.as('郑强').says('汇总推送')).text).toContain('这件事由上级党组织的党务干部来做');
    expect((await org.as('何书记').says('汇总推送 教育局机关党委')).text).toContain('没有找到');
    expect((await org.as('何书记').says('汇总推送 退休党支部')).text).toContain('汇总推送由上级党组织设置');
  });
});

async function sheetOf(org: TestOrg, name: string): Promise<string> {
  const { messages } = await org.as(name).says('导出 汇总');
  const response = await org.app.request(`http://127.0.0.1${messages.at(-1)?.file?.url}`);
  const { default: readSheets } = await import('read-excel-file/universal');
  return JSON.stringify(await readSheets(await response.arrayBuffer()));
}
