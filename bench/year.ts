import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../db/store.ts';
import { atTime, DAY, HOUR } from '../src/time.ts';

/** Members of a branch, the first three of them its committee. */
export const MEMBERS = 30;

const KINDS = ['themeDay', 'branchCommittee', 'groupMeeting', 'memberAssembly'];
const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const HELD = MONTHS.flatMap((month) =>
  KINDS.map((kind, index) => ({ kinds: `["${kind}"]`, at: atTime(`2026-${month}-${10 + index}`, '15:00') })),
);

/** A work committee with so many branches; each held four gatherings a month, a tenth of its members away. */
export function fillBranches(db: Db, branches: number): void {
  const name = sql`'第' || (n - 1) || '党支部'`;
  const unit = numbers(2, branches + 1);
  const person = sql`unit.n * ${MEMBERS} + member.n`;
  const member = (count: number) => sql`${unit} as unit, ${numbers(0, count - 1)} as member`;
  for (const statement of [
    sql`insert into units (id, kind, name, path, lineage)
      values (1, 'organsWorkCommittee', '机关工委', '机关工委', '/1/')`,
    sql`insert into units (id, parent, kind, name, path, lineage)
      select n, 1, 'branch', ${name}, '机关工委/' || ${name}, '/1/' || n || '/' from ${unit}`,
    sql`insert into persons (id, name) select ${person}, '党员' || (${person}) from ${member(MEMBERS)}`,
    sql`insert into memberships (person, unit, category, began)
      select ${person}, unit.n, 'full', '2020-01-01' from ${member(MEMBERS)}`,
    sql`insert into posts (person, unit, post, began)
      select ${person}, unit.n, iif(member.n = 0, 'secretary', 'committeeMember'), '2020-01-01'
      from ${member(3)}`,
    sql`insert into activities (unit, kinds, starts_at, ends_at, planned_at, noticed_at, started_at, closed_at,
        expected, present, absent)
      select unit.n, value ->> 'kinds', value ->> 'at', (value ->> 'at') + ${HOUR}, value ->> 'at', value ->> 'at',
        value ->> 'at', (value ->> 'at') + ${HOUR}, ${MEMBERS}, ${MEMBERS - 3}, 3
      from ${unit} as unit, json_each(${JSON.stringify(HELD)})`,
  ])
    db.run(statement);
}

/** Rows of attendance of a branch's members from one until before another, at all that it held. */
export function fillAttendance(db: Db, from: number, until: number): void {
  db.run(sql`
    insert into attendance (activity, person, role, category, present_at, how, recorded_at)
    select activities.id, unit * ${MEMBERS} + member.n, 'expected', 'full',
      iif((activities.id + member.n) % 10, starts_at, null), 'self', starts_at
    from activities, ${numbers(from, until - 1)} as member
  `);
}

/** So many talks of each branch's secretary with one of the other members, both of them there. */
export function fillTalks(db: Db, each: number): void {
  const kinds = '["heartToHeartTalk"]';
  const at = sql`${atTime('2026-05-11', '16:00')} + talk.n * ${DAY}`;
  const other = sql`3 + (activities.starts_at / ${DAY}) % ${MEMBERS - 3}`;
  for (const statement of [
    sql`insert into activities (unit, kinds, starts_at, ends_at, planned_at, noticed_at, started_at, closed_at,
        expected, present)
      select units.id, ${kinds}, ${at}, ${at} + ${HOUR}, ${at}, ${at}, ${at}, ${at} + ${HOUR}, 2, 2
      from units, ${numbers(1, each)} as talk where units.kind = 'branch'`,
    sql`insert into attendance (activity, person, role, category, present_at, how, recorded_at)
      select activities.id, activities.unit * ${MEMBERS} + iif(side.n = 0, 0, ${other}), 'expected', 'full',
        starts_at, 'self', starts_at
      from activities, ${numbers(0, 1)} as side where kinds = ${kinds}`,
  ])
    db.run(statement);
}

function numbers(from: number, to: number): SQL {
  return sql`(with recursive all_of(n) as (
    select ${from} union all select n + 1 from all_of where n < ${to}) select n from all_of)`;
}
