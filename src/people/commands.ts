import type { AnyCommand } from '../chat/command.ts';
import { confirmCommands } from './confirm.ts';
import { groupCommands } from './groups.ts';
import { ownCommands } from './own.ts';
import { rosterCommands } from './roster/commands.ts';
import { strangerCommands } from './stranger.ts';

export const peopleCommands: readonly AnyCommand[] = [
  ...strangerCommands,
  ...confirmCommands,
  ...groupCommands,
  ...ownCommands,
  ...rosterCommands,
];
