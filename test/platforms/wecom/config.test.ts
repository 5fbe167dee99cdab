import { expect, test } from 'vitest';
import { wecomConfig } from '../../../src/platforms/wecom/config.ts';

const WECOM = {
  WECOM_CORP_ID: 'ww0123456789abcdef',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'secret',
  WECOM_TOKEN: 'Token123',
  WECOM_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

test('nothing said of WeCom is no WeCom', () => {
  expect(wecomConfig({ PATH: '/bin', WECOM_CORP_ID: '' })).toBeNull();
  expect(wecomConfig({ WECOM_API: 'https://qyapi.weixin.qq.com' })).toBeNull();
});

test('five values are all it takes', () => {
  expect(wecomConfig(WECOM)).toEqual({
    corpId: 'ww0123456789abcdef',
    agentId: 1000002,
    secret: 'secret',
    token: 'Token123',
    aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    api: 'https://qyapi.weixin.qq.com',
  });
  expect(wecomConfig({ ...WECOM, WECOM_API: 'https://wecom.example/' })?.api).toBe('https://wecom.example');
});

test.each([
  ['WECOM_CORP_ID', ''],
  ['WECOM_AGENT_ID', ''],
  ['WECOM_AGENT_ID', 'one'],
  ['WECOM_SECRET', undefined],
  ['WECOM_TOKEN', ''],
  ['WECOM_TOKEN', 'with-a-dash'],
  ['WECOM_AES_KEY', ''],
  ['WECOM_AES_KEY', 'short'],
  ['WECOM_API', 'qyapi.weixin.qq.com'],
  ['WECOM_API', 'https://qyapi.weixin.qq.com/cgi-bin'],
])('a fault in %s (%s) stops the start and names it', (name, value) => {
  expect(() => wecomConfig({ ...WECOM, [name]: value })).toThrow(name);
});
