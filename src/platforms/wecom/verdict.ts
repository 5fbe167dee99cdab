import { unreachable } from '../../errors.ts';
import { HOUR } from '../../time.ts';
import type { Sent } from '../platform.ts';
import { WecomFault } from './http.ts';

/**
 * Codes of {@link https://developer.work.weixin.qq.com/document/path/90313}. WeCom answers with HTTP status 200
 * whatever happens, so that the code alone decides; one that is unknown is tried again.
 */
const AGAIN = codes('-1 45033 50005 2022003');
/** So many calls or messages in an hour or a day that no more are taken. */
const LATER = codes('45009 45011 45026');
/** This member, this group or this content. */
const NEVER = codes(
  '40003 40004 40006 40007 40031 40032 40054 40055 40058 40068 40096 40097 41006 44004 45002 45004 45008 60011 60102',
  '60111 60112 60121 60127 60136 81013 82001 86001 86003 86004 86006 86215 86216 86217 86220 86224 90602',
);
/** The corp id, the app, its secret, its rights or the address that it calls from. */
const BROKEN = codes(
  '40001 40013 40014 40056 40082 40084 40091 41001 41002 41004 41011 42001 48001 48002 48004 50001 50002 50003 60020',
  '60028 301002 301005 301007 302003 2000002',
);

function codes(...lines: string[]): ReadonlySet<number> {
  return new Set(lines.flatMap((line) => line.split(' ').map(Number)));
}

export type Verdict = Extract<Sent, { ok: false }>['verdict'];

export function verdictOf({ code }: WecomFault): Verdict {
  if (code === null || AGAIN.has(code) || LATER.has(code)) return 'again';
  if (BROKEN.has(code)) return 'broken';
  return NEVER.has(code) ? 'never' : 'again';
}

/** Whether it may have been the card that WeCom disliked, rather than the reader, the app or the moment. */
export function mayBeTheCard({ code }: WecomFault): boolean {
  if (code === null || AGAIN.has(code) || LATER.has(code) || BROKEN.has(code)) return false;
  return !UNREACHABLE.has(code);
}

/** It would not reach them as anything else either. */
const UNREACHABLE = codes('40003 40031 60011 60102 60111 60112 60121 60127 60136 81013 82001');

/** A call's outcome as the spine wants it. */
export async function settle(attempt: () => Promise<Sent>): Promise<Sent> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof WecomFault)) throw error;
    const verdict = verdictOf(error);
    const later = error.code !== null && LATER.has(error.code);
    switch (verdict) {
      case 'again':
        return { ok: false, verdict, reason: error.message, ...(later && { after: HOUR }) };
      case 'never':
      case 'broken':
        return { ok: false, verdict, reason: error.message };
      default:
        return unreachable(verdict);
    }
  }
}
