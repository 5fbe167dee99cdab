import type { Card } from '../../../cards/card.ts';
import { appraisalOverviewCard } from '../../../cards/evaluation/appraisal.ts';
import type { Ctx } from '../../chat/command.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { ratedYear } from '../inputs.ts';
import { type Counted, countedIn } from './counts.ts';

const STATES: Record<Counted['state'], string> = { none: '未开始', open: '进行中', told: '已完成' };
const ORDER: readonly Counted['state'][] = ['open', 'none', 'told'];
const MOST = 20;

/** How far the branches beneath a committee are: numbers, and nobody's result. */
export function overviewCard({ db, now }: Ctx, committee: Unit): Card {
  const today = dayOf(now);
  const year = ratedYear(today);
  const all = countedIn(db, committee.lineage, year, today);
  const ordered = ORDER.flatMap((state) => all.filter((one) => one.state === state));
  return appraisalOverviewCard({
    title: `${year}年民主评议党员 · ${committee.name}`,
    steps: [
      { label: '支部', value: `${all.length} 个` },
      ...ORDER.map((state) => ({
        label: STATES[state],
        value: `${all.filter((one) => one.state === state).length} 个`,
      })),
      { label: '等次合计', value: gradesWord(totals(all)) || '还没有' },
    ],
    rows: ordered.slice(0, MOST).map((one) => ({
      branch: one.branch,
      state: STATES[one.state],
      written: one.state === 'none' ? '' : `${one.written}/${one.members}`,
      grades: one.grades ? gradesWord(one.grades) : '',
    })),
    rest: Math.max(0, all.length - MOST),
  });
}

function totals(all: readonly Counted[]): { name: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const { name, count } of all.flatMap(({ grades }) => grades ?? [])) {
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([name, count]) => ({ name, count }));
}

/** 优秀 2，合格 4. */
export function gradesWord(grades: readonly { name: string; count: number }[]): string {
  return grades.map(({ name, count }) => `${name} ${count}`).join('，');
}
