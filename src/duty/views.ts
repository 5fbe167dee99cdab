import type { View } from '../chat/command.ts';
import { minutesView } from './minutes.ts';
import { unplannedView } from './unplanned.ts';

export const dutyViews: Record<string, View> = {
  'duty.unplanned': unplannedView,
  'duty.minutes': minutesView,
};
