import type { AnyCommand } from '../chat/command.ts';
import { keeperCommands } from './keeper.ts';
import { memberCommands } from './member.ts';
import { organiserCommands } from './organiser.ts';

export const activityCommands: readonly AnyCommand[] = [
  ...memberCommands,
  ...organiserCommands,
  ...keeperCommands,
];
