import { describe, expect, test } from 'vitest';
import { Rejected } from '../../../src/errors.ts';
import { createGate } from '../../../src/platforms/lark/verify.ts';
import { HOUR, MINUTE } from '../../../src/time.ts';
import {
  botAdded,
  cardPress,
  challenge,
  keys,
  type Payload,
  type Sending,
  seal,
  sealed,
  signed,
  unsigned,
} from './payloads.ts';

const now = Date.parse('2026-12-03T10:00:00+08:00');
const gate = createGate(keys);

async function admit(request: Request) {
  return gate(request.headers, new Uint8Array(await request.arrayBuffer()), now);
}

async function refusal(request: Request): Promise<string> {
  const error = await admit(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Rejected)) throw new Error(`it was not rejected: ${error}`);
  return `${error.status} ${error.message}`;
}

const added = botAdded('oc_group');
const pressed = cardPress('ou_zhang', { command: 'x', input: {} });

function late(payload: Payload, age: number, more: Partial<Sending> = {}): Request {
  return sealed(payload, { at: now - age, ...more });
}

describe('what Lark has signed comes in', () => {
  test('an encrypted, signed event', async () => {
    expect(await admit(late(added, 0))).toEqual({ kind: 'payload', payload: added });
  });

  test('the signature is over the bytes as they came: pretty-printed, \\u- and \\/-escaped bodies pass', async () => {
    const writings: ((outer: { encrypt: string }) => string)[] = [
      (outer) => JSON.stringify(outer, null, 2),
      (outer) => `\n${JSON.stringify(outer)}\r\n `,
      (outer) => JSON.stringify(outer).replaceAll('/', '\\/'),
      (outer) => JSON.stringify(outer).replace('encrypt', '\\u0065ncrypt'),
      ({ encrypt }) =>
        `{"encrypt":"${[...encrypt].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('')}"}`,
      ({ encrypt }) => `{"later":"党","encrypt" : "${encrypt}"}`,
    ];
    for (const write of writings)
      expect(await admit(late(added, 0, { write }))).toEqual({ kind: 'payload', payload: added });
  });

  test('a signature computed by another program matches', () => {
    // sha256("1796281200" + "nonce-1" + "an encrypt key" + body), by Python's hashlib.
    const other = createGate({ encryptKey: 'an encrypt key', verificationToken: 'token' });
    const headers = new Headers({
      'x-lark-request-timestamp': '1796281200',
      'x-lark-request-nonce': 'nonce-1',
      'x-lark-signature': 'eed7c727885507dbad7903fb9b07afba8fd95737ef75cf7c761bbd25c13d823f',
    });
    const body = new TextEncoder().encode('{ "encrypt" : "abc" }\n');
    expect(() => other(headers, body, 1796281200_000)).toThrow('does not decrypt');
    expect(() => other(headers, body.subarray(1), 1796281200_000)).toThrow('the signature does not match');
  });

  test('a signature in capitals is the same number', async () => {
    const request = late(added, 0);
    const capitals = request.headers.get('x-lark-signature')?.toUpperCase() ?? '';
    request.headers.set('x-lark-signature', capitals);
    expect(await admit(request)).toMatchObject({ kind: 'payload' });
  });

  test('a signed event that is not encrypted comes in', async () => {
    expect(await admit(signed(JSON.stringify(added), { at: now }))).toEqual({
      kind: 'payload',
      payload: added,
    });
  });

  test('events may be almost eight hours old, as they are sent again for seven', async () => {
    expect(await admit(late(added, 8 * HOUR - MINUTE))).toMatchObject({ kind: 'payload' });
    expect(await admit(late(added, -8 * HOUR + MINUTE))).toMatchObject({ kind: 'payload' });
  });

  test('a press may be almost five minutes old', async () => {
    expect(await admit(late(pressed, 4 * MINUTE))).toMatchObject({ kind: 'payload' });
    expect(await admit(late(pressed, -4 * MINUTE))).toMatchObject({ kind: 'payload' });
  });

  test('an event of schema 1.0 has its token at the top', async () => {
    const old = {
      uuid: 'u1',
      token: keys.verificationToken,
      type: 'event_callback',
      event: { type: 'message' },
    };
    expect(await admit(late(old, 0))).toEqual({ kind: 'payload', payload: old });
  });
});

describe('the challenge is answered to whoever knows the Verification Token', () => {
  test('plain, as it carries no signature', async () => {
    expect(await admit(unsigned(challenge('word')))).toEqual({ kind: 'challenge', challenge: 'word' });
  });

  test('encrypted', async () => {
    const body = { encrypt: seal(keys.encryptKey, JSON.stringify(challenge('word'))) };
    expect(await admit(unsigned(body))).toEqual({ kind: 'challenge', challenge: 'word' });
  });

  test('encrypted and signed', async () => {
    expect(await admit(late(challenge('word'), 0))).toEqual({ kind: 'challenge', challenge: 'word' });
  });
});

describe('everything else is refused, each with a sentence of its own', () => {
  const unopened = { encrypt: seal('another key', JSON.stringify(added)) };
  const cases: [fact: string, request: () => Request, refused: string][] = [
    ['no signature at all', () => unsigned(added), '401 the request is not signed'],
    [
      'no signature, encrypted',
      () => unsigned({ encrypt: seal(keys.encryptKey, JSON.stringify(added)) }),
      '401 the request is not signed',
    ],
    ['no signature, not JSON', () => unsigned('hello'), '401 the request is not signed'],
    ['no signature, encrypted by a stranger', () => unsigned(unopened), '401 the request is not signed'],
    [
      'a challenge too large to be one',
      () => unsigned({ ...challenge('word'), more: 'x'.repeat(5000) }),
      '401 the request is not signed',
    ],
    [
      'the signature header missing',
      () => late(added, 0, { headers: { 'x-lark-signature': null } }),
      '401 the signature header is missing',
    ],
    [
      'the signature header empty',
      () => late(added, 0, { headers: { 'x-lark-signature': '' } }),
      '401 the signature header is missing',
    ],
    [
      'the timestamp header missing',
      () => late(added, 0, { headers: { 'x-lark-request-timestamp': null } }),
      '401 the timestamp header is missing',
    ],
    [
      'the nonce header missing',
      () => late(added, 0, { headers: { 'x-lark-request-nonce': null } }),
      '401 the nonce header is missing',
    ],
    [
      'a signature that is no hexadecimal',
      () => late(added, 0, { headers: { 'x-lark-signature': 'z'.repeat(64) } }),
      '401 the signature is not a SHA-256 in hexadecimal',
    ],
    [
      'a signature cut short',
      () => late(added, 0, { headers: { 'x-lark-signature': 'ab' } }),
      '401 the signature is not a SHA-256 in hexadecimal',
    ],
    [
      'a timestamp that is no number',
      () => late(added, 0, { headers: { 'x-lark-request-timestamp': 'now' } }),
      '401 the timestamp is not a number of seconds',
    ],
    [
      'another nonce',
      () => late(added, 0, { headers: { 'x-lark-request-nonce': 'other' } }),
      '401 the signature does not match',
    ],
    [
      'another timestamp',
      () => late(added, 0, { headers: { 'x-lark-request-timestamp': '1796263199' } }),
      '401 the signature does not match',
    ],
    [
      'another signature',
      () => late(added, 0, { headers: { 'x-lark-signature': '0'.repeat(64) } }),
      '401 the signature does not match',
    ],
    [
      'signed with another Encrypt Key',
      () => late(added, 0, { keys: { ...keys, encryptKey: 'other' } }),
      '401 the signature does not match',
    ],
    ['an event too old', () => late(added, 8 * HOUR + MINUTE), '401 the request is too old'],
    [
      'an event from the future',
      () => late(added, -8 * HOUR - MINUTE),
      '401 the request is from the future: check this machine’s clock',
    ],
    ['a press of six minutes ago', () => late(pressed, 6 * MINUTE), '401 the request is too old'],
    [
      'a press from the future',
      () => late(pressed, -6 * MINUTE),
      '401 the request is from the future: check this machine’s clock',
    ],
    [
      'another Verification Token',
      () => late({ ...added, header: { ...(added.header as Payload), token: 'other' } }, 0),
      '401 the Verification Token is wrong',
    ],
    [
      'a Verification Token of the same length',
      () =>
        late(
          {
            ...added,
            header: { ...(added.header as Payload), token: keys.verificationToken.replace('v', 'w') },
          },
          0,
        ),
      '401 the Verification Token is wrong',
    ],
    [
      'no Verification Token',
      () => late({ ...added, header: { event_type: 'x' } }, 0),
      '401 the Verification Token is missing',
    ],
    [
      'a challenge with another token',
      () => unsigned(challenge('word', 'other')),
      '401 the Verification Token is wrong',
    ],
    [
      'a challenge without a token',
      () => unsigned({ type: 'url_verification', challenge: 'word' }),
      '401 the Verification Token is missing',
    ],
    [
      'a challenge without its word',
      () => unsigned({ type: 'url_verification', token: keys.verificationToken }),
      '400 the challenge is missing',
    ],
    ['signed, but not JSON', () => signed('hello', { at: now }), '400 the body is not JSON'],
    [
      'signed, but not UTF-8',
      () => signed(new Uint8Array([0x22, 0xff, 0x22]), { at: now }),
      '400 the body is not UTF-8',
    ],
    [
      'signed, but encrypted with another key',
      () => signed(JSON.stringify(unopened), { at: now }),
      '400 the body does not decrypt with the Encrypt Key',
    ],
    [
      'signed, but nested without end',
      () => signed('['.repeat(200_000), { at: now }),
      '400 the body is nested deeper than 64 levels',
    ],
    [
      'signed, but encrypting something nested without end',
      () => signed(JSON.stringify({ encrypt: seal(keys.encryptKey, '{"a":'.repeat(100_000)) }), { at: now }),
      '400 the body is nested deeper than 64 levels',
    ],
    ['signed, but a mere list', () => signed('[]', { at: now }), '400 the body is no event of Lark'],
  ];

  test.each(cases)('%s', async (_fact, request, refused) => {
    expect(await refusal(request())).toBe(refused);
  });
});
