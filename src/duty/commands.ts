import type { AnyCommand } from '../chat/command.ts';
import { mineCommands } from './mine.ts';
import { overviewCommands } from './overview.ts';
import { owedCommands } from './owed.ts';

export const dutyCommands: readonly AnyCommand[] = [...mineCommands, ...owedCommands, ...overviewCommands];
