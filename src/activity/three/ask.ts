import type { AskedReview, Reviews } from '../../../cards/activity/three.ts';
import { type Action, type Input, press } from '../../../cards/card.ts';
import { LEVELS } from '../../../db/schema/three.ts';
import type { Db } from '../../../db/store.ts';
import type { Settings } from '../../org.ts';
import { dayOf, type Instant, shortDay } from '../../time.ts';
import type { Activity } from '../store.ts';
import { hasMarked, LEAST } from './mark.ts';
import { isOpenFor, speaksFor, wordOf } from './office.ts';
import { lastDayOf, mayMark, membersReviews, type Open, openReview } from './open.ts';
import { reviewFacts } from './reviewed.ts';
import { LEVEL_WORDS, THREE } from './words.ts';

/** 三评 on a member's own card; null where there is nothing to show and nothing to ask. */
export function memberReviews(
  db: Db,
  now: Instant,
  settings: Settings,
  activity: Activity,
  reader: number,
): Reviews | null {
  if (isEarly(db, activity)) return null;
  const facts = reviewFacts(db, activity);
  const open = openReview(db, activity, now);
  if (!open || !mayMark(db, activity, open.review, reader))
    return facts.length > 0 ? { facts, asked: null } : null;
  const marked = hasMarked(db, settings, activity.id, open.review, reader);
  // Until it is counted there is nothing to say of what they are asked.
  const others = facts.filter(({ label }) => label !== THREE[open.review].word);
  return { facts: others, asked: askMember(activity, open, marked) };
}

/** Mostly nothing is asked before it is closed; then nothing has been said either. */
function isEarly(db: Db, activity: Activity): boolean {
  if (!activity.kinds.includes('themeDay')) return true;
  return (
    activity.closedAt === null && membersReviews(db, activity).every((one) => THREE[one].when === 'after')
  );
}

function askMember({ id }: Activity, open: Open, marked: boolean): AskedReview {
  const { word, asks } = THREE[open.review];
  const until = `${shortDay(lastDayOf(open))}前`;
  return {
    question: `${word}：${asks}`,
    terms: marked
      ? `您已经评过，谢谢；${until}再点一次就按新的算。您评了什么，不显示给任何人。`
      : `可评可不评，点一下就行。不记名：只公布各有多少，不足 ${LEAST} 人评的不公布；${until}可以改。`,
    actions: levelActions('评', 'three.mark', { activity: id }),
  };
}

/** 三评 on the card of whoever organises it: whoever is on the branch's committee says its word there. */
export function deskReviews(
  db: Db,
  now: Instant,
  activity: Activity,
  reader: number | null,
): Reviews & { change: Action[] } {
  const facts = isEarly(db, activity) ? [] : reviewFacts(db, activity);
  const open = isOpenFor(db, activity, 'branch', now);
  if (!open || reader === null || !speaksFor(db, activity.unit, reader, dayOf(now)))
    return { facts, asked: null, change: [] };
  const input = { activity: activity.id };
  if (wordOf(db, activity.id, 'branch'))
    return { facts, asked: null, change: [press('改点评', 'three.wordForm', input)] };
  const { word, asks } = THREE.branch;
  const asked = {
    question: `${word}：${asks}`,
    terms: '可评可不评，点一下就行；想写一句的，评了再点“改点评”。',
    actions: levelActions('点评', 'three.word', { ...input, was: null }),
  };
  return { facts, asked, change: [] };
}

/** A button a level, each labelled with what could be said instead: 评 好. */
export function levelActions(word: string, command: string, input: Input): Action[] {
  return LEVELS.map((level) => press(`${word} ${LEVEL_WORDS[level]}`, command, { ...input, level }));
}
