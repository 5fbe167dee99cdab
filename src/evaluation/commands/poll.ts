import { z } from 'zod';
import { goneCard } from '../../../cards/evaluation/gone.ts';
import { ballotCard } from '../../../cards/evaluation/poll.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed } from '../../calendar.ts';
import { type Ctx, type Reply, success, type View } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { post } from '../../outbox/store.ts';
import { addressOf } from '../../people/store.ts';
import type { Instant } from '../../time.ts';
import { ballotsLeft, ballotsOf } from '../part.ts';
import { castAnonymously, loadPoll, outstanding, turnoutOf, voterIn } from '../poll.ts';
import type { Ballot } from '../question.ts';
import { findRound } from '../round.ts';

const This = z.object({ poll: IdInput });

/** The ballot as a card, whoever holds the round. Taken from a form only, and never by name. */
export const pollCommands = [
  define({
    name: 'poll.cast',
    words: [],
    who: 'anyone',
    input: This.loose(),
    run(ctx, { poll, ...given }) {
      if (ctx.chat.kind !== 'direct') throw new Refusal('not_allowed', '测评请在和我的私聊里填写。');
      castAnonymously(ctx.db, ctx.settings, poll, ctx.person.id, readBallot(ctx.db, poll, given));
      const left = ballotsLeft(ctx.db, ctx.person.id, loadPoll(ctx.db, poll).round);
      const more = left.length > 0 ? `还有 ${left.length} 份，请接着填。` : '';
      return {
        privately: true,
        content: { view: 'poll.ballot', input: { poll: left[0] ?? poll } },
        ...success(`已收到，不记名。${more}`),
      };
    },
  }),
];

export const pollViews: Record<string, View> = {
  'poll.ballot'({ db, reader }, input) {
    const poll = loadPoll(db, This.parse(input).poll);
    const voter = reader === null ? undefined : voterIn(db, poll.id, reader);
    const state = !voter ? 'none' : voter.voted ? 'done' : poll.countedAt === null ? 'may' : 'over';
    const round = findRound(db, poll.round);
    if (!round) return goneCard();
    const { title } = round;
    return ballotCard({ id: poll.id, title, ...turnoutOf(db, poll.id), reader: state }, poll.questions);
  },
};

const NONE = {
  debrief: '没有等您填的测评表。',
  appraisal: '没有等您填的互评表。',
  award: '没有等您投的票。',
} as const;

/** The asker's next ballot in rounds of a kind. */
export function ballotOf(ctx: Ctx, kind: keyof typeof NONE): Reply {
  const [poll] = ballotsOf(ctx.db, ctx.person.id, kind);
  if (poll === undefined) throw new Refusal('conflict', NONE[kind]);
  return { privately: true, content: { view: 'poll.ballot', input: { poll } } };
}

/** Sends the ballot to everybody who may score and has not; once for each `time` it is called by, such as a day. */
export function inviteVoters(db: Db, poll: number, time: string, now: Instant): number {
  return outstanding(db, poll).filter((person) => invite(db, poll, person, time, now)).length;
}

export function invite(db: Db, poll: number, person: number, time: string, now: Instant): boolean {
  const to = addressOf(db, person);
  if (!to) return false;
  return post(db, now, {
    key: `poll:${poll}:${person}:${time}`,
    to,
    person,
    content: { view: 'poll.ballot', input: { poll } },
    urgency: 'notice',
    dueAt: nextAllowed(now),
  });
}

/** Some clients send numbers as text. */
function readBallot(db: Db, poll: number, given: Record<string, unknown>): Ballot {
  return Object.fromEntries(
    loadPoll(db, poll).questions.flatMap(({ id, how }): [string, string | number][] => {
      const value = given[id];
      if (typeof value !== 'string' && typeof value !== 'number') return [];
      if (how !== 'points') return [[id, String(value)]];
      return value === '' ? [] : [[id, Number(value)]];
    }),
  );
}
