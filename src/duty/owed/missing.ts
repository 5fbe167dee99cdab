import type { Db } from '../../../db/store.ts';
import { handleOf } from '../../people/names.ts';
import { isSecretary } from '../../people/secretary.ts';
import type { Day } from '../../time.ts';
import type { Item } from './compliance.ts';
import type { Part } from './coverage.ts';

/** Names of one part; the others are a number. */
const MOST = 12;

/**
 * Who is still to be reached, by name, each part in a line: for the branch's secretary alone, who reads it alone. Whoever
 * else asks sees the numbers and nobody's name.
 */
export function missingFor(
  db: Db,
  { coverage, state }: Item,
  branch: number,
  reader: number,
  today: Day,
): string[] {
  if (!coverage || state === 'done' || !isSecretary(db, branch, reader, today)) return [];
  return coverage.parts.filter(({ missing }) => missing.length > 0).map((part) => lineOf(db, part, today));
}

/** 还没有委员谈过的：刘洋、赵敏. */
function lineOf(db: Db, { lacking, missing }: Part, today: Day): string {
  const names = missing
    .slice(0, MOST)
    .map((people) => people.map((person) => handleOf(db, today, person)).join('和'));
  const unit = missing.every((people) => people.length > 1) ? '对' : '人';
  const more = missing.length > MOST ? `等 ${missing.length} ${unit}` : '';
  return `${lacking}：${names.join('、')}${more}`;
}
