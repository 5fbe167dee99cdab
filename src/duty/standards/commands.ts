import type { AnyCommand } from '../../chat/command.ts';
import { editCommands } from './commands/edit.ts';
import { openCommands } from './commands/open.ts';
import { sayCommands } from './commands/say.ts';

export const standardCommands: readonly AnyCommand[] = [...openCommands, ...sayCommands, ...editCommands];
