import { createSecretKey } from 'node:crypto';
import { buttons, type Card, formOf, type Input } from '../../cards/card.ts';
import { renderText } from '../../cards/render/text.ts';
import type { NodeStore } from '../../db/node.ts';
import { deliver } from '../../src/deliver.ts';
import { silent } from '../../src/log.ts';
import type { Org, Settings } from '../../src/org.ts';
import type {
  Ability,
  Address,
  Answer,
  Incoming,
  Platform,
  PlatformName,
  Sent,
} from '../../src/platforms/platform.ts';
import { receive } from '../../src/receive.ts';
import { instantOf, type WallTime } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { type Found, foundUnits } from '../helpers/people.ts';

const SIGNING = { org: 'main', key: createSecretKey(Buffer.from('a secret that signs the links of tests')) };

interface Shown {
  address: Address;
  remoteId: string;
  card: Card;
  /** Where its form is filled in in a browser. */
  form: string | undefined;
}

/** An organisation on Lark, and on others if they are named, as its cards are seen: each platform keeps what it was sent. */
export async function testChat(
  now: WallTime,
  units: Found = {},
  settings: Partial<Settings> = {},
  can: Ability = { form: true, edit: true },
  others: readonly PlatformName[] = [],
) {
  const { store } = testStore();
  await store.change((db) => foundUnits(db, units));
  const shown: Shown[] = [];
  const clock = { at: instantOf(now), now: () => clock.at };
  const platforms = (['lark', ...others] as const).map((name) => recording(name, shown, can));
  const org: Org = {
    slug: 'main',
    settings: { url: 'http://127.0.0.1:3000', signing: SIGNING, ...settings },
    clock,
    store,
    log: silent,
    platforms: new Map(platforms.map((platform) => [platform.name, platform])),
    wake() {},
  };
  let events = 0;
  return { org, store, clock, link: linker(store), account, joins };

  /** Everybody behind an account, known or not. */
  function account(id: string, name?: string, platform: PlatformName = 'lark') {
    return { says, sends, presses, pressesOn, sees, lastCard, text };

    async function happens(
      event: Incoming['event'],
      chat: Incoming['chat'] = { kind: 'direct' },
    ): Promise<Answer> {
      events += 1;
      const answer = await receive(org, {
        platform,
        keys: [`event:${events}`],
        account: { id, ...(name && { name }) },
        chat,
        event,
      });
      if (event.kind === 'tap' && answer.card) {
        const tapped = shown.find(({ remoteId }) => remoteId === event.message);
        if (tapped) tapped.card = answer.card;
      }
      clock.at += 2_000;
      await deliver(org);
      return answer;
    }

    function says(text: string, group?: string): Promise<Answer> {
      return happens({ kind: 'text', text }, group ? { kind: 'group', id: group } : { kind: 'direct' });
    }

    function sends(name: string, bytes: Uint8Array): Promise<Answer> {
      return happens({ kind: 'file', name, bytes });
    }

    /** The newest button with this label, in their own chat or in a group. */
    function presses(label: string, form?: Input, group?: string): Promise<Answer> {
      const found = shown.findLast(
        ({ address, card }) =>
          address.id === (group ?? id) && buttons(card).some((one) => one.label === label),
      );
      if (!found) throw new Error(`${id} sees no button “${label}”`);
      return pressesOn(found, label, form, group);
    }

    function pressesOn(message: Shown, label: string, form?: Input, group?: string): Promise<Answer> {
      const action = buttons(message.card).find((one) => one.label === label);
      if (action?.type !== 'press') throw new Error(`no button “${label}”`);
      const defaults = Object.fromEntries(
        (formOf(message.card)?.fields ?? []).flatMap(({ name, value }) =>
          value === undefined ? [] : [[name, value]],
        ),
      );
      return happens(
        {
          kind: 'tap',
          message: message.remoteId,
          command: action.command,
          input: action.input,
          ...(form && { form: { ...defaults, ...form } }),
        },
        group ? { kind: 'group', id: group } : { kind: 'direct' },
      );
    }

    function sees(group?: string): Shown[] {
      return shown.filter(({ address }) => address.id === (group ?? id));
    }

    function lastCard(): Card | undefined {
      return sees().at(-1)?.card;
    }

    /** All that this account has been shown, as it stands now. */
    function text(group?: string): string {
      return sees(group)
        .map(({ card }) => renderText(card))
        .join('\n\n');
    }
  }

  /** The bot is added to a group, or leaves it. */
  async function joins(
    id: string,
    name: string,
    kind: 'joined' | 'left' = 'joined',
    platform: PlatformName = 'lark',
  ): Promise<void> {
    events += 1;
    await receive(org, {
      platform,
      keys: [`event:${events}`],
      chat: { kind: 'group', id, name },
      event: { kind },
    });
    await deliver(org);
  }
}

function recording(name: PlatformName, shown: Shown[], can: Ability): Platform {
  const fine = (remoteId: string): Promise<Sent> => Promise.resolve({ ok: true, remoteId });
  return {
    name,
    pace: { app: [], address: [] },
    can,
    send(address, card, _key, form) {
      shown.push({ address, card, form, remoteId: `om_${shown.length}` });
      return fine(`om_${shown.length - 1}`);
    },
    update(_address, remoteId, card, form) {
      if (!can.edit) return fine(remoteId);
      const message = shown.find((one) => one.remoteId === remoteId);
      if (message) Object.assign(message, { card, form });
      return fine(remoteId);
    },
  };
}

/** Gives a person an account. */
function linker(store: NodeStore) {
  return (name: string, id: string, platform: PlatformName = 'lark') =>
    store.change((db) => {
      db.run(
        `insert into accounts (platform, id, person, linked_at) select '${platform}', '${id}', id, 0 from persons where name = '${name}'`,
      );
    });
}
