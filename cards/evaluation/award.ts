import { type Action, type Block, type Card, card, note, text } from '../card.ts';

export interface AwardRound {
  title: string;
  unit: string;
  facts: { label: string; value: string }[];
  nominees: { who: string; deeds: string; state: string }[];
  foot: string;
  actions: Action[];
}

/** A round of 评选, as far as its reader may see it. */
export function awardCard({ title, unit, facts, nominees, foot, actions }: AwardRound): Card {
  const named = nominees.map(
    ({ who, deeds, state }): Block => text(`${who}${state && `：${state}`}\n${deeds}`),
  );
  return card(`${title} · ${unit}`, [{ type: 'facts', facts }, ...named, note(foot)], {
    tone: 'info',
    actions,
  });
}
