import { formOf } from '../../../cards/card.ts';
import { messageOf } from '../../../src/platforms/console/message.ts';
import { testOrg } from '../../helpers/org.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { contract } from '../contract.ts';

/** Nothing comes to the console from the outside, and nothing is refused there. */
contract({
  name: 'console',
  secrets: [],

  async open(now) {
    const org = await testOrg(now, TWO_BRANCHES);
    const { hosted, store, app } = org;
    return {
      hosted,
      store,
      wait: async (seconds) => {
        const { clock } = hosted.org;
        await hosted.console?.advance(clock.now() + seconds * 1000);
      },
      logged: [],
      person: (number) => ({ platform: 'console', kind: 'direct', id: String(number + 3) }),
      group: { platform: 'console', kind: 'group', id: '2' },
      seen: ({ kind, id }) =>
        store.read((db) =>
          db.query.consoleMessages
            .findMany()
            .sync()
            .filter((row) => row.kind === kind && row.address === id && row.card)
            .map((row) => JSON.stringify(row.card)),
        ),
      hasty: () => 0,
      request: async (request) => await app.fetch(request),
    };
  },

  draw(card, place) {
    const row = { id: 1, seq: 1, at: 0, kind: place, address: '3', key: 'x', author: null, said: null };
    const names = { person: () => undefined, unit: () => undefined };
    const shown = JSON.stringify(messageOf({ ...row, card }, card, names));
    const { actions, form } = messageOf({ ...row, card }, card, names);
    const asks = formOf(card);
    if (asks && form?.length !== asks.fields.length) return { fault: 'a field is missing', shown };
    const missing = actions.length < card.actions.length;
    return { fault: missing ? 'a button is missing' : null, shown };
  },
});
