import { Buffer } from 'node:buffer';
import { and, eq, isNull } from 'drizzle-orm';
import { memberships, persons, posts, units } from '../../db/schema/people.ts';
import { POST_WORDS } from '../../src/people/words.ts';
import type { Day } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';
import { csvOf, type Line } from '../people/sheet.ts';

const OFFICE = '市直机关工委';

/** What rosters change in the course of the year. */
export const ROSTERS: Readonly<Record<Day, (org: TestOrg) => Promise<void>>> = {
  // A branch elects a committee.
  '2026-04-15': (org) => {
    const [first, second, third, ...rest] = linesOf(org, '第1机关党委/第3党支部');
    return imports(org, [first, { ...second, 职务: '组织委员' }, { ...third, 职务: '宣传委员' }, ...rest]);
  },
  // One is founded, by two who are new and one who comes from another.
  '2026-05-20': (org) => {
    const own = linesOf(org, '第2机关党委/第1党支部');
    const founded = branchLine('第2机关党委/第11党支部');
    return imports(org, [
      ...own.slice(0, -1),
      { ...founded, 姓名: '书记2-11', 职务: '书记' },
      { ...founded, 姓名: '党员2-11-1' },
      { ...own.at(-1), 党组织: founded.党组织 },
    ]);
  },
  // One is dissolved, its members go to another.
  '2026-08-20': (org) => {
    const others = [1, 2, 3, 4, 5, 8, 9, 10].map((number) => branchLine(`第3机关党委/第${number}党支部`));
    const into = linesOf(org, '第3机关党委/第6党支部');
    const gone = linesOf(org, '第3机关党委/第7党支部').map(({ 姓名: name }) => ({ 姓名: name }));
    return imports(org, [
      { 党组织: `${OFFICE}/第3机关党委`, 组织类型: '机关党委' },
      ...others.map(({ 党组织, 组织类型 }) => ({ 党组织, 组织类型 })),
      ...into,
      ...gone.map((line) => ({ ...branchLine('第3机关党委/第6党支部'), ...line })),
    ]);
  },
  // A member moves.
  '2026-10-15': (org) => {
    const [from, to] = [linesOf(org, '第4机关党委/第4党支部'), linesOf(org, '第4机关党委/第1党支部')];
    const moved = from.slice(-1).map((line) => ({ ...line, 党组织: to[0]?.党组织 }));
    return imports(org, [...from.slice(0, -1), ...to, ...moved]);
  },
};

function branchLine(path: string): Line {
  return { 党组织: `${OFFICE}/${path}`, 组织类型: '党支部', 党员类别: '正式党员' };
}

/** A branch's members as they are, the secretary first. */
function linesOf(org: TestOrg, path: string): Line[] {
  const unit = eq(units.path, `${OFFICE}/${path}`);
  return org.store.read((db) =>
    db
      .select({ name: persons.name, post: posts.post })
      .from(memberships)
      .innerJoin(persons, eq(persons.id, memberships.person))
      .innerJoin(units, eq(units.id, memberships.unit))
      .leftJoin(posts, and(eq(posts.person, persons.id), eq(posts.unit, units.id)))
      .where(and(unit, isNull(memberships.ended)))
      .orderBy(memberships.id)
      .all()
      .map(({ name, post }) => ({
        ...branchLine(path),
        姓名: name,
        ...(post && { 职务: POST_WORDS[post] }),
      })),
  );
}

async function imports(org: TestOrg, lines: readonly (Line | undefined)[]): Promise<void> {
  const office = org.as('工委干部');
  const { text } = await office.sends(
    '名册.csv',
    Buffer.from(csvOf(lines.filter((line) => line !== undefined))),
  );
  const { toast } = await office.presses('确认导入');
  if (toast?.tone !== 'success') throw new Error(`the roster was not imported: ${text}`);
}
