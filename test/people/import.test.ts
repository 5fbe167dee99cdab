import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { rosterParts, units } from '../../db/schema/people.ts';
import { ensureAdministrator } from '../../src/people/founder.ts';
import { may } from '../../src/people/permit.ts';
import { membersOf, personOf, postsOf } from '../../src/people/store.ts';
import { dayOf } from '../../src/time.ts';
import { testOrg } from '../helpers/org.ts';
import { type Found, foundUnits, TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from './chat.ts';
import { BRANCH, COMMITTEE, csvOf, type Line, tableOf, xlsxOf } from './sheet.ts';

const NOW = '2026-12-04T10:00';
const SECOND = { ...BRANCH, 党组织: '机关工委/第二党支部' };

const SECOND_AS_IS: Line[] = [
  { ...SECOND, 姓名: '郑强', 职务: '书记' },
  { ...SECOND, 姓名: '冯雪' },
  { ...SECOND, 姓名: '许晴' },
];

async function branches(found: Found = TWO_BRANCHES) {
  const chat = await testChat(NOW, found);
  await chat.link('陈静', 'ou_chen');
  await chat.link('张建国', 'ou_zhang');
  return {
    ...chat,
    chen: chat.account('ou_chen'),
    zhang: chat.account('ou_zhang'),
    second: () => chat.store.read((db) => membersOf(db, 3, dayOf(chat.clock.at)).map(({ name }) => name)),
  };
}

function file(...lines: Line[]): Uint8Array {
  return Buffer.from(csvOf(lines));
}

test('said alone it tells what to send', async () => {
  const { chen } = await branches();
  await chen.says('导入名册');
  expect(chen.text()).toContain(
    '党组织,组织类型,姓名,党员类别,职务,党小组,手机号,飞书ID,钉钉ID,企业微信ID,入党日期,转正日期',
  );
});

test('a file is answered with its difference, and changes something only when confirmed', async () => {
  const { chen, second, store } = await branches();
  await chen.sends(
    '名册.csv',
    file(...SECOND_AS_IS.slice(0, 2), { ...SECOND, 姓名: '卫平', 手机号: '13800000001' }),
  );
  expect(chen.text()).toContain('请核对名册的变化');
  expect(chen.text()).toContain('加入：卫平（第二党支部）');
  expect(chen.text()).toContain('离开：许晴（第二党支部）');
  expect(second()).toEqual(['郑强', '冯雪', '许晴']);
  await chen.presses('确认导入');
  expect(second()).toEqual(['郑强', '冯雪', '卫平']);
  expect(chen.text()).toContain('名册已导入');
  expect(store.read((db) => db.select().from(rosterParts).all())).toEqual([]);
});

test('an XLSX file does the same', async () => {
  const { chen, second } = await branches();
  await chen.sends('名册.xlsx', xlsxOf(tableOf([...SECOND_AS_IS, { ...SECOND, 姓名: '卫平' }])));
  await chen.presses('确认导入');
  expect(second()).toContain('卫平');
});

test('faults are all listed, and nothing waits to be confirmed', async () => {
  const { chen, second } = await branches();
  const lines = Array.from({ length: 40 }, (_, i) => ({ ...SECOND, 姓名: `同志${i}号`, 手机号: '12' }));
  await chen.sends('名册.csv', file(...lines));
  expect(chen.text()).toContain('名册有 40 处要改');
  expect(chen.text()).toContain('第 2 行 | 手机号 | “12”不是 11 位手机号');
  expect(chen.text()).toContain('另有 10 处。');
  expect(chen.lastCard()?.actions).toEqual([]);
  expect(second()).toHaveLength(3);
});

test('a file that says what is there needs no confirming', async () => {
  const { chen } = await branches();
  await chen.sends('名册.csv', file(...SECOND_AS_IS));
  expect(chen.text()).toContain('名册没有变化');
});

test('a file that cannot be read is refused with a sentence', async () => {
  const { chen } = await branches();
  await chen.sends('合影.jpg', Buffer.from('x'));
  expect(chen.text()).toContain('“合影.jpg”不是名册文件');
});

test('what was confirmed or given up is decided', async () => {
  const { chen, second } = await branches();
  await chen.sends('名册.csv', file(...SECOND_AS_IS.slice(0, 2)));
  const shown = structuredClone(chen.sees().at(-1));
  if (!shown) throw new Error('no difference was shown');
  await chen.presses('放弃');
  expect(chen.text()).toContain('没有导入');
  expect((await chen.pressesOn(shown, '确认导入')).toast?.text).toContain('已经放弃');
  expect(second()).toHaveLength(3);
});

test('a newer file takes the place of one that waits', async () => {
  const { chen } = await branches();
  await chen.sends('名册.csv', file(...SECOND_AS_IS.slice(0, 2)));
  const shown = structuredClone(chen.sees().at(-1));
  if (!shown) throw new Error('no difference was shown');
  await chen.sends('名册.csv', file(...SECOND_AS_IS, { ...SECOND, 姓名: '卫平' }));
  expect((await chen.pressesOn(shown, '确认导入')).toast?.text).toContain('已经放弃');
  expect((await chen.presses('确认导入')).toast?.text).toContain('名册已导入');
});

test('when the organisation has changed since, what was shown is not done', async () => {
  const { chen, second, account, link } = await branches();
  await link('管理员甲', 'ou_admin');
  const admin = account('ou_admin');
  await chen.sends('名册.csv', file(...SECOND_AS_IS.slice(0, 2)));
  await admin.sends('名册.csv', file(...SECOND_AS_IS, { ...SECOND, 姓名: '卫平' }));
  await admin.presses('确认导入');
  expect((await chen.presses('确认导入')).toast?.text).toContain('情况又变了');
  expect(second()).toEqual(['郑强', '冯雪', '许晴', '卫平']);
});

test('another’s roster cannot be confirmed', async () => {
  const { chen, account, link, second } = await branches();
  await link('管理员甲', 'ou_admin');
  await chen.sends('名册.csv', file(...SECOND_AS_IS.slice(0, 2)));
  const shown = chen.sees().at(-1);
  if (!shown) throw new Error('no difference was shown');
  expect((await account('ou_admin').pressesOn(shown, '确认导入')).toast?.text).toContain('没有找到这份名册');
  expect(second()).toHaveLength(3);
});

test('a branch’s secretary does not import, and a file is not even read for them', async () => {
  const { zhang } = await branches();
  await zhang.sends('名册.csv', file(...SECOND_AS_IS));
  expect(zhang.text()).toContain('名册由党务干部来导入');
  await zhang.says('导入名册');
  expect(zhang.text()).toContain('由上级党组织的党务干部来做');
});

test('in the console a file is sent the same way, and whoever is new can speak at once', async () => {
  const org = await testOrg(NOW, TWO_BRANCHES);
  const body = new FormData();
  body.set('as', '陈静');
  body.set('file', new File([csvOf([...SECOND_AS_IS, { ...SECOND, 姓名: '卫平' }])], '名册.csv'));
  const sent = await org.app.request('http://127.0.0.1/console/api/file', { method: 'POST', body });
  expect(JSON.stringify(await sent.json())).toContain('加入：卫平（第二党支部）');
  expect((await org.as('陈静').presses('确认导入')).toast?.text).toContain('名册已导入');
  expect((await org.as('卫平').says('帮助')).text).toContain('卫平同志，您可以这样说');
});

/** Two committees, each with its own staff. */
const COMMITTEES: Found = {
  机关工委: { kind: 'organsWorkCommittee', people: { 管理员甲: { posts: ['administrator'], only: 'post' } } },
  '机关工委/甲委': { kind: 'primaryCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  '机关工委/甲委/一支部': { kind: 'branch', people: { 张建国: { posts: ['secretary'] } } },
  '机关工委/乙委': { kind: 'primaryCommittee', people: {} },
  '机关工委/乙委/二支部': { kind: 'branch', people: { 郑强: { posts: ['secretary'] } } },
};

const OWN = { ...BRANCH, 党组织: '机关工委/甲委/一支部' };

test.each<[string, Line[], RegExp]>([
  [
    'another committee’s branch',
    [{ ...BRANCH, 党组织: '机关工委/乙委/二支部', 姓名: '郑强' }],
    /管理范围以外/,
  ],
  ['a new branch elsewhere', [{ ...BRANCH, 党组织: '机关工委/乙委/三支部', 姓名: '卫平' }], /管理范围以外/],
  ['a new top', [{ 党组织: '教育工委', 组织类型: '机关工委' }], /全新的顶层党组织/],
  [
    'a fault elsewhere',
    [{ ...BRANCH, 党组织: '机关工委/乙委/二支部', 姓名: '郑强', 手机号: '1' }],
    /管理范围以外/,
  ],
  [
    'the account of somebody with posts elsewhere',
    [{ ...OWN, 姓名: '管理员甲', 手机号: '13800000009', 飞书ID: 'ou_evil' }],
    /管理范围以外/,
  ],
])('whoever administers one committee does not import %s', async (_, lines, sentence) => {
  const { chen, store } = await branches(COMMITTEES);
  await store.change((db) => {
    db.run(`update persons set phone = '13800000009' where name = '管理员甲'`);
  });
  await chen.sends('名册.csv', file(...lines));
  expect(chen.text()).toMatch(sentence);
  expect(chen.text()).not.toContain('要改');
});

test('whoever administers a committee imports it and what is beneath', async () => {
  const { chen, store } = await branches(COMMITTEES);
  await chen.sends(
    '名册.csv',
    file({ ...OWN, 姓名: '张建国', 职务: '书记' }, { ...OWN, 党组织: '机关工委/甲委/三支部', 姓名: '卫平' }),
  );
  await chen.presses('确认导入');
  expect(store.read((db) => db.select().from(units).all().at(-1)?.path)).toBe('机关工委/甲委/三支部');
});

test('before there is a roster, whoever speaks is told their own account, to be named in the settings', async () => {
  const chat = await testChat(NOW, {});
  const boss = chat.account('ou_boss');
  await boss.says('你好');
  expect(boss.text()).toContain('ZHIBU_ADMIN=lark:ou_boss');
  await chat.store.change((db) => foundUnits(db, TWO_BRANCHES));
  await boss.says('你好');
  expect(boss.lastCard()?.title).toBe('您好，我还不认识您');
});

test('the first administrator, named in the settings, imports into an empty organisation and administers it', async () => {
  const chat = await testChat(NOW, {}, { admin: { platform: 'lark', id: 'ou_boss' } });
  const start = () => chat.store.change((db) => ensureAdministrator(db, chat.clock.at, chat.org.settings));
  await start();
  await start();
  const boss = chat.account('ou_boss');
  await boss.says('帮助');
  expect(boss.text()).toContain('导入名册');
  const lines = [COMMITTEE, { ...BRANCH, 姓名: '张三', 职务: '书记' }, { ...BRANCH, 姓名: '李四' }];
  await boss.sends('名册.csv', file(...lines));
  await boss.presses('确认导入');
  expect(boss.text()).toContain('名册已导入');
  await boss.sends('名册.csv', file(...lines, { ...BRANCH, 姓名: '王五' }));
  await boss.presses('确认导入');
  expect(chat.store.read((db) => membersOf(db, 2, '2026-12-04')).map(({ name }) => name)).toEqual([
    '张三',
    '李四',
    '王五',
  ]);

  const named = { ...COMMITTEE, 姓名: '赵书记', 党员类别: '正式党员', 职务: '书记', 飞书ID: 'ou_boss' };
  await boss.sends('名册.csv', file(...lines, named));
  await boss.presses('确认导入');
  expect(chat.store.read((db) => personOf(db, 'lark', 'ou_boss')?.name)).toBe('赵书记');
  await boss.sends('名册.csv', file(...lines, named));
  expect(boss.lastCard()?.title).toBe('名册没有变化');
  await boss.sends('名册.csv', file({ 党组织: '教育工委', 组织类型: '机关工委' }));
  await boss.presses('确认导入');
  expect(chat.store.read((db) => may(db, 1, 'administer', 3, '2026-12-04'))).toBe(true);
  await start();
  const held = chat.store
    .read((db) => postsOf(db, 1, '2026-12-04'))
    .map(({ post, unit }) => `${unit.name} ${post}`);
  expect(held).toEqual(['机关工委 administrator', '机关工委 secretary', '教育工委 administrator']);
});
