import { press } from '../../../cards/card.ts';
import type { Nudged } from '../../../cards/duty/nudge.ts';
import type { Outcome } from '../../../db/schema/alert.ts';
import type { Db } from '../../../db/store.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, type Instant, shortDay } from '../../time.ts';
import type { Item } from '../owed/compliance.ts';
import { itemsOf, loadOwing } from '../owed/owed.ts';
import { itemKey } from '../owed/waivers.ts';
import { itemWord, stateWord } from '../words.ts';
import { isWithdrawn, loadNudge, type Nudge } from './nudges.ts';

export const OUTCOME_WORDS: Record<Outcome, string> = {
  explained: '说明情况',
  arranged: '已安排',
  settled: '已办结',
};

/** A nudge as it stands: what the branch or the committee said, and what the records say of the thing itself. */
export function nudgedOf(db: Db, id: number, now: Instant): Nudged {
  const found = loadNudge(db, id);
  const unit = loadOwing(db, found.unit);
  return nudgedBy(db, found, unit, itemAbout(db, unit, found.item, now), now);
}

/** The same where the thing has been looked up already. */
export function nudgedBy(db: Db, found: Nudge, unit: Unit, item: Item | undefined, now: Instant): Nudged {
  const year = dayOf(now).slice(0, 4);
  return {
    id: found.id,
    branch: unit.name,
    what: found.item === '' ? null : item ? itemWord(item, year) : '此前的事项',
    said: found.said,
    asked: shortDay(dayOf(found.at)),
    from: findUnit(db, unit.parent ?? unit.id)?.name ?? '',
    answer: isWithdrawn(found) ? '已撤回' : answerWord(found),
    withdrawn: isWithdrawn(found),
    standing: item ? stateWord(item) : null,
    settled: found.outcome === 'settled' || item?.state === 'done',
    arranged: item !== undefined && isSeenTo(item),
    compose: press('新建活动', 'activity.compose', {
      unit: item?.holder.id ?? unit.id,
      kinds: item ? [...item.rule.kinds].slice(0, 1) : [],
    }),
  };
}

/** 12月1日督办11月主题党日，已安排：周五补开. */
export function nudgedWord({ asked, what, answer, standing, arranged, settled }: Nudged): string {
  const known = arranged && standing !== null ? standing : '等待回复';
  const checked = standing !== null && (arranged || settled) ? `（记录显示：${standing}）` : '';
  return `${asked}督办${what ?? '总体情况'}，${answer === null ? known : `${answer}${checked}`}`;
}

function answerWord({ outcome, answer }: Nudge): string | null {
  if (outcome === null) return answer;
  return answer ? `${OUTCOME_WORDS[outcome]}：${answer}` : OUTCOME_WORDS[outcome];
}

/** What the records know nobody is asked to say: it is held or planned, or why not has been said (暂缓). */
export function isSeenTo({ state }: Item): boolean {
  return state === 'done' || state === 'planned' || state === 'waived';
}

export function itemAbout(db: Db, unit: Unit, key: string, now: Instant): Item | undefined {
  if (key === '') return undefined;
  return itemsOf(db, unit, now).find((item) => itemKey(item) === key);
}
