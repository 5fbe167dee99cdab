import { expect, onTestFinished, test } from 'vitest';
import type { DingTalkConfig } from '../../../src/platforms/dingtalk/config.ts';
import { dingTalkDoctor } from '../../../src/platforms/dingtalk/doctor.ts';
import { fakeDingTalk } from './fake.ts';

async function checks(change: (config: DingTalkConfig) => DingTalkConfig = (config) => config, spent = 0) {
  const ding = await fakeDingTalk();
  onTestFinished(() => ding.close());
  return await dingTalkDoctor(change(ding.config), 'https://zhibu.example', 'main', spent, Date.now);
}

test('a right set-up is in order, and what to enter is said', async () => {
  const found = await checks();
  expect(found.every(({ ok }) => ok)).toBe(true);
  for (const { chinese } of found) expect(chinese).toMatch(/\p{Script=Han}/u);
  const said = found.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
  for (const needed of ['https://zhibu.example/hooks/main/dingtalk', 'qyapi_robot_sendmsg', 'user_leave_org'])
    expect(said).toContain(needed);
});

test('what this month has cost is said, and a month that is used up is not in order', async () => {
  const calls = async (spent: number) =>
    (await checks(undefined, spent)).find(({ name }) => name === 'dingtalk calls');
  expect(await calls(1234)).toMatchObject({
    ok: true,
    detail: expect.stringContaining('1234 of 5000 this month (25 %)'),
  });
  expect(await calls(5000)).toMatchObject({ ok: false });
});

test('a wrong secret is named by its variable and not shown', async () => {
  const [app] = await checks((config) => ({ ...config, clientSecret: 'a-wrong-secret' }));
  expect(app).toMatchObject({ ok: false, detail: expect.stringContaining('DINGTALK_CLIENT_SECRET') });
  expect(JSON.stringify(app)).not.toContain('a-wrong-secret');
});

test('nobody there is a finding, not a crash', async () => {
  expect((await checks((config) => ({ ...config, api: 'http://127.0.0.1:9' })))[0]).toMatchObject({
    ok: false,
  });
});

test('a stream needs no address, a template its variables', async () => {
  const stream = await checks(({ ...config }) => ({ ...config, mode: 'stream', cardTemplate: 'x.schema' }));
  const said = JSON.stringify(stream);
  expect(said).not.toContain('/hooks/');
  expect(said).toContain('Stream 模式');
  expect(said).toContain('Card.Instance.Write');
  expect(said).toContain('button1');
});
