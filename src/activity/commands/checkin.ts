import { z } from 'zod';
import { type Ctx, ownCard } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import type { Toast } from '../../platforms/platform.ts';
import { type Instant, say, timeOf } from '../../time.ts';
import { checkIn } from '../attend.ts';
import { isLate } from '../attendance.ts';
import { openFor, upcomingFor, withActivity } from '../find.ts';
import { Which } from '../inputs.ts';
import { titleOf, WINDOW } from '../kinds.ts';
import { drawMember } from '../member.ts';
import { type Activity, loadActivity } from '../store.ts';
import { memberReviews } from '../three/ask.ts';
import { own } from './own.ts';

/** 签到. */
export const checkInCommands = [
  define({
    name: 'activity.checkIn',
    words: ['签到', '报到', '打卡'],
    help: '活动开始前半小时起，到活动结束',
    who: 'anyone',
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => openFor(ctx),
        () => noneOpen(ctx),
        { name: 'activity.checkIn', question: '您要签到哪一个？' },
        (found) => {
          const { already, at, activity, row } = checkIn(
            ctx.db,
            found,
            ctx.person.id,
            ctx.now,
            ownCard(ctx)?.id,
          );
          const drawn = () =>
            drawMember(ctx.db, ctx.now, activity, {
              row,
              expected: true,
              // Before it starts nobody who is there is asked anything.
              ...(activity.startedAt !== null && {
                reviews: memberReviews(ctx.db, ctx.now, ctx.settings, activity, ctx.person.id),
              }),
            });
          return {
            toast: said(activity, at, already),
            ...own(ctx, activity, false, already ? undefined : drawn),
          };
        },
      ),
  }),

  define({
    name: 'activity.show',
    words: [],
    who: 'anyone',
    input: z.object({ activity: IdInput }),
    run: (ctx, { activity }) => own(ctx, loadActivity(ctx.db, activity), true),
  }),
];

function said(activity: Activity, at: Instant, already: boolean): Toast {
  if (already) return { tone: 'info', text: `您已于 ${timeOf(at)} 签到，不用再签。` };
  return { tone: 'success', text: `已签到（${timeOf(at)}${isLate(activity, at) ? '，迟到' : ''}）。` };
}

function noneOpen(ctx: Ctx): string {
  const [next] = upcomingFor(ctx);
  if (!next) return '现在没有可以签到的活动。';
  return `现在没有可以签到的活动。下一次是${titleOf(next.kinds)}，${say(next.startsAt - WINDOW)} 起可以签到。`;
}
