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
import { decideCommands } from './star/commands/decide.ts';
import { declareCommands } from './star/commands/declare.ts';
import { homeCommands } from './star/commands/home.ts';
import { openCommands } from './star/commands/open.ts';
import { resultCommands } from './star/commands/results.ts';
import { scoreCommands } from './star/commands/score.ts';
import './summary.ts';
import './tasks.ts';
import { visitAnnounceCommands } from './visit/commands/announce.ts';
import { visitClashCommands } from './visit/commands/clashes.ts';
import { visitDecideCommands } from './visit/commands/decide.ts';
import { visitFollowCommands } from './visit/commands/follow.ts';
import { visitHomeCommands } from './visit/commands/home.ts';
import { visitMoveCommands } from './visit/commands/move.ts';
import { visitOpenCommands } from './visit/commands/open.ts';
import { visitPlanCommands } from './visit/commands/plan.ts';
import { visitResultCommands } from './visit/commands/result.ts';
import { visitScoreCommands } from './visit/commands/score.ts';
import { visitStopCommands } from './visit/commands/stop.ts';

export const evaluationCommands: readonly AnyCommand[] = [
  ...homeCommands,
  ...openCommands,
  ...declareCommands,
  ...scoreCommands,
  ...resultCommands,
  ...decideCommands,
  ...visitHomeCommands,
  ...visitOpenCommands,
  ...visitPlanCommands,
  ...visitStopCommands,
  ...visitMoveCommands,
  ...visitClashCommands,
  ...visitAnnounceCommands,
  ...visitScoreCommands,
  ...visitResultCommands,
  ...visitDecideCommands,
  ...visitFollowCommands,
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
