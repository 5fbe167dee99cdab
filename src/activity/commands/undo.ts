import type { Db } from '../../../db/store.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Doing, demandOwn, takenBack } from '../../chat/undoable.ts';
import { Refusal } from '../../errors.ts';
import type { Instant } from '../../time.ts';
import { cancel } from '../change.ts';
import { announceChange } from '../notice.ts';
import { unbeginSeries } from '../series.ts';
import { type Activity, loadActivity } from '../store.ts';
import { PLANNED } from '../undo.ts';
import { withdrawCheckIn, withdrawLeave, withdrawMakeUp, withdrawProxies } from '../withdraw.ts';
import { overUnit } from './desk.ts';

const OwnDoing = Doing.extend({ activity: IdInput });

/** What 撤销 offers about activities. */
export const undoCommands = [
  ofOneself('activity.undoCheckIn', withdrawCheckIn, '签到已撤销。到了现场，活动结束前可以再签。'),
  ofOneself('activity.undoLeave', withdrawLeave, '请假已撤销，请按时参加。'),
  ofOneself('activity.undoMakeUp', withdrawMakeUp, '补学已撤销，改好后可以再说“补学”。'),

  define({
    name: 'activity.undoProxy',
    words: [],
    who: 'organise',
    input: OwnDoing,
    over: overUnit,
    run(ctx, { activity, ...doing }) {
      demandOwn(ctx, doing);
      const people = withdrawProxies(ctx.db, loadActivity(ctx.db, activity), doing, ctx.now);
      return takenBack(`已撤销 ${people} 人的代签。`);
    },
  }),

  define({
    name: 'activity.unplan',
    words: [],
    who: 'organise',
    input: OwnDoing,
    over: overUnit,
    run(ctx, { activity, ...doing }) {
      demandOwn(ctx, doing);
      const { db, now, key, person } = ctx;
      const found = loadActivity(db, activity);
      if (found.plannedBy !== person.id || found.plannedAt !== doing.at)
        throw new Refusal('not_allowed', '撤销由安排活动的同志来做；开不成请说“取消活动”。');
      if (found.startsAt <= now)
        throw new Refusal('conflict', '活动已经开始，不能撤销；开不成请说“取消活动”。');
      if (found.plannedAt <= now - PLANNED)
        throw new Refusal('conflict', '安排已经超过 24 小时，不能撤销；开不成请说“取消活动”。');
      if (!cancel(db, found, '安排有误，通知发出前撤销', person.id, now))
        throw new Refusal('conflict', '这次活动已经取消了。');
      // Whether anybody has heard of it is known by whether there is anybody to tell; then nothing of this stands.
      if (announceChange(db, loadActivity(db, activity), now, 'cancelled', key, found.startsAt))
        throw new Refusal('conflict', '通知已经发出，请说“取消活动”，会告诉大家一次。');
      unbeginSeries(db, found, person.id, now);
      return takenBack('已撤销，大家没有收到过通知，不用再说。');
    },
  }),
];

/** A member's own part in an activity. */
function ofOneself(
  name: string,
  withdraw: (db: Db, activity: Activity, doing: Doing, now: Instant) => void,
  said: string,
) {
  return define({
    name,
    words: [],
    who: 'anyone',
    input: OwnDoing,
    run(ctx, { activity, ...doing }) {
      demandOwn(ctx, doing);
      withdraw(ctx.db, loadActivity(ctx.db, activity), doing, ctx.now);
      return takenBack(said);
    },
  });
}
