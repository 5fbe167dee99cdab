import type { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { SECOND } from '../../time.ts';
import { readBody } from '../body.ts';
import { DingTalkFault, faultIn } from './fault.ts';

const TIMEOUT = 10 * SECOND;
/** What somebody sends from a phone at a slow place. */
const DOWNLOAD = 60 * SECOND;
/** Ours, for a file of more bytes than are allowed. */
export const TOO_LARGE = 'fileTooLarge';

interface Asking {
  method: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: unknown;
  timeout?: number;
}

/** What DingTalk answers to a call; whatever says that it failed is a `DingTalkFault`. */
export async function callJson(url: string, asking: Asking): Promise<unknown> {
  const response = await reach(url, asking);
  const answer: unknown = await response.json().catch(() => null);
  const fault = faultIn(response.status, answer);
  if (fault) throw fault;
  return answer;
}

/** What stands at an address, of at most so many bytes. */
export async function callFile(url: string, most: number): Promise<Uint8Array> {
  const response = await reach(url, { method: 'GET', timeout: DOWNLOAD });
  if (!response.ok) throw new DingTalkFault(null, response.status, `the file answers ${response.status}`);
  try {
    return await readBody(response, most);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    if (error.status === 413) throw new DingTalkFault(TOO_LARGE, 413, error.message);
    throw new DingTalkFault(null, 0, error.message);
  }
}

async function reach(url: string, { method, headers, body, timeout = TIMEOUT }: Asking): Promise<Response> {
  // A form says itself what it is.
  const written = body instanceof FormData ? { body } : { body: JSON.stringify(body) };
  const json = body !== undefined && !(body instanceof FormData);
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(json && { 'content-type': 'application/json; charset=utf-8' }) },
      signal: AbortSignal.timeout(timeout),
      // Only a file may be elsewhere; an answer that leads on is none.
      redirect: method === 'GET' ? 'follow' : 'manual',
      ...(body !== undefined && written),
    });
  } catch (error) {
    throw new DingTalkFault(null, 0, `DingTalk cannot be reached: ${reasonOf(error)}`);
  }
}

/** The cause says `ECONNREFUSED` or the like, where the error says only that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : error.name;
}

/** What an answer says, where it is what the call's page promises. */
export function expect<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success)
    throw new DingTalkFault(null, 200, 'DingTalk answers something else than its page says');
  return parsed.data;
}
