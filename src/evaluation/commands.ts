import type { AnyCommand } from '../chat/command.ts';
import { issueCommands } from './commands/issue.ts';
import { templateCommands } from './commands/template.ts';
import { decideCommands } from './star/commands/decide.ts';
import { declareCommands } from './star/commands/declare.ts';
import { homeCommands } from './star/commands/home.ts';
import { openCommands } from './star/commands/open.ts';
import { scoreCommands } from './star/commands/score.ts';
import './tasks.ts';

export const evaluationCommands: readonly AnyCommand[] = [
  ...homeCommands,
  ...openCommands,
  ...declareCommands,
  ...scoreCommands,
  ...decideCommands,
  ...templateCommands,
  ...issueCommands,
];
