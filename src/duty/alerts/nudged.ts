import type { Db } from '../../../db/store.ts';
import { DAY, dayOf, type Instant } from '../../time.ts';
import { isSeenTo } from '../nudges/nudged.ts';
import { type Nudge, nudgesIn } from '../nudges/nudges.ts';
import type { Item } from '../owed/compliance.ts';
import { itemKey } from '../owed/waivers.ts';
import type { Situation } from './due.ts';
import type { Alert } from './ledger.ts';

/** Whoever has not answered for so long is asked once more. */
const WAIT = 3 * DAY;

/** Of what was asked longer ago nobody is told any more. */
const LATEST = 60 * DAY;

interface Told {
  unit: number;
  alert: Alert;
}

/** 督办 that nobody has answered and the records do not either: once more to the branch (`nudged`), once to its committee (`waiting`). */
export function unansweredAlerts(
  db: Db,
  to: 'nudged' | 'waiting',
  situations: readonly Situation[],
  now: Instant,
): Told[] {
  return lately(db, situations, now).flatMap(({ nudge, item }) => {
    const waits = nudge.answeredAt === null && nudge.at <= now - WAIT && !(item && isSeenTo(item));
    return waits ? [told(nudge, `${to}:${nudge.id}`, 'nudged')] : [];
  });
}

/** What branches answered, each answer once, and what the records answer for them. */
export function answeredAlerts(db: Db, situations: readonly Situation[], now: Instant): Told[] {
  return lately(db, situations, now).flatMap(({ nudge, item }) => [
    ...(nudge.answeredAt !== null
      ? [told(nudge, `answered:${nudge.id}:${nudge.answeredAt}`, 'answered')]
      : []),
    ...(item && isSeenTo(item) ? [told(nudge, `answered:${nudge.id}:${item.state}`, 'answered')] : []),
  ]);
}

function told(nudge: Nudge, key: string, kind: 'nudged' | 'answered'): Told {
  return { unit: nudge.unit, alert: { key, about: { kind, nudge: nudge.id } } };
}

function lately(
  db: Db,
  situations: readonly Situation[],
  now: Instant,
): { nudge: Nudge; item: Item | undefined }[] {
  const found = nudgesIn(db, '/', now - LATEST, dayOf(now)).filter(({ at }) => at > now - LATEST);
  if (found.length === 0) return [];
  const wanted = new Set(found.map(({ item }) => item));
  const items = situations
    .flatMap(({ standings }) => standings.flatMap((one) => one.items))
    .map((item) => [itemKey(item), item] as const);
  const known = new Map(items.filter(([key]) => wanted.has(key)));
  return found.map((nudge) => ({ nudge, item: known.get(nudge.item) }));
}
