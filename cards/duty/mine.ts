import { type Action, type Block, type Card, card, facts, note, text } from '../card.ts';

export interface Mine {
  name: string;
  units: string;
  posts: string;
  upcoming: { label: string; value: string }[];
  attendance: string;
  /** Empty where no hours are asked for. */
  training: string;
  makeUps: string[];
  /** What else is to be done; empty where nothing is. */
  todo: string;
  /** Theme days of which they may say how they were. */
  reviews: string[];
  actions: Action[];
}

export function mineCard(mine: Mine): Card {
  return card(
    `${mine.name}同志，这是您的情况`,
    [
      facts({
        所在组织: mine.units,
        职务: mine.posts,
        今年组织生活: mine.attendance,
        培训学时: mine.training,
        待办: mine.todo,
      }),
      ...(mine.upcoming.length > 0
        ? ([{ type: 'divider' }, text('近期活动'), { type: 'facts', facts: mine.upcoming }] satisfies Block[])
        : [note('近期没有需要您参加的活动。')]),
      ...(mine.makeUps.length > 0 ? [text(`待补学：${mine.makeUps.join('、')}`)] : []),
      ...(mine.reviews.length > 0
        ? [text(`可以评一评（不记名，也可不评）：${mine.reviews.join('、')}`)]
        : []),
    ],
    { tone: 'info', actions: mine.actions },
  );
}
