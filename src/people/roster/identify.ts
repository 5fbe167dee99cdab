import { CATEGORIES } from '../../../db/schema/people.ts';
import { CATEGORY_WORDS } from '../words.ts';
import { ACCOUNT_COLUMNS, type Fault, type Row } from './row.ts';

/** A person as a roster tells of them: one or several of its rows. */
export interface Entry {
  name: string;
  phone: string | null;
  lark: string | null;
  dingtalk: string | null;
  wecom: string | null;
  joinedParty: string | null;
  fullFrom: string | null;
  category: Row['category'];
  rows: NamedRow[];
}

export type NamedRow = Row & { name: string };

/** What tells persons apart: whoever shares one of these is the same. */
const IDENTITY = [['phone', '手机号'], ...ACCOUNT_COLUMNS] as const;

/** What the rows of one person must agree in, where they say it. */
const COMMON = [
  ['name', '姓名'],
  ...IDENTITY,
  ['category', '党员类别'],
  ['joinedParty', '入党日期'],
  ['fullFrom', '转正日期'],
] as const;

/** Rows with the same phone number or account are one person; the same name alone is not. */
export function peopleIn(rows: readonly Row[]): { people: Entry[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const known = new Map<string, Entry>();
  const people = new Set<Entry>();
  for (const row of rows) {
    if (row.name === null) continue;
    const named = { ...row, name: row.name };
    const [first, ...others] = new Set(keysOf(named).flatMap((key) => known.get(key) ?? []));
    const entry = first ?? { ...named, rows: [] };
    people.add(entry);
    for (const other of others) {
      people.delete(other);
      for (const one of other.rows) add(entry, one, faults);
    }
    add(entry, named, faults);
    for (const one of entry.rows) for (const key of keysOf(one)) known.set(key, entry);
  }
  const entries = [...people];
  return { people: entries, faults: [...faults, ...namesakeFaults(entries)] };
}

/** Whether anything but the name says who it is. */
function isIdentified(entry: Entry): boolean {
  return IDENTITY.some(([field]) => entry[field] !== null);
}

function keysOf(row: NamedRow): string[] {
  return IDENTITY.flatMap(([field]) => (row[field] === null ? [] : [`${field}:${row[field]}`]));
}

function add(entry: Entry, row: NamedRow, faults: Fault[]): void {
  const before = entry.rows.find((one) => one.unit === row.unit);
  const shared = IDENTITY.find(
    ([field]) => row[field] !== null && entry.rows.some((one) => one[field] === row[field]),
  );
  const same = `与第 ${entry.rows[0]?.line} 行${shared ? `${shared[1]}相同` : '是同一人'}`;
  if (before)
    faults.push({
      line: row.line,
      column: '姓名',
      reason: `与第 ${before.line} 行是同一人，在“${row.unit}”里只写一行`,
    });
  for (const [field, column] of COMMON) {
    if (row[field] === null) continue;
    if (entry[field] === null) Object.assign(entry, { [field]: row[field] });
    else if (entry[field] !== row[field]) {
      faults.push({
        line: row.line,
        column,
        reason: `${same}，${column}却不同：${said(entry[field])}、${said(row[field])}`,
      });
    }
  }
  entry.rows.push(row);
}

function said(value: string | null): string {
  const category = CATEGORIES.find((one) => one === value);
  return category ? CATEGORY_WORDS[category] : (value ?? '');
}

/** 两位张伟 in one unit, of whom one has neither number nor account: nobody could say who is meant. */
function namesakeFaults(people: readonly Entry[]): Fault[] {
  const first = new Map<string, { entry: Entry; line: number }>();
  return people.flatMap((entry) =>
    entry.rows.flatMap((row) => {
      const place = `${row.unit}\n${row.name}`;
      const before = first.get(place);
      if (!before) first.set(place, { entry, line: row.line });
      if (!before || before.entry === entry || (isIdentified(entry) && isIdentified(before.entry))) return [];
      const advice = `请在姓名后加括号区分，如“${row.name.replace(/（.*$/, '')}（大）”；若是同一人请删去一行`;
      return [{ line: row.line, column: '姓名', reason: `与第 ${before.line} 行同名同组织，${advice}` }];
    }),
  );
}
