import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import { z } from 'zod';
import { dueActions } from '../../../cards/activity/reminder.ts';
import { press } from '../../../cards/card.ts';
import { mineCard } from '../../../cards/duty/mine.ts';
import { activities, attendance } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import { restDaysOf } from '../../activity/absence.ts';
import { STANDING_WORDS, type Standing, standing } from '../../activity/attendance.ts';
import { titleOf } from '../../activity/kinds.ts';
import { dueOf } from '../../activity/remind.ts';
import { type Activity, findAttendance, missedBy } from '../../activity/store.ts';
import { hasMarked } from '../../activity/three/mark.ts';
import { openReview } from '../../activity/three/open.ts';
import { openTo } from '../../activity/three/waiting.ts';
import { expectedAt } from '../../activity/upcoming.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { postsOf, unitsOf } from '../../people/store.ts';
import { POST_WORDS } from '../../people/words.ts';
import { DAY, type Day, dayOf, type Instant, saySoon, shortDay, startOfDay } from '../../time.ts';
import { todoOf } from '../owed/todo.ts';
import { ownHoursWord } from '../training/own.ts';

const AHEAD = 31 * DAY;
const MOST = 5;
const MOST_REVIEWS = 2;

/** 我的: somebody's own part and nobody else's. Numbers, no ranks and no points. */
export const mineCommands = [
  define({
    name: 'duty.mine',
    words: ['我的', '我的情况'],
    help: '我的活动、出勤和补学',
    who: 'anyone',
    input: z.object({}),
    run(ctx) {
      const today = dayOf(ctx.now);
      const resting = restDaysOf(ctx.db, ctx.person.id);
      const coming = expectedAt(ctx.db, ctx.person.id, ctx.now, ctx.now + AHEAD).map((activity) => {
        const row = findAttendance(ctx.db, activity.id, ctx.person.id);
        return { activity, how: standing(activity, row, ctx.now, resting(dayOf(activity.startsAt))) };
      });
      const missed = missedBy(ctx.db, ctx.person.id, ctx.now)
        .filter(({ startsAt }) => startsAt >= startOfYear(ctx.now) && !resting(dayOf(startsAt)))
        .slice(0, MOST);
      const unanswered = coming
        .filter(({ how }) => how === 'open')
        .map(({ activity }) => dueOf(activity, ctx.now));
      const todo = todoOf(ctx);
      const reviews = unreviewed(ctx);
      const card = mineCard({
        name: ctx.person.name,
        units: unitsOf(ctx.db, ctx.person.id, today)
          .map((unit) => unit.name)
          .join('、'),
        posts: postsOf(ctx.db, ctx.person.id, today)
          .map(({ post, unit }) => `${unit.name}${POST_WORDS[post]}`)
          .join('、'),
        upcoming: coming.slice(0, MOST).map(({ activity, how }) => comingLine(activity, how)),
        attendance: yearWord(ctx, resting),
        training: ownHoursWord(ctx),
        makeUps: missed.map(missedWord),
        todo: todo.word,
        reviews: reviews.map(missedWord),
        actions: [
          ...dueActions(unanswered),
          ...missed.slice(0, 3).map((one) => makeUpAction(one, missed.length > 1)),
          ...todo.actions,
          ...reviews.map((one) => press(`评：${missedWord(one)}`, 'activity.show', { activity: one.id })),
        ],
      });
      return privately(card);
    },
  }),
];

function comingLine(activity: Activity, how: Standing): { label: string; value: string } {
  const value = [saySoon(activity.startsAt), activity.place, how === 'open' ? '' : STANDING_WORDS[how]];
  return { label: titleOf(activity.kinds), value: value.filter((part) => part !== '').join('，') };
}

function missedWord(activity: Activity): string {
  return `${shortDay(dayOf(activity.startsAt))}${titleOf(activity.kinds)}`;
}

function makeUpAction(activity: Activity, several: boolean) {
  return press(several ? `补学：${missedWord(activity)}` : '补学', 'activity.makeUp', {
    activity: activity.id,
  });
}

/** Theme days of which they may say how they were, and have not; on their own card it says that nobody has to. */
function unreviewed({ db, now, settings, person }: Ctx): Activity[] {
  const waiting = openTo(db, person.id, now).filter((activity) => {
    const open = openReview(db, activity, now);
    return open !== null && !hasMarked(db, settings, activity.id, open.review, person.id);
  });
  return waiting.slice(0, MOST_REVIEWS);
}

function startOfYear(now: Instant): Instant {
  return startOfDay(`${dayOf(now).slice(0, 4)}-01-01`);
}

function yearWord(ctx: Ctx, resting: (day: Day) => boolean): string {
  const rows = ownRows(ctx.db, ctx.person.id, startOfYear(ctx.now), ctx.now);
  if (rows.length === 0) return '';
  const standings = rows.map(({ activity, row }) =>
    standing(activity, row, ctx.now, resting(dayOf(activity.startsAt))),
  );
  const count = (...wanted: Standing[]) => standings.filter((one) => wanted.includes(one)).length;
  const madeUp = rows.filter(({ row }) => row.presentAt === null && row.makeUpGranted === true).length;
  const parts = [
    `应参加 ${rows.length} 次`,
    `参加 ${count('present', 'late')} 次`,
    ...some('其中迟到', count('late')),
    ...some('请假', count('onLeave')),
    ...some('缺席', count('absent')),
    ...some('暂不参加', count('resting')),
    ...some('已补学', madeUp),
  ];
  return parts.join('，');
}

function some(label: string, times: number): string[] {
  return times > 0 ? [`${label} ${times} 次`] : [];
}

/** A person's own rows of what is over, from an instant on. */
function ownRows(db: Db, person: number, from: Instant, now: Instant) {
  return db
    .select({ activity: activities, row: attendance })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person),
        eq(attendance.role, 'expected'),
        gte(activities.startsAt, from),
        lte(activities.endsAt, now),
        isNull(activities.cancelledAt),
      ),
    )
    .all();
}
