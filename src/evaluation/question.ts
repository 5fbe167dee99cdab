import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { Refusal, unreachable } from '../errors.ts';

/** What is asked anonymously. */
export const Question = z.discriminatedUnion('how', [
  z.object({
    how: z.literal('choice'),
    id: z.string(),
    name: z.string(),
    choices: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  z.object({ how: z.literal('points'), id: z.string(), name: z.string(), points: z.number() }),
  z.object({ how: z.literal('text'), id: z.string(), name: z.string() }),
]);
export type Question = z.infer<typeof Question>;

/** An answer for each question's id; a question may be left out. */
export type Ballot = Record<string, string | number>;

/** Characters of one text. */
const LONGEST_TEXT = 200;

/** In the questions' order, whatever order it came in. Refusals never repeat what was answered. */
export function textOf(questions: readonly Question[], ballot: Ballot): string {
  if (Object.keys(ballot).some((id) => questions.every((question) => question.id !== id))) {
    throw new Refusal('invalid', '测评表已经变了，请重新打开再填。');
  }
  const answers = questions.flatMap((question): [string, string | number][] => {
    const given = ballot[question.id];
    if (given === undefined || given === '') return [];
    return [[question.id, checked(question, given)]];
  });
  if (answers.length === 0) throw new Refusal('invalid', '还没有填写，请至少评价一项。');
  return JSON.stringify(Object.fromEntries(answers));
}

function checked(question: Question, given: string | number): string | number {
  switch (question.how) {
    case 'choice':
      if (question.choices.every(({ id }) => id !== given)) {
        throw new Refusal('invalid', `“${question.name}”请从选项中选择。`);
      }
      return given;
    case 'points':
      if (typeof given !== 'number' || !(given >= 0 && given <= question.points)) {
        throw new Refusal('invalid', `“${question.name}”请填 0 到 ${question.points} 分。`);
      }
      return Math.round(given * 100) / 100;
    case 'text': {
      const said = String(given).trim();
      if (said.length > LONGEST_TEXT)
        throw new Refusal('limit', `“${question.name}”请不超过 ${LONGEST_TEXT} 字。`);
      return said;
    }
    default:
      return unreachable(question);
  }
}

const Cast = z.record(z.string(), z.union([z.string(), z.number()]));

/** A ballot as it lies in the urn. */
export function readBallot(text: string): Ballot {
  return Cast.parse(JSON.parse(text));
}

/** Bytes that one ballot takes at most in the urn's list of JSON texts, whatever its characters. */
export function roomOf(questions: readonly Question[]): number {
  const longest = Object.fromEntries(questions.map((question) => [question.id, longestAnswer(question)]));
  return Buffer.byteLength(JSON.stringify(JSON.stringify(longest))) + 1;
}

function longestAnswer(question: Question): string | number {
  switch (question.how) {
    case 'choice':
      return question.choices.reduce((longest, { id }) => (id.length > longest.length ? id : longest), '');
    case 'points':
      return 9999.99;
    case 'text':
      // Of all characters a control character takes the most.
      return '\u0001'.repeat(LONGEST_TEXT);
    default:
      return unreachable(question);
  }
}
