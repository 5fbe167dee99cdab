import { z } from 'zod';

/** What a round scores by, as data: a committee edits its own, and next year's begins with it. */

const Id = z.string().min(1).max(40);
const Points = z.number().min(0).max(1000);

export const Item = z.discriminatedUnion('how', [
  /** Points are lost, `each` for every time, at most `most` times. `proof`: the records that say how many times. */
  z.object({
    how: z.literal('deduct'),
    id: Id,
    name: z.string(),
    each: Points,
    most: z.number().int().positive().nullable(),
    proof: z.string().nullable(),
  }),
  /** From 0 to `points`. */
  z.object({ how: z.literal('points'), id: Id, name: z.string(), points: Points }),
  z.object({
    how: z.literal('choice'),
    id: Id,
    name: z.string(),
    choices: z.array(z.object({ id: Id, name: z.string(), points: Points })),
  }),
  z.object({ how: z.literal('text'), id: Id, name: z.string() }),
]);
export type Item = z.infer<typeof Item>;

/** Of a section's points, items take away what was not earned. */
export const Section = z.object({ id: Id, name: z.string(), points: Points, items: z.array(Item) });
export type Section = z.infer<typeof Section>;

/** Best first. `from`: the least points; `quota`: the share of subjects, in per cent, that may reach it or a better one. */
export const Level = z.object({
  id: Id,
  name: z.string(),
  from: z.number().nullable(),
  quota: z.number().nullable(),
});
export type Level = z.infer<typeof Level>;

/** In which capacity somebody scores; a weight of 0 is for reference. */
const Role = z.object({ id: Id, name: z.string(), weight: z.number().int().min(0) });

export const Template = z.object({
  sections: z.array(Section),
  /** 一票否决. */
  vetoes: z.array(z.object({ id: Id, name: z.string() })),
  levels: z.array(Level),
  by: z.enum(['points', 'quotas']),
  roles: z.array(Role),
  /** How many may be chosen at most; without it, as many as people decide. */
  places: z.number().int().positive().optional(),
});
export type Template = z.infer<typeof Template>;

export function itemsOf({ sections }: Template): Item[] {
  return sections.flatMap(({ items }) => items);
}

export function levelNamed({ levels }: Template, id: string | null): Level | undefined {
  return levels.find((level) => level.id === id);
}

/** The points of all sections together. */
export function fullPoints({ sections }: Template): number {
  return sections.reduce((sum, { points }) => sum + points, 0);
}
