import type { AnyCommand } from '../chat/command.ts';

export const dutyCommands: readonly AnyCommand[] = [];
