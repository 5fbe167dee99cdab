import { z } from 'zod';
import { type Instant, MINUTE, SECOND } from '../../time.ts';
import type { Attachment } from '../platform.ts';
import type { DingTalkConfig } from './config.ts';
import { DingTalkFault, isStale, isUsedUp } from './fault.ts';
import { callFile, callJson, expect } from './http.ts';

/** The calls made to DingTalk; each throws a `DingTalkFault`. */
export interface DingTalkApi {
  /** To at most twenty people at once. */
  sendToPeople(users: readonly string[], message: Message): Promise<SentToPeople>;
  /** → what DingTalk calls the message */
  sendToGroup(group: string, message: Message): Promise<string>;
  /** An answer by the address that a message brought along, which costs no call of the month. */
  sendBySession(url: string, body: unknown): Promise<void>;
  /** Makes a card of a template and shows it. The same `track` is the same card. */
  deliverCard(card: CardDelivery): Promise<void>;
  updateCard(track: string, params: CardParams): Promise<void>;
  /** Has presses on cards posted to this address, signed with the secret. */
  registerCallback(routeKey: string, url: string, secret: string): Promise<void>;
  /** What somebody sent the robot, of at most so many bytes. */
  download(code: string, most: number): Promise<Uint8Array>;
  /** Hands in a file to be sent. → what DingTalk calls it */
  upload(file: Attachment): Promise<string>;
  /** Where to connect for a stream, and the ticket to show there, once. */
  openConnection(topics: readonly Topic[]): Promise<{ endpoint: string; ticket: string }>;
  /** A call of the older API, which has an address and a way to authenticate of its own. */
  older(path: string, body: unknown): Promise<unknown>;
  /** Whether DingTalk knows the app. */
  authenticate(): Promise<void>;
}

/** A message of the robot's. `param` is JSON in a string. {@link https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots} */
export interface Message {
  key: string;
  param: string;
}

export interface SentToPeople {
  id: string;
  /** Whom the organisation does not have. */
  unknown: string[];
  /** Who has had too many messages just now. */
  slowed: string[];
}

export type CardParams = Record<string, string>;

export interface CardDelivery {
  track: string;
  template: string;
  params: CardParams;
  to: { kind: 'direct' | 'group'; id: string };
  /** How presses come back. */
  callback: { type: 'STREAM' } | { type: 'HTTP'; routeKey: string };
}

export interface Topic {
  type: 'EVENT' | 'CALLBACK';
  topic: string;
}

const Token = z.object({ accessToken: z.string().min(1), expireIn: z.number() });
const ToPeople = z.object({
  processQueryKey: z.string().catch(''),
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
});
const ToGroup = z.object({ processQueryKey: z.string().catch('') });
const Link = z.object({ downloadUrl: z.url() });
const Media = z.object({ media_id: z.string().min(1) });
const Connection = z.object({ endpoint: z.string().min(1), ticket: z.string().min(1) });

/** What the API needs of its surroundings. `spent`: a call was made; `exhausted`: DingTalk says there are none left. */
export interface Meter {
  now(): Instant;
  spent(): Promise<void>;
  exhausted(): Promise<void>;
}

export function createDingTalkApi(config: DingTalkConfig, meter: Meter): DingTalkApi {
  const { clientId, clientSecret, robotCode, api } = config;
  let kept: { token: string; until: Instant } | undefined;
  let asking: Promise<string> | undefined;
  return {
    sendToPeople,
    sendToGroup,
    sendBySession,
    deliverCard,
    updateCard,
    registerCallback,
    download,
    upload,
    openConnection,
    older,
    authenticate: async () => void (await token()),
  };

  async function sendToPeople(users: readonly string[], { key, param }: Message): Promise<SentToPeople> {
    const body = { robotCode, userIds: users, msgKey: key, msgParam: param };
    const answer = await call('POST', '/v1.0/robot/oToMessages/batchSend', body);
    const { processQueryKey: id, invalidStaffIdList, flowControlledStaffIdList } = expect(ToPeople, answer);
    return { id, unknown: invalidStaffIdList ?? [], slowed: flowControlledStaffIdList ?? [] };
  }

  async function sendToGroup(group: string, { key, param }: Message): Promise<string> {
    const body = { robotCode, openConversationId: group, msgKey: key, msgParam: param };
    return expect(ToGroup, await call('POST', '/v1.0/robot/groupMessages/send', body)).processQueryKey;
  }

  async function sendBySession(url: string, body: unknown): Promise<void> {
    await callJson(url, { method: 'POST', body });
  }

  async function deliverCard({ track, template, params, to, callback }: CardDelivery): Promise<void> {
    const group = to.kind === 'group';
    const space = { supportForward: false };
    const deliver = group ? { robotCode } : { spaceType: 'IM_ROBOT', robotCode };
    await call('POST', '/v1.0/card/instances/createAndDeliver', {
      outTrackId: track,
      cardTemplateId: template,
      cardData: { cardParamMap: params },
      callbackType: callback.type,
      ...(callback.type === 'HTTP' && { callbackRouteKey: callback.routeKey }),
      openSpaceId: group ? `dtv1.card//IM_GROUP.${to.id}` : `dtv1.card//IM_ROBOT.${to.id}`,
      userIdType: 1,
      ...(group
        ? { imGroupOpenSpaceModel: space, imGroupOpenDeliverModel: deliver }
        : { imRobotOpenSpaceModel: space, imRobotOpenDeliverModel: deliver }),
    });
  }

  async function updateCard(track: string, params: CardParams): Promise<void> {
    await call('PUT', '/v1.0/card/instances', {
      outTrackId: track,
      cardData: { cardParamMap: params },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
  }

  async function registerCallback(routeKey: string, url: string, secret: string): Promise<void> {
    await call('POST', '/v1.0/card/callbacks/register', {
      callbackRouteKey: routeKey,
      callbackUrl: url,
      apiSecret: secret,
      forceUpdate: true,
    });
  }

  async function download(code: string, most: number): Promise<Uint8Array> {
    const answer = await call('POST', '/v1.0/robot/messageFiles/download', { downloadCode: code, robotCode });
    return await callFile(expect(Link, answer).downloadUrl, most);
  }

  async function upload({ name, type, bytes }: Attachment): Promise<string> {
    const form = new FormData();
    form.set('type', 'file');
    form.set('media', new Blob([new Uint8Array(bytes)], { type }), name);
    return expect(Media, await older('/media/upload', form)).media_id;
  }

  /** Neither this nor a token is among the metered calls. */
  async function openConnection(topics: readonly Topic[]): Promise<{ endpoint: string; ticket: string }> {
    const body = { clientId, clientSecret, subscriptions: topics, ua: 'zhibu' };
    return expect(
      Connection,
      await callJson(`${api}/v1.0/gateway/connections/open`, { method: 'POST', body }),
    );
  }

  async function older(path: string, body: unknown): Promise<unknown> {
    return await authenticated((token) =>
      callJson(`${olderApi(api)}${path}?access_token=${token}`, { method: 'POST', body }),
    );
  }

  async function call(method: 'POST' | 'PUT', path: string, body: unknown): Promise<unknown> {
    return await authenticated((token) =>
      callJson(`${api}${path}`, { method, headers: { 'x-acs-dingtalk-access-token': token }, body }),
    );
  }

  async function authenticated(attempt: (token: string) => Promise<unknown>): Promise<unknown> {
    try {
      return await metered(attempt);
    } catch (error) {
      if (!(error instanceof DingTalkFault) || !isStale(error)) throw error;
      kept = undefined;
      return await metered(attempt);
    }
  }

  async function metered(attempt: (token: string) => Promise<unknown>): Promise<unknown> {
    const current = await token();
    await meter.spent();
    try {
      return await attempt(current);
    } catch (error) {
      if (error instanceof DingTalkFault && isUsedUp(error)) await meter.exhausted();
      throw error;
    }
  }

  /** Whoever needs one while it is being asked for shares it. */
  async function token(): Promise<string> {
    if (kept && kept.until > meter.now()) return kept.token;
    asking ??= askToken().finally(() => {
      asking = undefined;
    });
    return await asking;
  }

  async function askToken(): Promise<string> {
    const body = { appKey: clientId, appSecret: clientSecret };
    const answer = await callJson(`${api}/v1.0/oauth2/accessToken`, { method: 'POST', body });
    const { accessToken, expireIn } = expect(Token, answer);
    kept = { token: accessToken, until: meter.now() + expireIn * SECOND - 5 * MINUTE };
    return accessToken;
  }
}

/** `https://api.dingtalk.com` → `https://oapi.dingtalk.com`; anything else answers both. */
function olderApi(api: string): string {
  return api.replace(/^https:\/\/api\.dingtalk\./, 'https://oapi.dingtalk.');
}
