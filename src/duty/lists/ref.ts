import type { Entry } from './stand.ts';

export const LIST = 'list';

/** What an item of a unit in a period is called among things with files: `7:3:2026-11-01`. */
export function refOf({ item, unit, slot }: Pick<Entry, 'item' | 'unit' | 'slot'>): string {
  return `${item.id}:${unit.id}:${slot.key}`;
}
