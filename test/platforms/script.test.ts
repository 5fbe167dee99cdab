import { expect, test } from 'vitest';
import { instantOf } from '../../src/time.ts';
import { conversation, introduction, MOVED, records, type Stage } from './script.ts';
import { STAGES } from './stages.ts';

test('the same conversation gives the same records on every platform', async () => {
  const [console, ...others] = await Promise.all(
    Object.entries(STAGES).map(async ([name, open]) => ({ name, ...(await held(await open())) })),
  );
  expect(console?.records.attendance).toHaveLength(7);
  expect(console?.records.activities).toMatchObject([
    { cancelled_at: null },
    { starts_at: instantOf(MOVED), cancel_reason: '停电', cancelled_at: expect.any(Number) },
  ]);
  expect(console?.records.attendance?.filter(madeUp)).toMatchObject([{ make_up_note: '观看党课视频' }]);
  for (const other of others) {
    expect({ [other.name]: apart(other.records) }).toEqual({ [other.name]: apart(console?.records ?? {}) });
  }
});

test('somebody unknown is known by the same records on every platform that has strangers', async () => {
  const { console: _, ...platforms } = STAGES;
  const [first, ...others] = await Promise.all(
    Object.values(platforms).map(async (open) => {
      const stage = await open();
      await introduction(stage);
      expect(await stage.sees('陌生人')).toContain('第一党支部');
      return records(stage.store);
    }),
  );
  expect(first?.claims).toMatchObject([{ said_name: '吴迪', granted: 1 }]);
  for (const other of others) expect(other).toEqual(first);
});

async function held(stage: Stage) {
  await conversation(stage);
  return { records: records(stage.store) };
}

function madeUp(row: unknown): boolean {
  return (row as { make_up_granted: number | null }).make_up_granted === 1;
}

/** In the console everybody has an account. */
function apart({ accounts: _, ...rest }: Record<string, unknown[]>): Record<string, unknown[]> {
  return rest;
}
