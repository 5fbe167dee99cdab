export const LIST = 'list';

/** What an item of a unit in a period is called among things with files: `7:3:2026-11-01`. */
export function refOf(of: { item: number; unit: number; period: string }): string {
  return `${of.item}:${of.unit}:${of.period}`;
}
