import { renderLarkJson } from '../../../cards/render/lark.ts';
import { MINUTE } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { contract, type Opened } from '../contract.ts';
import { fault, textOf, walk } from './card.ts';
import type { FakeLark, Planned } from './fake.ts';
import { larkOrg } from './org.ts';
import { event, keys, message, messageOf, sealed, signed, unsigned } from './payloads.ts';

const HELP = message('ou_3', '帮助');
const fakes = new WeakMap<Opened, FakeLark>();

contract({
  name: 'lark',
  secrets: [keys.encryptKey, keys.verificationToken, 'app-secret-of-a-test'],

  async open(now) {
    const { lark, hosted, store, wait, logged, app } = await larkOrg(now, TWO_BRANCHES);
    const opened: Opened = {
      hosted,
      store,
      wait,
      logged,
      person: (number) => ({ platform: 'lark', kind: 'direct', id: `ou_${number + 3}` }),
      group: { platform: 'lark', kind: 'group', id: 'oc_group' },
      seen: ({ id }) => lark.messagesTo(id).map(({ text }) => text),
      hasty: () => lark.calls.filter(({ code }) => code === 99991400 || code === 230020).length,
      request: async (request) => await app.fetch(request),
    };
    fakes.set(opened, lark);
    return opened;
  },

  draw(card, place, form) {
    const json = renderLarkJson(card, place, form);
    const drawn: unknown = JSON.parse(json);
    const links = [...walk(drawn)].map(({ element }) => JSON.stringify(element.behaviors ?? ''));
    return { fault: fault(json), shown: [textOf(drawn), ...links].join('\n') };
  },

  refuse: {
    again: refused({ code: 230020, status: 400 }),
    never: refused({ code: 230013, status: 200 }),
    broken: refused({ code: 99991672, status: 400 }),
  },

  door: {
    genuine: (at) => sealed(HELP, { at }),
    strangers: {
      'no signature': () => unsigned(HELP),
      'half a signature': (at) => sealed(HELP, { at, headers: { 'x-lark-signature': null } }),
      'no nonce': (at) => sealed(HELP, { at, headers: { 'x-lark-request-nonce': null } }),
      'no time': (at) => sealed(HELP, { at, headers: { 'x-lark-request-timestamp': null } }),
      'bad hexadecimal': (at) => sealed(HELP, { at, headers: { 'x-lark-signature': 'zz' } }),
      'another signature': (at) => sealed(HELP, { at, headers: { 'x-lark-signature': '0'.repeat(64) } }),
      'a time that is none': (at) => sealed(HELP, { at, headers: { 'x-lark-request-timestamp': 'now' } }),
      'nine hours old': (at) => sealed(HELP, { at: at - 540 * MINUTE }),
      'from tomorrow': (at) => sealed(HELP, { at: at + 1440 * MINUTE }),
      'another token': (at) =>
        sealed(message('ou_3', '帮助', { of: { ...keys, verificationToken: 'x' } }), { at }),
      'no JSON': (at) => signed('{', { at }),
      'no UTF-8': (at) => signed(new Uint8Array([0xff, 0xfe]), { at }),
      'no event': (at) => signed('[]', { at }),
      'far too much': (at) => signed(`"${'x'.repeat(2 ** 20)}"`, { at }),
    },
    wordless: (at) => sealed(messageOf('ou_3', 'sticker', { file_key: 'x' }), { at }),
    unsupported: {
      'a sticker for the group': (at) =>
        sealed(messageOf('ou_3', 'sticker', { file_key: 'x' }, { chat: 'oc_1' }), { at }),
      'an event of another kind': (at) => sealed(event('im.message.reaction.created_v1', {}), { at }),
    },
  },
});

/** The token is fetched already; what comes next is the call that counts. */
function refused(answer: Planned): (opened: Opened) => void {
  const token: Planned = { code: 0, more: { tenant_access_token: 't', expire: 7200 } };
  return (opened) => fakes.get(opened)?.next(token, answer);
}
