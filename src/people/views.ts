import type { View } from '../chat/command.ts';
import { claimView } from './confirm.ts';
import { groupView } from './groups.ts';

export const peopleViews: Record<string, View> = {
  'people.claim': claimView,
  'chats.group': groupView,
};
