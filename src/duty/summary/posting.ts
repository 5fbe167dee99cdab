import { eq } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { type Audience, summarySettings } from '../../../db/schema/duty.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import type { Instant } from '../../time.ts';

/** How a committee has its summaries: who is sent them, and whether files say that they are no assessment. */
export interface Posting {
  month: Audience;
  quarter: Audience;
  year: Audience;
  disclaimer: boolean;
}

/**
 * To its staff and to nobody else: one message a month to those whose work it is, and none into a group where nobody
 * asked for it. The quarter's and the year's come instead of the month's, not beside it, and so disturb nobody more.
 */
export const USUAL: Posting = { month: 'staff', quarter: 'staff', year: 'staff', disclaimer: true };

/** What the unit decided, else the nearest above it. Who is sent something each decides for itself alone. */
export function settingOf(db: Db, unit: { id: number; lineage: string }): Posting {
  const line = unit.lineage
    .split('/')
    .filter((id) => id !== '')
    .map(Number);
  const found = db.select().from(summarySettings).where(among(summarySettings.unit, line)).all();
  const own = found.find((one) => one.unit === unit.id);
  const nearest = found.toSorted((a, b) => line.indexOf(b.unit) - line.indexOf(a.unit))[0];
  const { month, quarter, year } = own ?? USUAL;
  return { month, quarter, year, disclaimer: nearest?.disclaimer ?? USUAL.disclaimer };
}

/** All units that decided for themselves. */
export function settingsBy(db: Db): Map<number, Posting> {
  return new Map(
    db
      .select()
      .from(summarySettings)
      .all()
      .map((one) => [one.unit, one]),
  );
}

export function setPosting(db: Db, unit: number, posting: Posting, by: number, now: Instant): void {
  const before = db.select().from(summarySettings).where(eq(summarySettings.unit, unit)).get();
  const values = { ...posting, setAt: now, setBy: by };
  db.insert(summarySettings)
    .values({ unit, ...values })
    .onConflictDoUpdate({ target: summarySettings.unit, set: values })
    .run();
  const { month, quarter, year, disclaimer } = before ?? USUAL;
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'summary.set',
    subject: `unit:${unit}`,
    before: { month, quarter, year, disclaimer },
    after: { ...posting },
  });
}
