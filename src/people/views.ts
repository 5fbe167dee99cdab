import type { View } from '../chat/command.ts';

export const peopleViews: Record<string, View> = {};
