import type { AnyCommand } from '../chat/command.ts';
import { appraisalDecideCommands } from './appraisal/commands/decide.ts';
import { appraisalHomeCommands } from './appraisal/commands/home.ts';
import { appraisalOpenCommands } from './appraisal/commands/open.ts';
import { appraisalSelfCommands } from './appraisal/commands/self.ts';
import { awardDecideCommands } from './award/commands/decide.ts';
import { awardHomeCommands } from './award/commands/home.ts';
import { awardNominateCommands } from './award/commands/nominate.ts';
import { awardOpenCommands } from './award/commands/open.ts';
import { awardVoteCommands } from './award/commands/vote.ts';
import { issueAnswerCommands } from './commands/issue/answer.ts';
import { issueLookCommands } from './commands/issue/look.ts';
import { issueRuleCommands } from './commands/issue/rule.ts';
import { pollCommands } from './commands/poll.ts';
import { templateCommands } from './commands/template.ts';
import { debriefDecideCommands } from './debrief/commands/decide.ts';
import { debriefHomeCommands } from './debrief/commands/home.ts';
import { debriefOpenCommands } from './debrief/commands/open.ts';
import { debriefReportCommands } from './debrief/commands/report.ts';
import { debriefScoreCommands } from './debrief/commands/score.ts';
import { starDecideCommands } from './star/commands/decide.ts';
import { starDeclareCommands } from './star/commands/declare.ts';
import { starHomeCommands } from './star/commands/home.ts';
import { starOpenCommands } from './star/commands/open.ts';
import { starResultCommands } from './star/commands/results.ts';
import { starScoreCommands } from './star/commands/score.ts';
import './summary.ts';
import './tasks.ts';
import { peerAnnounceCommands } from './peer/commands/announce.ts';
import { peerClashCommands } from './peer/commands/clashes.ts';
import { peerDecideCommands } from './peer/commands/decide.ts';
import { peerFollowCommands } from './peer/commands/follow.ts';
import { peerHomeCommands } from './peer/commands/home.ts';
import { peerMoveCommands } from './peer/commands/move.ts';
import { peerOpenCommands } from './peer/commands/open.ts';
import { peerPlanCommands } from './peer/commands/plan.ts';
import { peerResultCommands } from './peer/commands/result.ts';
import { peerScoreCommands } from './peer/commands/score.ts';
import { peerStopCommands } from './peer/commands/stop.ts';

export const evaluationCommands: readonly AnyCommand[] = [
  ...starHomeCommands,
  ...starOpenCommands,
  ...starDeclareCommands,
  ...starScoreCommands,
  ...starResultCommands,
  ...starDecideCommands,
  ...peerHomeCommands,
  ...peerOpenCommands,
  ...peerPlanCommands,
  ...peerStopCommands,
  ...peerMoveCommands,
  ...peerClashCommands,
  ...peerAnnounceCommands,
  ...peerScoreCommands,
  ...peerResultCommands,
  ...peerDecideCommands,
  ...peerFollowCommands,
  ...appraisalHomeCommands,
  ...appraisalOpenCommands,
  ...appraisalSelfCommands,
  ...appraisalDecideCommands,
  ...awardHomeCommands,
  ...awardOpenCommands,
  ...awardNominateCommands,
  ...awardVoteCommands,
  ...awardDecideCommands,
  ...debriefHomeCommands,
  ...debriefOpenCommands,
  ...debriefReportCommands,
  ...debriefScoreCommands,
  ...debriefDecideCommands,
  ...templateCommands,
  ...issueLookCommands,
  ...issueRuleCommands,
  ...issueAnswerCommands,
  ...pollCommands,
];
