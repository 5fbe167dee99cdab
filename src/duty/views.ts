import type { View } from '../chat/command.ts';
import { minutesView } from './jobs/minutes.ts';
import { unplannedView } from './jobs/unplanned.ts';

export const dutyViews: Record<string, View> = {
  'duty.unplanned': unplannedView,
  'duty.minutes': minutesView,
};
