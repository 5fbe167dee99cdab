import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { memberships, persons, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { rest } from '../../src/activity/rest.ts';
import { handbookPaper } from '../../src/duty/records/handbook.ts';
import { type Change, change } from '../../src/duty/rules/decide.ts';
import { parsePeriod } from '../../src/duty/spoken.ts';
import { summaryBook } from '../../src/duty/summary/book.ts';
import { summaryOf } from '../../src/duty/summary/summary.ts';
import { provenOf } from '../../src/evaluation/star/proof.ts';
import { STAR_TEMPLATE } from '../../src/evaluation/star/template.ts';
import { instantOf } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';
import { enters, idOf } from '../web/visitor.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, recordedTown } from './held.ts';
import { UNSAID } from './so.ts';

const NAMES = ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '郑强', '冯雪', '孙丽', '周杰'];

/** A talk that took place, with those who were there. */
function talked(db: Db, path: string, day: string, ...names: string[]): void {
  const id = held(db, path, day, ['heartToHeartTalk'], { expected: names.length, present: names.length });
  for (const name of names) {
    const person = personOf(db, name);
    const presentAt = instantOf(`${day}T15:00`);
    db.insert(attendance).values({ activity: id, person, role: 'expected', presentAt }).run();
  }
}

function personOf(db: Db, name: string): number {
  return db.select().from(persons).where(eq(persons.name, name)).get()?.id ?? 0;
}

function unitAt(db: Db, path: string) {
  const unit = db.select().from(units).where(eq(units.path, path)).get();
  if (!unit) throw new Error(`no unit ${path}`);
  return unit;
}

/** All that five members owe, but for one. */
async function nearly(now: string): Promise<TestOrg> {
  const org = await recordedTown(now, '2026-01-05');
  await org.store.change((db) => {
    talked(db, FINANCE, '2026-04-10', '张建国', '李红梅', '王磊');
    talked(db, FINANCE, '2026-05-10', '李红梅', '刘洋');
    talked(db, `${FINANCE}/学习党小组`, '2026-10-10', '刘洋', '赵敏');
  });
  return org;
}

const MISSING = '委员之间 3/3 对，委员和党员 1/2 人，党员之间 2/2 人';

/** Of a branch of two, who have not talked. */
const TWO = '委员和党员 0/1 人';

describe('谈心谈话', () => {
  test('the secretary reads who is missing, in numbers and by name, and nobody else reads a name', async () => {
    const org = await nearly('2026-11-21T10:00');
    const own = await org.as('张建国').says('还差什么');
    expect(own.text).toContain(`年度谈心谈话：${MISSING}，12月31日前完成`);
    expect(own.text).toContain('年度谈心谈话，只有您看得到：还没有委员谈过的：赵敏。');
    expect(own.messages.at(-1)?.actions.map(({ label }) => label)).toContain('新建谈心谈话');
    const why = await org.as('张建国').says('为什么');
    expect(why.text).toContain('已计入：谈心谈话 3 次。只有您看得到：还没有委员谈过的：赵敏。');
    for (const [name, said] of [
      ['李红梅', '还差什么'],
      ['李红梅', '为什么'],
      ['何书记', '为什么 财政局机关党委/第一党支部'],
      ['何书记', '还差什么 财政局机关党委/第一党支部'],
      ['陈静', '汇总 本季度 财政局机关党委/第一党支部'],
    ] as const) {
      const { text } = await org.as(name).says(said);
      expect(text).toContain(MISSING);
      for (const other of NAMES) expect(text).not.toContain(other);
    }
  });

  test('planned from the button, held and entered, it is done', async () => {
    const org = await nearly('2026-11-23T10:00');
    await org.as('张建国').says('还差什么');
    await org.as('张建国').presses('新建谈心谈话');
    await org.as('张建国').presses('发出通知', {
      startsAt: '2026-11-24T15:00',
      place: '办公室',
      persons: ['王磊', '赵敏'],
    });
    expect((await org.as('张建国').says('还差什么')).text).toContain(
      `年度谈心谈话：${MISSING}，其余的已安排`,
    );
    await org.at('2026-11-24T15:05');
    await org.as('张建国').says('代签 全部');
    await org.at('2026-11-24T18:00');
    const { text } = await org.as('张建国').says('还差什么');
    expect(text).toContain('年度谈心谈话：已完成（委员之间 3/3 对，委员和党员 2/2 人，党员之间 2/2 人）');
    expect(text).not.toContain('只有您看得到');
  });

  test('whoever was named and did not come has not talked; a talk that was cancelled is none', async () => {
    const org = await nearly('2026-11-21T10:00');
    await org.store.change((db) => {
      talked(db, FINANCE, '2026-11-02', '王磊', '赵敏');
      const absent = and(eq(attendance.person, personOf(db, '赵敏')), eq(attendance.activity, 4));
      db.update(attendance).set({ presentAt: null }).where(absent).run();
      const id = held(db, FINANCE, '2026-11-03', ['heartToHeartTalk'], { cancelledAt: 1 });
      for (const name of ['王磊', '赵敏'])
        db.insert(attendance)
          .values({ activity: id, person: personOf(db, name), role: 'expected', presentAt: 1 })
          .run();
    });
    expect((await org.as('张建国').says('还差什么')).text).toContain(`年度谈心谈话：${MISSING}，`);
  });

  test('whoever rests or has left is asked for no more', async () => {
    const org = await nearly('2026-11-21T10:00');
    await org.store.change((db) => {
      const resting = { person: personOf(db, '赵敏'), reason: 'illness' as const, contact: '' };
      rest(db, { ...resting, began: '2026-11-01', ended: '2027-02-01' }, 1, instantOf('2026-11-01T10:00'));
    });
    const done = '年度谈心谈话：已完成（委员之间 3/3 对，委员和党员 1/1 人）';
    expect((await org.as('张建国').says('还差什么')).text).toContain(done);
    await org.store.change((db) => {
      const own = eq(memberships.person, personOf(db, '刘洋'));
      db.update(memberships).set({ ended: '2026-11-10' }).where(own).run();
    });
    expect((await org.as('张建国').says('还差什么')).text).toContain(
      '年度谈心谈话：已完成（委员之间 3/3 对）',
    );
  });

  test('a month before the year ends it is brought up, once', async () => {
    const org = await recordedTown('2026-11-30T10:00', '2026-10-20');
    await org.at('2026-12-08T20:00');
    const said = await digestsOf(org, '郑强');
    expect(said.map(({ day }) => day)).toEqual(['2026-12-01']);
    expect(said[0]?.line).toContain(`年度谈心谈话：${TWO}，12月31日前完成`);
    const compose = await org.as('郑强').presses('新建活动：年度谈心谈话');
    expect(compose.messages.at(-1)?.form?.find(({ name }) => name === 'kinds')?.value).toEqual([
      'heartToHeartTalk',
    ]);
  });

  test('when the grace ends it is brought up once more, then when it is over, then to the committee, which reads no name', async () => {
    const org = await recordedTown('2027-03-26T10:00', '2026-10-20');
    await org.at('2027-04-12T20:00');
    const said = await digestsOf(org, '郑强');
    expect(said.map(({ day }) => day)).toEqual(['2027-03-29', '2027-04-01']);
    expect(said[0]?.line).toContain(`2026年谈心谈话：${TWO}，可在3月31日前补开`);
    expect(said[1]?.line).toContain(`2026年谈心谈话：已逾期：${TWO}。开展过的请补录，开不成的请说明暂缓`);
    const above = (await org.as('何书记').messages()).filter(({ text }) => text.includes('谈心谈话'));
    expect(above.map(({ at }) => at.slice(0, 10))).toEqual(['2027-04-06']);
    for (const { text } of [...said, ...above]) for (const name of NAMES) expect(text).not.toContain(name);
  });

  test('the handbook and the workbook have the numbers and no names', async () => {
    const org = await nearly('2027-04-10T10:00');
    const book = org.store.read((db) => {
      const unit = unitAt(db, '机关工委/财政局机关党委');
      return summaryBook(
        summaryOf(db, unit, parsePeriod('2026年', '2027-04-10'), {}, instantOf('2027-04-10T10:00')),
        true,
      );
    });
    const missing = book.sheets.find(({ name }) => name === '逾期')?.lines ?? [];
    const line = missing.find(([branch, what]) => branch === '第一党支部' && what === '谈心谈话');
    expect(line?.slice(2)).toEqual([
      '2026年',
      '2027-03-31',
      '',
      '',
      { value: `已逾期：${MISSING}`, style: 'bad' },
    ]);
    expect(JSON.stringify(book)).not.toContain('赵敏');
  });

  test('so have the handbook and the stars, which fill in what the records prove', async () => {
    const org = await nearly('2027-04-10T10:00');
    const now = instantOf('2027-04-10T10:00');
    const { paper, proven } = org.store.read((db) => {
      const unit = unitAt(db, FINANCE);
      return {
        paper: JSON.stringify(handbookPaper(db, unit, 2026, false, now)),
        proven: provenOf(db, STAR_TEMPLATE, unit, 2026, now),
      };
    });
    expect(paper).toContain(`全年记录谈心谈话 3 次，内容不记录。`);
    expect(paper).toContain(`覆盖情况：${MISSING}。`);
    expect(proven.get('s2i4')).toEqual({ times: 1, basis: MISSING });
    expect(proven.get('s2i3')).toBeUndefined();
  });

  test('the board shows the numbers, to a committee as to a branch, and no names', async () => {
    const org = await nearly('2026-11-21T10:00');
    for (const name of ['陈静', '张建国']) {
      const board = await enters(org, name);
      const { text } = await board.opens(`/board?unit=${idOf(org, FINANCE)}&period=2026`);
      expect(text).toContain(`${MISSING}，12月31日前完成`);
      for (const other of NAMES.filter((one) => one !== name)) expect(text).not.toContain(other);
    }
    const matrix = await (await enters(org, '陈静')).opens('/board?period=2026');
    expect(matrix.text).toContain('谈心谈话');
  });

  test('what is overdue is supervised and put off as everything else is', async () => {
    const org = await nearly('2027-04-12T10:00');
    const asked = await org.as('何书记').says('督办 财政局机关党委/第一党支部');
    expect(asked.text).toContain('2026年谈心谈话');
    const seen = await org.as('何书记').says('逾期 谈心谈话');
    expect(seen.text).toContain('第一党支部：2026年谈心谈话');
    await org.as('张建国').says('暂缓');
    await org.as('张建国').presses('暂缓：2026年谈心谈话');
    await org.as('张建国').presses('暂缓', { reason: '多数同志驻村', until: '2027-05-10' });
    const after = await org.as('何书记').says('为什么 财政局机关党委/第一党支部');
    expect(after.text).toContain('2026年谈心谈话：暂缓至2027年5月10日，张建国说明：多数同志驻村');
    expect((await org.as('何书记').says('逾期 谈心谈话')).text).not.toMatch(/第一党支部：2026年谈心谈话$/m);
  });

  test('it is a central rule: not switched off, and no number of talks is set', async () => {
    const org = await nearly('2026-11-21T10:00');
    expect((await org.as('何书记').says('规则')).text).toContain(
      '谈心谈话 | 中央 | 委员之间、委员和党员之间',
    );
    const form = await org.as('何书记').says('调整规则 谈心谈话');
    expect(form.messages.at(-1)?.form?.map(({ name }) => name)).toEqual([
      'grace',
      'soon',
      'late',
      'scope',
      'from',
    ]);
    for (const [wanted, said] of [
      [{ times: 2 }, '看是不是每个人都覆盖到，不设次数'],
      [{ hours: 2 }, '不按学时计算'],
      [{ off: true }, '不能停用'],
    ] as const)
      await expect(decided(org, { rule: 'heartToHeartTalk', ...wanted })).rejects.toThrow(said);
  });
});

describe('培训学时', () => {
  test('owed by nobody until a committee wants it, with its own numbers, from a day on', async () => {
    const org = await recordedTown('2026-11-21T10:00', '2026-01-05');
    expect((await org.as('何书记').says('规则')).text).toContain(
      '党员教育培训学时 | 本地 | 未启用，可以“调整规则”启用：党员每年参加教育培训不少于 32 学时，书记不少于 56 学时',
    );
    expect((await org.as('郑强').says('还差什么')).text).not.toContain('学时');
    const form = await org.as('何书记').says('调整规则 培训学时');
    expect(form.messages.at(-1)?.form?.map(({ label }) => label)).toContain('书记每年学时（一般 56）');
    const set = { state: 'on', hours: 2, secretaryHours: 4, from: '2026-01-01' };
    const saved = await org.as('何书记').presses('保存', set);
    expect(saved.toast?.text ?? saved.text).toContain('已保存');
    expect((await org.as('何书记').says('规则')).text).toContain('不少于 2 学时，书记不少于 4 学时');
    expect((await org.as('郑强').says('还差什么')).text).toContain(
      '年度培训学时：0/2 人已满学时，12月31日前完成',
    );
    expect((await org.as('孙丽').says('还差什么')).text).not.toContain('学时');
    await org.store.change((db) => {
      const id = held(db, RETIRED, '2026-11-10', ['training'], { expected: 2, present: 2 });
      for (const name of ['郑强', '冯雪'])
        db.insert(attendance)
          .values({ activity: id, person: personOf(db, name), role: 'expected', presentAt: 1 })
          .run();
    });
    const own = await org.as('郑强').says('还差什么');
    expect(own.text).toContain('年度培训学时：1/2 人已满学时，12月31日前完成');
    expect(own.text).toContain('年度培训学时，只有您看得到：学时还没满：郑强。');
    const seen = await org.as('何书记').says('为什么 退休党支部');
    expect(seen.text).toContain('年度培训学时：1/2 人已满学时');
    for (const name of NAMES) expect(seen.text).not.toContain(name);
  });

  test('of many branches it is the same as of each', async () => {
    const org = await recordedTown('2026-11-21T10:00', '2026-01-05');
    await org.as('陈静').says('调整规则 培训学时');
    await org.as('陈静').presses('保存', { state: 'on', from: '2026-01-01' });
    await org.store.change((db) => void held(db, EDUCATION, '2026-11-27', ['training'], PLANNED));
    for (const name of ['张建国', '郑强', '孙丽'])
      expect((await org.as(name).says('汇总')).text).toMatch(/党员教育培训学时：0\/1，0\/\d 人已满学时/);
  });
});

async function digestsOf(org: TestOrg, name: string): Promise<{ day: string; text: string; line: string }[]> {
  const told = await org.as(name).messages();
  return told
    .filter(({ text }) => text.startsWith('今天') && text.includes('谈心谈话'))
    .map(({ at, text }) => {
      const line = text.split('\n').find((one) => /年(度)?谈心谈话：/.test(one));
      return { day: at.slice(0, 10), text, line: line ?? '' };
    });
}

function decided(org: TestOrg, wanted: Partial<Change>): Promise<string> {
  const all = { ...UNSAID, rule: '', subtree: true, from: '2027-01-01', times: null, ...wanted };
  const now = instantOf('2026-11-21T10:00');
  return org.store.change((db) => change(db, unitAt(db, '机关工委/财政局机关党委'), all, 1, now));
}
