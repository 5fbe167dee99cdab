import { z } from 'zod';
import { CATEGORIES, POSTS, UNIT_KINDS } from '../../../db/schema/people.ts';

/** The header of a roster file, in the order in which it is written. */
export const COLUMNS = [
  '党组织',
  '组织类型',
  '姓名',
  '党员类别',
  '职务',
  '党小组',
  '手机号',
  '飞书ID',
  '钉钉ID',
  '企业微信ID',
  '入党日期',
  '转正日期',
] as const;
export type Column = (typeof COLUMNS)[number];

export const HEADER = COLUMNS.join(',');

/** The columns that name an account, and the platform it is on. */
export const ACCOUNT_COLUMNS = [
  ['lark', '飞书ID'],
  ['dingtalk', '钉钉ID'],
  ['wecom', '企业微信ID'],
] as const;

/** One line of a roster, read. What is null was left empty: not said, rather than not so. */
export const Row = z.object({
  line: z.int().positive(),
  /** The unit's path from the top. */
  unit: z.string(),
  kind: z.enum(UNIT_KINDS),
  /** Without one the line declares the unit only, and the rest is empty. */
  name: z.string().nullable(),
  category: z.enum(CATEGORIES).nullable(),
  posts: z.array(z.enum(POSTS)),
  /** The 党小组 beneath the unit. */
  group: z.string().nullable(),
  phone: z.string().nullable(),
  lark: z.string().nullable(),
  dingtalk: z.string().nullable(),
  wecom: z.string().nullable(),
  joinedParty: z.string().nullable(),
  fullFrom: z.string().nullable(),
});
export type Row = z.infer<typeof Row>;

/** What is wrong where: the sheet's own line, the header being line 1. */
export const Fault = z.object({ line: z.int().positive(), column: z.string(), reason: z.string() });
export type Fault = z.infer<typeof Fault>;

/** A roster file, read. With faults it changes nothing; they are in the order of their lines. */
export interface Reading {
  rows: Row[];
  /** Every unit that has a line, readable in the rest or not. */
  declared: Declared[];
  faults: Fault[];
}

export const Declared = z.object({ unit: z.string(), line: z.int().positive() });
export type Declared = z.infer<typeof Declared>;

export function declaredBy(rows: readonly { unit: string | null; line: number }[]): Declared[] {
  const first = new Map<string, number>();
  for (const { unit, line } of rows) if (unit !== null && !first.has(unit)) first.set(unit, line);
  return [...first].map(([unit, line]) => ({ unit, line }));
}

export function inOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort((a, b) => a.line - b.line || place(a) - place(b));
}

const ORDER: readonly string[] = COLUMNS;

function place({ column }: Fault): number {
  return ORDER.indexOf(column);
}
