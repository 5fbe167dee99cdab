import type { AnyCommand } from '../chat/command.ts';
import { changeCommands } from './commands/change.ts';
import { checkInCommands } from './commands/checkin.ts';
import { closeCommands } from './commands/close.ts';
import { correctCommands } from './commands/correct.ts';
import { leaveCommands } from './commands/leave.ts';
import { listCommands } from './commands/list.ts';
import { makeUpCommands } from './commands/makeup.ts';
import { observeCommands } from './commands/observe.ts';
import { planCommands } from './commands/plan.ts';
import { restCommands } from './commands/rest.ts';
import { threeCommands } from './commands/three.ts';
import { undoCommands } from './commands/undo.ts';

/** What can be said and pressed about activities, in the order in which help lists it. */
export const activityCommands: readonly AnyCommand[] = [
  ...checkInCommands,
  ...leaveCommands,
  ...makeUpCommands,
  ...planCommands,
  ...changeCommands,
  ...listCommands,
  ...observeCommands,
  ...correctCommands,
  ...closeCommands,
  ...threeCommands,
  ...restCommands,
  ...undoCommands,
];
