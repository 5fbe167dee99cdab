import type { AnyCommand } from '../../chat/command.ts';
import { editCommands } from './commands/edit.ts';
import { openCommands } from './commands/open.ts';
import { sayCommands } from './commands/say.ts';
import './place.ts';

export const standardCommands: readonly AnyCommand[] = [...openCommands, ...sayCommands, ...editCommands];
