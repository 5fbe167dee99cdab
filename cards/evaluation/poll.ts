import type { Question } from '../../src/evaluation/question.ts';
import { type Card, card, type Field, note, press, text } from '../card.ts';

export interface ShownPoll {
  id: number;
  title: string;
  voters: number;
  voted: number;
  /** What the reader may do about it. */
  reader: 'may' | 'done' | 'over' | 'none';
}

/**
 * A ballot to fill in, until the reader has. The scores are a form's values and never a button's: what a button carries is
 * kept with its card.
 */
export function ballotCard(
  { id, title, voters, voted, reader }: ShownPoll,
  questions: readonly Question[],
): Card {
  const turnout = `已收到 ${voted}/${voters} 份。`;
  switch (reader) {
    case 'may':
      return card(
        `${title}：测评`,
        [
          text(turnout),
          {
            type: 'form',
            fields: questions.map(fieldOf),
            submit: press('提交', 'poll.cast', { poll: id }, 'primary'),
          },
          note('不记名：只记您已测评，不记您怎么评；每人一次，提交后不能改。少于 3 份时不公布结果。'),
        ],
        { tone: 'info' },
      );
    case 'done':
      return card(`${title}：测评`, [text(`您已测评，谢谢。${turnout}`)], { tone: 'success' });
    case 'over':
      return card(`${title}：测评`, [text('测评已经结束。')]);
    case 'none':
      return card(`${title}：测评`, [text('这次测评没有您的名额。')]);
  }
}

function fieldOf(question: Question): Field {
  const { id, name } = question;
  switch (question.how) {
    case 'choice':
      return {
        name: id,
        label: name,
        kind: 'select',
        required: false,
        options: question.choices.map((choice) => ({ value: choice.id, label: choice.name })),
      };
    case 'points':
      return { name: id, label: `${name}（0—${question.points} 分）`, kind: 'number', required: false };
    case 'text':
      return { name: id, label: name, kind: 'longtext', required: false };
  }
}
