import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { trainings } from '../../db/schema/training.ts';
import { readTraining } from '../../src/duty/training/read.ts';
import { addDays } from '../../src/time.ts';
import { documentIn } from '../documents/opened.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begun, forged } from './begun.ts';
import { FINANCE, held, recordedTown } from './held.ts';
import { townOf } from './learned.ts';

const NOW = '2026-11-23T10:00';
const RETIRED = '机关工委/财政局机关党委/退休党支部';
const SENTENCE = '学时 赵敏、刘洋 8 县委党校 5月6日';

describe('学时', () => {
  test('training elsewhere is noted in one sentence and one tap, and echoed in full before', async () => {
    const org = await begun(NOW);
    const draft = await org.as('张建国').says(SENTENCE);
    expect(draft.text).toContain('请核对这条学时记录');
    expect(draft.text).toContain('党员：赵敏、刘洋（2 人）');
    expect(draft.text).toContain('学时：每人 8 学时');
    expect(draft.text).toContain('日期：2026年5月6日（星期三）');
    expect(draft.text).toContain('培训：县委党校');
    expect(notes(org)).toEqual([]);
    const confirm = await org.as('张建国').finds('请核对这条学时记录');
    expect((await org.as('张建国').presses('保存')).text).toContain('已记入培训学时');
    if (confirm) expect((await org.as('张建国').pressesOn(confirm, '保存')).text).toContain('已经记过了');
    expect(notes(org)).toEqual([{ day: '2026-05-06', minutes: 480, what: '县委党校', withdrawn: false }]);
    expect(journal(org)).toEqual(['training.noted']);
  });

  test('the secretary sees the branch in the roster’s order, and says how little is known', async () => {
    const org = await begun(NOW);
    await org.store.change((db) => {
      townOf(db).holds('2026-03-06', ['partyLecture'], ['赵敏', '王磊']);
    });
    await noted(org, SENTENCE);
    const list = (await org.as('张建国').says('学时')).text;
    expect(namesIn(list)).toEqual(['张建国', '李红梅', '王磊', '刘洋', '赵敏']);
    expect(list).toContain('赵敏 | 10 | 8');
    expect(list).toContain('王磊 | 2 |');
    expect(list).toContain('5月6日：刘洋、赵敏，各 8 学时，县委党校');
    expect(list).toContain('只统计这里有记录的');
    expect(list).toContain('不排名');
    const last = (await org.as('张建国').says('学时 2025年')).text;
    expect(last).toContain('2025年培训学时');
    expect(last).toContain('记录从2026年3月5日（星期四）开始，此前的不作要求');
    expect(namesIn((await org.as('李红梅').says('培训学时')).text)).toHaveLength(5);
  });

  test('a member sees their own and nobody else’s, a committee only how many', async () => {
    const org = await begun(NOW);
    await org.store.change((db) => {
      townOf(db).holds('2026-03-06', ['partyLecture'], ['赵敏', '王磊']);
    });
    await noted(org, SENTENCE);
    const own = (await org.as('赵敏').says('学时')).text;
    expect(own).toContain('累计：10 学时');
    expect(own).toContain('5月6日：8 学时，县委党校');
    expect((await org.as('王磊').says('学时')).text).toContain('累计：2 学时');
    const counts = (await org.as('何书记').says('学时')).text;
    expect(counts).toContain('第一党支部 | 5 | 3');
    expect(counts).toContain('退休党支部 | 2 | 0');
    const one = (await org.as('陈静').says('学时 财政局机关党委/第一党支部')).text;
    expect(one).toContain('共 5 名党员，3 名有学时记录');
    for (const seen of [own, counts, one, (await org.as('王磊').says('学时 第一党支部')).text])
      expect(seen).not.toMatch(/刘洋|李红梅|张建国/);
    expect((await org.as('赵敏').says('学时 退休党支部')).text).toContain('只能查看自己所在组织');
  });

  test('nobody but who organises the branch notes, corrects or withdraws, however the button came to them', async () => {
    const org = await begun(NOW);
    for (const name of ['赵敏', '何书记', '王磊'])
      expect((await org.as(name).says(SENTENCE)).text, name).toMatch(/由(?:本支部|党支部)的书记或组织委员来/);
    const draft = (await org.as('张建国').says(SENTENCE)).messages.at(-1);
    const save = draft?.actions.find(({ label }) => label === '保存')?.id;
    for (const name of ['郑强', '孙丽', '赵敏', '陈静'])
      expect(await forged(org, name, draft?.id, save), name).not.toContain('已记下');
    expect(notes(org)).toEqual([]);
    const done = (await org.as('张建国').presses('保存')).messages.at(-1);
    for (const label of ['更正', '撤回']) {
      const action = done?.actions.find((one) => one.label === label)?.id;
      const said = await forged(org, '郑强', done?.id, action);
      expect(said).not.toMatch(/已撤回|赵敏/);
    }
    expect(notes(org)).toMatchObject([{ withdrawn: false }]);
    const foreign = await org.as('郑强').says(SENTENCE);
    expect(foreign.text).toContain('退休党支部里没有找到“赵敏”');
  });

  test('a secretary who is one no more cannot save what they began', async () => {
    const org = await begun(NOW);
    await org.as('张建国').says(SENTENCE);
    await org.store.change((db) => {
      db.run(`update posts set ended = '2026-11-23' where person = 3`);
    });
    const said = await org.as('张建国').presses('保存');
    expect(said.text).toContain('由本支部的书记或组织委员来做');
    expect(notes(org)).toEqual([]);
  });

  test('what was noted wrong is corrected, or taken back; all of it is in the journal', async () => {
    const org = await begun(NOW);
    await noted(org, SENTENCE);
    const draft = await org.as('张建国').finds('请核对这条学时记录');
    await org.as('张建国').presses('更正');
    const form = (await org.as('张建国').messages()).at(-1);
    expect(form?.form?.find(({ name }) => name === 'hours')?.value).toBe(8);
    expect((await org.as('张建国').presses('保存', { hours: 6 })).text).toContain('每人 6 学时');
    expect(notes(org)).toMatchObject([
      { minutes: 480, withdrawn: true },
      { minutes: 360, withdrawn: false },
    ]);
    const undo = await org.as('张建国').says('撤销');
    expect(undo.text).toContain('学时记录：2026年5月6日（星期三）县委党校');
    await org.as('张建国').presses('撤回学时记录：2026年5月6日（星期三）县委党校');
    expect(notes(org)).toMatchObject([{ withdrawn: true }, { withdrawn: true }]);
    expect((await org.as('张建国').says('学时')).text).toContain('赵敏 | 0 |');
    expect((await org.as('张建国').presses('撤回')).text).toContain('已经撤回');
    if (draft) expect((await org.as('张建国').pressesOn(draft, '保存')).text).toContain('要记请重新说一次');
    expect(journal(org)).toEqual([
      'training.noted',
      'training.withdrawn',
      'training.noted',
      'training.withdrawn',
    ]);
  });

  test('what is wanting is asked for by a form with the rest filled in', async () => {
    const org = await begun(NOW);
    const form = async (said: string) => {
      const { text, messages } = await org.as('张建国').says(said);
      const fields = messages.at(-1)?.form ?? [];
      return { text, values: Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
    };
    const bare = await form('记学时');
    expect(bare.values).toMatchObject({ persons: [], day: '2026-11-23', what: '' });
    const some = await form('学时 赵敏 县委党校 昨天');
    expect(some.values).toMatchObject({ day: '2026-11-22', what: '县委党校' });
    expect(some.values.persons).toHaveLength(1);
    expect((await form('学时 8 县委党校')).text).toContain('请选择是哪几位同志');
    expect((await form('学时 赵敏、王五 8 县委党校')).text).toContain('没有找到“王五”');
    expect((await form('学时 赵敏 8')).text).toContain('请写一句是什么培训');
    const saved = await org.as('张建国').presses('保存', { what: '网络学院' });
    expect(saved.text).toContain('培训：网络学院');
  });

  test.each([
    ['学时 赵敏 0.4 县委党校', '0.5 到 200 之间'],
    ['学时 赵敏 201 县委党校', '0.5 到 200 之间'],
    ['学时 赵敏 8 县委党校 2024年11月22日', '只记近两年的学时'],
    ['学时 赵敏 8 县委党校 2026年11月24日', '还没到，培训结束后再记'],
    ['学时 吴迪 8 县委党校', '吴迪同志在2026年11月23日（星期一）不是第一党支部的党员'],
    ['学时 许晴 8 县委党校 5月6日', '许晴同志在2026年5月6日（星期三）不是第一党支部的党员'],
    ['学时 孙丽 8 县委党校', '第一党支部里没有找到“孙丽”'],
  ])('%s is refused in one sentence, by the form too', async (said, why) => {
    const org = await begun(NOW);
    await org.store.change((db) => {
      townOf(db).joins('吴迪', FINANCE, '2026-01-01', 'activist');
      townOf(db).joins('许晴', FINANCE, '2026-07-01', 'full');
    });
    expect((await org.as('张建国').says(said)).text).toContain(why);
    const again = await org
      .as('张建国')
      .presses('保存')
      .catch(() => undefined);
    if (again && !why.includes('没有找到')) expect(again.text).toContain(why);
    expect(notes(org)).toEqual([]);
  });

  test('the same is not noted twice, nor what the check-in has counted without being told of it', async () => {
    const org = await begun(NOW);
    await org.store.change((db) => {
      townOf(db).holds('2026-05-06', ['partyLecture'], ['赵敏']);
    });
    const draft = await org.as('张建国').says(SENTENCE);
    expect(draft.text).toContain('赵敏同志当天的党课已按签到计入；如果是同一次培训，不用再记');
    await org.as('张建国').presses('保存');
    expect((await org.as('李红梅').says('学时 赵敏 8 县委党校 5月6日')).text).toContain('已经记过 8 学时');
    expect((await org.as('李红梅').presses('保存')).text).toContain('已经记过 8 学时');
    expect(notes(org)).toHaveLength(1);
  });

  test('of a day that was not said today is taken, and that is said', async () => {
    const org = await begun(NOW);
    const draft = await org.as('张建国').says('学时 全体党员 4 市直工委专题培训');
    expect(draft.text).toContain('日期：2026年11月23日（星期一）');
    expect(draft.text).toContain('没有说日期，按今天记');
    expect(draft.text).toContain('（5 人）');
  });

  test('in a group the answer is for the asker alone; a name without more leads to the list', async () => {
    const org = await begun(NOW);
    await noted(org, SENTENCE);
    await org.as('张建国').says('学时', FINANCE);
    for (const name of ['刘洋', '王磊']) expect(await org.as(name).finds('县委党校')).toBeUndefined();
    expect(await org.as('张建国').finds('刘洋、赵敏，各 8 学时')).toBeDefined();
    expect(namesIn((await org.as('张建国').says('学时 赵敏')).text)).toHaveLength(5);
    expect((await org.as('王磊').says('学时 赵敏')).text).toContain('王磊同志 2026年培训学时');
  });

  test('whoever leads two branches notes for the one that the named belong to, else is asked which', async () => {
    const org = await begun(NOW);
    await org.store.change((db) => townOf(db).elects('郑强', FINANCE, '2026-11-01', 'deputySecretary'));
    expect((await org.as('郑强').says(SENTENCE)).text).toContain('支部：第一党支部');
    expect((await org.as('郑强').says('学时 冯雪 8 县委党校')).text).toContain('支部：退休党支部');
    const asked = await org.as('郑强').says('学时 赵敏、冯雪 8 县委党校');
    expect(asked.text).toContain('先选是哪个支部的');
    const field = asked.messages.at(-1)?.form?.find(({ name }) => name === 'unit');
    const retired = field?.options?.find(({ label }) => label.endsWith('退休党支部'))?.value;
    const form = await org.as('郑强').presses('下一步', { unit: retired });
    expect(form.text).toContain('退休党支部');
    expect((await org.as('郑强').presses('保存')).text).toContain('党员：冯雪');
  });

  test('a member who moved brings their hours along; their new branch sees the number and no more', async () => {
    const org = await begun(NOW);
    await noted(org, SENTENCE);
    await org.store.change((db) => townOf(db).moves('赵敏', FINANCE, RETIRED, '2026-07-01'));
    const list = (await org.as('郑强').says('学时')).text;
    expect(list).toContain('赵敏 | 8 | 8');
    expect(list).not.toContain('县委党校');
    expect(namesIn((await org.as('张建国').says('学时')).text)).not.toContain('赵敏');
    expect((await org.as('张建国').says('学时 赵敏 4 网络学院')).text).toContain(
      '赵敏同志在2026年11月23日（星期一）不是第一党支部的党员，由当时所在的支部来记',
    );
    expect((await org.as('张建国').says('学时 赵敏 4 网络学院 6月1日')).text).toContain('请核对这条学时记录');
  });

  test('it is in help, and what it can do', async () => {
    const org = await begun(NOW);
    expect((await org.as('赵敏').says('帮助 学时')).text).toContain('今年参加了多少培训');
    expect((await org.as('张建国').says('帮助 支部')).text).toContain('学时 张三、李四 8 县委党校');
  });
});

describe('where a committee asks for hours', () => {
  async function asked(): Promise<TestOrg> {
    const org = await begun(NOW);
    await org.as('何书记').says('调整规则 培训学时');
    await org.as('何书记').presses('保存', {
      state: 'on',
      hours: 10,
      secretaryHours: 20,
      from: '2026-01-01',
    });
    await org.store.change((db) => {
      townOf(db).holds('2026-03-06', ['partyLecture'], ['赵敏', '王磊']);
    });
    await noted(org, SENTENCE);
    return org;
  }

  test('a member sees under 我的 what they have and what is wanted; where none are asked for, nothing', async () => {
    const org = await asked();
    expect((await org.as('赵敏').says('我的')).text).toContain('培训学时：今年 10（本地要求 10）');
    expect((await org.as('张建国').says('我的')).text).toContain('培训学时：今年 0（本地要求 20）');
    expect((await org.as('赵敏').says('学时')).text).toContain('要求：10 学时');
    expect((await org.as('周杰').says('我的')).text).not.toContain('学时');
    expect((await org.as('周杰').says('学时')).text).not.toContain('要求：');
  });

  test('the list says what is wanted of each, those above read how many have it', async () => {
    const org = await asked();
    const list = (await org.as('张建国').says('学时')).text;
    expect(list).toContain('3 名有学时记录，1 名已满。本地要求党员 10 学时、书记 20 学时。');
    expect(list).toContain('张建国 | 0 |  | 20');
    expect(list).toContain('赵敏 | 10 | 8 | 10');
    expect((await org.as('何书记').says('学时')).text).toContain('第一党支部 | 5 | 3 | 1');
    const all = (await org.as('陈静').says('学时')).text;
    expect(all).toContain('财政局机关党委/退休党支部 | 2 | 0 | 0');
    expect(all).toContain('教育局机关党委/第一党支部 | 2 | 0 | —');
    const own = await sheetsIn(org, await org.as('张建国').says('导出 培训学时'));
    expect(own.rows.培训学时?.at(-1)).toEqual(['赵敏', 10, 2, 8, 10]);
    const book = await documentIn(org, await org.as('张建国').says('导出 2026年支部工作手册'));
    const hours = book.tables.find(([head]) => head?.includes('其中别处参加'));
    expect(hours?.at(-1)).toEqual(['5', '赵敏', '10', '8', '10']);
  });

  test('one sentence more is one member more who has all that is wanted', async () => {
    const org = await asked();
    const before = await org.as('张建国').says('还差什么');
    expect(before.text).toContain('1/5 人已满学时');
    expect(namesIn((await org.as('张建国').presses('看学时')).text)).toHaveLength(5);
    await noted(org, '学时 刘洋、王磊 10 网络学院');
    expect((await org.as('张建国').says('还差什么')).text).toContain('3/5 人已满学时');
  });
});

test('where hours are wanting the digest leads to the list, and when the year is over to the form', async () => {
  const org = await recordedTown(NOW, '2025-12-01');
  await org.as('何书记').says('调整规则 培训学时');
  await org.as('何书记').presses('保存', { state: 'on', from: '2026-01-01' });
  await org.store.change((db) => {
    for (let month = 1; month <= 12; month++)
      held(db, RETIRED, `2026-${String(month).padStart(2, '0')}-10`, [
        'themeDay',
        'memberAssembly',
        'partyLecture',
      ]);
  });
  await org.at('2026-11-24T10:00');
  const soon = await org.as('郑强').finds('年度培训学时：0/2 人已满学时');
  expect(soon?.actions.map(({ label }) => label)).toContain('看学时：年度培训学时');
  await org.at('2027-01-05T10:00');
  const late = await org.as('郑强').finds('别处参加过的请记一句');
  expect(late?.actions.map(({ label }) => label)).toContain('看学时：2026年培训学时');
  const owed = await org.as('郑强').says('还差什么');
  expect(owed.messages.at(-1)?.actions.map(({ label }) => label)).toContain('补记：2026年培训学时');
  expect((await org.as('郑强').presses('补记：2026年培训学时')).text).toContain(
    '日期（最后一天）：2026年12月31日',
  );
  if (late) {
    const list = await org.as('郑强').pressesOn(late, '看学时：2026年培训学时');
    expect(list.messages.at(-1)?.text).toContain('退休党支部 2026年培训学时');
  }
});

describe('培训学时 as a file', () => {
  test('a secretary’s has names, a committee’s has none', async () => {
    const org = await begun(NOW);
    await noted(org, SENTENCE);
    const own = await sheetsIn(org, await org.as('张建国').says('导出 培训学时'));
    expect(own.name).toBe('第一党支部 2026年培训学时.xlsx');
    expect(own.rows.培训学时?.slice(-5).map(([name]) => name)).toEqual([
      '张建国',
      '李红梅',
      '王磊',
      '刘洋',
      '赵敏',
    ]);
    expect(own.rows.别处参加的?.at(-1)).toEqual(['2026-05-06', '县委党校', 8, '刘洋、赵敏']);
    const above = await sheetsIn(org, await org.as('何书记').says('导出 培训学时'));
    expect(Object.keys(above.rows)).toEqual(['培训学时']);
    expect(JSON.stringify(above.rows)).not.toContain('赵敏');
    expect(above.rows.培训学时).toContainEqual(['第一党支部', 5, 2, null]);
    for (const [name, said] of [
      ['赵敏', '导出 培训学时'],
      ['郑强', '导出 培训学时 财政局机关党委/第一党支部'],
    ] as const) {
      const { messages } = await org.as(name).says(said);
      expect(messages.flatMap(({ file }) => file ?? [])).toEqual([]);
    }
  });
});

test('the handbook has a chapter of it: with names for the secretary, in numbers for those above', async () => {
  const org = await begun(NOW);
  await noted(org, SENTENCE);
  const own = await documentIn(org, await org.as('张建国').says('导出 2026年支部工作手册'));
  expect(own.lines).toContain('教育培训学时');
  const hours = own.tables.find(([head]) => head?.includes('其中别处参加'));
  expect(hours?.at(-1)).toEqual(['5', '赵敏', '8', '8']);
  const above = await documentIn(
    org,
    await org.as('何书记').says('导出 支部工作手册 2026年 财政局机关党委/第一党支部'),
  );
  expect(above.lines.find((line) => line.startsWith('共 5 名党员'))).toContain('2 名有学时记录');
  expect(above.tables.some(([head]) => head?.includes('其中别处参加'))).toBe(false);
});

describe('a sentence about training', () => {
  const known = new Set(['张三', '李四', '周一鸣', '买买提·艾力']);
  const read = (text: string) => readTraining(text, '2026-11-23', (name) => known.has(name));

  test.each([
    ['张三、李四 8 县委党校', ['张三', '李四'], 8, null, '县委党校'],
    ['张三 李四 8 县委党校', ['张三', '李四'], 8, null, '县委党校'],
    ['张三8县委党校', ['张三'], 8, null, '县委党校'],
    ['昨天张三、李四参加县委党校培训8学时', ['张三', '李四'], 8, '2026-11-22', '县委党校培训'],
    ['周一鸣 12 网络学院 5月6日', ['周一鸣'], 12, '2026-05-06', '网络学院'],
    ['张三、王五 8 党校', ['张三', '王五'], 8, null, '党校'],
    ['王五、张三 8 党校', ['王五', '张三'], 8, null, '党校'],
    ['8 县委党校', [], 8, null, '县委党校'],
    ['张三 县委党校', ['张三'], null, null, '县委党校'],
    ['张三和李四 7.5学时 5月6日至8日 市直工委培训班', ['张三', '李四'], 7.5, '2026-05-08', '市直工委培训班'],
    ['张三 4月29日到5月2日 24 党校', ['张三'], 24, '2026-05-02', '党校'],
    ['去年11月20日 张三 二十四学时 省委党校', ['张三'], 24, '2025-11-20', '省委党校'],
    ['全体党员 ４ 上级培训班', ['全体党员'], 4, null, '上级培训班'],
    ['张三 8 3号楼报告会', ['张三'], 8, null, '3号楼报告会'],
    ['张三 第3期培训班 16', ['张三'], 16, null, '第3期培训班'],
    ['张三(第一党支部)、李四 8 党校', ['张三（第一党支部）', '李四'], 8, null, '党校'],
    ['张三同志、李四同志各8学时，县委党校', ['张三', '李四'], 8, null, '县委党校'],
    ['买买提·艾力、本人 10 集训', ['买买提·艾力', '本人'], 10, null, '集训'],
    ['我 8 县委党校', ['我'], 8, null, '县委党校'],
    ['第一党支部', [], null, null, '第一党支部'],
  ])('%s', (text, names, hours, day, what) => {
    expect(read(text)).toEqual({ names, hours, day, what });
  });
});

test('whatever is said, a sentence is read, and of one as it is meant to be said nothing is lost', () => {
  const known = ['张三', '李四', '王小明', '买买提·艾力'];
  const read = (text: string) => readTraining(text, '2026-11-23', (name) => known.includes(name));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(read(text).hours ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
  const some = fc.uniqueArray(fc.constantFrom(...known), { minLength: 1 });
  const halves = fc.integer({ min: 1, max: 400 });
  const what = fc.constantFrom('县委党校', '省委党校第3期培训班', '网络学院', '3号楼报告会');
  const joint = fc.constantFrom('、', '，', ' ', '和');
  const when = fc.integer({ min: 0, max: 700 }).map((ago) => addDays('2026-11-23', -ago));
  const unit = fc.constantFrom(' ', '学时 ', '个学时，', '课时 ');
  fc.assert(
    fc.property(some, halves, what, joint, when, unit, (names, half, where, by, day, measure) => {
      const said = `${names.join(by)} ${half / 2}${measure}${where} ${day}`;
      expect(read(said)).toEqual({ names, hours: half / 2, day, what: where });
    }),
  );
});

async function noted(org: TestOrg, said: string): Promise<void> {
  await org.as('张建国').says(said);
  await org.as('张建国').presses('保存');
}

function notes(org: TestOrg) {
  return org.store
    .read((db) => db.select().from(trainings).all())
    .map(({ day, minutes, what, withdrawnAt }) => ({ day, minutes, what, withdrawn: withdrawnAt !== null }));
}

function journal(org: TestOrg): string[] {
  const all = org.store.read((db) => db.select().from(audit).all());
  return all.map(({ action }) => action).filter((action) => action.startsWith('training.'));
}

/** The first column of a card's table. */
function namesIn(text: string): string[] {
  const rows = text.split('\n').filter((line) => line.includes(' | '));
  return rows.slice(1).map((row) => row.split(' | ')[0] ?? '');
}
