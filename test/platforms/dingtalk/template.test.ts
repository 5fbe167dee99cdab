import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { linksOf } from './card.ts';
import { dingTalkOrg, PLAN } from './org.ts';

const MORNING = '2026-12-01T09:30';
const GROUP = 'cidFirstBranch==';
const TEMPLATE = '1a2b3c4d-0000-4000-8000-5e6f7a8b9c0d.schema';

async function withTemplate() {
  return await dingTalkOrg(MORNING, TWO_BRANCHES, {
    config: (config) => ({ ...config, cardTemplate: TEMPLATE }),
  });
}

test('with a template a card is drawn anew in its place, and its presser alone sees the word', async () => {
  const { ding, id, at, wait, fills } = await withTemplate();
  const [zhang, liu, zhao] = [id('张建国'), id('刘洋'), id('赵敏')];
  await ding.says(zhang, '帮助', { group: GROUP, title: '第一党支部' });
  const group = ding.messagesTo(GROUP)[0];
  if (!group) throw new Error('nobody asked');
  await ding.press(group, '是我们的群', liu);
  expect(group.own?.get(liu)?.toast).toContain('支部');
  expect(group.params?.button1).toBe('是我们的群');
  await ding.press(group, '是我们的群', zhang);
  expect(group.title).toContain('这是第一党支部的群');

  await ding.says(zhang, '新建活动');
  await fills(linksOf(ding.lastTo(zhang).text), '发出通知', PLAN);
  await wait(70);
  const notice = ding.lastTo(GROUP);
  expect(notice.params?.button1).toBe('请假');
  const own = ding.messagesTo(zhao).at(-1);
  if (!own) throw new Error('nobody was told');

  await at('2026-12-04T14:31');
  expect(notice.params?.button1).toBe('签到');
  await ding.press(notice, '签到', liu);
  expect(notice.own?.get(liu)?.toast).toBe('已签到（14:31）。');
  const before = ding.shown.length;
  await ding.press(own, '签到', zhao);
  expect(own.own?.get(zhao)?.toast).toBe('已签到（14:31）。');
  expect(own.text).toContain('已签到');
  await wait(120);
  expect(notice.text).toMatch(/已签到 \*\*2\*\*/);
  expect(ding.shown).toHaveLength(before);
});

test('where presses go is registered once for an address, and presses are signed with what was registered', async () => {
  const { ding, id } = await withTemplate();
  await ding.says(id('张建国'), '帮助');
  await ding.says(id('刘洋'), '帮助');
  expect(ding.calls.filter(({ path }) => path.endsWith('/register'))).toHaveLength(1);
  expect([...ding.routes.values()].map(({ url }) => url)).toEqual([
    'https://zhibu.example/hooks/main/dingtalk',
  ]);
});

test('the same card twice is one card', async () => {
  const { ding, hosted } = await withTemplate();
  const to = { platform: 'dingtalk', kind: 'direct', id: 'staff3' } as const;
  const card = { title: '开会', tone: 'plain', blocks: [], actions: [] } as const;
  const { platform } = hosted.dingtalk ?? {};
  ding.next(null, { status: 0, drop: true });
  const first = await platform?.send(to, { ...card, blocks: [], actions: [] }, 'key');
  expect(first).toMatchObject({ ok: false, verdict: 'again' });
  expect(await platform?.send(to, { ...card, blocks: [], actions: [] }, 'key')).toMatchObject({ ok: true });
  expect(ding.messagesTo('staff3')).toHaveLength(1);
});

test('a live card of a month that is counted is drawn at most once a minute, however many press', async () => {
  const people = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`党员${n + 1}号`, {}]));
  const { ding, id, at, wait, fills } = await dingTalkOrg(
    MORNING,
    { 甲支部: { kind: 'branch', people: { 钱进: { posts: ['secretary'] }, ...people } } },
    { config: (config) => ({ ...config, cardTemplate: TEMPLATE }) },
  );
  await ding.says(id('钱进'), '帮助', { group: GROUP, title: '甲支部' });
  await ding.press(ding.messagesTo(GROUP)[0] ?? ding.lastTo(GROUP), '是我们的群', id('钱进'));
  await ding.says(id('钱进'), '新建活动');
  await fills(linksOf(ding.lastTo(id('钱进')).text), '发出通知', PLAN);
  await wait(70);
  await at('2026-12-04T14:45');
  const notice = ding.lastTo(GROUP);
  const before = notice.updates ?? 0;
  for (const name of Object.keys(people)) await ding.press(notice, '签到', id(name));
  await wait(125);
  expect(notice.text).toMatch(/已签到 \*\*30\*\*/);
  expect((notice.updates ?? 0) - before).toBeLessThanOrEqual(3);
});
