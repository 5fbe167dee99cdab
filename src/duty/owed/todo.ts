import { type Action, press } from '../../../cards/card.ts';
import type { Ctx } from '../../chat/command.ts';
import { brief } from '../brief.ts';
import { ownEntries } from '../lists/commands/open.ts';
import { followUpsFor } from '../visits/store.ts';

const MOST = 2;

/** What else is somebody's to do: items of their lists that only they can tick, and what visits asked of them. */
export function todoOf(ctx: Ctx): { word: string; actions: Action[] } {
  const items = ownEntries(ctx).filter(({ item, state }) => item.rule === null && state !== 'done').length;
  const followUps = followUpsFor(ctx.db, ctx.person.id).map(({ followUp }) => followUp);
  return {
    word: [
      ...(items > 0 ? [`清单 ${items} 项`] : []),
      ...(followUps.length > 0 ? [`下基层跟进 ${followUps.length} 件`] : []),
    ].join('、'),
    actions: [
      ...(items > 0 ? [press('看清单', 'list.open')] : []),
      ...followUps
        .slice(0, MOST)
        .map(({ id, what }) => press(`办结：${brief(what, 12)}`, 'visit.doneForm', { followUp: id })),
    ],
  };
}
