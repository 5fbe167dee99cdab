import type { Db } from '../../../db/store.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Activity } from '../../activity/store.ts';
import type { Item as Owed } from '../../duty/owed/compliance.ts';
import { termOf } from '../../duty/owed/terms.ts';
import { type Period, periodOf } from '../../duty/period.ts';
import { activitiesOf } from '../../duty/store.ts';
import { summarise } from '../../duty/summary/summarise.ts';
import { coverageWord, itemsWord, periodsWord } from '../../duty/words.ts';
import { holdersOf, type Unit } from '../../people/store.ts';
import { type Day, dayOf, type Instant, shortDay } from '../../time.ts';
import { itemsOf, type Template } from '../template.ts';

/** What the records say of one item: how many times it was missed, and what is on record. */
export interface Proven {
  times: number;
  basis: string;
}

/** By the item's id. Items that name no records, or records that say nothing, have none. */
export function provenOf(
  db: Db,
  template: Template,
  branch: Pick<Unit, 'id' | 'lineage'>,
  year: number,
  now: Instant,
): Map<string, Proven> {
  const asked = itemsOf(template).flatMap((item) =>
    item.how === 'deduct' && item.proof !== null ? [{ id: item.id, proof: item.proof }] : [],
  );
  if (asked.length === 0) return new Map();
  const records = recordsOf(db, branch, year, now);
  return new Map(
    asked.flatMap(({ id, proof }) => {
      const proven = prove(db, proof, branch, records);
      return proven ? [[id, proven]] : [];
    }),
  );
}

/** Every record that a template's item may name, with its Chinese word. */
export const PROOFS: readonly { id: string; word: string }[] = [
  { id: 'duty:themeDay', word: '主题党日' },
  { id: 'duty:memberAssembly', word: '支部党员大会' },
  { id: 'duty:branchCommittee', word: '支部委员会会议' },
  { id: 'duty:groupMeeting', word: '党小组会' },
  { id: 'duty:partyLecture', word: '党课' },
  { id: 'duty:organizationLifeMeeting', word: '组织生活会' },
  { id: 'duty:democraticAppraisal', word: '民主评议党员' },
  { id: 'duty:heartToHeartTalk', word: '谈心谈话' },
  { id: 'duty:trainingHours', word: '培训学时' },
  { id: 'minutes', word: '会议记录' },
  { id: 'term', word: '换届' },
  { id: 'secretary', word: '书记' },
];

interface Records {
  owed: Owed[];
  unminuted: Activity[];
  year: string;
  /** The last day that is looked at. */
  until: Day;
}

function recordsOf(db: Db, branch: Pick<Unit, 'lineage'>, year: number, now: Instant): Records {
  const span: Period = periodOf('year', `${year}-06-01`);
  const [standing] = summarise(db, branch.lineage, span, now);
  const units = standing ? [standing.branch.id, ...standing.branch.groups.map(({ id }) => id)] : [];
  const held = activitiesOf(db, units, span.from, span.to);
  const today = dayOf(now);
  return {
    owed: standing?.items ?? [],
    unminuted: held.filter(
      ({ endsAt, minutedAt, kinds }) =>
        dayOf(endsAt) < today && minutedAt === null && !kinds.includes('heartToHeartTalk'),
    ),
    year: String(year),
    until: today < span.to ? today : span.to,
  };
}

function prove(db: Db, proof: string, branch: Pick<Unit, 'id'>, records: Records): Proven | undefined {
  if (proof.startsWith('duty:')) return proveDuty(proof.slice('duty:'.length), records);
  switch (proof) {
    case 'minutes': {
      const missing = records.unminuted;
      const words = missing.slice(0, 5).map((one) => `${shortDay(dayOf(one.startsAt))}${titleOf(one.kinds)}`);
      const more = missing.length > words.length ? `等 ${missing.length} 次` : '';
      return {
        times: missing.length,
        basis: missing.length > 0 ? `缺：${words.join('、')}${more}` : '会议记录齐全',
      };
    }
    case 'term': {
      const term = termOf(db, branch.id);
      if (!term) return undefined;
      const ends = `本届任期到${term.ends.slice(0, 4)}年${shortDay(term.ends)}`;
      return term.ends <= records.until ? { times: 1, basis: `${ends}，已届满` } : { times: 0, basis: ends };
    }
    case 'secretary': {
      const held = holdersOf(db, branch.id, records.until).some(({ post }) => post === 'secretary');
      return held ? { times: 0, basis: '书记在任' } : { times: 1, basis: '名册上没有书记' };
    }
    default:
      return undefined;
  }
}

/** Only what is overdue counts as missed: there may still be time for the rest, and what was put off is excused. */
function proveDuty(rule: string, { owed, year }: Records): Proven | undefined {
  const items = owed.filter((item) => item.rule.id === rule);
  if (items.length === 0) return undefined;
  const [first] = items;
  if (first?.coverage) return { times: first.state === 'overdue' ? 1 : 0, basis: coveredWord(first) };
  const of = (...states: Owed['state'][]) => items.filter(({ state }) => states.includes(state));
  const missed = of('overdue');
  const groups = items.some((item) => item.rule.owedBy === 'groups');
  const periods = missed.map(({ period }) => period);
  const which = groups ? itemsWord(missed, year, 6) : periodsWord(periods, year);
  const parts = [
    `应 ${items.length} 次，已完成 ${of('done').length} 次`,
    missed.length > 0 ? `缺${which}` : '',
    times('未到期', of('open', 'planned', 'grace').length),
    times('暂缓', of('waived').length),
  ];
  return { times: missed.length, basis: parts.filter((part) => part !== '').join('，') };
}

/** In numbers: of whom is the branch's own affair. */
function coveredWord(item: Owed): string {
  const late = item.state === 'open' || item.state === 'planned' || item.state === 'grace' ? '，未到期' : '';
  return `${coverageWord(item)}${late}${item.state === 'waived' ? '，暂缓' : ''}`;
}

function times(word: string, count: number): string {
  return count > 0 ? `${word} ${count} 次` : '';
}
