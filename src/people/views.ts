import type { View } from '../chat/command.ts';
import { claimView } from './commands/confirm.ts';
import { groupView } from './commands/groups.ts';
import { givenUpView } from './tell.ts';

export const peopleViews: Record<string, View> = {
  'people.claim': claimView,
  'chats.group': groupView,
  'people.givenUp': givenUpView,
};
