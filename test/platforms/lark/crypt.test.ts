import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createUnseal } from '../../../src/platforms/lark/crypt.ts';
import { seal } from './payloads.ts';

function open(unseal: (sealed: string) => Uint8Array, sealed: string): string {
  return Buffer.from(unseal(sealed)).toString('utf8');
}

describe('opening what Lark has sealed', () => {
  test('the vector of Lark’s own page opens', () => {
    expect(open(createUnseal('test key'), 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).toBe(
      'hello world',
    );
  });

  // Made with `openssl enc -aes-256-cbc`, the key being `printf 支部的钥匙 | sha256sum`.
  test('vectors made by another program open, one of them with a whole block of padding', () => {
    const unseal = createUnseal('支部的钥匙');
    const chinese = 'AAECAwQFBgcICQoLDA0OD1zYVFdxfRPWkSMiCzx70qw6JPIfkrkA5pvov8/ewUD5';
    const full = 'AAECAwQFBgcICQoLDA0ODzH6t/s+K+fLtvnnh/8bmbvEC8BYhSumaUMvhMNwdo9x';
    expect(open(unseal, chinese)).toBe('{"hello":"党员大会"}');
    expect(open(unseal, full)).toBe('0123456789abcdef');
    expect(open(unseal, chinese)).toBe('{"hello":"党员大会"}');
  });

  test('one decipher opens any number of messages in any order', () => {
    const unseal = createUnseal('key');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) => open(unseal, seal('key', plain)) === plain),
    );
  });

  test('a message that cannot be opened leaves the next one whole', () => {
    const unseal = createUnseal('key');
    const bad = [
      '',
      'AAAA',
      randomBytes(16).toString('base64'),
      randomBytes(33).toString('base64'),
      seal('another key', 'x'),
      '***',
    ];
    for (const sealed of bad) {
      expect(() => unseal(sealed)).toThrow('does not decrypt');
      expect(open(unseal, seal('key', 'whole'))).toBe('whole');
    }
  });
});
