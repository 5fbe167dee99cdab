import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import worker from '../../../src/worker.ts';
import { keys } from '../../platforms/lark/payloads.ts';

const LARK = {
  ZHIBU_URL: 'https://zhibu.example',
  ZHIBU_SECRET: 'signs the links of a test, and no others',
  LARK_APP_ID: keys.appId,
  LARK_APP_SECRET: 'app-secret-of-a-test',
  LARK_ENCRYPT_KEY: keys.encryptKey,
  LARK_VERIFICATION_TOKEN: keys.verificationToken,
};

const DINGTALK = {
  ZHIBU_URL: 'https://zhibu.example',
  ZHIBU_SECRET: 'signs the links of a test, and no others',
  DINGTALK_CLIENT_ID: 'dingabc',
  DINGTALK_CLIENT_SECRET: 'secret-of-a-test',
};

async function statusWith(variables: Record<string, string>): Promise<number> {
  const { ORGANISATION } = env;
  const request = new Request<unknown, IncomingRequestCfProperties>('https://zhibu.example/hooks/main/lark', {
    method: 'POST',
    body: '{}',
  });
  return (await worker.fetch(request, { ORGANISATION, ...variables })).status;
}

test('a worker that is configured answers', async () => {
  expect(await statusWith({ ZHIBU_ORG: 'main', ...LARK })).toBe(401);
});

const WRONG: [string, Record<string, string>][] = [
  ['a variable is malformed', { ZHIBU_CONSOLE: 'perhaps' }],
  ['organisations are no JSON', { ZHIBU_ORGS: '/etc/orgs.json' }],
  ['a long connection is asked for', { ...LARK, LARK_MODE: 'websocket' }],
  ['a stream is asked for', { ...DINGTALK, DINGTALK_MODE: 'stream' }],
  ['links would lead to the reader’s own machine', { ...LARK, ZHIBU_URL: '' }],
];

test.each(WRONG)('nothing is served while %s', async (_, variables) => {
  expect(await statusWith({ ZHIBU_ORG: 'main', ...variables })).toBe(503);
});
