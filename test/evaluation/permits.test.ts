import { expect, test } from 'vitest';
import type { Input } from '../../cards/card.ts';
import { introduce } from '../../src/chat/call.ts';
import type { KnownCommand } from '../../src/chat/command.ts';
import { Refusal } from '../../src/errors.ts';
import { evaluationCommands } from '../../src/evaluation/commands.ts';
import { evaluationDocuments } from '../../src/evaluation/documents.ts';
import { findByRef } from '../../src/people/names.ts';
import { findPerson } from '../../src/people/store.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { tap } from './tap.ts';

/** A member, a secretary of another branch, and a committee of another subtree, which knows all ids there are. */
const OTHERS = ['刘洋', '孙丽', '吴书记'];

/** One of each kind, held above all of them or in the first branch: what commands are about. */
const STAR = { round: 1, subject: 1 };
const VISIT = { round: 2, subject: 4, group: 1, stop: 1 };
const DEBRIEF = { round: 3, subject: 7 };
const AWARD = { round: 4, subject: 10 };
const APPRAISAL = { round: 5, subject: 11, unit: 3 };

/** These show everybody their own part and nothing else; a test of each system says what. */
const OWN_PART = [
  'star.home',
  'star.list',
  'peer.home',
  'debrief.home',
  'appraisal.home',
  'award.home',
  'award.show',
  'award.nominateForm',
  'issue.list',
  'debrief.ballot',
  'appraisal.ballot',
  'award.ballot',
];

const FILLED = {
  year: 2027,
  title: '再来一轮',
  name: '第九组',
  leader: '王磊',
  members: '',
  hours: '9:00-11:00',
  days: 1,
  minutes: 30,
  branch: '退休党支部',
  startsAt: '2026-12-04T09:00',
  level: '5',
  role: 'committee',
  which: 'all',
  section: 's1',
  points: 10,
  items: '',
  levels: '五星 90',
  vetoes: '',
  problem: '问题',
  measure: '措施',
  deadline: '2026-12-30',
  evidence: '好了',
  reason: '原因',
  remark: '原因',
  names: '张建国',
  present: '张建国、郑强、孙丽',
  voters: '张建国、郑强、孙丽',
  text: '代写',
  good: '好',
  goodTheme: 's1',
  bad: '不好',
  badTheme: 's1',
  kind: 'issue',
  theme: 's1',
  whom: 'branches',
  report: '2027-12-10',
  award: 'member',
  until: '2027-12-10',
  chosen: 'yes',
  places: 1,
  person: '赵敏',
  deeds: '事迹',
  self: '2026-12-20',
  issue: 1,
  poll: 1,
  unit: 1,
  s1: 'good',
};

test('what is not theirs is refused to a member, another branch’s secretary and another committee, by every command', async () => {
  const org = await held();
  const asked = [...evaluationCommands, ...evaluationDocuments.map(({ command }) => command)].flatMap(
    (command) => (command.who === 'stranger' ? [] : [command]),
  );
  expect(asked.length).toBeGreaterThan(90);
  const answered = asked
    .filter(({ name }) => !OWN_PART.includes(name))
    .flatMap((command) =>
      OTHERS.map((name) => ({ who: `${name}: ${command.name}`, refused: refusalOf(org, name, command) })),
    );
  const otherwise = answered.flatMap(({ who, refused }) =>
    refused?.code === 'not_allowed' ? [] : [`${who}: ${refused?.message ?? 'not refused'}`],
  );
  expect(otherwise).toEqual([]);
});

test('a stranger is asked who they are, whatever button they have from elsewhere', async () => {
  const org = await held();
  const told = org.store.read((db) => {
    const { org: of } = org.hosted;
    const account = { platform: 'console' as const, kind: 'direct' as const, id: 'nobody' };
    const chat = { kind: 'direct' as const };
    const asking = { db, now: of.clock.now(), settings: of.settings, account, chat, tapped: undefined };
    return evaluationCommands.map(({ name: command }) =>
      introduce(
        { ...asking, key: command, accountName: null },
        { kind: 'tap', command, input: inputOf(command), message: '1' },
      ),
    );
  });
  expect(new Set(told.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect(JSON.stringify(told[0])).toContain('我还不认识您');
});

/** What the command says to somebody who calls it with everything it could be given; null: it does not refuse. */
function refusalOf(org: TestOrg, name: string, command: KnownCommand): Refusal | null {
  return org.store.read((db) => {
    const now = org.hosted.org.clock.now();
    const person = findPerson(db, findByRef(db, name, '2026-12-02').id);
    if (!person) throw new Error(`nobody is called ${name}`);
    const ctx = {
      db,
      now,
      person,
      chat: { kind: 'direct' as const },
      account: { platform: 'console' as const, kind: 'direct' as const, id: name },
      tapped: undefined,
      key: command.name,
      settings: org.hosted.org.settings,
    };
    try {
      command.run(ctx, inputOf(command.name));
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
}

function inputOf(name: string): Input {
  const [, noun = ''] = /^(?:file\.)?([a-z]+)\./.exec(name) ?? [];
  const of = { star: STAR, peer: VISIT, debrief: DEBRIEF, award: AWARD, appraisal: APPRAISAL }[noun] ?? STAR;
  const from = name === 'peer.plan' ? { from: '2026-12-04' } : {};
  const role = name.startsWith('star.self') ? { role: 'self' } : {};
  return { ...FILLED, ...of, ...from, ...role };
}

async function held(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_COMMITTEES);
  const staff = (command: string, input: Record<string, unknown>) => tap(org, '陈静', command, input);
  await staff('star.open', {
    unit: 1,
    year: 2026,
    declare: '',
    self: '',
    committee: '',
    top: '',
    publicity: '',
  });
  await staff('peer.open', { unit: 1, title: '逐支部观摩' });
  await staff('peer.group', { round: 2, group: null, name: '第一组', leader: '王磊', members: '何书记' });
  await staff('peer.plan', { round: 2, from: '2026-12-02', days: 1, hours: '9:00-12:00', minutes: 30 });
  await staff('debrief.open', { unit: 1, year: 2026, whom: 'branches', report: '2026-12-10' });
  await staff('debrief.poll', { round: 3, present: '张建国、郑强、何书记' });
  await staff('award.open', { unit: 1, award: 'member', year: 2026, until: '2026-12-10' });
  await tap(org, '张建国', 'award.nominate', { round: 4, unit: 3, person: '赵敏', deeds: '带头走访' });
  await tap(org, '张建国', 'appraisal.open', { unit: 3, year: 2026, self: '2026-12-10' });
  await staff('issue.raise', { subject: 1, problem: '台账不全', deadline: '2026-12-20' });
  await org.at('2026-12-02T10:00');
  return org;
}
