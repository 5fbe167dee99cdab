import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** A WebSocket as the other end has it: whole messages below 64 KB, no extensions. */
export interface Peer {
  send(body: Buffer, kind?: 'text' | 'binary'): void;
  /** Resolves when the client has gone. */
  closed: Promise<void>;
  drop(): void;
}

export function acceptSocket(request: IncomingMessage, socket: Duplex, heard: (body: Buffer) => void): Peer {
  const key = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = take(); frame; frame = take()) {
      if (frame.opcode === 8) socket.end();
      else if (frame.opcode === 1 || frame.opcode === 2) heard(frame.body);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { send, closed, drop: () => socket.destroy() };

  function send(body: Buffer, kind: 'text' | 'binary' = 'text'): void {
    const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255];
    socket.write(Buffer.concat([Buffer.from([kind === 'text' ? 0x81 : 0x82, ...length]), body]));
  }

  /** A client's frames are masked. */
  function take(): { opcode: number; body: Buffer } | null {
    if (rest.length < 2) return null;
    const short = (rest[1] ?? 0) & 127;
    const start = short === 126 ? 8 : 6;
    if (rest.length < start) return null;
    const length = short === 126 ? rest.readUInt16BE(2) : short;
    if (rest.length < start + length) return null;
    const mask = rest.subarray(start - 4, start);
    const masked = rest.subarray(start, start + length);
    const body = Buffer.from(masked.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
    const opcode = (rest[0] ?? 0) & 15;
    rest = rest.subarray(start + length);
    return { opcode, body };
  }
}
