import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

function logged(fields: Record<string, unknown>): string {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => 0,
  ).info('something.happened', fields);
  return lines.join('');
}

test('a line is JSON with its time, level and event', () => {
  expect(JSON.parse(logged({ org: 'main', rows: 3 }))).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'info',
    event: 'something.happened',
    org: 'main',
    rows: 3,
  });
});

test.each([
  ['a secret', { appSecret: 'hush' }],
  ['a token, deep inside', { request: { headers: { authorization: 'hush' } } }],
  ['what somebody said', { text: 'hush' }],
  ['a form', { form: { reason: 'hush' } }],
  ['a key', { encrypt_key: 'hush' }],
])('%s is not in it', (_, fields) => {
  expect(logged(fields)).not.toContain('hush');
});

test('a phone number is not in it, wherever it stands', () => {
  const error = new Error('no account for 13812345678');
  const line = logged({
    reason: '张三 13812345678 不在',
    list: ['13812345678'],
    error,
    phone: '13812345678',
  });
  expect(line).not.toContain('13812345678');
  expect(line).toContain('[phone]');
});

test('an error has its name and where it came from', () => {
  expect(JSON.parse(logged({ error: new TypeError('odd') })).error).toMatchObject({
    name: 'TypeError',
    message: 'odd',
  });
});
