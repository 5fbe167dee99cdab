import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Db } from '../../db/store.ts';
import { inviteVoters } from '../../src/evaluation/commands/poll.ts';
import {
  castAnonymously,
  countPoll,
  loadPoll,
  openPoll,
  outstanding,
  turnoutOf,
} from '../../src/evaluation/poll.ts';
import type { Question } from '../../src/evaluation/question.ts';
import { openRound } from '../../src/evaluation/round.ts';
import type { Settings } from '../../src/org.ts';
import { testOrg, testStore } from '../helpers/org.ts';
import { foundUnits, TWO_BRANCHES } from '../helpers/people.ts';
import { tap } from './tap.ts';

const settings: Settings = {
  url: 'http://127.0.0.1:3000',
  signing: { org: 'main', key: createSecretKey(Buffer.alloc(32, 7)) },
};

const QUESTIONS: Question[] = [
  {
    how: 'choice',
    id: 'grade',
    name: '总体评价',
    choices: ['好', '较好', '一般', '差'].map((name) => ({ id: name, name })),
  },
  { how: 'points', id: 'work', name: '抓党建', points: 100 },
  { how: 'text', id: 'said', name: '意见建议' },
];

const TEMPLATE = { sections: [], vetoes: [], levels: [], by: 'points' as const, roles: [] };
const NOW = 1_800_000_000_000;

function begun(voters = [1, 2, 3, 4, 5]) {
  const { store, file } = testStore();
  const poll = store.read((db) => {
    foundUnits(db, TWO_BRANCHES);
    const round = openRound(
      db,
      {
        kind: 'starRating',
        unit: 1,
        year: 2026,
        title: '测评',
        template: TEMPLATE,
        stages: [],
        subjects: [{ unit: 2 }],
      },
      1,
      NOW,
    );
    return openPoll(db, settings, { round: round.id, questions: QUESTIONS, voters }, 1, NOW);
  });
  const cast = (person: number, ballot: Record<string, string | number>) =>
    store.read((db) => castAnonymously(db, settings, poll, person, ballot));
  return {
    store,
    file,
    poll,
    cast,
    count: () => store.read((db) => countPoll(db, settings, poll, 1, NOW + 1)),
  };
}

test('each voter scores once, nobody else at all, and nobody after the count', () => {
  const { cast, count, store, poll } = begun();
  cast(1, { grade: '好', work: 90 });
  expect(() => cast(1, { grade: '差' })).toThrow('您已经测评过了');
  expect(() => cast(6, { grade: '差' })).toThrow('没有您的名额');
  cast(2, { grade: '好', said: '开会可以再短些' });
  cast(3, { grade: '一般', work: 70.5 });
  expect(store.read((db) => turnoutOf(db, poll))).toEqual({ voters: 5, voted: 3 });
  expect(store.read((db) => outstanding(db, poll))).toEqual([4, 5]);
  expect(count()).toEqual({
    ballots: 3,
    voters: 5,
    results: {
      grade: { how: 'choice', counts: { 好: 2, 较好: 0, 一般: 1, 差: 0 } },
      work: { how: 'withheld' },
      said: { how: 'text', texts: ['开会可以再短些'] },
    },
  });
  expect(() => cast(4, { grade: '好' })).toThrow('测评已经结束');
  expect(() => count()).toThrow('已经统计过了');
});

test('fewer than three ballots are withheld and not kept', () => {
  const { cast, count, store, poll } = begun();
  cast(1, { grade: '差', said: '会议太多' });
  cast(2, { grade: '好' });
  expect(count().results).toEqual({
    grade: { how: 'withheld' },
    work: { how: 'withheld' },
    said: { how: 'withheld' },
  });
  expect(JSON.stringify(store.read((db) => loadPoll(db, poll)))).not.toContain('会议太多');
  const { store: small } = testStore();
  small.read((db) => {
    foundUnits(db, TWO_BRANCHES);
    expect(() =>
      openPoll(db, settings, { round: 1, questions: QUESTIONS, voters: [1, 2, 2] }, 1, NOW),
    ).toThrow('改用记名');
  });
});

test('what does not fit the questions is refused without being repeated', () => {
  const { cast, store, poll } = begun();
  expect(() => cast(1, {})).toThrow('至少评价一项');
  expect(() => cast(1, { grade: '很好' })).toThrow(/^“总体评价”请从选项中选择。$/);
  expect(() => cast(1, { work: 101 })).toThrow(/^“抓党建”请填 0 到 100 分。$/);
  expect(() => cast(1, { other: 1 })).toThrow('测评表已经变了');
  expect(() => cast(1, { said: '长'.repeat(201) })).toThrow('不超过 200 字');
  expect(store.read((db) => turnoutOf(db, poll)).voted).toBe(0);
});

test('a ballot changes one bit of its voter and one sealed column, and no other row of the database', () => {
  const { cast, store, poll } = begun();
  cast(2, { grade: '好' });
  const before = store.read(everything);
  cast(4, { grade: '差', work: 12, said: '只有我会这样写' });
  const after = store.read(everything);
  const changed = Object.keys(after).flatMap((table) =>
    (after[table] ?? []).flatMap((row, index) => {
      const old = before[table]?.[index] ?? {};
      return Object.keys(row)
        .filter((column) => row[column] !== old[column])
        .map((column) => `${table}.${column}`);
    }),
  );
  expect(changed.toSorted()).toEqual(['poll_voters.voted', 'polls.urn']);
  expect(Object.values(after).map((rows) => rows.length)).toEqual(
    Object.values(before).map((rows) => rows.length),
  );
  expect(after.polls?.find(({ id }) => id === poll)?.urn?.toString().length).toBe(
    before.polls?.[0]?.urn?.toString().length,
  );
});

test('in the bytes of the file and of its log no ballot can be read, nor the key after the count', async () => {
  const { cast, count, store, file, poll } = begun();
  for (const person of [1, 2, 3, 4]) {
    await store.change((db) =>
      castAnonymously(db, settings, poll, person, { grade: '差', work: 41.25, said: `暗号${person}` }),
    );
  }
  cast(5, { grade: '好', said: '暗号5' });
  const salt = store.read((db) => loadPoll(db, poll).salt);
  const urn = store.read((db) => loadPoll(db, poll).urn);
  const bytes = () => Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)]);
  for (const secret of ['暗号', '41.25', '"差"]', '"grade":"']) expect(bytes().includes(secret)).toBe(false);
  expect(bytes().includes(salt)).toBe(true);
  count();
  store.read((db) => db.get('pragma wal_checkpoint(truncate)'));
  expect(bytes().includes(salt)).toBe(false);
  expect(bytes().includes(urn.slice(0, 100))).toBe(false);
  expect(bytes().includes(urn.slice(-100))).toBe(false);
});

test('another secret opens nothing, and an urn that was touched is refused', () => {
  const { cast, store, poll } = begun();
  cast(1, { grade: '好' });
  const other: Settings = {
    ...settings,
    signing: { org: 'main', key: createSecretKey(Buffer.alloc(32, 8)) },
  };
  expect(() => store.read((db) => countPoll(db, other, poll, 1, NOW))).toThrow();
  store.read((db) => db.run('update poll_voters set voted = 1 where person = 5'));
  expect(() => store.read((db) => countPoll(db, settings, poll, 1, NOW))).toThrow('differ');
});

test('the longest ballots of everybody fit, whatever their characters', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 100 }), { minLength: 5, maxLength: 5 }),
      (said) => {
        const { cast, count } = begun();
        for (const [index, text] of said.entries())
          cast(index + 1, { grade: '较好', work: 99.99, said: `${text}\u0001`.repeat(200).slice(0, 200) });
        expect(count().ballots).toBe(5);
      },
    ),
    { numRuns: 3 },
  );
});

function everything(db: Db): Record<string, Record<string, unknown>[]> {
  const tables = db.all<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
  );
  return Object.fromEntries(
    tables.map(({ name }) => [name, db.all<Record<string, unknown>>(`select * from ${name}`)]),
  );
}

test('by conversation: the ballot comes to the voters alone, is filled in once, and is nowhere to be read', async () => {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  const poll = await org.store.change((db) => {
    const round = openRound(
      db,
      {
        kind: 'starRating',
        unit: 1,
        year: 2026,
        title: '述职',
        template: TEMPLATE,
        stages: [],
        subjects: [{ unit: 2 }],
      },
      1,
      NOW,
    );
    const id = openPoll(
      db,
      org.hosted.org.settings,
      { round: round.id, questions: QUESTIONS, voters: [3, 4, 5, 6] },
      1,
      NOW,
    );
    expect(inviteVoters(db, id, 'first', org.hosted.org.clock.now())).toBe(4);
    expect(inviteVoters(db, id, 'first', org.hosted.org.clock.now())).toBe(0);
    return id;
  });
  await org.at('2026-12-01T10:00');
  const names = ['张建国', '李红梅', '王磊', '刘洋'];
  expect(await org.as('周杰').finds('述职：测评')).toBeUndefined();
  for (const [index, name] of names.entries()) {
    const cast = await org
      .as(name)
      .presses('提交', { grade: '较好', work: 61.25 + index, said: `暗号${index}` });
    expect(cast.text).toContain('已收到，不记名');
    expect(cast.text).toContain(`您已测评，谢谢。已收到 ${index + 1}/4 份`);
    expect(cast.text).not.toMatch(/较好|61|暗号/);
  }
  expect(await tap(org, '张建国', 'poll.cast', { poll, grade: '差' })).toContain('您已经测评过了');
  expect(await tap(org, '周杰', 'poll.cast', { poll, grade: '差' })).toContain('没有您的名额');
  const tables = org.store.read(everything);
  for (const [table, rows] of Object.entries(tables)) {
    if (table === 'polls') continue;
    expect(JSON.stringify(rows), table).not.toMatch(/6[1234]\.25|暗号/);
  }
  const journal = JSON.stringify(tables.audit);
  expect(journal).not.toContain('poll.cast');
  expect(tables.audit?.filter(({ subject }) => subject === `poll:${poll}`).length).toBe(1);
  const bytes = Buffer.concat([readFileSync(org.file), readFileSync(`${org.file}-wal`)]);
  for (const secret of ['暗号', '61.25', '"grade":"较好"']) expect(bytes.includes(secret)).toBe(false);
  const tally = await org.store.change((db) => countPoll(db, org.hosted.org.settings, poll, 1, NOW));
  expect(tally.results.grade).toEqual({ how: 'choice', counts: { 好: 0, 较好: 4, 一般: 0, 差: 0 } });
  expect(tally.results.work).toEqual({ how: 'points', points: [61.25, 62.25, 63.25, 64.25] });
});
