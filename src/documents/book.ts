/** A workbook as plain data: what nouns say and `xlsx.ts` writes. Whatever is text here is text in the file. */
export interface Book {
  /** The file's name without its ending. */
  name: string;
  sheets: Sheet[];
}

export interface Sheet {
  name: string;
  /** Widths in characters. */
  widths: number[];
  /** Rows above the table, then its head, which stays in sight, then its lines. */
  above: Cell[][];
  head: string[];
  lines: Cell[][];
}

export type Cell = string | number | null | { value: string | number | null; style: Style };

/** share: a part of 1, shown in percent. */
export type Style = 'title' | 'note' | 'share' | 'total' | 'totalShare' | 'bad';

export function title(value: string): Cell {
  return { value, style: 'title' };
}

export function note(value: string): Cell {
  return { value, style: 'note' };
}

/** Empty where there is nothing to take a part of. */
export function share(part: number, whole: number): Cell {
  return { value: whole === 0 ? null : part / whole, style: 'share' };
}

/** A line of sums. */
export function total(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) => {
    if (typeof cell !== 'object' || cell === null) return { value: cell, style: 'total' };
    return { value: cell.value, style: cell.style === 'share' ? 'totalShare' : 'total' };
  });
}
