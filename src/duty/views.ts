import type { View } from '../chat/command.ts';
import { alertViews } from './alerts/views.ts';
import { nudgeViews } from './commands/answer.ts';
import { postingViews } from './commands/posting.ts';
import { visitViews } from './visits/commands/follow.ts';

export const dutyViews: Record<string, View> = {
  ...alertViews,
  ...nudgeViews,
  ...postingViews,
  ...visitViews,
};
