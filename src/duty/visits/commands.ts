import type { AnyCommand } from '../../chat/command.ts';
import { followCommands } from './commands/follow.ts';
import { liaisonCommands } from './commands/liaison.ts';
import { noteCommands } from './commands/note.ts';
import { yearCommands } from './commands/year.ts';

export const visitCommands: readonly AnyCommand[] = [
  ...yearCommands,
  ...noteCommands,
  ...liaisonCommands,
  ...followCommands,
];
