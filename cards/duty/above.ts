import type { Fact } from '../card.ts';
import { type Action, type Card, card, note } from '../card.ts';

/** A theme day of which the committee above may say how it was. */
export interface Above {
  /** How many there are without a word. */
  waiting: number;
  facts: Fact[];
  actions: Action[];
}

const FREE = '可评可不评，不提醒、不计分、不排名；支部和党员能在五定里看到。';

export function aboveCard({ waiting, facts, actions }: Above): Card {
  const title = waiting > 1 ? `上级评价（${waiting} 次可评）` : '上级评价';
  return card(title, [{ type: 'facts', facts }, note(FREE)], { tone: 'info', actions });
}

export function nothingAboveCard(unit: string | null, actions: Action[]): Card {
  const where = unit === null ? '' : `${unit}：`;
  return card('上级评价', [note(`${where}没有可评的主题党日。支部结束归档后，会出现在这里。`)], { actions });
}
