import { describe, expect, test } from 'vitest';
import { Rejected } from '../../../src/errors.ts';
import { readEvent } from '../../../src/platforms/wecom/event.ts';
import { createGate } from '../../../src/platforms/wecom/verify.ts';
import { MINUTE } from '../../../src/time.ts';
import { check, keys, seal, sealed, signatureOf, text } from './payloads.ts';

const now = Date.parse('2026-12-03T10:00:00+08:00');
const gate = createGate(keys);
const plain = text('zhang', '签到');

async function admit(request: Request, by = gate, at = now): Promise<string> {
  const query = new URL(request.url).searchParams;
  if (request.method === 'GET') return by.challenge(query, at);
  return by.message(query, new Uint8Array(await request.arrayBuffer()), at);
}

async function refusal(request: Request): Promise<string> {
  const error = await admit(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Rejected)) throw new Error(`it was not rejected: ${error}`);
  return `${error.status} ${error.message}`;
}

/** What WeCom's own page gives as an example, of an app that exists nowhere. */
describe('the official examples', () => {
  const official = createGate({
    corpId: 'wx5823bf96d3bd56c7',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  });
  const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
  const asked = new URLSearchParams({
    msg_signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    timestamp: '1409659589',
    nonce: '263014780',
    echostr: echo,
  });

  test('the address check is answered with its word', () => {
    expect(official.challenge(asked, 1409659589_000)).toBe('1616140317555161061');
  });

  test('plus signs that nobody escaped are read all the same', () => {
    const raw = new URL(`http://zhibu.test/?${asked.toString().replace(/echostr=.*/, '')}echostr=${echo}`)
      .searchParams;
    expect(raw.get('echostr')).toContain(' ');
    expect(official.challenge(raw, 1409659589_000)).toBe('1616140317555161061');
  });

  test('a message is opened, its id of 64 bits and all', () => {
    const sealedMessage =
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/s' +
      'YYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYu' +
      'R+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcall' +
      'crw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T' +
      '8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
    const query = new URLSearchParams({
      msg_signature: '477715d11cdb4164915debcba66cb864d751f3e6',
      timestamp: '1409659813',
      nonce: '1372623149',
    });
    const body = `<xml>\n<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[${sealedMessage}]]></Encrypt>\n<AgentID><![CDATA[218]]></AgentID>\n</xml>`;
    const opened = official.message(query, new TextEncoder().encode(body), 1409659813_000);
    expect(readEvent(opened)).toEqual({
      kind: 'text',
      by: 'mycreate',
      at: '1409659813',
      agent: '218',
      id: '4561255354251345929',
      text: 'hello',
    });
  });
});

describe('what WeCom has signed comes in', () => {
  test('a message, and the address check', async () => {
    expect(await admit(sealed(plain, { at: now }))).toBe(plain);
    expect(await admit(check('word', { at: now }))).toBe('word');
  });

  test('of every length of padding, one message after another', async () => {
    for (let length = 0; length <= 70; length++) {
      const word = 'x'.repeat(length);
      expect(await admit(check(`党${word}`, { at: now }))).toBe(`党${word}`);
    }
  });

  test('a body without CDATA, and a signature in capitals', async () => {
    const encrypted = seal(plain);
    const asked = sealed(plain, { at: now, body: `<xml><Encrypt>\n${encrypted}\n</Encrypt></xml>` });
    const query = new URL(asked.url).searchParams;
    // Signed over another sealing of the same: the signature is of exactly these bytes.
    await expect(admit(asked.clone())).rejects.toThrow('does not match');
    query.set(
      'msg_signature',
      signatureOf(
        keys.token,
        query.get('timestamp') ?? '',
        query.get('nonce') ?? '',
        encrypted,
      ).toUpperCase(),
    );
    expect(gate.message(query, new Uint8Array(await asked.arrayBuffer()), now)).toBe(plain);
  });

  test('five minutes late or early', async () => {
    for (const age of [-5 * MINUTE, 5 * MINUTE])
      expect(await admit(sealed(plain, { at: now - age }))).toBe(plain);
  });
});

describe('anything else is refused, each for its own reason', () => {
  const other = { ...keys, corpId: 'ww_somebody_else' };
  const cases: [fact: string, request: () => Request, refused: string][] = [
    [
      'no signature',
      () => sealed(plain, { at: now, query: { msg_signature: null } }),
      '401 msg_signature is missing',
    ],
    ['no time', () => sealed(plain, { at: now, query: { timestamp: null } }), '401 timestamp is missing'],
    ['no nonce', () => sealed(plain, { at: now, query: { nonce: null } }), '401 nonce is missing'],
    [
      'a signature that is none',
      () => sealed(plain, { at: now, query: { msg_signature: 'xyz' } }),
      '401 msg_signature is not a SHA-1 in hexadecimal',
    ],
    [
      'another signature',
      () => sealed(plain, { at: now, query: { msg_signature: '0'.repeat(40) } }),
      '401 msg_signature does not match',
    ],
    [
      'another nonce',
      () => sealed(plain, { at: now, query: { nonce: 'other' } }),
      '401 msg_signature does not match',
    ],
    [
      'another time',
      () => sealed(plain, { at: now, query: { timestamp: String(now / 1000 + 1) } }),
      '401 msg_signature does not match',
    ],
    [
      'a time that is no number',
      () => sealed(plain, { at: now, query: { timestamp: 'now' } }),
      '401 timestamp is not a number of seconds',
    ],
    ['an old one', () => sealed(plain, { at: now - 6 * MINUTE }), '401 the request is too old'],
    [
      'one from the future',
      () => sealed(plain, { at: now + 6 * MINUTE }),
      '401 the request is from the future: check this machine’s clock',
    ],
    [
      'signed with another token',
      () => sealed(plain, { at: now, of: { ...keys, token: 'other' } }),
      '401 msg_signature does not match',
    ],
    [
      'sealed with another key',
      () => sealed(plain, { at: now, of: { ...keys, aesKey: 'x'.repeat(43) } }),
      '400 the message does not decrypt with WECOM_AES_KEY',
    ],
    [
      'for another corp',
      () => sealed(plain, { at: now, of: other }),
      '400 the message is for another corp id than WECOM_CORP_ID',
    ],
    [
      'no message at all',
      () => sealed(plain, { at: now, body: '<xml></xml>' }),
      '400 the body is no message of WeCom',
    ],
    [
      'two messages in one',
      () => sealed(plain, { at: now, body: '<xml><Encrypt>QQ==</Encrypt><Encrypt>QQ==</Encrypt></xml>' }),
      '400 the body is no message of WeCom',
    ],
    [
      'not UTF-8',
      () => sealed(plain, { at: now, body: new Uint8Array([0x3c, 0xff, 0x3e]) }),
      '400 the body is not UTF-8',
    ],
    [
      'sealed, but not UTF-8',
      () => sealed(new Uint8Array([0x3c, 0xff, 0x3e]), { at: now }),
      '400 the body is not UTF-8',
    ],
    [
      'a check without its word',
      () => check('word', { at: now, query: { echostr: null } }),
      '400 echostr is missing',
    ],
    [
      'a check with another word',
      () => check('word', { at: now, query: { echostr: seal('word') } }),
      '401 msg_signature does not match',
    ],
  ];

  test.each(cases)('%s', async (_fact, request, refused) => {
    expect(await refusal(request())).toBe(refused);
  });

  test('a megabyte of spaces behind an opened element is refused at once', async () => {
    const body = `<xml><Encrypt>${' '.repeat(1_000_000)}`;
    expect(await refusal(sealed(plain, { at: now, body }))).toBe('400 the body is no message of WeCom');
  });
});
