import type { AnyCommand } from '../../chat/command.ts';
import { lookCommands } from './commands/look.ts';
import { noteCommands } from './commands/note.ts';

/** 培训学时: how many hours there are on record, and those taken elsewhere. */
export const trainingCommands: readonly AnyCommand[] = [...lookCommands, ...noteCommands];
