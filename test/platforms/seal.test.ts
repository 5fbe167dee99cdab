import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal, sealSignature } from '../../src/platforms/seal.ts';

/** As the platforms publish them for trying one's own code. */
const PUBLISHED = [
  {
    of: 'DingTalk, creating a suite',
    token: '123456',
    aesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
    owner: 'suite4xxxxxxxxxxxxxxx',
    timestamp: '1445827045067',
    nonce: 'nEXhMP4r',
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    sealed:
      '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
    message:
      '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
  },
  {
    of: 'DingTalk, checking an address',
    token: 'mryue',
    aesKey: 'Yue0EfdN5900c1ce5cf6A152c63DDe1808a60c5ecd7',
    owner: 'ding6ccabc44d2c8d38b',
    timestamp: '1608001896814',
    nonce: 'WL4PK6yA',
    signature: '03044561471240d4a14bb09372dfcfd4fd0e40cb',
    sealed:
      '0vJiX6vliEpwG3U45CtXqi+m8PXbQRARJ8p8BbDuD1EMTDf0jKpQ79QS93qEk7XHpP6u+oTTrd15NRPvNvmBKyDCYxxOK+HZeKju4yhELOFchzNukR+t8SB/qk4ROMu3',
    message: '{"EventType":"check_url"}',
  },
  {
    of: 'DingTalk, success',
    token: 'tokenxxxx',
    aesKey: 'o1w0aum42yaptlz8alnhwikjd3jenzt9cb9wmzptgus',
    owner: 'dingxxxxxx',
    timestamp: '1605695694141',
    nonce: 'WelUQl6bCqcBa2fM',
    signature: 'f36f4ba5337d426c7d4bca0dbcb06b3ddc1388fc',
    sealed: 'X1VSe9cTJUMZu60d3kyLYTrBq5578ZRJtteU94wG0Q4Uk6E/wQYeJRIC0/UFW5Wkya1Ihz9oXAdLlyC9TRaqsQ==',
    message: 'success',
  },
  {
    of: 'WeCom, checking an address',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    owner: 'wx5823bf96d3bd56c7',
    timestamp: '1409659589',
    nonce: '263014780',
    signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    sealed: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    message: '1616140317555161061',
  },
];

test.each(PUBLISHED)('the published example opens: $of', (example) => {
  const { token, aesKey, owner, timestamp, nonce, signature, sealed, message } = example;
  expect(sealSignature(token, timestamp, nonce, sealed).toString('hex')).toBe(signature);
  const opened = createSeal(aesKey, 'AES_KEY').open(sealed);
  expect(Buffer.from(opened.message).toString()).toBe(message);
  expect(opened.owner).toBe(owner);
});

test('whatever is sealed opens again, one after the other', () => {
  const seal = createSeal(PUBLISHED[0]?.aesKey ?? '', 'AES_KEY');
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.stringMatching(/^\w{1,40}$/),
      (text, owner) => {
        const opened = seal.open(seal.close(text, owner, Buffer.alloc(16, 7)));
        expect([Buffer.from(opened.message).toString(), opened.owner]).toEqual([text, owner]);
      },
    ),
  );
});

test.each([
  ['nothing', ''],
  ['half a block', Buffer.alloc(40).toString('base64')],
  ['noise', Buffer.alloc(64, 3).toString('base64')],
  ['another key’s', createSeal(PUBLISHED[1]?.aesKey ?? '', 'AES_KEY').close('x', 'y', Buffer.alloc(16))],
])('%s does not open, and the variable is named', (_, sealed) => {
  const seal = createSeal(PUBLISHED[0]?.aesKey ?? '', 'AES_KEY');
  expect(() => seal.open(sealed)).toThrow(/AES_KEY/);
  expect(Buffer.from(seal.open(PUBLISHED[0]?.sealed ?? '').message).toString()).toContain('Random');
});
