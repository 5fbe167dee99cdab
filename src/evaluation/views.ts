import type { View } from '../chat/command.ts';
import { appraisalViews } from './appraisal/commands/decide.ts';
import { awardViews } from './award/commands/decide.ts';
import { issueViews } from './commands/issue/told.ts';
import { pollViews } from './commands/poll.ts';
import { debriefViews } from './debrief/commands/decide.ts';
import { peerAnnounceViews } from './peer/commands/announce.ts';
import { peerHomeViews } from './peer/commands/home.ts';
import { peerResultViews } from './peer/commands/result.ts';
import { starViews } from './star/told.ts';

export const evaluationViews: Record<string, View> = {
  ...pollViews,
  ...issueViews,
  ...starViews,
  ...debriefViews,
  ...awardViews,
  ...appraisalViews,
  ...peerHomeViews,
  ...peerAnnounceViews,
  ...peerResultViews,
};
