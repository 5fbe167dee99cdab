import { afterEach, beforeEach, expect, test } from 'vitest';
import { wecomDoctor } from '../../../src/platforms/wecom/doctor.ts';
import { type FakeWecom, fakeWecom } from './fake.ts';

let fake: FakeWecom;

beforeEach(async () => {
  fake = await fakeWecom();
});

afterEach(() => fake.close());

function checks(config = fake.config, url = 'https://zhibu.example') {
  return wecomDoctor(config, url, 'main', { now: () => Date.now() });
}

test('a right set-up is in order, and what to enter where is said', async () => {
  const found = await checks();
  expect(found.every(({ ok }) => ok)).toBe(true);
  for (const { chinese } of found) expect(chinese).toMatch(/\p{Script=Han}/u);
  const said = found.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
  for (const needed of [
    '支部助手',
    'https://zhibu.example/hooks/main/wecom',
    '设置API接收',
    '企业可信IP',
    '可见范围',
    '可信域名',
    'EncodingAESKey',
  ]) {
    expect(said).toContain(needed);
  }
  for (const secret of [fake.config.secret, fake.config.token, fake.config.aesKey])
    expect(said).not.toContain(secret);
});

test('a wrong secret is named by its variable and not shown', async () => {
  const found = await checks({ ...fake.config, secret: 'a-wrong-secret' });
  expect(found[0]).toMatchObject({ ok: false, detail: expect.stringContaining('WECOM_SECRET') });
  expect(JSON.stringify(found)).not.toContain('a-wrong-secret');
});

test('an address that is not trusted is named, with where to enter it', async () => {
  fake.trust(false);
  expect((await checks())[0]).toEqual({
    name: 'wecom app',
    ok: false,
    detail:
      'WeCom takes no calls from 203.0.113.7 (60020): on the admin page under 应用管理 → the app → 企业可信IP, enter 203.0.113.7',
    chinese: expect.stringContaining('企业可信IP'),
  });
});

test('an app that nobody may see, or that is switched off, is a finding', async () => {
  Object.assign(fake.app, { allow_partys: { partyid: [] } });
  expect(await checks()).toContainEqual(
    expect.objectContaining({ name: expect.stringContaining('可见范围'), ok: false }),
  );
  Object.assign(fake.app, { close: 1 });
  expect((await checks())[0]).toMatchObject({ ok: false, detail: expect.stringContaining('启用') });
});

test('an address that WeCom cannot reach is a finding', async () => {
  const callback = (await checks(fake.config, 'http://127.0.0.1:3000')).find(({ name }) =>
    name.includes('callback'),
  );
  expect(callback?.ok).toBe(false);
});

test('nobody there is a finding, not a crash', async () => {
  expect((await checks({ ...fake.config, api: 'http://127.0.0.1:9' }))[0]).toMatchObject({ ok: false });
});
