import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const LARK = {
  ZHIBU_SECRET: 'thirty-two characters or some more',
  LARK_APP_ID: 'cli_1',
  LARK_APP_SECRET: 's',
  LARK_ENCRYPT_KEY: 'k',
  LARK_VERIFICATION_TOKEN: 't',
};

describe('without anything set', () => {
  test('the console is open on loopback, for one organisation', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      orgs: [
        {
          slug: 'main',
          settings: { url: 'http://127.0.0.1:3000' },
          console: { clock: null, demo: true },
          lark: null,
        },
      ],
    });
  });
});

describe('the console', () => {
  test('is off as soon as a platform is configured, whatever is asked for', () => {
    expect(readConfig({ ...LARK, ZHIBU_CONSOLE: 'on' }).orgs[0]?.console).toBeNull();
  });

  test('is off when told so', () => {
    expect(readConfig({ ZHIBU_CONSOLE: 'off' }).orgs[0]?.console).toBeNull();
  });

  test('has its clock where it is told to stand', () => {
    const clock = readConfig({ ZHIBU_CLOCK: '2026-12-04T09:00:00+08:00' }).orgs[0]?.console?.clock;
    expect(clock).toBe(Date.UTC(2026, 11, 4, 1));
  });
});

describe('a mistake stops the start with a sentence that names the variable', () => {
  test.each([
    [{ PORT: '70000' }, /^PORT must be a port number/],
    [{ PORT: 'x' }, /^PORT /],
    [{ ZHIBU_CONSOLE: 'yes' }, /^ZHIBU_CONSOLE must be on or off/],
    [{ ZHIBU_CLOCK: '2026-12-04 09:00' }, /^ZHIBU_CLOCK must be a time with its zone/],
    [{ ZHIBU_CLOCK: '2026-13-04T09:00:00Z' }, /^ZHIBU_CLOCK /],
    [{ ZHIBU_ADMIN: 'ou_123' }, /^ZHIBU_ADMIN must be platform:id/],
    [{ ZHIBU_URL: 'zhibu.example' }, /^ZHIBU_URL must be an http or https address/],
    [{ ZHIBU_ORG: '../x' }, /^ZHIBU_ORG must be lower-case/],
    [{ LARK_APP_ID: 'cli_1' }, /^LARK_APP_SECRET is missing/],
    [{ ...LARK, LARK_ENCRYPT_KEY: '' }, /^LARK_ENCRYPT_KEY is missing/],
    [{ ...LARK, LARK_VERIFICATION_TOKEN: '' }, /^LARK_VERIFICATION_TOKEN is missing/],
    [{ ...LARK, ZHIBU_SECRET: '' }, /^ZHIBU_SECRET is missing/],
    [{ ...LARK, ZHIBU_SECRET: 'x'.repeat(31) }, /^ZHIBU_SECRET is too short/],
    [{ ZHIBU_SECRET: 'short' }, /^ZHIBU_SECRET is too short/],
    [{ ...LARK, LARK_MODE: 'carrier-pigeon' }, /^LARK_MODE /],
    [{ ...LARK, LARK_DOMAIN: 'open.feishu.cn' }, /^LARK_DOMAIN /],
  ])('%o', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(sentence);
  });

  test.each(['{', '[]', '{}', '{"a": 1}', '{"A b": {}}'])('ZHIBU_ORGS as %s', (text) => {
    expect(() => readConfig({}, text)).toThrow(/^ZHIBU_ORGS? /);
  });

  test('and never shows a secret', () => {
    expect(() => readConfig({ ...LARK, LARK_APP_SECRET: 'hush', LARK_MODE: 'x' })).not.toThrow(/hush/);
    expect(() => readConfig({ ZHIBU_SECRET: 'hush' })).not.toThrow(/hush/);
  });
});

test('several organisations have what is theirs, and the rest in common', () => {
  const orgs = JSON.stringify({ first: LARK, second: { ZHIBU_URL: 'https://b.example/' } });
  const config = readConfig({ ZHIBU_URL: 'https://a.example', DATA_DIR: '/srv' }, orgs);
  expect(
    config.orgs.map((org) => [org.slug, org.settings.url, org.lark !== null, org.console !== null]),
  ).toEqual([
    ['first', 'https://a.example', true, false],
    ['second', 'https://b.example', false, true],
  ]);
});

test('an organisation’s links are signed in its own name', () => {
  const orgs = JSON.stringify({
    first: LARK,
    second: { ZHIBU_SECRET: 'another one of more than 32 characters' },
  });
  const signing = readConfig({}, orgs).orgs.map((org) => org.settings.signing);
  expect(signing.map((one) => one?.org)).toEqual(['first', 'second']);
  expect(signing[0]?.key.export().toString()).toBe(LARK.ZHIBU_SECRET);
});
