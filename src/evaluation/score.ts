import { z } from 'zod';
import { unreachable } from '../errors.ts';
import type { Item, Section, Template } from './template.ts';

/** What a scorer says of one item: how many times, how many points, which choice, what words. */
export const Answer = z.object({
  value: z.union([z.number(), z.string()]),
  /** How many times, as the records have it, and what they name. */
  proven: z.number().nullable().default(null),
  basis: z.string().default(''),
  /** The scorer's own words. */
  remark: z.string().default(''),
});
export type Answer = z.infer<typeof Answer>;

export const Marks = z.object({
  items: z.record(z.string(), Answer),
  vetoes: z.array(z.string()),
});
export type Marks = z.infer<typeof Marks>;

/** Points are counted in hundredths, as whole numbers, so that no sum depends on its order. */
export type Cents = number;

export function cents(points: number): Cents {
  return Math.round(points * 100);
}

/** 92.5, 100, 87.33. */
export function pointsWord(amount: Cents): string {
  return String(amount / 100);
}

/** Nobody loses more than a section holds, and nobody gains more. */
export function sectionCents({ points, items }: Section, marks: Marks): Cents {
  const lost = items.reduce((sum, item) => sum + lostBy(item, marks.items[item.id]), 0);
  return Math.max(0, Math.min(cents(points), cents(points) - lost));
}

export function totalCents({ sections }: Template, marks: Marks): Cents {
  return sections.reduce((sum, section) => sum + sectionCents(section, marks), 0);
}

function lostBy(item: Item, answer: Answer | undefined): Cents {
  const value = answer?.value;
  switch (item.how) {
    case 'deduct':
      return typeof value === 'number' ? cents(item.each) * Math.min(value, item.most ?? value) : 0;
    case 'points':
      return cents(item.points) - (typeof value === 'number' ? cents(Math.min(value, item.points)) : 0);
    case 'choice': {
      const best = Math.max(0, ...item.choices.map(({ points }) => points));
      return cents(best) - cents(item.choices.find(({ id }) => id === value)?.points ?? 0);
    }
    case 'text':
      return 0;
    default:
      return unreachable(item);
  }
}

/** What a sheet says in the end, in the capacity of its scorer. */
export interface Scored {
  role: string;
  total: Cents;
}

/**
 * The mean of each capacity's sheets, weighed by the template. The weight of a capacity in which nobody has scored
 * falls to the others; those of weight 0 are for reference. → hundredths, half of one rounded up; null: not scored yet
 */
export function combined({ roles }: Template, sheets: readonly Scored[]): Cents | null {
  const present = roles.flatMap(({ id, weight }) => {
    const own = sheets.filter(({ role }) => role === id);
    const sum = own.reduce((total, one) => total + one.total, 0);
    return own.length > 0 && weight > 0 ? [{ weight, sum, count: own.length }] : [];
  });
  if (present.length === 0) return null;
  const denominator = present.reduce((product, { count }) => product * count, 1);
  const weights = present.reduce((sum, { weight }) => sum + weight, 0);
  const numerator = present.reduce(
    (sum, { weight, sum: own, count }) => sum + weight * own * (denominator / count),
    0,
  );
  return divided(numerator, denominator * weights);
}

/** Null of nothing. */
export function meanOf(amounts: readonly Cents[]): Cents | null {
  if (amounts.length === 0) return null;
  return divided(
    amounts.reduce((sum, one) => sum + one, 0),
    amounts.length,
  );
}

/** A whole number nearest to the quotient of two, halves upwards. */
function divided(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
