import { type Card, card, note } from '../../../cards/card.ts';
import { renderDingTalkText } from '../../../cards/render/dingtalk.ts';
import { unreachable } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { receive } from '../../receive.ts';
import { sendsRoster } from '../../roster.ts';
import type { Incoming } from '../platform.ts';
import { type Decoded, decodeCard, decodeEvent, decodeRobot, type PressedCard } from './decode.ts';
import type { DingTalk } from './dingtalk.ts';
import { DingTalkFault, verdictOf } from './fault.ts';
import { TOO_LARGE } from './http.ts';
import { isSessionUrl } from './session.ts';
import { paramsOf } from './template.ts';
import { carriedIn } from './word.ts';

/** Whether DingTalk shall send this again. */
export interface Handled {
  again: boolean;
}

const DONE: Handled = { again: false };
/** Bytes: a roster of everybody is a hundredth of it. */
const ROSTER = 5 * 1024 * 1024;

const AGAIN: Handled = { again: true };

/** Said to the robot, by whichever way it came: decode → receive; what is answered leaves through the outbox. */
export async function handleRobot(org: Org, dingtalk: DingTalk, payload: unknown): Promise<Handled> {
  const decoded = decodeRobot(payload);
  const { session } = decoded;
  if (session?.to) dingtalk.sessions.note(session.to, session.url, session.until);
  switch (decoded.kind) {
    case 'incoming':
      return await heard(org, decoded.incoming);
    case 'spoken':
      return await heard(org, { ...decoded.incoming, event: spokenEvent(dingtalk, decoded) });
    case 'file':
      return await fetched(org, dingtalk, decoded);
    case 'outsider':
      return await greet(org, dingtalk, decoded);
    case 'ignored':
      org.log.info('dingtalk.ignored', { org: org.slug, reason: decoded.reason });
      return DONE;
    default:
      return unreachable(decoded);
  }
}

async function heard(org: Org, incoming: Incoming): Promise<Handled> {
  return (await receive(org, incoming)).fault ? AGAIN : DONE;
}

/** A press, if the code is one of ours; whoever says it is asked for their rights in any case. */
function spokenEvent(
  { wording }: DingTalk,
  { text, spoken }: Extract<Decoded, { kind: 'spoken' }>,
): Incoming['event'] {
  const found = wording.find(spoken.code);
  return found ? { kind: 'tap', message: '', ...found } : { kind: 'text', text };
}

/** A roster comes first, over the network; the transaction that reads it afterwards does not wait for anything. */
async function fetched(
  org: Org,
  dingtalk: DingTalk,
  file: Extract<Decoded, { kind: 'file' }>,
): Promise<Handled> {
  const { incoming, code, name } = file;
  if (!sendsRoster(org, incoming, name))
    return await heard(org, { ...incoming, event: { kind: 'sent', parts: [{ handle: code, name }] } });
  try {
    const bytes = await dingtalk.api.download(code, ROSTER);
    return await heard(org, { ...incoming, event: { kind: 'file', name, bytes } });
  } catch (error) {
    if (!(error instanceof DingTalkFault)) throw error;
    org.log.warn('dingtalk.file', { org: org.slug, reason: error.message });
    if (verdictOf(error) === 'again') return AGAIN;
    const large = error.code === TOO_LARGE;
    const sentence = large
      ? '文件太大了，请把不用的内容删掉（5 MB 以内），再发一次。'
      : '文件没有取到，请再发一次；还不行就请管理员检查机器人的权限。';
    return await explain(dingtalk, incoming, sentence);
  }
}

async function explain(
  { platform }: DingTalk,
  { account, keys }: Omit<Incoming, 'event'>,
  sentence: string,
): Promise<Handled> {
  if (!account) return DONE;
  const to = { platform: 'dingtalk', kind: 'direct', id: account.id } as const;
  await platform.send(to, card(sentence, [], { tone: 'warning' }), `file:${keys[0]}`);
  return DONE;
}

const OUTSIDER: Card = card('您还不在本组织的钉钉里', [
  note('我只为本组织的成员服务。请联系支部书记或管理员，把您加入组织后再来找我。'),
]);

/** By the address that the message brought along: somebody without an id can be told in no other way. */
async function greet(
  org: Org,
  { api, config }: DingTalk,
  { session, key }: Extract<Decoded, { kind: 'outsider' }>,
): Promise<Handled> {
  org.log.info('dingtalk.outsider', { org: org.slug, message: key });
  if (!session || session.until <= org.clock.now() || !isSessionUrl(session.url, config.api)) return DONE;
  const text = { content: renderDingTalkText(OUTSIDER) };
  try {
    await api.sendBySession(session.url, { msgtype: 'text', text });
  } catch (error) {
    if (!(error instanceof DingTalkFault)) throw error;
    org.log.warn('dingtalk.outsider', { org: org.slug, reason: error.message });
  }
  return DONE;
}

/** A press on a template's card is answered with what the card becomes, and a word for whoever pressed. `id`: of the callback. */
export async function handleCard(
  org: Org,
  dingtalk: DingTalk,
  payload: unknown,
  id: string,
): Promise<unknown> {
  const pressed = decodeCard(payload);
  const incoming = pressOf(dingtalk, pressed, id);
  if (!incoming) return updated({}, '这个按钮已经过期，请看最近的一张卡片。');
  const answer = await receive(org, incoming);
  const group = incoming.chat.kind === 'group' ? incoming.chat.id : null;
  const params = answer.card ? await paramsOf(dingtalk.wording, answer.card, group, answer.form) : {};
  return updated(params, answer.toast?.text ?? '');
}

function pressOf({ wording }: DingTalk, pressed: PressedCard, id: string): Incoming | undefined {
  const carried = carriedIn(pressed.carried);
  const found = carried && wording.find(carried.code);
  if (!carried || !found) return undefined;
  return {
    platform: 'dingtalk',
    keys: [`dingtalk:press:${id}`],
    account: { id: pressed.account },
    chat: carried.group === undefined ? { kind: 'direct' } : { kind: 'group', id: carried.group },
    event: { kind: 'tap', message: pressed.message, ...found },
  };
}

/** The toast is private: in a group only whoever pressed sees it. */
function updated(params: Record<string, string>, toast: string): unknown {
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    ...(Object.keys(params).length > 0 && { cardData: { cardParamMap: params } }),
    userPrivateData: { cardParamMap: { toast } },
  };
}

/** Something changed in the organisation. `id`: of the event, for ever. */
export async function handleEvent(org: Org, type: string, payload: unknown, id: string): Promise<Handled> {
  const decoded = decodeEvent(type, payload, id);
  if (decoded.kind === 'departed') return await heard(org, decoded.incoming);
  org.log.info('dingtalk.ignored', { org: org.slug, reason: decoded.reason });
  return DONE;
}
