import type { AnyCommand } from '../chat/command.ts';

export const peopleCommands: readonly AnyCommand[] = [];
