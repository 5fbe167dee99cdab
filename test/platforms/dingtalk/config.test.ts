import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { dingTalkConfig } from '../../../src/platforms/dingtalk/config.ts';

const APP = { DINGTALK_CLIENT_ID: 'dingabc', DINGTALK_CLIENT_SECRET: 'secret' };
const KEYS = { DINGTALK_TOKEN: 'token', DINGTALK_AES_KEY: 'a'.repeat(43) };

test('nothing said is not configured, nor is what connects nothing by itself', () => {
  expect(dingTalkConfig({})).toBeNull();
  expect(dingTalkConfig({ DINGTALK_CLIENT_ID: '' })).toBeNull();
  expect(dingTalkConfig({ DINGTALK_API: 'https://api.dingtalk.com', DINGTALK_MODE: 'stream' })).toBeNull();
});

test('an app is enough; the rest has its usual value', () => {
  expect(dingTalkConfig(APP)).toEqual({
    mode: 'webhook',
    clientId: 'dingabc',
    clientSecret: 'secret',
    robotCode: 'dingabc',
    api: 'https://api.dingtalk.com',
    monthlyCalls: 5000,
  });
});

test('each has its own value where it is said', () => {
  const config = dingTalkConfig({
    ...APP,
    ...KEYS,
    DINGTALK_ROBOT_CODE: 'dingrobot',
    DINGTALK_API: 'http://127.0.0.1:1/',
    DINGTALK_CARD_TEMPLATE: '1a2b3c4d-aaaa.schema',
    DINGTALK_MONTHLY_CALLS: '500000',
  });
  expect(config).toMatchObject({
    robotCode: 'dingrobot',
    token: 'token',
    aesKey: 'a'.repeat(43),
    api: 'http://127.0.0.1:1',
    cardTemplate: '1a2b3c4d-aaaa.schema',
    monthlyCalls: 500_000,
  });
  expect(dingTalkConfig({ ...APP, ...KEYS, DINGTALK_MODE: 'stream' })).not.toHaveProperty('token');
});

test.each([
  [{ DINGTALK_CLIENT_ID: 'dingabc' }, /^DINGTALK_CLIENT_SECRET is missing/],
  [{ DINGTALK_TOKEN: 'token' }, /^DINGTALK_CLIENT_ID is missing/],
  [{ ...APP, DINGTALK_TOKEN: 'token' }, /^DINGTALK_AES_KEY is missing/],
  [{ ...APP, DINGTALK_AES_KEY: 'a'.repeat(43) }, /^DINGTALK_TOKEN is missing/],
  [{ ...APP, ...KEYS, DINGTALK_AES_KEY: 'short' }, /^DINGTALK_AES_KEY is not of 43/],
  [{ ...APP, DINGTALK_MODE: 'websocket' }, /^DINGTALK_MODE is “websocket”/],
  [{ ...APP, DINGTALK_API: 'api.dingtalk.com' }, /^DINGTALK_API is not an address/],
  [{ ...APP, DINGTALK_CARD_TEMPLATE: '../x' }, /^DINGTALK_CARD_TEMPLATE is not/],
  [{ ...APP, DINGTALK_MONTHLY_CALLS: 'many' }, /^DINGTALK_MONTHLY_CALLS is not/],
  [{ ...APP, DINGTALK_MONTHLY_CALLS: '0' }, /^DINGTALK_MONTHLY_CALLS is not/],
])('%j stops the start with a sentence', (env, sentence) => {
  expect(() => dingTalkConfig(env)).toThrow(sentence);
});

test('on DingTalk links are signed with a secret of one’s own, and the console is closed', () => {
  expect(() => readConfig({ ...APP })).toThrow(/^ZHIBU_SECRET is missing/);
  const [org] = readConfig({ ...APP, ZHIBU_SECRET: 'x'.repeat(32), ZHIBU_CONSOLE: 'on' }).orgs;
  expect([org?.console, org?.lark, org?.dingtalk?.clientId]).toEqual([null, null, 'dingabc']);
});
