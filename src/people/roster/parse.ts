import type { UnitKind } from '../../../db/schema/people.ts';
import { isBranch } from '../permit.ts';
import { UNIT_KIND_WORDS } from '../words.ts';
import {
  type Read,
  readAccount,
  readCategory,
  readDate,
  readGroup,
  readKind,
  readName,
  readPath,
  readPhone,
  readPosts,
} from './cells.ts';
import {
  COLUMNS,
  type Column,
  declaredBy,
  type Fault,
  HEADER,
  inOrder,
  type Reading,
  type Row,
} from './row.ts';

/** Rows of cells → rows of a roster, with every fault there is. Columns in any order; columns of no concern are passed over. */
export function parseTable(table: readonly string[][]): Reading {
  const [header = [], ...body] = table;
  const places = new Map(header.map((title, place) => [title.trim(), place]));
  const faults = headerFaults(header, places);
  if (faults.length > 0) return { rows: [], declared: [], faults };
  const lines = body
    .map((cells, i) => ({
      line: i + 2,
      cell: (column: Column) => (cells[places.get(column) ?? -1] ?? '').trim(),
    }))
    .filter(({ cell }) => COLUMNS.some((column) => cell(column) !== ''));
  if (lines.length === 0) return { rows: [], declared: [], faults: [EMPTY] };
  const rows = lines.map((line) => parseLine(line, faults));
  faults.push(...kindFaults(rows), ...nestingFaults(rows));
  return {
    rows: rows.flatMap((row) => whole(row) ?? []),
    declared: declaredBy(rows),
    faults: inOrder(faults),
  };
}

const EMPTY: Fault = { line: 2, column: '党组织', reason: '表头下面没有内容' };

function headerFaults(header: readonly string[], places: Map<string, number>): Fault[] {
  const missing = COLUMNS.filter((column) => !places.has(column));
  if (missing.length > COLUMNS.length / 2)
    return [{ line: 1, column: '表头', reason: `第一行应当是：${HEADER}` }];
  const titles = header.map((title) => title.trim());
  const twice = COLUMNS.filter((column) => titles.indexOf(column) !== titles.lastIndexOf(column));
  return [
    ...missing.map((column) => ({ line: 1, column, reason: '缺少这一列' })),
    ...twice.map((column) => ({ line: 1, column, reason: '这一列出现了两次' })),
  ];
}

interface Line {
  line: number;
  cell(column: Column): string;
}

/** A row whose unit or kind could not be read. */
type Draft = Omit<Row, 'unit' | 'kind'> & { unit: string | null; kind: UnitKind | null };

function parseLine({ line, cell }: Line, faults: Fault[]): Draft {
  const read = <T>(column: Column, reader: (text: string) => Read<T>): T | null => {
    const result = reader(cell(column));
    if (!result.ok) faults.push({ line, column, reason: result.reason });
    return result.ok ? result.value : null;
  };
  const given = <T>(column: Column, reader: (text: string) => Read<T>): T | null =>
    cell(column) === '' ? null : read(column, reader);
  const unit = { line, unit: read('党组织', readPath), kind: read('组织类型', readKind) };
  if (cell('姓名') === '') {
    const column = COLUMNS.slice(3).find((column) => cell(column) !== '');
    if (column)
      faults.push({ line, column, reason: '这一行没有姓名：只登记组织时后面都留空，否则请补上姓名' });
    return { ...unit, ...NOBODY };
  }
  const row = {
    ...unit,
    name: read('姓名', readName),
    posts: given('职务', readPosts) ?? [],
    group: given('党小组', readGroup),
    phone: given('手机号', readPhone),
    lark: given('飞书ID', readAccount),
    dingtalk: given('钉钉ID', readAccount),
    wecom: given('企业微信ID', readAccount),
    joinedParty: given('入党日期', readDate),
    fullFrom: given('转正日期', readDate),
  };
  const category = mayBeNoMember(row) ? given('党员类别', readCategory) : read('党员类别', readCategory);
  faults.push(...rowFaults(row).map((fault) => ({ line, ...fault })));
  return { ...row, category };
}

const NOBODY = {
  name: null,
  category: null,
  posts: [],
  group: null,
  phone: null,
  lark: null,
  dingtalk: null,
  wecom: null,
  joinedParty: null,
  fullFrom: null,
};

/** Whoever only runs the set-up or the office need not be in the Party. */
function mayBeNoMember({ posts, group }: Pick<Row, 'posts' | 'group'>): boolean {
  return (
    group === null && posts.length > 0 && posts.every((post) => post === 'staff' || post === 'administrator')
  );
}

function rowFaults(row: Omit<Draft, 'category'>): { column: Column; reason: string }[] {
  const faults: { column: Column; reason: string }[] = [];
  if (row.group !== null && row.kind !== null && !isBranch(row.kind)) {
    faults.push({ column: '党小组', reason: `党小组设在支部里，${UNIT_KIND_WORDS[row.kind]}没有党小组` });
  }
  if (row.group === null && row.posts.includes('groupLeader')) {
    faults.push({ column: '党小组', reason: '党小组长要写明是哪个党小组' });
  }
  if (row.joinedParty !== null && row.fullFrom !== null && row.fullFrom < row.joinedParty) {
    faults.push({ column: '转正日期', reason: `转正日期早于入党日期 ${row.joinedParty}` });
  }
  return faults;
}

/** A unit is of one kind, on whichever line. */
function kindFaults(rows: readonly Draft[]): Fault[] {
  const first = new Map<string, { kind: UnitKind; line: number }>();
  return rows.flatMap(({ unit, kind, line }) => {
    if (unit === null || kind === null) return [];
    const before = first.get(unit);
    if (!before) first.set(unit, { kind, line });
    if (!before || before.kind === kind) return [];
    const reason = `“${unit}”在第 ${before.line} 行是${UNIT_KIND_WORDS[before.kind]}，这里是${UNIT_KIND_WORDS[kind]}`;
    return [{ line, column: '组织类型', reason }];
  });
}

/** Branches stand at the bottom. */
function nestingFaults(rows: readonly Draft[]): Fault[] {
  const kinds = new Map(rows.map(({ unit, kind }) => [unit, kind]));
  return declaredBy(rows).flatMap(({ unit, line }) => {
    const above = unit.slice(0, Math.max(0, unit.lastIndexOf('/')));
    const kind = kinds.get(above);
    if (!kind || !isBranch(kind)) return [];
    return [{ line, column: '党组织', reason: `“${above}”是${UNIT_KIND_WORDS[kind]}，下面不能再设党组织` }];
  });
}

function whole(row: Draft): Row | undefined {
  const { unit, kind } = row;
  return unit === null || kind === null ? undefined : { ...row, unit, kind };
}
