import { renderDingTalk } from '../../../cards/render/dingtalk.ts';
import { MINUTE } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { contract, type Opened } from '../contract.ts';
import { fault } from './card.ts';
import type { FakeDingTalk, Refused } from './fake.ts';
import { dingTalkOrg } from './org.ts';
import { keys, mac, messageOf, posted, said, sealed, signed } from './payloads.ts';

const HELP = said('staff3', '帮助', { id: 'msg-of-help' });
const fakes = new WeakMap<Opened, FakeDingTalk>();

contract({
  name: 'dingtalk',
  secrets: [keys.clientSecret, keys.aesKey, keys.token],

  async open(now) {
    const { ding, hosted, store, wait, logged, app } = await dingTalkOrg(now, TWO_BRANCHES);
    const opened: Opened = {
      hosted,
      store,
      wait,
      logged,
      person: (number) => ({ platform: 'dingtalk', kind: 'direct', id: `staff${number + 3}` }),
      group: { platform: 'dingtalk', kind: 'group', id: 'cidGroup==' },
      seen: ({ id }) => ding.messagesTo(id).map(({ text }) => text),
      hasty: () => ding.calls.filter(({ code }) => /Qps|too\.fast|130101/.test(code)).length,
      request: async (request) => await app.fetch(request),
    };
    fakes.set(opened, ding);
    return opened;
  },

  draw(card, _place, form) {
    const word = ({ label }: { label: string }) => `${label} #aaaaaaaaaa`;
    const { title, text, buttons } = renderDingTalk(card, { word, ...(form && { form }) });
    const numbered = buttons.flatMap(({ label, url }, index) => [
      [`actionTitle${index + 1}`, label],
      [`actionURL${index + 1}`, url],
    ]);
    const several = { title, text, ...Object.fromEntries(numbered) };
    const [only] = buttons;
    const param =
      only && buttons.length === 1 ? { title, text, singleTitle: only.label, singleURL: only.url } : several;
    const key = ['sampleMarkdown', 'sampleActionCard'][buttons.length] ?? `sampleActionCard${buttons.length}`;
    const links = buttons.map(({ url }) => url);
    return { fault: fault(key, JSON.stringify(param)), shown: [text, ...links].join('\n') };
  },

  refuse: {
    again: refused({ status: 403, code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }),
    never: refused({ status: 400, code: 'staffId.notExisted' }),
    broken: refused({ status: 403, code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }),
  },

  door: {
    genuine: (at) => signed(HELP, { at }),
    strangers: {
      'no signature': () => posted(HELP),
      'no time': (at) => signed(HELP, { at, headers: { timestamp: null } }),
      'no base64': (at) => signed(HELP, { at, headers: { sign: 'zz' } }),
      'another signature': (at) => signed(HELP, { at, headers: { sign: mac('x', 'y') } }),
      'half a signature': (at) => signed(HELP, { at, headers: { sign: null } }),
      'a time that is none': () =>
        posted(HELP, undefined, {
          timestamp: 'now',
          sign: mac(keys.clientSecret, `now\n${keys.clientSecret}`),
        }),
      'two hours old': (at) => signed(HELP, { at: at - 120 * MINUTE }),
      'from tomorrow': (at) => signed(HELP, { at: at + 1440 * MINUTE }),
      'no JSON': (at) => signed('{', { at }),
      'no UTF-8': (at) => signed(new Uint8Array([0xff, 0xfe]), { at }),
      'no message': (at) => signed('[]', { at }),
      'far too much': (at) => signed(`"${'x'.repeat(2 ** 20)}"`, { at }),
    },
    wordless: (at) => signed(messageOf('staff3', 'video'), { at }),
    unsupported: {
      'a film for the group': (at) => signed(messageOf('staff3', 'video', { group: 'cid1' }), { at }),
      'an event of another kind': (at) => sealed({ EventType: 'org_dept_create' }, { at }),
    },
  },
});

/** What comes next is the call that counts: tokens are not planned for. */
function refused(answer: Refused): (opened: Opened) => void {
  return (opened) => fakes.get(opened)?.next(answer);
}
