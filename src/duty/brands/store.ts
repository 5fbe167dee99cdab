import { and, asc, eq, like } from 'drizzle-orm';
import { units } from '../../../db/schema/people.ts';
import { brands } from '../../../db/schema/standard.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import type { Instant } from '../../time.ts';

export type Brand = typeof brands.$inferSelect;

/** The last word on each year, by unit beneath one, the latest year first. */
export function brandsIn(db: Db, lineage: string): Map<number, Brand[]> {
  const found = db
    .select({ brand: brands })
    .from(brands)
    .innerJoin(units, eq(units.id, brands.unit))
    .where(like(units.lineage, `${lineage}%`))
    .orderBy(asc(brands.id))
    .all();
  const last = new Map(found.map(({ brand }) => [`${brand.unit}:${brand.year}`, brand]));
  return Map.groupBy(
    [...last.values()].toSorted((a, b) => b.year - a.year),
    ({ unit }) => unit,
  );
}

/** Adds a line; the same words twice are one. → whether they are new */
export function setBrand(
  db: Db,
  said: Pick<Brand, 'unit' | 'year' | 'name' | 'motto' | 'evidence'>,
  by: number,
  now: Instant,
): boolean {
  const { unit, year, ...words } = said;
  const before = db
    .select()
    .from(brands)
    .where(and(eq(brands.unit, unit), eq(brands.year, year)))
    .orderBy(asc(brands.id))
    .all()
    .at(-1);
  if (before?.name === said.name && before.motto === said.motto && before.evidence === said.evidence)
    return false;
  db.insert(brands)
    .values({ ...said, at: now, by })
    .run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'brand.set',
    subject: `unit:${unit}`,
    ...(before && { before: { year, name: before.name, motto: before.motto, evidence: before.evidence } }),
    after: { year, ...words },
  });
  return true;
}
