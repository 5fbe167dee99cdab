import type { AnyCommand } from '../chat/command.ts';
import { confirmCommands } from './commands/confirm.ts';
import { directoryCommands } from './commands/directory.ts';
import { groupCommands } from './commands/groups.ts';
import { ownCommands } from './commands/own.ts';
import { rosterCommands } from './commands/roster.ts';
import { strangerCommands } from './commands/stranger.ts';

export const peopleCommands: readonly AnyCommand[] = [
  ...strangerCommands,
  ...confirmCommands,
  ...groupCommands,
  ...ownCommands,
  ...rosterCommands,
  ...directoryCommands,
];
