import { and, eq, lt, sql } from 'drizzle-orm';
import { type WecomPress, wecomCards } from '../../../db/schema/wecom.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../time.ts';

/** A response code works this long; a little less, for the way there. */
const CODE_LASTS = 72 * HOUR - 10 * MINUTE;
/** As long as an event is remembered. */
const KEPT = 30 * DAY;

const selectCard = prepared((db) =>
  db
    .select()
    .from(wecomCards)
    .where(eq(wecomCards.task, sql.placeholder('task')))
    .prepare(),
);

/** What a button carries that did not fit its key. */
export function pressKept(db: Db, task: string, reference: string): WecomPress | undefined {
  const presses = selectCard(db).get({ task })?.presses;
  return presses && Object.hasOwn(presses, reference) ? presses[reference] : undefined;
}

/** Before the card is sent: nobody presses what is not known yet. */
export function keepPresses(db: Db, now: Instant, task: string, presses: Record<string, WecomPress>): void {
  if (Object.keys(presses).length === 0) return;
  const kept = { ...selectCard(db).get({ task })?.presses, ...presses };
  db.insert(wecomCards)
    .values({ task, at: now, presses: kept })
    .onConflictDoUpdate({ target: wecomCards.task, set: { presses: kept } })
    .run();
}

/** The card can be drawn anew with this code once. Cards of long ago are forgotten. */
export function keepCode(db: Db, now: Instant, task: string, code: string): void {
  db.delete(wecomCards)
    .where(lt(wecomCards.at, now - KEPT))
    .run();
  const newest = { code, codeAt: now };
  db.insert(wecomCards)
    .values({ task, at: now, ...newest })
    .onConflictDoUpdate({ target: wecomCards.task, set: newest })
    .run();
}

/** A press was answered: with its code the card is drawn anew, and says what came of it. False: that is known already. */
export function keepPress(db: Db, now: Instant, task: string, code: string, toast: string | null): boolean {
  const known = selectCard(db).get({ task });
  if (known?.code === code) return false;
  const newest = { code, codeAt: now, toast };
  db.insert(wecomCards)
    .values({ task, at: now, ...newest })
    .onConflictDoUpdate({ target: wecomCards.task, set: newest })
    .run();
  return true;
}

export interface Redrawing {
  code: string | null;
  toast: string | null;
}

/** What a card is drawn anew with; no code if it cannot be. */
export function redrawing(db: Db, now: Instant, task: string): Redrawing {
  const { code, codeAt, toast } = selectCard(db).get({ task }) ?? { code: null, codeAt: null, toast: null };
  return { code: codeAt !== null && codeAt + CODE_LASTS > now ? code : null, toast };
}

/** A newer code stays good, and what is to be said of a newer press. */
export function spendCode(db: Db, task: string, code: string): void {
  db.update(wecomCards)
    .set({ codeAt: null, toast: null })
    .where(and(eq(wecomCards.task, task), eq(wecomCards.code, code)))
    .run();
}
