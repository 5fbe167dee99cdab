import type { AnyCommand } from '../chat/command.ts';
import { brandCommands } from './brands/commands.ts';
import { aboveCommands } from './commands/above.ts';
import { answerCommands } from './commands/answer.ts';
import { fiveCommands } from './commands/five.ts';
import { lectureCommands } from './commands/lectures.ts';
import { lookedCommands } from './commands/looked.ts';
import { mineCommands } from './commands/mine.ts';
import { othersCommands } from './commands/others.ts';
import { overdueCommands } from './commands/overdue.ts';
import { owedCommands } from './commands/owed.ts';
import { postingCommands } from './commands/posting.ts';
import { requestCommands } from './commands/request.ts';
import { rulesCommands } from './commands/rules.ts';
import { summaryCommands } from './commands/summary.ts';
import { superviseCommands } from './commands/supervise.ts';
import { termCommands } from './commands/term.ts';
import { undoCommands } from './commands/undo.ts';
import { waiveCommands } from './commands/waive.ts';
import { whyCommands } from './commands/why.ts';
import { listCommands } from './lists/commands.ts';
import { standardCommands } from './standards/commands.ts';
import { trainingCommands } from './training/commands.ts';
import { visitCommands } from './visits/commands.ts';

export const dutyCommands: readonly AnyCommand[] = [
  ...mineCommands,
  ...owedCommands,
  ...summaryCommands,
  ...overdueCommands,
  ...othersCommands,
  ...rulesCommands,
  ...whyCommands,
  ...waiveCommands,
  ...superviseCommands,
  ...answerCommands,
  ...undoCommands,
  ...termCommands,
  ...postingCommands,
  ...requestCommands,
  ...listCommands,
  ...standardCommands,
  ...visitCommands,
  ...trainingCommands,
  ...brandCommands,
  ...lectureCommands,
  ...fiveCommands,
  ...lookedCommands,
  ...aboveCommands,
];
