import { z } from 'zod';
import { MOST_LINES } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import { findByKey } from '../../outbox/store.ts';
import { About, type Alert } from './ledger.ts';

/** What a digest says, and what comes with the next one; `rest`: how many lines that is. */
export interface Room {
  said: Alert[];
  left: Alert[];
  rest: number;
}

/** What a secretary's digest has room for, what matters most first. */
export function dailyRoom(alerts: readonly Alert[]): Room {
  const sorted = alerts.toSorted((a, b) => ORDER.indexOf(a.about.kind) - ORDER.indexOf(b.about.kind));
  const left = sorted.slice(MOST_LINES);
  return { said: sorted.slice(0, MOST_LINES), left, rest: left.length };
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
export function weeklyRoom(alerts: readonly Alert[]): Room {
  const sections = Map.groupBy(alerts, ({ about }) => sectionOf(about)).values();
  const kept = [...sections].map((own) => {
    const lines = [...Map.groupBy(own, ({ about }) => lineOf(about)).values()];
    return { said: lines.slice(0, MOST_LINES).flat(), left: lines.slice(MOST_LINES) };
  });
  return {
    said: kept.flatMap(({ said }) => said),
    left: kept.flatMap(({ left }) => left.flat()),
    rest: kept.reduce((sum, { left }) => sum + left.length, 0),
  };
}

/** With its message goes what it has no room for, so that it can be seen to at once: not more than can be read. */
const MOST_LEFT = 200;

export function leftIn({ left, rest }: Room): { rest?: number; left?: About[] } {
  return rest > 0 ? { rest, left: left.slice(0, MOST_LEFT).map(({ about }) => about) } : {};
}

/** What the digest with this key had no room for. */
export function leftOf(db: Db, key: string): About[] {
  const content = findByKey(db, key)?.content;
  return content && 'view' in content ? Left.parse(content.input).left : [];
}

const Left = z.object({ left: z.array(About).default([]) });

function sectionOf({ kind }: About): About['kind'] {
  return kind === 'nudged' ? 'answered' : kind;
}

/** All that is late of a unit is one line, and so is a 督办 with its answers. */
function lineOf(about: About): string {
  if (about.kind === 'duty') return `${about.unit}`;
  return about.kind === 'nudged' || about.kind === 'answered' ? `${about.nudge}` : JSON.stringify(about);
}
