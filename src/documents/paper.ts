/** A written document as plain data: what nouns say and `docx.ts` writes. Whatever is text here is text in the file. */
export interface Paper {
  /** The file's name without its ending. */
  name: string;
  /** letter: what is sent out or read aloud, in larger type. record: what is filed. */
  as: 'letter' | 'record';
  /** Each begins on a new page, which lies across where a table on it is wide. */
  leaves: Part[][];
  /** Stands at the foot of every page, beside its number. */
  foot: string | null;
}

/** Text may have several lines. */
export type Part =
  | { part: 'title'; text: string }
  /** Under the title: whose it is, when. */
  | { part: 'under'; text: string }
  /** Numbered by itself: 一、 and beneath it （一）. */
  | { part: 'heading'; text: string; level: 1 | 2 }
  | { part: 'text'; text: string }
  /** To whom it is written: the only text without an indent. */
  | { part: 'to'; text: string }
  | { part: 'facts'; facts: Fact[] }
  | { part: 'list'; items: string[] }
  | Table
  | Form
  /** Lines to sign on, two beside each other. */
  | { part: 'signatures'; by: string[] }
  /** Who issues it and when, at the right. */
  | { part: 'issued'; lines: string[] };

export interface Fact {
  label: string;
  value: string;
}

export interface Table {
  part: 'table';
  columns: Column[];
  lines: (string | number | null)[][];
}

export interface Column {
  head: string;
  /** In Chinese characters; all are scaled to the page, and more than an upright one holds has it lie across. */
  width: number;
}

/** A form in a frame, to be filled in further by hand. */
export interface Form {
  part: 'form';
  /** In characters. */
  widths: number[];
  rows: FormRow[];
}

export interface FormRow {
  cells: FormCell[];
  /** At least so many lines high. */
  lines?: number;
}

export interface FormCell {
  text: string;
  /** A label stands in the middle, in bold. */
  label?: true;
  /** How many columns it takes; 1 unless said. */
  span?: number;
}

export function title(text: string): Part {
  return { part: 'title', text };
}

export function under(text: string): Part {
  return { part: 'under', text };
}

export function heading(text: string, level: 1 | 2 = 1): Part {
  return { part: 'heading', text, level };
}

export function paragraph(text: string): Part {
  return { part: 'text', text };
}

/** In order; those without a value are left out. */
export function known(facts: Record<string, string | null | undefined>): Part {
  const all = Object.entries(facts).flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return { part: 'facts', facts: all };
}

export function list(items: string[]): Part {
  return { part: 'list', items };
}

export function table(columns: readonly Column[], lines: Table['lines']): Table {
  return { part: 'table', columns: [...columns], lines };
}

/** Heads with their widths, in order. What people named are columns one by one: a name may come twice, or be a number. */
export function columns(widths: Record<string, number>): Column[] {
  return Object.entries(widths).map(([head, width]) => ({ head, width }));
}

export function signatures(...by: string[]): Part {
  return { part: 'signatures', by };
}

export function issued(...lines: string[]): Part {
  return { part: 'issued', lines };
}

export function label(text: string, span = 1): FormCell {
  return { text, label: true, span };
}

export function entry(text: string, span = 1): FormCell {
  return { text, span };
}

/** What nobody has said yet and a person may write in. */
export const BLANK = '【待补充】';
