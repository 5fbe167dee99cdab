import type { Input } from '../../../cards/card.ts';
import type { Ctx, Reply } from '../../chat/command.ts';
import { demand } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { deskOfPerson, withActivity } from '../find.ts';
import { deskOf } from '../start.ts';
import { type Activity, loadActivity } from '../store.ts';

/** The right is over the unit whose activity it is. */
export function overUnit(ctx: Ctx, { activity }: { activity: number }): number {
  return loadActivity(ctx.db, activity).unit;
}

/** What whoever organises it sees next. */
export function desk(activity: Activity, text?: string): Reply {
  return {
    ...(text && { toast: { tone: 'success' as const, text } }),
    content: { view: 'activity.desk', input: { activity: activity.id } },
    topic: deskOf(activity),
    privately: true,
  };
}

interface Picking {
  name: string;
  question: string;
  /** What else was said: it stands on every choice. */
  input?: Input;
  /** Which of several it can only be; where none is, all are offered. */
  fits?(activity: Activity): boolean;
  /** Where nothing is being prepared or going on. */
  otherwise?(): Activity[];
}

/** The activity of the organiser's own that a word means; what a button names is checked against its unit by the command it leads to. */
export function pick(
  ctx: Ctx,
  given: number | undefined,
  { fits, otherwise, ...command }: Picking,
  then: (activity: Activity) => Reply,
): Reply {
  return withActivity(
    ctx,
    given,
    () => {
      const current = deskOfPerson(ctx);
      const fitting = fits ? current.filter(fits) : current;
      if (fitting.length > 0) return fitting;
      return current.length > 0 ? current : (otherwise?.() ?? []);
    },
    () => '没有正在筹备或进行的活动。',
    command,
    (found) => {
      demand(ctx.db, ctx.person.id, 'organise', found.unit, dayOf(ctx.now));
      return then(found);
    },
  );
}
