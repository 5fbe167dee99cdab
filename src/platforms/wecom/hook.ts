import type { Org } from '../../org.ts';
import { readBody } from '../body.ts';
import { handle } from './handle.ts';
import type { Wecom } from './wecom.ts';

/** `GET /hooks/:org/wecom`: the address check, answered with its word. */
export function wecomCheck(org: Org, { gate }: Wecom, request: Request): Response {
  return new Response(gate.challenge(new URL(request.url).searchParams, org.clock.now()));
}

/**
 * `POST /hooks/:org/wecom`: messages and events, answered with nothing once they are recorded, or with a 500 if they
 * are to come again; what is to be said leaves by itself. What WeCom did not send is thrown as `Rejected`.
 */
export async function wecomHook(org: Org, wecom: Wecom, request: Request): Promise<Response> {
  const raw = await readBody(request);
  const text = wecom.gate.message(new URL(request.url).searchParams, raw, org.clock.now());
  const { again } = await handle(org, wecom, text);
  return new Response('', { status: again ? 500 : 200 });
}
