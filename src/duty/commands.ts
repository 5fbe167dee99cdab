import type { AnyCommand } from '../chat/command.ts';
import { mineCommands } from './commands/mine.ts';
import { overdueCommands } from './commands/overdue.ts';
import { owedCommands } from './commands/owed.ts';
import { summaryCommands } from './commands/summary.ts';

export const dutyCommands: readonly AnyCommand[] = [
  ...mineCommands,
  ...owedCommands,
  ...summaryCommands,
  ...overdueCommands,
];
