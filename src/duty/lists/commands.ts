import type { AnyCommand } from '../../chat/command.ts';
import { itemCommands } from './commands/items.ts';
import { openCommands } from './commands/open.ts';
import { tickCommands } from './commands/tick.ts';
import { writeCommands } from './commands/write.ts';
import './place.ts';

export const listCommands: readonly AnyCommand[] = [
  ...openCommands,
  ...tickCommands,
  ...writeCommands,
  ...itemCommands,
];
