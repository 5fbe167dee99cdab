import { eq } from 'drizzle-orm';
import { memberships, posts, units } from '../../db/schema/people.ts';
import { isBranch } from '../../src/people/permit.ts';
import { timeOf, wallTime } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';

export type Role = '上级党务干部' | '支部书记' | '支部委员' | '党员';

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
      if (!isBranch(kind) && kind !== 'memberGroup') roles.set(post.person, '上级党务干部');
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

/** What each role received in the year, by person and month. */
/** `rows`: what was sent, without replies. */
export function tableOf(
  rows: readonly Row[],
  roles: Map<number, Role>,
): { text: string; medianMember: number } {
  const months = 12;
  const kinds = ['通知', '提醒', '日报', '周报'] as const;
  const kindOf = ({ urgency, key }: Row) =>
    key.startsWith('digest:unit:')
      ? '周报'
      : urgency === 'digest'
        ? '日报'
        : urgency === 'reminder'
          ? '提醒'
          : '通知';
  const lines = [
    '角色\t人数\t每人每月（中位数）\t每人每月（最多）\t' +
      kinds.map((kind) => `${kind}（人均每月）`).join('\t'),
  ];
  let medianMember = 0;
  for (const role of ['党员', '支部委员', '支部书记', '上级党务干部'] as const) {
    const people = [...roles].filter(([, one]) => one === role).map(([person]) => person);
    const own = rows.filter(({ person }) => person !== null && roles.get(person) === role);
    const counts = people
      .map((person) => own.filter((row) => row.person === person).length / months)
      .toSorted((a, b) => a - b);
    const median = counts[Math.floor(counts.length / 2)] ?? 0;
    if (role === '党员') medianMember = median;
    const byKind = kinds.map(
      (kind) => own.filter((row) => kindOf(row) === kind).length / people.length / months,
    );
    const figures = [median, counts.at(-1) ?? 0, ...byKind].map((figure) => figure.toFixed(2));
    lines.push([role, people.length, ...figures].join('\t'));
  }
  const last = rows.map(({ settledAt }) => settledAt ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const times = rows.map(({ settledAt }) => timeOf(settledAt ?? 0)).toSorted();
  lines.push('', `共 ${rows.length} 条，最早 ${times[0]}，最晚 ${times.at(-1)}，最后一条 ${wallTime(last)}`);
  return { text: `${lines.join('\n')}\n`, medianMember };
}
