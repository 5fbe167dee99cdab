import type { ActivityKind, activities } from '../../db/schema/activity.ts';
import { dutySettings } from '../../db/schema/duty.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { addDays, type Day } from '../../src/time.ts';

/** What a duty asks for, written down once more: how often, of whom, by what. */
export interface Asked {
  id: string;
  short: string;
  every: keyof typeof MONTHS | 'once';
  kind: ActivityKind;
  /** upper: a 党委 itself. */
  of: 'branch' | 'committee' | 'groups' | 'upper';
  half?: true;
  /** Yearly ones are asked of whoever was there in the last quarter, and may still be held until 31 March. */
  spring?: true;
  /** Days after the period in which it may still be held. */
  grace?: number;
  /** From so many days before the end on it is brought up; else ten, of a theme day from the 20th on. */
  ahead?: number;
  /** What committees added: for whom, from when on, and the last day of what is done once. */
  beneath?: string;
  since?: Day;
  by?: Day | null;
}

const MONTHS = { month: 1, quarter: 3, halfYear: 6, year: 12 };

/** 《中国共产党支部工作条例（试行）》; a lecture a quarter is the usual local custom. */
const LAW: readonly Asked[] = [
  { id: 'themeDay', short: '主题党日', every: 'month', kind: 'themeDay', of: 'branch' },
  {
    id: 'branchCommittee',
    short: '支委会',
    every: 'month',
    kind: 'branchCommittee',
    of: 'committee',
    half: true,
  },
  { id: 'groupMeeting', short: '党小组会', every: 'month', kind: 'groupMeeting', of: 'groups' },
  { id: 'memberAssembly', short: '党员大会', every: 'quarter', kind: 'memberAssembly', of: 'branch' },
  { id: 'partyLecture', short: '党课', every: 'quarter', kind: 'partyLecture', of: 'branch' },
  {
    id: 'organizationLifeMeeting',
    short: '组织生活会',
    every: 'year',
    kind: 'organizationLifeMeeting',
    of: 'branch',
    spring: true,
  },
  {
    id: 'democraticAppraisal',
    short: '民主评议',
    every: 'year',
    kind: 'democraticAppraisal',
    of: 'branch',
    spring: true,
  },
  {
    id: 'heartToHeartTalk',
    short: '谈心谈话',
    every: 'year',
    kind: 'heartToHeartTalk',
    of: 'branch',
    spring: true,
    ahead: 30,
  },
  {
    id: 'secretaryLecture',
    short: '书记讲党课',
    every: 'year',
    kind: 'partyLecture',
    of: 'upper',
    spring: true,
  },
];

/** The law's, and what committees added or decided about it. */
export function askedOf(db: Db): (lineage: string) => Asked[] {
  const lineages = new Map(
    db
      .select()
      .from(units)
      .all()
      .map(({ id, lineage }) => [id, lineage]),
  );
  const decided = db
    .select()
    .from(dutySettings)
    .all()
    .map((one) => ({ ...one, beneath: lineages.get(one.unit) ?? '' }));
  const own = decided.flatMap(({ rule, own, inForce, beneath }): Asked[] => {
    const [kind] = own?.kinds ?? [];
    if (!own || !kind || (own.owedBy !== 'branch' && own.owedBy !== 'upper')) return [];
    const { name: short, every, owedBy: of, by } = own;
    return [{ id: rule, short, every, kind, of, grace: 0, beneath, since: inForce, by }];
  });
  return (lineage) => {
    const law = LAW.map((asked) => {
      const word = decided.find(
        ({ rule, grace, beneath }) => rule === asked.id && grace !== null && lineage.startsWith(beneath),
      );
      return word?.grace == null ? asked : { ...asked, grace: word.grace };
    });
    return [...law, ...own.filter(({ beneath = '/' }) => lineage.startsWith(beneath))];
  };
}

export interface Span {
  from: Day;
  to: Day;
  label: string;
  /** Who was there from this day on owes it. */
  owedFrom: Day;
  /** The last day on which it may be held. */
  deadline: Day;
}

/** The periods of a year in which it is asked for. */
export function spansOf(asked: Asked, year: number): Span[] {
  const { every, since = '' } = asked;
  if (every === 'once') {
    const [to = '', from = to] = [asked.by ?? undefined, asked.since];
    const label = `${year}年${Number(to.slice(5, 7))}月${Number(to.slice(8))}日前`;
    return [{ from, to, label, owedFrom: from, deadline: to }];
  }
  return Array.from({ length: 12 / MONTHS[every] }, (_, nth) => {
    const first = (index: number): Day =>
      `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
    const [from, to] = [first(nth * MONTHS[every]), addDays(first((nth + 1) * MONTHS[every]), -1)];
    const label = `${year}年${labelOf(every, nth)}`;
    const deadline =
      asked.spring && asked.grace === undefined ? `${year + 1}-03-31` : addDays(to, asked.grace ?? 0);
    return { from, to, label, owedFrom: asked.spring ? `${year}-10-01` : from, deadline };
  }).filter(({ from }) => from >= since);
}

function labelOf(every: keyof typeof MONTHS, nth: number): string {
  switch (every) {
    case 'month':
      return `${nth + 1}月`;
    case 'quarter':
      return `第${'一二三四'[nth]}季度`;
    case 'halfYear':
      return nth === 0 ? '上半年' : '下半年';
    case 'year':
      return '';
  }
}

/** A gathering as it is on record. */
export type Held = typeof activities.$inferSelect;
