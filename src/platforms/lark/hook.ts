import { Rejected } from '../../errors.ts';
import type { Org } from '../../org.ts';
import { readBody } from '../body.ts';
import { handle } from './handle.ts';
import type { Lark } from './lark.ts';

/**
 * `POST /hooks/:org/lark`: events and card callbacks. A press is answered with its toast and its card; an event with
 * nothing, or with a 500 if it is to come again. What Lark did not send is thrown as `Rejected`.
 */
export async function larkHook(org: Org, lark: Lark, request: Request): Promise<Response> {
  if (!lark.gate) throw new Rejected(404, 'Lark is connected by its long connection, not by requests');
  const raw = await readBody(request);
  const admitted = lark.gate(request.headers, raw, org.clock.now());
  if (admitted.kind === 'challenge') return Response.json({ challenge: admitted.challenge });
  const { body, again } = await handle(org, lark, admitted.payload);
  return new Response(body, {
    status: again ? 500 : 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}
