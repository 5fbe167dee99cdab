import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Rejected, unreachable } from '../../errors.ts';
import type { Org } from '../../org.ts';
import type { Instant } from '../../time.ts';
import { readBody } from '../body.ts';
import { type Seal, sealSignature } from '../seal.ts';
import type { DingTalk } from './dingtalk.ts';
import { handleCard, handleEvent, handleRobot } from './handle.ts';
import { parseAs } from './message.ts';
import type { Admitted } from './verify.ts';

/**
 * `POST /hooks/:org/dingtalk`: what is said to the robot, presses on cards, and sealed events. A message is answered
 * with nothing, or with a 500 if it is to come again; a press with what the card becomes; an event with the sealed word
 * success. What DingTalk did not send is thrown as `Rejected`.
 */
export async function dingTalkHook(org: Org, dingtalk: DingTalk, request: Request): Promise<Response> {
  if (!dingtalk.gate) throw new Rejected(404, 'DingTalk is connected by its stream, not by requests');
  const raw = await readBody(request);
  const now = org.clock.now();
  const { headers } = request;
  const admitted = dingtalk.gate({ headers, query: new URL(request.url).searchParams, raw }, now);
  switch (admitted.kind) {
    case 'robot': {
      const { again } = await handleRobot(org, dingtalk, admitted.payload);
      return Response.json({}, { status: again ? 500 : 200 });
    }
    case 'card': {
      const id = hashOf(`${headers.get('x-ddpaas-signature-timestamp')}`, raw);
      return Response.json(await handleCard(org, dingtalk, admitted.payload, id));
    }
    case 'event':
      return await event(org, dingtalk, admitted, now);
    default:
      return unreachable(admitted);
  }
}

const Event = z.object({ EventType: z.string().min(1) });

async function event(
  org: Org,
  { config }: DingTalk,
  { payload, seal, token }: Extract<Admitted, { kind: 'event' }>,
  now: Instant,
): Promise<Response> {
  const { EventType: type } = parseAs(Event, payload, 'the event');
  const success = () => Response.json(sealed(seal, token, config.clientId, now));
  if (type === 'check_url') return success();
  const { again } = await handleEvent(org, type, payload, hashOf(JSON.stringify(payload)));
  return again ? Response.json({}, { status: 500 }) : success();
}

function sealed(seal: Seal, token: string, owner: string, now: Instant): Record<string, string> {
  const encrypt = seal.close('success', owner, randomBytes(16));
  const timeStamp = String(now);
  const nonce = randomBytes(8).toString('hex');
  const msg_signature = sealSignature(token, timeStamp, nonce, encrypt).toString('hex');
  return { msg_signature, timeStamp, nonce, encrypt };
}

function hashOf(text: string, bytes: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(text).update(bytes).digest('hex');
}
