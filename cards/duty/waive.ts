import { type Card, card, note, press, text } from '../card.ts';

export interface Waivable {
  label: string;
  value: string;
  item: string;
}

const MOST = 8;

/** What a branch or a committee owes, with a button each to put it off. */
export function waiveCard(unit: { id: number; name: string }, lines: Waivable[]): Card {
  if (lines.length === 0)
    return card(`${unit.name}没有需要暂缓的事项`, [text('应完成的都完成了。')], { tone: 'success' });
  const shown = lines.slice(0, MOST);
  return card(
    `${unit.name}：哪一项暂时开不成？`,
    [
      { type: 'facts', facts: shown.map(({ label, value }) => ({ label, value })) },
      ...(lines.length > MOST ? [note(`另有 ${lines.length - MOST} 项，先处理较早的。`)] : []),
      note('写明原因和期限，有关党组织能看到；到期前不算逾期。'),
    ],
    {
      tone: 'info',
      actions: shown.map(({ label, item }) =>
        press(`暂缓：${label}`, 'duty.waiveForm', { unit: unit.id, item }),
      ),
    },
  );
}

/** To a committee, of what it owes itself. */
export function putOffCard({ from, word, reason }: { from: string; word: string; reason: string }): Card {
  return card(word, [text(`${from}已同意暂缓，到期前不算逾期。`), text(`原因：${reason}`)], {
    tone: 'success',
  });
}
