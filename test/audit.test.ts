import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from '../db/schema/audit.ts';
import type { Db } from '../db/store.ts';
import { record, verify } from '../src/audit/store.ts';
import { testStore } from './helpers/org.ts';

function write(db: Db, count: number): void {
  for (let n = 1; n <= count; n++) {
    record(db, {
      at: n,
      actor: 'person:1',
      action: 'activity.moved',
      subject: `activity:${n}`,
      before: { n },
      after: { n: n + 1 },
    });
  }
}

test('an untouched journal holds together', () => {
  const { store } = testStore();
  store.read((db) => write(db, 20));
  expect(store.read(verify)).toEqual({ ok: true, rows: 20 });
});

test('whatever is changed in whichever row shows', () => {
  const { store } = testStore();
  store.read((db) => write(db, 12));
  const columns = fc.constantFrom('actor', 'action', 'subject', 'before', 'after', 'hash');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), columns, (seq, column) => {
      const row = store.read((db) => db.select().from(audit).where(eq(audit.seq, seq)).get());
      if (!row) throw new Error('no row');
      store.read((db) => db.run(`update audit set "${column}" = 'forged' where seq = ${seq}`));
      const found = store.read(verify);
      store.read((db) => db.update(audit).set(row).where(eq(audit.seq, seq)).run());
      expect(found).toEqual({ ok: false, seq });
    }),
    { numRuns: 40 },
  );
  expect(store.read(verify)).toEqual({ ok: true, rows: 12 });
});

test('a row taken out of the middle shows', () => {
  const { store } = testStore();
  store.read((db) => {
    write(db, 5);
    db.delete(audit).where(eq(audit.seq, 3)).run();
  });
  expect(store.read(verify)).toEqual({ ok: false, seq: 3 });
});
