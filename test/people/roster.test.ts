import { Buffer } from 'node:buffer';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { memberships, persons, posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { verify } from '../../src/audit/store.ts';
import { handles } from '../../src/people/names.ts';
import { applyRoster } from '../../src/people/roster/apply.ts';
import { type Plan, planRoster } from '../../src/people/roster/plan.ts';
import { readRoster } from '../../src/people/roster/read.ts';
import { membersOf, personOf } from '../../src/people/store.ts';
import { atTime, type Day } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { BRANCH, COMMITTEE, csvOf, type Line } from './sheet.ts';

const SECOND = { ...BRANCH, 党组织: '机关工委/第二党支部' };

const FIRST: Line[] = [
  { ...COMMITTEE, 姓名: '陈静', 职务: '党务干部', 手机号: '13800000000' },
  {
    ...BRANCH,
    姓名: '张三',
    职务: '书记',
    手机号: '13800000001',
    飞书ID: 'ou_zhang',
    入党日期: '2001-07-01',
  },
  { ...BRANCH, 姓名: '李四', 党小组: '第一党小组', 职务: '党小组长' },
  { ...BRANCH, 姓名: '王五', 党小组: '第一党小组', 党员类别: '预备党员' },
  { ...BRANCH, 姓名: '赵六', 手机号: '13800000006' },
  { ...SECOND, 姓名: '钱七', 职务: '书记' },
  { ...SECOND, 姓名: '孙八' },
];

function organisation() {
  const { store } = testStore();
  return {
    store,
    plan: async (lines: Line[], today: Day): Promise<Plan> => {
      const reading = await readRoster(Buffer.from(csvOf(lines)), '名册.csv');
      return store.read((db) => planRoster(db, reading, today));
    },
    async imports(lines: Line[], today: Day): Promise<Plan> {
      const plan = await this.plan(lines, today);
      await store.change((db) => applyRoster(db, atTime(today, '09:00'), 'operator', plan));
      return plan;
    },
  };
}

function kinds(plan: Plan): string[] {
  return plan.changes.map((change) => change.kind);
}

function unitNamed(db: Db, path: string): number {
  return db.select().from(units).where(eq(units.path, path)).all().at(-1)?.id ?? 0;
}

function membersIn(db: Db, path: string, day: Day): string[] {
  return membersOf(db, unitNamed(db, path), day).map(({ name, category }) => `${name} ${category}`);
}

test('the first roster founds units, groups, persons, posts and accounts', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  org.store.read((db) => {
    expect(db.select().from(units).all()).toMatchObject([
      {
        id: 1,
        parent: null,
        kind: 'organsWorkCommittee',
        name: '机关工委',
        path: '机关工委',
        lineage: '/1/',
        began: null,
        ended: null,
      },
      { id: 2, parent: 1, kind: 'branch', name: '第一党支部', path: '机关工委/第一党支部', lineage: '/1/2/' },
      { id: 3, parent: 1, kind: 'branch', name: '第二党支部', lineage: '/1/3/' },
      {
        id: 4,
        parent: 2,
        kind: 'memberGroup',
        name: '第一党小组',
        path: '机关工委/第一党支部/第一党小组',
        lineage: '/1/2/4/',
      },
    ]);
    expect(membersIn(db, '机关工委/第一党支部', '2026-12-04')).toEqual([
      '张三 full',
      '李四 full',
      '王五 probationary',
      '赵六 full',
    ]);
    expect(membersIn(db, '机关工委/第一党支部/第一党小组', '2026-12-04')).toEqual([
      '李四 full',
      '王五 probationary',
    ]);
    const held = db.select({ name: persons.name, unit: posts.unit, post: posts.post }).from(posts);
    expect(held.innerJoin(persons, eq(persons.id, posts.person)).all()).toEqual([
      { name: '陈静', unit: 1, post: 'staff' },
      { name: '张三', unit: 2, post: 'secretary' },
      { name: '李四', unit: 4, post: 'groupLeader' },
      { name: '钱七', unit: 3, post: 'secretary' },
    ]);
    expect(personOf(db, 'lark', 'ou_zhang')?.name).toBe('张三');
    expect(verify(db).ok).toBe(true);
  });
});

test('whoever was in the Party counts in meetings before the first import that are entered later', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  org.store.read((db) => {
    expect(membersIn(db, '机关工委/第一党支部', '2026-11-01')).toEqual(['张三 full']);
    expect(membersIn(db, '机关工委/第一党支部', '2001-06-30')).toEqual([]);
  });
});

test('the same roster again changes nothing', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  expect(await org.plan(FIRST, '2026-12-20')).toMatchObject({ faults: [], changes: [] });
  expect(await org.plan(FIRST.toReversed(), '2026-12-20')).toMatchObject({ faults: [], changes: [] });
});

test('whoever is no longer listed leaves on that day; what was stays as it was', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const plan = await org.imports(
    FIRST.filter(({ 姓名 }) => 姓名 !== '李四'),
    '2027-01-10',
  );
  expect(kinds(plan)).toEqual(['member.left', 'member.left', 'post.ended']);
  org.store.read((db) => {
    const branch = '机关工委/第一党支部';
    expect(membersIn(db, branch, '2027-01-09')).toEqual([
      '张三 full',
      '李四 full',
      '王五 probationary',
      '赵六 full',
    ]);
    expect(membersIn(db, branch, '2027-01-10')).toEqual(['张三 full', '王五 probationary', '赵六 full']);
    expect(db.select().from(persons).all()).toHaveLength(7);
  });
});

test('somebody who comes back to the unit is the same person', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  await org.imports(
    FIRST.filter(({ 姓名 }) => 姓名 !== '李四'),
    '2027-01-10',
  );
  const plan = await org.imports(FIRST, '2027-03-01');
  expect(kinds(plan)).toEqual(['member.joined', 'member.joined', 'post.began']);
  org.store.read((db) => expect(db.select().from(persons).all()).toHaveLength(7));
});

test('a move is a leaving and a joining of the same person, known by phone number or by name', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const moved = FIRST.map((line) =>
    line.姓名 === '赵六' || line.姓名 === '孙八' ? { ...line, ...other(line) } : line,
  );
  const plan = await org.imports(moved, '2027-01-10');
  expect(
    plan.changes.map(
      (change) =>
        `${change.kind} ${'name' in change ? change.name : ''} ${'path' in change ? change.path : ''}`,
    ),
  ).toEqual([
    'member.left 赵六 机关工委/第一党支部',
    'member.left 孙八 机关工委/第二党支部',
    'member.joined 赵六 机关工委/第二党支部',
    'member.joined 孙八 机关工委/第一党支部',
  ]);
  org.store.read((db) => {
    expect(membersIn(db, '机关工委/第一党支部', '2027-01-10').at(-1)).toBe('孙八 full');
    expect(db.select().from(persons).all()).toHaveLength(7);
  });

  function other({ 党组织 }: Line): Line {
    return 党组织 === BRANCH.党组织 ? SECOND : BRANCH;
  }
});

test('a probationary member who became full without a date is full from the import on', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const full = FIRST.map((line) => (line.姓名 === '王五' ? { ...line, 党员类别: '正式党员' } : line));
  const plan = await org.imports(full, '2027-01-10');
  expect(kinds(plan)).toEqual(['member.recategorised', 'member.recategorised']);
  org.store.read((db) => {
    expect(membersIn(db, '机关工委/第一党支部', '2027-01-09')).toContain('王五 probationary');
    expect(membersIn(db, '机关工委/第一党支部', '2027-01-10')).toContain('王五 full');
  });
});

test('a date of becoming full counts from that date, and is no other change', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-10-04');
  const full = FIRST.map((line) =>
    line.姓名 === '王五' ? { ...line, 党员类别: '正式党员', 转正日期: '2026-12-01' } : line,
  );
  expect(kinds(await org.imports(full, '2027-01-10'))).toEqual(['person.changed']);
  org.store.read((db) => {
    expect(membersIn(db, '机关工委/第一党支部', '2026-11-30')).toContain('王五 probationary');
    expect(membersIn(db, '机关工委/第一党支部', '2026-12-01')).toContain('王五 full');
  });
});

test('posts, numbers, accounts and names are brought up to date; empty cells say nothing', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const changed = FIRST.map((line) => {
    if (line.姓名 === '张三')
      return { ...line, 姓名: '张三丰', 职务: '副书记', 飞书ID: 'ou_new', 入党日期: '' };
    if (line.姓名 === '孙八') return { ...line, 手机号: '13800000008', 职务: '纪检委员' };
    return line;
  });
  const plan = await org.imports(changed, '2027-01-10');
  expect(plan.changes).toMatchObject([
    { kind: 'person.changed', before: { name: '张三' }, after: { name: '张三丰' } },
    { kind: 'account.unlinked', id: 'ou_zhang' },
    { kind: 'account.linked', id: 'ou_new' },
    { kind: 'person.changed', before: { phone: null }, after: { phone: '13800000008' } },
    { kind: 'post.ended', post: 'secretary' },
    { kind: 'post.began', post: 'deputySecretary' },
    { kind: 'post.began', post: 'disciplineMember' },
  ]);
  org.store.read((db) => {
    expect(personOf(db, 'lark', 'ou_new')).toMatchObject({ name: '张三丰', joinedParty: '2001-07-01' });
    expect(personOf(db, 'lark', 'ou_zhang')).toBeUndefined();
  });
});

test('a branch that is no longer named ends with its people, and comes back if that was a slip', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const plan = await org.imports(
    FIRST.filter(({ 党组织 }) => 党组织 !== SECOND.党组织),
    '2027-01-10',
  );
  expect(kinds(plan)).toEqual(['member.left', 'member.left', 'post.ended', 'unit.ended']);
  const again = await org.imports(FIRST, '2027-01-12');
  expect(kinds(again)).toEqual(['unit.reopened', 'member.joined', 'member.joined', 'post.began']);
  org.store.read((db) => {
    expect(db.select().from(units).where(eq(units.ended, '2027-01-10')).all()).toEqual([]);
    expect(membersIn(db, SECOND.党组织, '2027-01-12')).toEqual(['钱七 full', '孙八 full']);
  });
});

test('what a roster does not speak of stays: other units, and the people of a unit only declared', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const part = [COMMITTEE, ...FIRST.filter(({ 党组织 }) => 党组织 === BRANCH.党组织)];
  expect(kinds(await org.plan(part.slice(1), '2027-01-10'))).toEqual([]);
  const plan = await org.plan(part, '2027-01-10');
  expect(kinds(plan)).toEqual(['member.left', 'member.left', 'post.ended', 'unit.ended']);
  expect(plan.changes.some((change) => 'name' in change && change.name === '陈静')).toBe(false);
});

test('a branch under a new name with mostly the same people is the same branch', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const renamed = FIRST.map((line) =>
    line.党组织 === BRANCH.党组织 ? { ...line, 党组织: '机关工委/综合党支部' } : line,
  );
  const plan = await org.imports(renamed, '2027-01-10');
  expect(plan.changes).toMatchObject([
    { kind: 'unit.changed', unit: 2, before: { name: '第一党支部' }, after: { name: '综合党支部' } },
  ]);
  org.store.read((db) => {
    expect(
      db
        .select({ path: units.path })
        .from(units)
        .all()
        .map(({ path }) => path),
    ).toEqual(['机关工委', '机关工委/综合党支部', '机关工委/第二党支部', '机关工委/综合党支部/第一党小组']);
  });
});

test('a new unit beneath one that is there needs no line for the one above it', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const plan = await org.imports([{ ...BRANCH, 党组织: '机关工委/第三党支部', 姓名: '周九' }], '2027-01-10');
  expect(kinds(plan)).toEqual(['unit.founded', 'person.added', 'member.joined']);
  expect(plan.touched).toEqual({ units: [1], top: false });
  org.store.read((db) => {
    expect(db.select().from(units).all().at(-1)).toMatchObject({
      parent: 1,
      lineage: '/1/5/',
      began: '2027-01-10',
    });
  });
});

test('a line that declares a unit does not keep its people from being listed on others', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const plan = await org.plan(
    [...FIRST.slice(0, 6), { 党组织: SECOND.党组织, 组织类型: '党支部' }],
    '2027-01-10',
  );
  expect(plan.changes).toMatchObject([{ kind: 'member.left', name: '孙八' }]);
});

test('a namesake with another number is somebody else', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const lines = FIRST.map((line) =>
    line.姓名 === '赵六' ? { ...line, ...SECOND, 手机号: '13800000066' } : line,
  );
  const plan = await org.imports(lines, '2027-01-10');
  expect(kinds(plan)).toEqual(['person.added', 'member.left', 'member.joined']);
});

test('whoever joins later joins on the day of the import, in the Party or not', async () => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  await org.imports([...FIRST, { ...SECOND, 姓名: '周九', 入党日期: '1999-07-01' }], '2027-01-10');
  org.store.read((db) => {
    expect(membersIn(db, SECOND.党组织, '2027-01-09')).not.toContain('周九 full');
    expect(membersIn(db, SECOND.党组织, '2027-01-10')).toContain('周九 full');
  });
});

test('one number in two units is one person in two units', async () => {
  const org = organisation();
  await org.imports([...FIRST, { ...SECOND, 姓名: '张三', 手机号: '13800000001' }], '2026-12-04');
  org.store.read((db) => {
    expect(db.select().from(persons).where(eq(persons.name, '张三')).all()).toHaveLength(1);
    expect(membersIn(db, SECOND.党组织, '2026-12-04')).toContain('张三 full');
  });
});

test('the same name in two units is two persons', async () => {
  const org = organisation();
  await org.imports([...FIRST, { ...SECOND, 姓名: '张三' }], '2026-12-04');
  org.store.read((db) => {
    expect([...handles(db, '2026-12-04').values()].filter((name) => name.startsWith('张三'))).toEqual([
      '张三（第一党支部）',
      '张三（第二党支部）',
    ]);
  });
});

test.each<[string, Line[], string[]]>([
  [
    'a unit above that nobody declares',
    [{ ...BRANCH, 姓名: '甲' }],
    ['2 党组织 上级“机关工委”还没有登记，请为它单独加一行（姓名留空）'],
  ],
  [
    'a number that two names share',
    [
      COMMITTEE,
      { ...BRANCH, 姓名: '甲', 手机号: '13800000001' },
      { ...SECOND, 姓名: '乙', 手机号: '13800000001' },
    ],
    ['4 姓名 与第 3 行手机号相同，姓名却不同：甲、乙'],
  ],
  [
    'one person with two numbers',
    [
      COMMITTEE,
      { ...BRANCH, 姓名: '甲', 飞书ID: 'ou_1', 手机号: '13800000001' },
      { ...SECOND, 姓名: '甲', 飞书ID: 'ou_1', 手机号: '13800000002', 党员类别: '预备党员' },
    ],
    [
      '4 党员类别 与第 3 行飞书ID相同，党员类别却不同：正式党员、预备党员',
      '4 手机号 与第 3 行飞书ID相同，手机号却不同：13800000001、13800000002',
    ],
  ],
  [
    'one person twice in a unit',
    [
      COMMITTEE,
      { ...BRANCH, 姓名: '甲', 手机号: '13800000001' },
      { ...BRANCH, 姓名: '甲', 手机号: '13800000001' },
    ],
    ['4 姓名 与第 3 行是同一人，在“机关工委/第一党支部”里只写一行'],
  ],
  [
    'two of one name in a branch whom nothing tells apart',
    [COMMITTEE, { ...BRANCH, 姓名: '张伟' }, { ...BRANCH, 姓名: '张伟', 手机号: '13800000001' }],
    ['4 姓名 与第 3 行同名同组织，请在姓名后加括号区分，如“张伟（大）”；若是同一人请删去一行'],
  ],
])('%s is a fault, and nothing is changed', async (_, lines, faults) => {
  const org = organisation();
  const plan = await org.plan(lines, '2026-12-04');
  expect(plan.faults.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual(faults);
  expect(plan.changes).toEqual([]);
  await expect(org.imports(lines, '2026-12-04')).rejects.toThrow(/改好后再导入/);
  org.store.read((db) => expect(db.select().from(units).all()).toEqual([]));
});

test.each<[string, Line[], string[]]>([
  [
    'a number that is registered for somebody else who is still there',
    [
      { ...BRANCH, 姓名: '李四', 手机号: '13800000001' },
      { ...BRANCH, 姓名: '张三' },
    ],
    ['2 手机号 这个手机号或ID登记在另一位同志名下，请核对'],
  ],
  [
    'a number and an account of two persons',
    [{ ...BRANCH, 姓名: '赵六', 手机号: '13800000006', 飞书ID: 'ou_zhang' }],
    ['2 手机号 手机号和各平台的ID分别登记在不同的同志名下，请核对'],
  ],
  [
    'two lines of which one has the number and the other the account of one person',
    [
      { ...BRANCH, 姓名: '张三', 手机号: '13800000001' },
      { ...SECOND, 姓名: '张三', 飞书ID: 'ou_zhang' },
    ],
    ['3 飞书ID 手机号或ID与第 2 行登记在同一位同志名下，请核对'],
  ],
  [
    'a unit beneath a branch that is there',
    [{ ...BRANCH, 党组织: '机关工委/第一党支部/小支部', 姓名: '甲' }],
    ['2 党组织 “机关工委/第一党支部”是党支部，下面不能再设党组织'],
  ],
  [
    'a branch out of a unit with others beneath it',
    [{ ...COMMITTEE, 组织类型: '党支部' }],
    ['2 组织类型 “机关工委”下面还有党组织，不能是党支部'],
  ],
])('against what is there, %s is a fault', async (_, lines, faults) => {
  const org = organisation();
  await org.imports(FIRST, '2026-12-04');
  const plan = await org.plan(lines, '2027-01-10');
  expect(plan.faults.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual(faults);
  expect(plan.changes).toEqual([]);
});

test('faults of the cells and of the whole are told together, in the order of the lines', async () => {
  const org = organisation();
  const plan = await org.plan(
    [
      { ...SECOND, 姓名: '甲' },
      { ...COMMITTEE, 组织类型: '工委' },
      { 党组织: '乙委/支部', 组织类型: '党支部', 姓名: '丙' },
    ],
    '2026-12-04',
  );
  expect(plan.faults.map(({ line, column }) => `${line} ${column}`)).toEqual([
    '3 组织类型',
    '4 党组织',
    '4 党员类别',
  ]);
});

test('every change has its line in the journal, and a phone number only its last digits', async () => {
  const org = organisation();
  const first = await org.imports(FIRST, '2026-12-04');
  org.store.read((db) => {
    const lines = db.query.audit.findMany().sync();
    expect(lines.map(({ action }) => action)).toEqual(kinds(first));
    expect(lines.every(({ actor }) => actor === 'operator')).toBe(true);
    expect(lines.find(({ action }) => action === 'person.added')?.after).toContain('*0000');
    expect(JSON.stringify(lines)).not.toContain('13800000000');
  });
});

test('a fault in the middle undoes all of it', async () => {
  const org = organisation();
  const plan = await org.plan(FIRST, '2026-12-04');
  const broken = {
    ...plan,
    changes: [
      ...plan.changes,
      { kind: 'post.began', person: '@99', name: '', unit: 1, path: '', post: 'staff' } as const,
    ],
  };
  await expect(org.store.change((db) => applyRoster(db, 0, 'operator', broken))).rejects.toThrow(/nobody/);
  org.store.read((db) => {
    expect(db.select().from(units).all()).toEqual([]);
    expect(db.select().from(memberships).all()).toEqual([]);
    expect(verify(db)).toEqual({ ok: true, rows: 0 });
  });
});
