import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parse } from '../../src/chat/define.ts';
import { Refusal } from '../../src/errors.ts';

const Form = z.object({
  unit: z.coerce.number().int(),
  kinds: z.array(z.enum(['themeDay', 'partyLecture'])),
  theme: z.string('请写主题。'),
});

function refused(raw: unknown): string {
  try {
    parse(Form, raw);
    return '';
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

test('what no client would send is refused in a sentence for people, and a schema’s own sentence comes first', () => {
  expect(refused({ unit: '学习', kinds: [], theme: 'x' })).toBe(
    '有一项没有填，或者填得不对，请检查后再提交。',
  );
  expect(refused({ unit: 1, kinds: 'themeDay', theme: 'x' })).toBe(
    '有一项没有填，或者填得不对，请检查后再提交。',
  );
  expect(refused({ unit: 1, kinds: [] })).toBe('请写主题。');
  expect(refused({ unit: 1, kinds: [], theme: 'x' })).toBe('');
});

test('whatever is sent, no word of a programmer’s is said', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (unit, kinds, theme) => {
      expect(refused({ unit, kinds, theme })).not.toMatch(/NaN|undefined|null|object/);
    }),
  );
});
