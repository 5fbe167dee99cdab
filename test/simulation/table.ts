import { eq } from 'drizzle-orm';
import { memberships, persons, posts, units } from '../../db/schema/people.ts';
import { isBranch } from '../../src/people/permit.ts';
import { dayOf, timeOf, wallTime } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';

export type Role = '上级党务干部' | '领导' | '支部书记' | '支部委员' | '党员';

export function rolesOf(org: TestOrg): Map<number, Role> {
  return org.store.read((db) => {
    const roles = new Map<number, Role>();
    for (const { person } of db.select().from(memberships).all()) roles.set(person, '党员');
    const held = db
      .select({ post: posts, kind: units.kind })
      .from(posts)
      .innerJoin(units, eq(units.id, posts.unit))
      .all();
    for (const { post, kind } of held) {
      const above = !isBranch(kind) && kind !== 'memberGroup';
      if (above) roles.set(post.person, post.post === 'staff' ? '上级党务干部' : '领导');
      else if (post.post === 'secretary') roles.set(post.person, '支部书记');
      else if (kind !== 'memberGroup') roles.set(post.person, '支部委员');
    }
    return roles;
  });
}

interface Row {
  person: number | null;
  urgency: string;
  key: string;
  settledAt: number | null;
}

const MONTHS = 12;
const KINDS = ['通知', '提醒', '日报', '周报'] as const;

function kindOf({ urgency, key }: Row): (typeof KINDS)[number] {
  if (key.startsWith('digest:unit:')) return '周报';
  if (urgency === 'digest') return '日报';
  return urgency === 'reminder' ? '提醒' : '通知';
}

/**
 * What each secretary, each committee's staff and leaders, a member in the middle and those who want fewer reminders
 * received in the year. `rows`: without replies.
 */
export function peopleOf(
  org: TestOrg,
  rows: readonly Row[],
  roles: Map<number, Role>,
  calm: readonly number[],
): string {
  const names = org.store.read(
    (db) =>
      new Map(
        db
          .select()
          .from(persons)
          .all()
          .map(({ id, name }) => [id, name]),
      ),
  );
  const own = Map.groupBy(rows, ({ person }) => person);
  const count = (person: number) => own.get(person)?.length ?? 0;
  const line = (person: number, role: string): string => {
    const received = own.get(person) ?? [];
    const months = Map.groupBy(received, ({ settledAt }) => dayOf(settledAt ?? 0).slice(0, 7)).values();
    const most = Math.max(0, ...[...months].map(({ length }) => length));
    const byKind = KINDS.map((kind) => received.filter((row) => kindOf(row) === kind).length);
    return [
      names.get(person) ?? '',
      role,
      received.length,
      (received.length / MONTHS).toFixed(2),
      most,
      ...byKind,
    ].join('\t');
  };
  const of = (role: Role) => [...roles].filter(([, one]) => one === role).map(([person]) => person);
  const members = of('党员').toSorted((a, b) => count(a) - count(b));
  const middle = members[Math.floor(members.length / 2)];
  return [
    ['姓名', '角色', '全年', '每月', '最多的一月', ...KINDS].join('\t'),
    ...(['上级党务干部', '领导', '支部书记'] as const).flatMap((role) =>
      of(role).map((person) => line(person, role)),
    ),
    ...(middle === undefined ? [] : [line(middle, '党员（中位）')]),
    ...calm.map((person) => line(person, '党员（只在当天提醒）')),
  ].join('\n');
}

/** What each role received in the year, by person and month. `rows`: what was sent, without replies. */
export function tableOf(
  rows: readonly Row[],
  roles: Map<number, Role>,
): { text: string; medianMember: number } {
  const lines = [
    '角色\t人数\t每人每月（中位数）\t每人每月（最多）\t' +
      KINDS.map((kind) => `${kind}（人均每月）`).join('\t'),
  ];
  let medianMember = 0;
  for (const role of ['党员', '支部委员', '支部书记', '领导', '上级党务干部'] as const) {
    const people = [...roles].filter(([, one]) => one === role).map(([person]) => person);
    const own = rows.filter(({ person }) => person !== null && roles.get(person) === role);
    const counts = people
      .map((person) => own.filter((row) => row.person === person).length / MONTHS)
      .toSorted((a, b) => a - b);
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    if (role === '党员') medianMember = median;
    const byKind = KINDS.map(
      (kind) => own.filter((row) => kindOf(row) === kind).length / people.length / MONTHS,
    );
    const figures = [median, counts.at(-1) ?? 0, ...byKind].map((figure) => figure.toFixed(2));
    lines.push([role, people.length, ...figures].join('\t'));
  }
  const last = rows.map(({ settledAt }) => settledAt ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const times = rows.map(({ settledAt }) => timeOf(settledAt ?? 0)).toSorted();
  lines.push('', `共 ${rows.length} 条，最早 ${times[0]}，最晚 ${times.at(-1)}，最后一条 ${wallTime(last)}`);
  return { text: `${lines.join('\n')}\n`, medianMember };
}
