import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { readBody } from '../src/platforms/body.ts';
import { decode } from '../src/platforms/lark/decode.ts';
import { readEvent } from '../src/platforms/lark/event.ts';
import { createGate } from '../src/platforms/lark/verify.ts';
import { keys } from '../test/platforms/lark/payloads.ts';
import { answer } from './answer.ts';

/** The product's own HTTP stack up to where a change would begin: read, verify, decrypt, decode, answer. */
const app = new Hono();
const gate = createGate(keys);

app.post('/hooks/:org/lark', async (c) => {
  const raw = await readBody(c.req.raw);
  const admitted = gate(c.req.raw.headers, raw, Date.now());
  if (admitted.kind === 'challenge') return c.json({ challenge: admitted.challenge });
  const decoded = decode(readEvent(admitted.payload));
  if (decoded.kind !== 'tap') return c.json({});
  return new Response(JSON.stringify(answer), {
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
});

const server = createAdaptorServer({ fetch: app.fetch }) as Server;
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => process.exit(0));
