import { activityCommands } from '../activity/commands.ts';
import { activityViews } from '../activity/views.ts';
import { dutyCommands } from '../duty/commands.ts';
import { splitPeriod } from '../duty/spoken.ts';
import { dutyViews } from '../duty/views.ts';
import { evaluationCommands } from '../evaluation/commands.ts';
import { evaluationViews } from '../evaluation/views.ts';
import { fileCommands } from '../files/commands.ts';
import { fileViews } from '../files/views.ts';
import { peopleCommands } from '../people/commands.ts';
import { peopleViews } from '../people/views.ts';
import type { Day } from '../time.ts';
import { webCommands, webViews } from '../web/commands.ts';
import type { AnyCommand, View } from './command.ts';
import { documents, shelves } from './documents.ts';
import { exporting } from './export.ts';
import { help } from './help.ts';
import { undo, undoViews } from './undo.ts';

/** Every command and view there is: a noun's own list, one line each. */
const commands: readonly AnyCommand[] = [
  help(() => commands),
  exporting(shelves),
  ...documents.map(({ command }) => command),
  ...peopleCommands,
  ...activityCommands,
  ...dutyCommands,
  ...evaluationCommands,
  ...fileCommands,
  undo,
  ...webCommands,
];

const views: ReadonlyMap<string, View> = new Map(
  Object.entries({
    ...peopleViews,
    ...activityViews,
    ...dutyViews,
    ...evaluationViews,
    ...fileViews,
    ...undoViews,
    ...webViews,
  }),
);

const byName = new Map(commands.map((command) => [command.name, command]));

/** Longest first, so that 结束活动 is not read as another word with something behind it. */
const byWord = commands
  .flatMap((command) => command.words.map((word) => ({ word, command })))
  .sort((a, b) => b.word.length - a.word.length);

export function commandNamed(name: string): AnyCommand | undefined {
  return byName.get(name);
}

export function viewNamed(name: string): View | undefined {
  return views.get(name);
}

/** The command that a text begins with, and the words behind it. */
export function readText(text: string): { command: AnyCommand; rest: string } | undefined {
  const said = text.trim().replace(/^[/／]\s*/, '');
  const found = byWord.find(({ word }) => said.startsWith(word));
  return found && { command: found.command, rest: said.slice(found.word.length).trim() };
}

/** 三季度三会一课完成情况: what takes a time hears it before its word as well as behind. */
export function readTimed(text: string, today: Day): { command: AnyCommand; rest: string } | undefined {
  const { period, rest } = splitPeriod(text, today);
  const found = period ? readText(rest.replace(/^的/, '')) : undefined;
  if (!period || !found || !TIMED.includes(found.command.name)) return undefined;
  return { command: found.command, rest: `${period.label} ${found.rest}`.trim() };
}

const TIMED: readonly string[] = ['duty.summary', 'duty.overdue', 'duty.lectures'];
