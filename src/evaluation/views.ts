import type { View } from '../chat/command.ts';
import { appraisalViews } from './appraisal/commands/decide.ts';
import { awardViews } from './award/commands/decide.ts';
import { issueViews } from './commands/issue/told.ts';
import { pollViews } from './commands/poll.ts';
import { debriefViews } from './debrief/commands/decide.ts';
import { starViews } from './star/told.ts';
import { visitAnnounceViews } from './visit/commands/announce.ts';
import { visitHomeViews } from './visit/commands/home.ts';
import { visitResultViews } from './visit/commands/result.ts';

export const evaluationViews: Record<string, View> = {
  ...pollViews,
  ...issueViews,
  ...starViews,
  ...debriefViews,
  ...awardViews,
  ...appraisalViews,
  ...visitHomeViews,
  ...visitAnnounceViews,
  ...visitResultViews,
};
