import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { acceptSocket, type Peer } from '../websocket.ts';
import type { Keys, Payload } from './payloads.ts';

/** A frame as DingTalk sends it. */
export interface Frame {
  specVersion?: string;
  type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  headers: Record<string, string>;
  data: string;
}

/** What the client answers a frame with. */
export interface Ack {
  code: number;
  message: string;
  headers: { messageId: string; contentType: string };
  data: string;
}

export const ROBOT = '/v1.0/im/bot/messages/get';
const CARD = '/v1.0/card/instances/callback';

/** The other end of DingTalk's streams: a ticket is good once and for 90 s, and what nobody acknowledged comes again. */
export function createStreams(
  server: Server,
  { api, keys, now }: { api: string; keys: Keys; now: () => number },
) {
  const tickets = new Map<string, number>();
  const attempts: number[] = [];
  const acks = new Map<string, (ack: Ack) => void>();
  const waiting = new Map<string, Frame>();
  let peer: Peer | undefined;
  let down = false;
  let opened = () => {};
  let arrival = new Promise<void>((resolve) => {
    opened = resolve;
  });

  server.on('upgrade', (request, socket) => {
    const ticket = new URL(request.url ?? '/', api).searchParams.get('ticket') ?? '';
    const until = tickets.get(ticket);
    tickets.delete(ticket);
    if (down || until === undefined || until < now()) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    const mine = acceptSocket(request, socket, answered);
    peer = mine;
    void mine.closed.then(() => {
      if (peer === mine) peer = undefined;
    });
    opened();
    arrival = new Promise<void>((resolve) => {
      opened = resolve;
    });
    for (const frame of waiting.values()) transmit(frame);
  });

  return {
    attempts,
    open,
    isOpen: () => peer !== undefined,
    /** Resolves when a client has connected that was not before. */
    connected: () => arrival,
    say: (payload: Payload) => ask(callback(ROBOT, payload)),
    press: (payload: Payload) => ask(callback(CARD, payload)),
    event: (type: string, payload: Payload, id: string = randomUUID()) => ask(eventFrame(type, payload, id)),
    system: (topic: string, data: Payload) =>
      ask({ type: 'SYSTEM', headers: headers(topic), data: JSON.stringify(data) }),
    /** Says goodbye and expects no answer. */
    disconnect: () =>
      transmit({
        type: 'SYSTEM',
        headers: headers('disconnect'),
        data: JSON.stringify({ reason: 'connection is expired' }),
      }),
    frame: (frame: Frame) => ask(frame),
    /** Queues what comes when somebody connects. */
    queue: (frame: Frame) => {
      waiting.set(frame.headers.messageId ?? '', frame);
    },
    callback,
    unacknowledged: () => waiting.size,
    drop: () => peer?.drop(),
    outage(is: boolean) {
      down = is;
      if (is) peer?.drop();
    },
    close: () => peer?.drop(),
  };

  function open(body: Payload): { status: number; code?: string; message?: string; body?: Payload } {
    attempts.push(now());
    if (down) return { status: 503, code: 'ServiceUnavailable', message: 'down' };
    if (body.clientId !== keys.clientId || body.clientSecret !== keys.clientSecret)
      return { status: 401, code: 'authFailed', message: '鉴权失败' };
    const ticket = randomUUID();
    tickets.set(ticket, now() + 90_000);
    return { status: 200, body: { endpoint: `${api.replace('http', 'ws')}/connect`, ticket } };
  }

  function callback(topic: string, payload: Payload): Frame {
    return { specVersion: '1.0', type: 'CALLBACK', headers: headers(topic), data: JSON.stringify(payload) };
  }

  function eventFrame(eventType: string, payload: Payload, eventId: string): Frame {
    return {
      specVersion: '1.0',
      type: 'EVENT',
      headers: { ...headers('*'), eventType, eventId },
      data: JSON.stringify(payload),
    };
  }

  function headers(topic: string): Record<string, string> {
    return { topic, messageId: randomUUID(), contentType: 'application/json', time: String(now()) };
  }

  /** The answer as a response: what is not acknowledged with 200 comes again. */
  async function ask(frame: Frame): Promise<Response> {
    const id = frame.headers.messageId ?? '';
    const answered = new Promise<Ack>((resolve) => acks.set(id, resolve));
    transmit(frame);
    const { code, data } = await answered;
    const { response }: { response?: unknown } = Object(JSON.parse(data));
    return new Response(JSON.stringify(response ?? JSON.parse(data)), { status: code });
  }

  function transmit(frame: Frame): void {
    peer?.send(Buffer.from(JSON.stringify(frame)));
  }

  function answered(body: Buffer): void {
    const ack: Ack = JSON.parse(body.toString('utf8'));
    if (ack.code === 200) waiting.delete(ack.headers.messageId);
    acks.get(ack.headers.messageId)?.(ack);
    acks.delete(ack.headers.messageId);
  }
}
