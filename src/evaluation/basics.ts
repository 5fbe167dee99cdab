import { type Db, prepared } from '../../db/store.ts';
import type { Round } from './round.ts';
import { cents, combined, meanOf, sectionCents } from './score.ts';
import { type Sheet, sheetsAbout, sheetsOf } from './sheet.ts';
import type { Subject } from './subject.ts';
import type { Template } from './template.ts';

/** How much of each section's points somebody has, in whole per cent, by the section's name: of 星级评定 the five basics. */
export type Shares = ReadonlyMap<string, number>;

/**
 * What those who score by weight say together; where nobody has yet, what is said for reference (a branch's own sheet).
 * Null: no sheet at all.
 */
export function sharesOf(template: Template, sheets: readonly Sheet[]): Shares | null {
  if (sheets.length === 0) return null;
  return new Map(
    template.sections.map((section) => {
      const scored = sheets.map(({ role, marks }) => ({ role, total: sectionCents(section, marks) }));
      const amount = combined(template, scored) ?? meanOf(scored.map(({ total }) => total)) ?? 0;
      return [section.name, percent(amount, cents(section.points))];
    }),
  );
}

/** The mean of several, section by section. Null of nothing. */
export function meanShares(all: readonly Shares[]): Shares | null {
  if (all.length === 0) return null;
  const names = new Set(all.flatMap((one) => [...one.keys()]));
  return new Map(
    [...names].map((name) => {
      const own = all.flatMap((one) => one.get(name) ?? []);
      return [name, Math.round(own.reduce((sum, share) => sum + share, 0) / own.length)];
    }),
  );
}

/** By round, of each subject: what was published is never scored anew, so that a year is read once. */
const published = prepared(() => new Map<number, ReadonlyMap<number, Shares>>());

/** The mean of those among a published round's subjects that were scored. */
export function meanPublished(db: Db, round: Round, subjects: readonly Pick<Subject, 'id'>[]): Shares | null {
  const known = published(db);
  const shares = known.get(round.id) ?? sharesIn(db, round);
  known.set(round.id, shares);
  return meanShares(subjects.flatMap(({ id }) => shares.get(id) ?? []));
}

function sharesIn(db: Db, round: Round): Map<number, Shares> {
  const bySubject = Map.groupBy(sheetsOf(db, round), ({ subject }) => subject);
  return new Map(
    [...bySubject].flatMap(([subject, sheets]) => {
      const shares = sharesOf(round.template, sheets);
      return shares ? [[subject, shares] as const] : [];
    }),
  );
}

/** Of one subject; `roles`: those whose sheets may be seen, null for all. */
export function sharesAbout(
  db: Db,
  round: Round,
  subject: Pick<Subject, 'id'>,
  roles: readonly string[] | null,
): Shares | null {
  const sheets = sheetsAbout(db, round, subject.id).filter(({ role }) => roles?.includes(role) ?? true);
  return sharesOf(round.template, sheets);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 100);
}
