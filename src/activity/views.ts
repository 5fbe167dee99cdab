import { z } from 'zod';
import { leaveCard, makeUpCard } from '../../cards/activity/asked.ts';
import { deskCard } from '../../cards/activity/desk.ts';
import { groupCard, memberCard } from '../../cards/activity/notice.ts';
import type { Db } from '../../db/store.ts';
import type { View } from '../chat/command.ts';
import { unreachable } from '../errors.ts';
import { handleOf } from '../people/names.ts';
import { may } from '../people/permit.ts';
import { DAY, dayOf, type Instant, say, sayDay, timeOf } from '../time.ts';
import { isResting } from './absence.ts';
import { isLate, isOver, STANDING_WORDS, type Standing, standing } from './attendance.ts';
import { isExpected } from './expected.ts';
import { titleOf } from './kinds.ts';
import { SAID, type Said } from './notice.ts';
import { reminderViews } from './remind.ts';
import { countsOf, fiveOf, type Line, linesOf, shown } from './show.ts';
import { type Activity, type Attendance, findAttendance, loadActivity } from './store.ts';

const Look = z.object({
  activity: z.number(),
  change: z.enum(['moved', 'cancelled']).optional(),
  said: z.enum(SAID).optional(),
});
const OfPerson = z.object({ activity: z.number(), person: z.number() });

export const activityViews: Record<string, View> = {
  ...reminderViews,
  'activity.group': ({ db, now }, raw) => {
    const input = Look.parse(raw);
    const activity = loadActivity(db, input.activity);
    return groupCard(
      shown(db, activity, now),
      countsOf(activity, linesOf(db, activity, now)),
      input.change ?? null,
    );
  },

  'activity.member': ({ db, now, reader }, raw) => {
    const input = Look.parse(raw);
    const activity = loadActivity(db, input.activity);
    const expected = reader !== null && isExpected(db, activity, reader);
    const row = reader === null ? undefined : findAttendance(db, activity.id, reader);
    const came = row?.presentAt != null;
    const how = standing(
      activity,
      row,
      now,
      reader !== null && !came && isResting(db, reader, dayOf(activity.startsAt)),
    );
    const own = expected && activity.cancelledAt === null;
    const said = input.said && stillTrue(input.said, row) ? { said: SAID_WORDS[input.said] } : null;
    const waits = row?.makeUpAskedAt != null && row.makeUpGranted !== false;
    return memberCard(
      shown(db, activity, now),
      own ? mine(activity, row, how) : null,
      said ?? input.change ?? null,
      {
        answer: own && !came && !isOver(activity, now),
        leave: how === 'open',
        makeUp: own && !came && how !== 'resting' && isOver(activity, now) && !waits,
      },
    );
  },

  'activity.desk': ({ db, now, reader }, raw) => {
    const activity = loadActivity(db, Look.parse(raw).activity);
    const lines = linesOf(db, activity, now);
    const trusted = reader !== null && may(db, reader, 'oversee', activity.unit, dayOf(now));
    return deskCard(shown(db, activity, now), {
      counts: countsOf(activity, lines),
      names: trusted ? namesOf(activity, lines.expected, now) : [],
      five: fiveOf(activity, lines.expected.length),
      noticed: activity.noticedAt !== null || isOver(activity, now),
      minuted: activity.minutedAt !== null,
    });
  },

  'activity.leave': ({ db, now }, raw) => {
    const { activity, row, common } = ofPerson(db, now, raw);
    const granted = row?.leaveGranted;
    const decision =
      granted == null
        ? null
        : decided(db, granted ? '已准假' : '未准假', row?.leaveDecidedBy, row?.leaveDecidedAt);
    const came = granted == null && row?.presentAt != null ? '已到会，不用批了' : decision;
    const undone = row?.leaveAskedAt == null ? '活动已改期，请假作废' : came;
    const gone = activity.cancelledAt === null ? undone : '活动已取消';
    return leaveCard({ ...common, said: row?.leaveReason ?? '', decision: gone });
  },

  'activity.makeUpAsked': ({ db, now }, raw) => {
    const { row, common } = ofPerson(db, now, raw);
    const granted = row?.makeUpGranted;
    const said = row?.makeUpDay ? `${sayDay(row.makeUpDay)} ${row.makeUpNote ?? ''}` : '';
    const decision =
      granted == null
        ? null
        : decided(db, granted ? '已确认' : '已退回', row?.makeUpDecidedBy, row?.makeUpDecidedAt);
    return makeUpCard({ ...common, said, decision });
  },
};

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

function ofPerson(db: Db, now: Instant, raw: unknown) {
  const input = OfPerson.parse(raw);
  const activity = loadActivity(db, input.activity);
  const row = findAttendance(db, input.activity, input.person);
  const name = handleOf(db, dayOf(now), input.person);
  return {
    activity,
    row,
    common: { ...input, name, title: titleOf(activity.kinds), when: say(activity.startsAt) },
  };
}

function decided(
  db: Db,
  what: string,
  by: number | null | undefined,
  at: Instant | null | undefined,
): string {
  if (by == null || at == null) return what;
  return `${what}（${handleOf(db, dayOf(at), by)}，${timeOf(at)}）`;
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
  return row.how === 'proxy'
    ? '已由书记代签'
    : `已更正为${isLate(activity, row.presentAt ?? 0) ? '迟到' : '到会'}`;
}

function made(row: Attendance | undefined): string {
  if (row?.makeUpGranted === true) return '，已补学';
  if (row?.makeUpGranted === false) return '，补学被退回，请补充后再交';
  return row?.makeUpAskedAt == null ? '' : '，补学待确认';
}

const SHOWN: readonly Standing[] = ['late', 'onLeave', 'leaveAsked', 'absent', 'open', 'resting'];

/** Who is there needs no list; everybody else does, and who has not answered only from the day before. */
/** A leave that nobody decided is told apart from staying away. */
function nameOf({ name, standing, row }: Line): string {
  const undecided = standing === 'absent' && row?.leaveAskedAt != null && row.leaveGranted === null;
  return undecided ? `${name}（请假待批）` : name;
}

function namesOf(activity: Activity, lines: Line[], now: Instant): { label: string; names: string[] }[] {
  const soon = activity.startsAt - now < DAY;
  return SHOWN.filter((one) => one !== 'open' || soon).map((one) => ({
    label: STANDING_WORDS[one],
    names: lines.filter((line) => line.standing === one).map(nameOf),
  }));
}
