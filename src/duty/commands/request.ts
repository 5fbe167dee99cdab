import { z } from 'zod';
import { topicOf } from '../../activity/start.ts';
import { loadActivity } from '../../activity/store.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';

const Asked = z.object({
  what: z.enum(['leave', 'makeUp']),
  activity: IdInput,
  person: IdInput,
});

/** A request that nobody answered yet, again with its two buttons. */
export const requestCommands = [
  define({
    name: 'duty.request',
    words: [],
    who: 'organise',
    input: Asked,
    over: (ctx, { activity }) => loadActivity(ctx.db, activity).unit,
    run: (ctx, { what, activity, person }) => ({
      content: {
        view: what === 'leave' ? 'activity.leave' : 'activity.makeUpAsked',
        input: { activity, person },
      },
      topic: topicOf(loadActivity(ctx.db, activity)),
      privately: true,
    }),
  }),
];
