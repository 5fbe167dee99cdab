import { MOST_LINES } from '../../../cards/duty/digest.ts';
import type { About, Alert } from './ledger.ts';

/** What a secretary's digest has room for, what matters most first; `rest`: how many lines come with the next one. */
export function dailyRoom(alerts: readonly Alert[]): { said: Alert[]; rest: number } {
  const sorted = alerts.toSorted((a, b) => ORDER.indexOf(a.about.kind) - ORDER.indexOf(b.about.kind));
  return { said: sorted.slice(0, MOST_LINES), rest: Math.max(0, sorted.length - MOST_LINES) };
}

/** Duties first, persons last. */
export const ORDER: readonly About['kind'][] = [
  'nudged',
  'duty',
  'unannounced',
  'task',
  'minutes',
  'request',
  'term',
  'absence',
];

/** What a committee's digest has room for: the first lines of each of its sections. */
export function weeklyRoom(alerts: readonly Alert[]): { said: Alert[]; rest: number } {
  const sections = Map.groupBy(alerts, ({ about }) => sectionOf(about)).values();
  const kept = [...sections].map((own) => {
    const lines = [...Map.groupBy(own, ({ about }) => lineOf(about)).values()];
    return { said: lines.slice(0, MOST_LINES).flat(), rest: Math.max(0, lines.length - MOST_LINES) };
  });
  return {
    said: kept.flatMap(({ said }) => said),
    rest: kept.reduce((sum, { rest }) => sum + rest, 0),
  };
}

function sectionOf({ kind }: About): About['kind'] {
  return kind === 'nudged' ? 'answered' : kind;
}

/** All that is late of a unit is one line, and so is a 督办 with its answers. */
function lineOf(about: About): string {
  if (about.kind === 'duty') return `${about.unit}`;
  return about.kind === 'nudged' || about.kind === 'answered' ? `${about.nudge}` : JSON.stringify(about);
}
