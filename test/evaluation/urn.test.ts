import { Buffer } from 'node:buffer';
import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blank, emptyUrn, putInto, texts } from '../../src/evaluation/urn.ts';

const signing = { org: 'main', key: createSecretKey(Buffer.alloc(32, 7)) };

function filled(all: readonly string[], room = 2_000) {
  return all.reduce((urn, text) => putInto(signing, 'poll:1', urn, text), emptyUrn(signing, 'poll:1', room));
}

test('whatever order texts come in, what is inside is the same, and outside is noise of one length', () => {
  const lists = fc.array(fc.string({ maxLength: 20 }), { maxLength: 12 });
  fc.assert(
    fc.property(lists, fc.infiniteStream(fc.nat()), (all, chance) => {
      const shuffled = all
        .map((text) => ({ text, at: chance.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ text }) => text);
      const [one, other] = [filled(all), filled(shuffled)];
      expect(texts(signing, 'poll:1', one)).toEqual(texts(signing, 'poll:1', other));
      expect(one.sealed).not.toBe(other.sealed);
      expect(one.sealed.length).toBe(emptyUrn(signing, 'poll:1', 2_000).sealed.length);
    }),
    { numRuns: 40 },
  );
});

test('no run of bytes of one sealing is found in the next', () => {
  const before = Buffer.from(filled(['好', '差']).sealed, 'base64');
  const after = Buffer.from(putInto(signing, 'poll:1', filled(['好', '差']), '好').sealed, 'base64');
  for (let at = 0; at + 8 <= before.length; at += 8)
    expect(after.includes(before.subarray(at, at + 8))).toBe(false);
});

test('another secret, another poll, another salt and a changed byte open nothing', () => {
  const urn = filled(['好']);
  const other = { ...signing, key: createSecretKey(Buffer.alloc(32, 8)) };
  expect(() => texts(other, 'poll:1', urn)).toThrow();
  expect(() => texts({ ...signing, org: 'other' }, 'poll:1', urn)).toThrow();
  expect(() => texts(signing, 'poll:2', urn)).toThrow();
  expect(() => texts(signing, 'poll:1', { ...urn, salt: emptyUrn(signing, 'poll:1', 10).salt })).toThrow();
  const changed = Buffer.from(urn.sealed, 'base64');
  changed[40] = (changed[40] ?? 0) ^ 1;
  expect(() => texts(signing, 'poll:1', { ...urn, sealed: changed.toString('base64') })).toThrow();
});

test('blanked it is as long as before and holds nothing; overfilled it is refused', () => {
  const urn = filled(['好']);
  const empty = blank(urn);
  expect([empty.salt.length, empty.sealed.length]).toEqual([urn.salt.length, urn.sealed.length]);
  expect(() => texts(signing, 'poll:1', empty)).toThrow();
  expect(() => filled(['长'.repeat(30)], 50)).toThrow('too small');
});
