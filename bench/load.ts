import { connect, type Socket } from 'node:net';

/** What came of a series of requests; times in milliseconds. */
export interface Outcome {
  /** From the first request to the last answer. */
  span: number;
  latencies: Float64Array;
  /** Answered with something else than 200 and a success toast. */
  failed: number;
  /** The first of those answers. */
  example: string | null;
}

/** Each connection sends its next request as soon as the last is answered. */
export async function closedLoop(port: number, requests: Buffer[], width: number): Promise<Outcome> {
  const lines = await open(port, width);
  const tally = createTally(requests.length);
  let next = 0;
  const began = performance.now();
  await Promise.all(lines.map(work));
  return tally.outcome(began, lines);

  async function work(line: Line): Promise<void> {
    for (let at = next++; at < requests.length; at = next++) {
      const sent = performance.now();
      tally.note(at, sent, await line.ask(requests[at] as Buffer));
    }
  }
}

/**
 * Requests arrive at a rate whatever the server does: one that finds no free connection waits, and its time counts
 * from its arrival, not from when it could be sent.
 */
export async function openLoop(
  port: number,
  requests: Buffer[],
  width: number,
  span: number,
): Promise<Outcome> {
  const lines = await open(port, width);
  const free = [...lines];
  const tally = createTally(requests.length);
  const gap = span / requests.length;
  const began = performance.now();
  let arrived = 0;
  let sent = 0;
  await new Promise<void>((resolve) => {
    let answered = 0;
    step();

    function step(): void {
      arrived = Math.min(requests.length, Math.floor((performance.now() - began) / gap) + 1);
      send();
      if (arrived < requests.length) setImmediate(step);
    }

    function send(): void {
      while (sent < arrived) {
        const line = free.pop();
        if (!line) return;
        const at = sent++;
        line.ask(requests[at] as Buffer).then((answer) => {
          tally.note(at, began + at * gap, answer);
          free.push(line);
          if (++answered === requests.length) resolve();
          else send();
        });
      }
    }
  });
  return tally.outcome(began, lines);
}

function createTally(count: number) {
  const latencies = new Float64Array(count);
  let failed = 0;
  let example: string | null = null;
  let last = 0;
  return { note, outcome };

  function note(at: number, since: number, answer: Buffer): void {
    last = performance.now();
    latencies[at] = last - since;
    if (isSuccess(answer)) return;
    failed += 1;
    example ??= answer.toString('utf8');
  }

  function outcome(began: number, lines: Line[]): Outcome {
    for (const line of lines) line.close();
    return { span: last - began, latencies: latencies.sort(), failed, example };
  }
}

const OK = Buffer.from('HTTP/1.1 200 ');
const SUCCESS = Buffer.from('"type":"success"');

function isSuccess(answer: Buffer): boolean {
  return answer.subarray(0, OK.length).equals(OK) && answer.includes(SUCCESS);
}

/** A connection kept alive, with one request in flight at a time. */
interface Line {
  ask(request: Buffer): Promise<Buffer>;
  close(): void;
}

function open(port: number, width: number): Promise<Line[]> {
  return Promise.all(Array.from({ length: width }, () => openLine(port)));
}

async function openLine(port: number): Promise<Line> {
  const socket = await connected(port);
  let parts: Buffer[] = [];
  let settle: { resolve(answer: Buffer): void; reject(error: Error): void } | null = null;
  socket.on('data', (chunk) => {
    parts.push(chunk);
    const answer = parts.length === 1 ? chunk : Buffer.concat(parts);
    if (!isWhole(answer)) return;
    parts = [];
    settle?.resolve(answer);
  });
  socket.on('close', () => settle?.reject(new Error('the server closed the connection')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request);
      }),
    close() {
      settle = null;
      socket.destroy();
    },
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.toString('latin1', 0, end))?.[1];
  if (length === undefined) throw new Error('an answer without a Content-Length');
  return answer.length >= end + 4 + Number(length);
}
