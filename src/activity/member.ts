import { memberCard } from '../../cards/activity/notice.ts';
import type { Reviews } from '../../cards/activity/three.ts';
import type { Card } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import { unreachable } from '../errors.ts';
import { type Instant, timeOf } from '../time.ts';
import { isLate, isOver, STANDING_WORDS, type Standing, standing } from './attendance.ts';
import { fiveAhead } from './five.ts';
import type { Said } from './notice.ts';
import { shown } from './show.ts';
import type { Activity, Attendance } from './store.ts';

/** What one member's card of an activity says of them. */
interface Part {
  row: Attendance | undefined;
  expected: boolean;
  /** Takes no part for a time, and did not come. */
  rests?: boolean;
  said?: Said;
  change?: 'moved' | 'cancelled';
  /** 三评, where there is any. */
  reviews?: Reviews | null;
}

/** A member's own card, from what has been loaded. */
export function drawMember(
  db: Db,
  now: Instant,
  activity: Activity,
  { row, expected, rests = false, said, change, reviews = null }: Part,
): Card {
  const came = row?.presentAt != null;
  const how = standing(activity, row, now, rests);
  const own = expected && activity.cancelledAt === null;
  const word = said && stillTrue(said, row) ? { said: SAID_WORDS[said] } : null;
  const waits = row?.makeUpAskedAt != null && row.makeUpGranted !== false;
  const seen = { ...shown(db, activity, now), five: fiveAhead(db, activity, now) };
  return memberCard(seen, own ? mine(activity, row, how) : null, word ?? change ?? null, {
    answer: own && !came && !isOver(activity, now),
    leave: how === 'open',
    makeUp: own && !came && how !== 'resting' && isOver(activity, now) && !waits,
    ...(own && reviews && { reviews }),
  });
}

const SAID_WORDS: Record<Said, string> = {
  granted: '已准假',
  declined: '请假未准',
  sentBack: '补学被退回，请补充后再交',
};

/** The card stays, and what it said may have been overtaken. */
function stillTrue(said: Said, row: Attendance | undefined): boolean {
  if (row === undefined || row.presentAt !== null) return false;
  switch (said) {
    case 'granted':
      return row.leaveGranted === true;
    case 'declined':
      return row.leaveGranted === false;
    case 'sentBack':
      return row.makeUpGranted === false;
    default:
      return unreachable(said);
  }
}

/** A member's own line, with what was asked and what became of it. */
function mine(activity: Activity, row: Attendance | undefined, how: Standing): string {
  if (row?.presentAt != null) return arrival(activity, row);
  if (how === 'absent' || how === 'onLeave') return `${STANDING_WORDS[how]}${made(row)}`;
  if (row?.leaveGranted === false) return '请假未准，请按时参加';
  return STANDING_WORDS[how];
}

function arrival(activity: Activity, row: Attendance): string {
  const at = row.presentAt === null ? '' : timeOf(row.presentAt);
  if (row.how === 'self') return isLate(activity, row.presentAt ?? 0) ? `${at} 签到（迟到）` : `${at} 已签到`;
  // Whoever writes everybody down is there as well.
  if (row.how === 'proxy') return row.recordedBy === row.person ? '已到会（本人登记）' : '已由书记代签';
  return `已更正为${isLate(activity, row.presentAt ?? 0) ? '迟到' : '到会'}`;
}

function made(row: Attendance | undefined): string {
  if (row?.makeUpGranted === true) return '，已补学';
  if (row?.makeUpGranted === false) return '，补学被退回，请补充后再交';
  return row?.makeUpAskedAt == null ? '' : '，补学待确认';
}
