import { press } from '../../../cards/card.ts';
import { addPlace } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { brief } from '../brief.ts';
import { ownEntries } from './commands/open.ts';
import { LIST, refOf } from './ref.ts';
import { allLists } from './store.ts';

/** An item that is one's own by post and that no record proves, until its period is over or it is done. */
addPlace({
  name: LIST,

  open: (look) =>
    ownEntries(look)
      .filter(({ item, state, slot }) => {
        const present = slot.deadline >= dayOf(look.now);
        return item.rule === null && (state !== 'done' || present);
      })
      .map((entry) => ({
        ref: refOf(entry),
        label: `${entry.list.name}：${brief(entry.item.says, 20)}`,
        day: entry.slot.deadline,
      })),

  find({ db }, ref) {
    const [item, unit] = ref.split(':').map(Number);
    const list = allLists(db).find(({ items }) => items.some(({ id }) => id === item));
    const says = list?.items.find(({ id }) => id === item)?.says;
    if (!list || says === undefined || unit === undefined) return undefined;
    return {
      label: `${list.name}：${brief(says, 20)}`,
      action: press(`看清单：${list.name}`, 'list.show', { list: list.id, unit }),
    };
  },

  maySee: ({ db, now, person }, ref) => may(db, person.id, 'oversee', Number(ref.split(':')[1]), dayOf(now)),
});
