import { afterEach, beforeEach, expect, test } from 'vitest';
import { larkDoctor } from '../../../src/platforms/lark/doctor.ts';
import { type FakeLark, fakeLark } from './fake.ts';

let fake: FakeLark;

beforeEach(async () => {
  fake = await fakeLark();
});

afterEach(() => fake.close());

function checks(config = fake.config) {
  return larkDoctor(config, 'https://zhibu.example', 'main');
}

test('a right set-up is in order, and what to enter is said', async () => {
  const found = await checks();
  expect(found.every(({ ok }) => ok)).toBe(true);
  for (const { chinese } of found) expect(chinese).toMatch(/\p{Script=Han}/u);
  const said = found.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
  for (const needed of [
    '支部助手',
    'https://zhibu.example/hooks/main/lark',
    'im.message.receive_v1',
    'im.chat.member.bot.added_v1',
    'application.bot.menu_v6',
    'card.action.trigger',
  ]) {
    expect(said).toContain(needed);
  }
});

test('a wrong secret is named by its variable and not shown', async () => {
  const [app, ...rest] = await checks({ ...fake.config, appSecret: 'a-wrong-secret' });
  expect(app).toMatchObject({ ok: false, detail: expect.stringContaining('LARK_APP_SECRET') });
  expect(JSON.stringify([app, rest])).not.toContain('a-wrong-secret');
});

test('a missing scope is named with what it is for', async () => {
  fake.scopes.delete('im:message.group_at_msg:readonly');
  expect(await checks()).toContainEqual({
    name: 'lark scopes',
    ok: false,
    detail:
      'missing: im:message.group_at_msg:readonly to read what is said to the bot in groups; add them on the page and release a version',
    chinese:
      '缺少权限：im:message.group_at_msg:readonly（读取群里@机器人的消息）。请在“权限管理”里开通，再发布一个版本',
  });
});

test('what only 导入通讯录 needs is checked, and is nothing that others have to mend', async () => {
  const directory = async () => (await checks()).find(({ name }) => name === 'lark scopes for 导入通讯录');
  const scopes = ['contact.base', 'department.base', 'user.base', 'user.phone'].map(
    (what) => `contact:${what}:readonly`,
  );
  for (const scope of scopes) {
    const before = await directory();
    expect(before?.ok).toBe(true);
    expect(before?.detail).toContain(scope);
    expect(before?.chinese).toContain(scope);
    fake.scopes.add(scope);
  }
  expect(await directory()).toMatchObject({ ok: true, detail: expect.stringContaining('all are granted') });
});

test('scopes that cannot be asked for are listed, and nothing is claimed of them', async () => {
  await checks();
  fake.next({ code: 0, more: { tenant_access_token: 't', expire: 7200 } });
  fake.next({ code: 0, more: { bot: { open_id: 'ou_bot', app_name: 'x' } } }, { code: 4711, status: 404 });
  const scopes = (await checks()).find(({ name }) => name === 'lark scopes');
  expect(scopes).toMatchObject({ ok: true, detail: expect.stringContaining('not checked') });
});

test('nobody there is a finding, not a crash', async () => {
  expect((await checks({ ...fake.config, domain: 'http://127.0.0.1:9' }))[0]).toMatchObject({ ok: false });
});
