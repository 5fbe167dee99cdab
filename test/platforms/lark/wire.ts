import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptSocket } from '../websocket.ts';

/**
 * The other end of Lark's long connection: a WebSocket whose binary messages are frames in Protocol Buffers,
 * written from the frame's published fields.
 */
interface Frame {
  seqId: number;
  logId: number;
  service: number;
  /** 0 control, 1 data. */
  method: number;
  headers: Record<string, string>;
  payload: Buffer;
}

function encodeFrame(frame: Frame): Buffer {
  const { seqId, logId, service, method, headers, payload } = frame;
  const numbers = [seqId, logId, service, method].flatMap((value, index) => [
    ...varint(((index + 1) << 3) | 0),
    ...varint(value),
  ]);
  const pairs = Object.entries(headers).map(([key, value]) =>
    field(5, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
  );
  return Buffer.concat([Buffer.from(numbers), ...pairs, field(8, payload)]);
}

function decodeFrame(bytes: Buffer): Frame {
  const frame: Frame = { seqId: 0, logId: 0, service: 0, method: 0, headers: {}, payload: Buffer.alloc(0) };
  for (const { number, value, body } of fields(bytes)) {
    if (number === 1) frame.seqId = value;
    if (number === 2) frame.logId = value;
    if (number === 3) frame.service = value;
    if (number === 4) frame.method = value;
    if (number === 5) {
      const [key, content] = [...fields(body)].map((pair) => pair.body.toString('utf8'));
      frame.headers[key ?? ''] = content ?? '';
    }
    if (number === 8) frame.payload = body;
  }
  return frame;
}

function field(number: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(body.length)]), body]);
}

function varint(value: number): number[] {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

function* fields(bytes: Buffer): Generator<{ number: number; value: number; body: Buffer }> {
  let at = 0;
  const read = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = read();
    const value = read();
    const body = tag % 8 === 2 ? bytes.subarray(at, at + value) : Buffer.alloc(0);
    at += body.length;
    yield { number: tag >> 3, value, body };
  }
}

/** One client's connection, as Lark sees it. */
export interface Wire {
  /** Sends an event in this many pieces and resolves with the client's answer. */
  event(payload: unknown, pieces?: number): Promise<Answered>;
  /** Resolves with the client's first ping: what is sent before it, the SDK may not hear. */
  opened: Promise<void>;
  /** Resolves when the client has gone. */
  closed: Promise<void>;
  drop(): void;
}

interface Answered {
  code: number;
  data: unknown;
}

export function accept(request: IncomingMessage, socket: Duplex): Wire {
  const waiting = new Map<string, (answer: Answered) => void>();
  let ping = () => {};
  const opened = new Promise<void>((resolve) => {
    ping = resolve;
  });
  const peer = acceptSocket(request, socket, (body) => answered(decodeFrame(body)));
  return { event, opened, closed: peer.closed, drop: peer.drop };

  function event(payload: unknown, pieces = 1): Promise<Answered> {
    const id = randomUUID();
    const bytes = Buffer.from(JSON.stringify(payload));
    const size = Math.ceil(bytes.length / pieces);
    for (let seq = 0; seq < pieces; seq++) {
      const headers = { type: 'event', message_id: id, trace_id: id, sum: String(pieces), seq: String(seq) };
      peer.send(
        encodeFrame({
          seqId: seq,
          logId: 1,
          service: 1,
          method: 1,
          headers,
          payload: bytes.subarray(seq * size, (seq + 1) * size),
        }),
        'binary',
      );
    }
    return new Promise((resolve) => waiting.set(id, resolve));
  }

  function answered({ method, headers, payload }: Frame): void {
    if (method !== 1) {
      ping();
      return;
    }
    const { code, data } = JSON.parse(payload.toString('utf8')) as { code: number; data?: string };
    waiting.get(headers.message_id ?? '')?.({
      code,
      data: data === undefined ? undefined : JSON.parse(Buffer.from(data, 'base64').toString('utf8')),
    });
  }
}
