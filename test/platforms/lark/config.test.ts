import { expect, test } from 'vitest';
import { larkConfig } from '../../../src/platforms/lark/config.ts';

const WEBHOOK = {
  LARK_APP_ID: 'cli_0123456789abcdef',
  LARK_APP_SECRET: 'secret',
  LARK_ENCRYPT_KEY: 'key',
  LARK_VERIFICATION_TOKEN: 'token',
};

test('nothing said of Lark is no Lark', () => {
  expect(larkConfig({ PATH: '/bin', LARK_APP_ID: '' })).toBeNull();
  expect(larkConfig({ LARK_DOMAIN: 'https://open.larksuite.com', LARK_MODE: 'webhook' })).toBeNull();
});

test('webhook and Feishu are what is meant if nothing else is said', () => {
  expect(larkConfig(WEBHOOK)).toEqual({
    mode: 'webhook',
    appId: 'cli_0123456789abcdef',
    appSecret: 'secret',
    encryptKey: 'key',
    verificationToken: 'token',
    domain: 'https://open.feishu.cn',
  });
  expect(larkConfig({ ...WEBHOOK, LARK_DOMAIN: 'https://open.larksuite.com/' })?.domain).toBe(
    'https://open.larksuite.com',
  );
});

test('the long connection needs no keys', () => {
  const { LARK_APP_ID, LARK_APP_SECRET } = WEBHOOK;
  expect(larkConfig({ LARK_APP_ID, LARK_APP_SECRET, LARK_MODE: 'websocket' })).toEqual({
    mode: 'websocket',
    appId: LARK_APP_ID,
    appSecret: LARK_APP_SECRET,
    domain: 'https://open.feishu.cn',
  });
});

test.each([
  ['LARK_APP_ID', ''],
  ['LARK_APP_SECRET', ''],
  ['LARK_ENCRYPT_KEY', ''],
  ['LARK_ENCRYPT_KEY', undefined],
  ['LARK_VERIFICATION_TOKEN', ''],
  ['LARK_DOMAIN', 'open.feishu.cn'],
  ['LARK_DOMAIN', 'https://open.feishu.cn/open-apis'],
  ['LARK_MODE', 'long'],
])('a fault in %s (%s) stops the start and names it', (name, value) => {
  expect(() => larkConfig({ ...WEBHOOK, [name]: value })).toThrow(name);
});

test('an id that the long connection would not take is named before it is tried', () => {
  expect(() => larkConfig({ ...WEBHOOK, LARK_APP_ID: 'cli_1', LARK_MODE: 'websocket' })).toThrow(
    'LARK_APP_ID',
  );
});
