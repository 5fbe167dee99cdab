import { z } from 'zod';
import { leaveCard, makeUpCard } from '../../cards/activity/asked.ts';
import { deskCard } from '../../cards/activity/desk.ts';
import { groupCard } from '../../cards/activity/notice.ts';
import type { Db } from '../../db/store.ts';
import type { View } from '../chat/command.ts';
import { handleOf } from '../people/names.ts';
import { may } from '../people/permit.ts';
import { DAY, dayOf, type Instant, say, sayDay, timeOf } from '../time.ts';
import { isResting } from './absence.ts';
import { isOver, STANDING_WORDS, type Standing } from './attendance.ts';
import { isExpected } from './expected.ts';
import { fiveAhead, fiveOf } from './five.ts';
import { titleOf } from './kinds.ts';
import { drawMember } from './member.ts';
import { SAID } from './notice.ts';
import { reminderViews } from './remind.ts';
import { countsOf, type Line, linesOf, shown } from './show.ts';
import { type Activity, findAttendance, loadActivity } from './store.ts';
import { deskReviews, memberReviews } from './three/ask.ts';

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
      { ...shown(db, activity, now), five: fiveAhead(db, activity, now) },
      countsOf(activity, linesOf(db, activity, now)),
      input.change ?? null,
    );
  },

  'activity.member': ({ db, now, settings, reader }, raw) => {
    const { activity: id, said, change } = Look.parse(raw);
    const activity = loadActivity(db, id);
    const row = reader === null ? undefined : findAttendance(db, id, reader);
    const came = row?.presentAt != null;
    return drawMember(db, now, activity, {
      row,
      expected: reader !== null && isExpected(db, activity, reader),
      rests: reader !== null && !came && isResting(db, reader, dayOf(activity.startsAt)),
      ...(said && { said }),
      ...(change && { change }),
      ...(reader !== null && { reviews: memberReviews(db, now, settings, activity, reader) }),
    });
  },

  'activity.desk': ({ db, now, reader }, raw) => {
    const activity = loadActivity(db, Look.parse(raw).activity);
    const lines = linesOf(db, activity, now);
    const trusted = reader !== null && may(db, reader, 'oversee', activity.unit, dayOf(now));
    return deskCard(shown(db, activity, now), {
      counts: countsOf(activity, lines),
      names: trusted && activity.cancelledAt === null ? namesOf(activity, lines.expected, now) : [],
      five: fiveOf(db, activity, lines.expected.length),
      noticed: activity.noticedAt !== null || isOver(activity, now),
      minuted: activity.minutedAt !== null,
      reviews: deskReviews(db, now, activity, reader),
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
    const undone = row?.leaveAskedAt == null ? '本人已撤销，或活动已改期、请假作废' : came;
    const gone = activity.cancelledAt === null ? undone : '活动已取消';
    return leaveCard({ ...common, said: row?.leaveReason ?? '', decision: gone });
  },

  'activity.makeUpAsked': ({ db, now }, raw) => {
    const { row, common } = ofPerson(db, now, raw);
    const granted = row?.makeUpGranted;
    const said = row?.makeUpDay ? `${sayDay(row.makeUpDay)} ${row.makeUpNote ?? ''}` : '';
    const undecided = row?.makeUpAskedAt == null ? '本人已撤销' : null;
    const decision =
      granted == null
        ? undecided
        : decided(db, granted ? '已确认' : '已退回', row?.makeUpDecidedBy, row?.makeUpDecidedAt);
    return makeUpCard({ ...common, said, decision });
  },
};

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
