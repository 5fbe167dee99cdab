import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facts } from '../../db/schema/org.ts';
import { persons } from '../../db/schema/people.ts';
import { sessions, usedLinks } from '../../db/schema/web.ts';
import { createLog } from '../../src/log.ts';
import type { Signing } from '../../src/org.ts';
import { HOUR, instantOf, MINUTE } from '../../src/time.ts';
import { keptSigning, readLink, signLink, spendLink } from '../../src/web/link.ts';
import { beginSession, endSession, personIn } from '../../src/web/session.ts';
import { testStore } from '../helpers/org.ts';

const NOW = instantOf('2026-12-01T09:30');
const MAIN = signing('main', 'a secret that nobody can guess, really');

test('a link says who, and says it for a quarter of an hour', () => {
  const token = signLink(MAIN, 'board', 7, NOW);
  expect(readLink(MAIN, 'board', token, NOW)).toMatchObject({ org: 'main', person: 7 });
  expect(readLink(MAIN, 'board', token, NOW + 15 * MINUTE - 1)).not.toBeNull();
  expect(readLink(MAIN, 'board', token, NOW + 15 * MINUTE)).toBeNull();
});

test('a link of another organisation or under another secret is none', () => {
  const token = signLink(MAIN, 'board', 7, NOW);
  expect(
    readLink(signing('other', 'a secret that nobody can guess, really'), 'board', token, NOW),
  ).toBeNull();
  expect(readLink(signing('main', 'another secret that nobody can guess'), 'board', token, NOW)).toBeNull();
});

test('a link changed in any letter is none', () => {
  const token = signLink(MAIN, 'board', 7, NOW);
  const letters = fc.constantFrom(...'abcXYZ0189.-_');
  fc.assert(
    fc.property(fc.nat(token.length - 1), letters, (at, letter) => {
      fc.pre(token[at] !== letter);
      expect(readLink(MAIN, 'board', token.slice(0, at) + letter + token.slice(at + 1), NOW)).toBeNull();
    }),
  );
});

test('what is no link is none', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readLink(MAIN, 'board', text, NOW)).toBeNull();
    }),
  );
  expect(readLink(MAIN, 'board', 'main.7.1.x.y', NOW)).toBeNull();
});

test('a link is used once; what was used is forgotten when it has expired', async () => {
  const { store } = testStore();
  const claim = readLink(MAIN, 'board', signLink(MAIN, 'board', 7, NOW), NOW);
  if (!claim) throw new Error('no claim');
  expect(await store.change((db) => spendLink(db, claim, NOW))).toBe(true);
  expect(await store.change((db) => spendLink(db, claim, NOW + 1))).toBe(false);
  const later = NOW + HOUR;
  const other = readLink(MAIN, 'board', signLink(MAIN, 'board', 7, later), later);
  if (!other) throw new Error('no claim');
  await store.change((db) => spendLink(db, other, later));
  expect(store.read((db) => db.select().from(usedLinks).all())).toHaveLength(1);
});

test('a session lasts twelve hours or until it is ended, and the database does not hold its cookie', async () => {
  const { store } = testStore();
  const person = await store.change((db) => db.insert(persons).values({ name: '张三' }).returning().get().id);
  const cookie = await store.change((db) => beginSession(db, 'main', person, NOW));
  const at = (now: number) => store.read((db) => personIn(db, cookie, now)?.id);
  expect([at(NOW), at(NOW + 12 * HOUR - 1), at(NOW + 12 * HOUR)]).toEqual([person, person, undefined]);
  expect(JSON.stringify(store.read((db) => db.select().from(sessions).all()))).not.toContain(
    cookie.slice('main.'.length),
  );
  await store.change((db) => endSession(db, cookie));
  expect(at(NOW)).toBeUndefined();
});

test('where no secret is configured one is made, and stays', async () => {
  const { store } = testStore();
  const first = await store.change((db) => keptSigning(db, 'main'));
  const second = await store.change((db) => keptSigning(db, 'main'));
  expect(second.key.equals(first.key)).toBe(true);
  const [kept] = store.read((db) => db.select().from(facts).all());
  expect(kept?.value.length).toBeGreaterThanOrEqual(32);
});

test('no log shows the secret', () => {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => NOW,
  ).info('start', { signing: MAIN, settings: { url: 'x', signing: MAIN } });
  expect(lines.join()).toContain('main');
  expect(lines.join()).not.toContain('nobody can guess');
});

function signing(org: string, secret: string): Signing {
  return { org, key: createSecretKey(Buffer.from(secret)) };
}
