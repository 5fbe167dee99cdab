import { renderWecom, renderWecomText } from '../../../cards/render/wecom.ts';
import { MINUTE } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { contract, type Opened } from '../contract.ts';
import { fault, linksOf, questionsOf, textOf } from './card.ts';
import type { FakeWecom, Planned } from './fake.ts';
import { wecomOrg } from './org.ts';
import { check, event, keys, message, sealed, text } from './payloads.ts';

const HELP = text('user3', '帮助');
const GROUP = 'groupofatest';
const fakes = new WeakMap<Opened, FakeWecom>();

contract({
  name: 'wecom',
  secrets: [keys.token, keys.aesKey, 'app-secret-of-a-test'],

  async open(now) {
    const { wecom, hosted, store, wait, logged, app } = await wecomOrg(now, TWO_BRANCHES);
    wecom.chat(GROUP);
    const opened: Opened = {
      hosted,
      store,
      wait,
      logged,
      person: (number) => ({ platform: 'wecom', kind: 'direct', id: `user${number + 3}` }),
      group: { platform: 'wecom', kind: 'group', id: GROUP },
      seen: ({ id }) => wecom.messagesTo(id).map((one) => one.text),
      hasty: () =>
        wecom.dropped.length + wecom.calls.filter(({ code }) => code === 45009 || code === 45033).length,
      request: async (request) => await app.fetch(request),
    };
    fakes.set(opened, wecom);
    return opened;
  },

  draw(card, place, form) {
    if (place === 'group') return seenAsText(renderWecomText(card));
    const { card: drawn } = renderWecom(card, { task: 'zhibu-1', ...(form && { page: form }) });
    if (!drawn) return seenAsText(renderWecomText(card, form));
    // A few choices are asked on the card itself, and no link is needed.
    const asked =
      drawn.card_type !== 'text_notice' && questionsOf({ ...drawn }).length > 0 ? [form ?? ''] : [];
    return {
      fault: fault(drawn),
      shown: [textOf({ ...drawn }), ...linksOf({ ...drawn }), ...asked].join('\n'),
    };
  },

  refuse: {
    again: refused({ errcode: 45033, errmsg: 'api concurrent out of limit' }),
    never: refused({ errcode: 81013, errmsg: 'user & party & tag all invalid' }),
    broken: refused({
      errcode: 60020,
      errmsg: 'not allow to access from your ip, hint: [1], from ip: 203.0.113.7',
    }),
  },

  door: {
    genuine: (at) => sealed(HELP, { at }),
    strangers: {
      'no signature': (at) => sealed(HELP, { at, query: { msg_signature: null } }),
      'no nonce': (at) => sealed(HELP, { at, query: { nonce: null } }),
      'no time': (at) => sealed(HELP, { at, query: { timestamp: null } }),
      'bad hexadecimal': (at) => sealed(HELP, { at, query: { msg_signature: 'zz' } }),
      'another signature': (at) => sealed(HELP, { at, query: { msg_signature: '0'.repeat(40) } }),
      'a time that is none': (at) => sealed(HELP, { at, query: { timestamp: 'now' } }),
      'an hour old': (at) => sealed(HELP, { at: at - 60 * MINUTE }),
      'from tomorrow': (at) => sealed(HELP, { at: at + 1440 * MINUTE }),
      'another key': (at) => sealed(HELP, { at, of: { ...keys, aesKey: 'x'.repeat(43) } }),
      'another corp': (at) => sealed(HELP, { at, of: { ...keys, corpId: 'ww_other' } }),
      'no UTF-8': (at) => sealed(HELP, { at, body: new Uint8Array([0xff, 0xfe]) }),
      'no message': (at) => sealed(HELP, { at, body: '{}' }),
      'no XML': (at) => sealed('hello', { at }),
      'nested without end': (at) => sealed(`<xml>${'<a>'.repeat(50_000)}`, { at }),
      'a document type': (at) => sealed(`<xml><!DOCTYPE a [<!ENTITY b "c">]></xml>`, { at }),
      'no event': (at) => sealed('<xml><a>1</a></xml>', { at }),
      'far too much': (at) => sealed(HELP, { at, body: 'x'.repeat(2 ** 20 + 1) }),
      'a check without a word': (at) => check('word', { at, query: { echostr: null } }),
    },
    wordless: (at) => sealed(message('user3', 'video', { ThumbMediaId: 'x', MediaId: 'x' }), { at }),
    unsupported: {
      'an event of another kind': (at) => sealed(event('user3', 'LOCATION', { Latitude: '1' }), { at }),
      'a message for another app': (at) =>
        sealed(text('user3', '帮助', { of: { ...keys, agentId: 7 } }), { at }),
    },
  },
});

function seenAsText(content: string): { fault: string | null; shown: string } {
  const size = Buffer.byteLength(content);
  const markup = /<\/?a\b/i.test(content);
  return {
    fault: size < 1 || size > 2048 ? `${size} bytes` : markup ? 'a link in markup' : null,
    shown: content,
  };
}

/** The token is fetched already; what comes next is the call that counts. */
function refused(answer: Planned): (opened: Opened) => void {
  const token: Planned = { errcode: 0, more: { access_token: 't', expires_in: 7200 } };
  return (opened) => fakes.get(opened)?.next(token, answer);
}
