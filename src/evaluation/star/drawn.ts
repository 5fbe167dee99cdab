import type { Chart } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { meanPublished, meanShares, type Shares, sharesAbout, sharesOf } from '../basics.ts';
import { basicsChart, levelChart } from '../charts.ts';
import { decisionsOf } from '../decision.ts';
import type { Round } from '../round.ts';
import type { Sheet } from '../sheet.ts';
import { type Named, subjectOf, subjectsOf } from '../subject.ts';
import { type Rated, roundBefore } from './read.ts';

/** A branch's five basics by these sheets, with what was published of it the year before. */
export function branchBasics(
  db: Db,
  round: Round,
  subject: Pick<Named, 'unit'>,
  sheets: readonly Sheet[],
): Chart | undefined {
  const shares = sharesOf(round.template, sheets);
  if (!shares) return undefined;
  const before = publishedBefore(db, round);
  const then = before && subjectOf(db, before.id, subject.unit);
  const last = before && then ? sharesAbout(db, before, then, null) : null;
  return basicsChart('各项得分率', round.template, [
    { name: `${round.year}年`, shares },
    { name: `${round.year - 1}年`, shares: last },
  ]);
}

/** The mean of the branches beneath a unit that are scored, with that of the year before. */
export function meanBasics(
  db: Db,
  round: Round,
  lineage: string,
  rated: readonly Pick<Rated, 'sheets'>[],
): Chart | undefined {
  const own = rated.flatMap(({ sheets }) => sharesOf(round.template, sheets) ?? []);
  const mean = meanShares(own);
  if (!mean) return undefined;
  return basicsChart(`各项平均得分率（${own.length} 个支部）`, round.template, [
    { name: `${round.year}年`, shares: mean },
    { name: `${round.year - 1}年`, shares: meanBefore(db, round, lineage) },
  ]);
}

function meanBefore(db: Db, round: Round, lineage: string): Shares | null {
  const before = publishedBefore(db, round);
  return before ? meanPublished(db, before, subjectsOf(db, before.id, lineage)) : null;
}

/** How many branches beneath a unit have each level, beside the year before; undefined before any has one. */
export function decidedLevels(db: Db, round: Round, lineage: string): Chart | undefined {
  const subjects = subjectsOf(db, round.id, lineage);
  const now = levelsIn(db, round, subjects);
  if ([...now.values()].every((count) => count === 0)) return undefined;
  const before = publishedBefore(db, round);
  const then = before && levelsIn(db, before, subjectsOf(db, before.id, lineage));
  return levelChart(
    [...now].map(([name, count]) => ({ name, count, before: then ? (then.get(name) ?? 0) : null })),
    { title: '星级分布（个支部）', now: `${round.year}年`, before: `${round.year - 1}年` },
  );
}

function levelsIn(db: Db, round: Round, subjects: readonly { id: number }[]): Map<string, number> {
  const decided = decisionsOf(db, round.id);
  return new Map(
    round.template.levels.map(({ id, name }) => [
      name,
      subjects.filter((subject) => decided.get(subject.id)?.level === id).length,
    ]),
  );
}

/** What was never published is nobody's to compare with. */
function publishedBefore(db: Db, round: Round): Round | undefined {
  const before = roundBefore(db, round);
  return before && before.publishedAt !== null ? before : undefined;
}
