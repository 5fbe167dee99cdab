import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { type Instant, MINUTE, SECOND } from '../../time.ts';
import { pause, STEADY, type Waiting } from '../again.ts';
import { parseJson } from '../body.ts';
import type { Topic } from './client.ts';
import type { DingTalk } from './dingtalk.ts';
import { DingTalkFault } from './fault.ts';
import { handleCard, handleEvent, handleRobot } from './handle.ts';

/** What the runtime lends to a stream. */
export interface Line extends Waiting {
  connect(url: string): Socket;
}

/** Of a WebSocket, what is used here. */
export interface Socket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: object) => void): void;
}

const ROBOT = '/v1.0/im/bot/messages/get';
const CARD = '/v1.0/card/instances/callback';
const TOPICS: readonly Topic[] = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: ROBOT },
  { type: 'CALLBACK', topic: CARD },
];

/** DingTalk asks now and then whether anybody is there; a connection without a word for so long is dead, though nobody closed it. */
const QUIET = 3 * MINUTE;
const HANDSHAKE = 15 * SECOND;

/**
 * `DINGTALK_MODE=stream`: what DingTalk would post comes over a connection that we open, authenticated as it opens.
 * Connects again for ever: five times within a minute or so, then at most once a minute. → how to end it
 * {@link https://open.dingtalk.com/document/orgapp/protocol}
 */
export function openDingTalkStream(org: Org, dingtalk: DingTalk, line: Line): () => void {
  const ended = new AbortController();
  void run(org, dingtalk, line, ended.signal);
  return () => ended.abort();
}

async function run(org: Org, dingtalk: DingTalk, line: Line, ended: AbortSignal): Promise<void> {
  let failures = 0;
  while (!ended.aborted) {
    const began = org.clock.now();
    const lived = await serve(org, dingtalk, line, ended);
    if (lived && org.clock.now() - began >= STEADY) failures = 0;
    if (!ended.aborted) await line.sleep(pause(failures, line.random()), ended);
    failures++;
  }
}

/** One connection, until it ends or is about to. → whether there was one */
async function serve(org: Org, dingtalk: DingTalk, line: Line, ended: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const stop = () => over.abort();
  ended.addEventListener('abort', stop);
  try {
    const { endpoint, ticket } = await dingtalk.api.openConnection(TOPICS);
    const socket = line.connect(`${endpoint}?ticket=${encodeURIComponent(ticket)}`);
    const heard = { at: org.clock.now() };
    socket.addEventListener('message', (event) => {
      heard.at = org.clock.now();
      void take(org, dingtalk, socket, event, stop);
    });
    socket.addEventListener('close', stop);
    socket.addEventListener('error', stop);
    const close = () => socket.close();
    ended.addEventListener('abort', close);
    socket.addEventListener('close', () => ended.removeEventListener('abort', close));
    if (!(await opened(socket, over.signal))) {
      socket.close();
      throw new DingTalkFault(null, 0, 'the stream does not open');
    }
    org.log.info('dingtalk.connected', { org: org.slug });
    if (await fellSilent(org, line, over.signal, heard)) socket.close();
    if (!ended.aborted) org.log.warn('dingtalk.disconnected', { org: org.slug });
    return true;
  } catch (error) {
    const known = error instanceof DingTalkFault;
    org.log.error('dingtalk.refused', { org: org.slug, ...(known ? { reason: error.message } : { error }) });
    return false;
  } finally {
    ended.removeEventListener('abort', stop);
    over.abort();
  }
}

function opened(socket: Socket, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, HANDSHAKE, false);
    socket.addEventListener('open', () => {
      clearTimeout(late);
      resolve(true);
    });
    over.addEventListener('abort', () => {
      clearTimeout(late);
      resolve(false);
    });
  });
}

/** Waits for the end of the connection. → whether it ended because nothing was heard */
async function fellSilent(org: Org, line: Line, over: AbortSignal, heard: { at: Instant }): Promise<boolean> {
  while (!over.aborted) {
    const left = heard.at + QUIET - org.clock.now();
    if (left <= 0) return true;
    await line.sleep(left, over);
  }
  return false;
}

const Headers = z.object({
  topic: z.string(),
  messageId: z.string().catch(''),
  eventType: z.string().optional(),
  eventId: z.string().optional(),
});
const Frame = z
  .object({
    type: z.string(),
    headers: Headers.optional(),
    /** As one of the pages calls it. */
    header: Headers.optional(),
    data: z.string().catch('{}'),
  })
  .transform(({ type, headers, header, data }) => ({ type, headers: headers ?? header, data }));
type Frame = { type: string; headers: z.infer<typeof Headers>; data: string };

/** Thrown by nobody: what cannot be done is said to DingTalk, and to the log. */
async function take(
  org: Org,
  dingtalk: DingTalk,
  socket: Socket,
  event: object,
  leave: () => void,
): Promise<void> {
  const frame = readFrame(event);
  if (!frame) {
    org.log.warn('dingtalk.rejected', { org: org.slug, reason: 'no frame of DingTalk’s' });
    return;
  }
  if (frame.type === 'SYSTEM' && frame.headers.topic === 'disconnect') return leave();
  const { code, data } = await answer(org, dingtalk, frame);
  const headers = { messageId: frame.headers.messageId, contentType: 'application/json' };
  try {
    socket.send(JSON.stringify({ code, message: code === 200 ? 'OK' : 'again', headers, data }));
  } catch {
    // The connection ended meanwhile: DingTalk sends this again, and it is known for what it is.
    org.log.warn('dingtalk.unacknowledged', { org: org.slug, topic: frame.headers.topic });
  }
}

function readFrame(event: object): Frame | null {
  if (!('data' in event) || typeof event.data !== 'string') return null;
  try {
    const parsed = Frame.safeParse(parseJson(event.data));
    if (!parsed.success || !parsed.data.headers) return null;
    return { ...parsed.data, headers: parsed.data.headers };
  } catch (error) {
    if (error instanceof Rejected) return null;
    throw error;
  }
}

interface Acknowledged {
  code: 200 | 500;
  /** JSON in a string. */
  data: string;
}

async function answer(org: Org, dingtalk: DingTalk, frame: Frame): Promise<Acknowledged> {
  try {
    return await dispatch(org, dingtalk, frame);
  } catch (error) {
    if (error instanceof Rejected) {
      org.log.warn('dingtalk.rejected', { org: org.slug, reason: error.message });
      return { code: 200, data: '{}' };
    }
    org.log.error('dingtalk.failed', { org: org.slug, error });
    return { code: 500, data: '{}' };
  }
}

async function dispatch(org: Org, dingtalk: DingTalk, frame: Frame): Promise<Acknowledged> {
  const { type, headers, data } = frame;
  if (type === 'SYSTEM') return { code: 200, data };
  const payload = parseJson(data);
  if (type === 'EVENT') {
    const { eventType = headers.topic, eventId = headers.messageId } = headers;
    const { again } = await handleEvent(org, eventType, payload, eventId);
    const status = again ? 'LATER' : 'SUCCESS';
    return { code: 200, data: JSON.stringify({ status, message: again ? 'again' : 'success' }) };
  }
  switch (headers.topic) {
    case ROBOT: {
      const { again } = await handleRobot(org, dingtalk, payload);
      return { code: again ? 500 : 200, data: '{"response":null}' };
    }
    case CARD: {
      const response = await handleCard(org, dingtalk, payload, headers.messageId);
      return { code: 200, data: JSON.stringify({ response }) };
    }
    default:
      org.log.info('dingtalk.ignored', { org: org.slug, reason: `nothing follows from ${headers.topic}` });
      return { code: 200, data: '{}' };
  }
}
