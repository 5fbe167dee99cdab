import { type Card, card, facts, press } from '../card.ts';

export interface Asked {
  activity: number;
  title: string;
  when: string;
  person: number;
  name: string;
  said: string;
  decision: string | null;
}

/** Somebody asks for leave: the secretary grants or declines it with a tap. */
export function leaveCard(asked: Asked): Card {
  const input = { activity: asked.activity, person: asked.person };
  return card(
    `${asked.name}同志请假`,
    [facts({ 活动: asked.title, 时间: asked.when, 事由: asked.said, 处理: asked.decision })],
    {
      tone: asked.decision ? 'plain' : 'warning',
      actions: asked.decision
        ? []
        : [
            press('准假', 'activity.decideLeave', { ...input, grant: true }, 'primary'),
            press('不准', 'activity.decideLeave', { ...input, grant: false }),
          ],
    },
  );
}

/** Somebody has made it up: the secretary confirms. */
export function makeUpCard(asked: Asked): Card {
  const input = { activity: asked.activity, person: asked.person };
  return card(
    `${asked.name}同志补学`,
    [facts({ 活动: asked.title, 时间: asked.when, 补学: asked.said, 处理: asked.decision })],
    {
      tone: asked.decision ? 'plain' : 'info',
      actions: asked.decision
        ? []
        : [
            press('确认', 'activity.decideMakeUp', { ...input, grant: true }, 'primary'),
            press('退回', 'activity.decideMakeUp', { ...input, grant: false }),
          ],
    },
  );
}
