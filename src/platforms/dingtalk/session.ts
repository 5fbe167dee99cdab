import { type Instant, MINUTE } from '../../time.ts';
import type { Address } from '../platform.ts';

/**
 * Where answers go at no cost while a conversation is fresh. Kept in memory only: each is an address that anybody who
 * knows it could write to, and without it the API does the same.
 */
export interface Sessions {
  note(to: Address, url: string, until: Instant): void;
  find(to: Address, now: Instant): string | undefined;
  forget(to: Address): void;
}

const MOST = 10_000;

/** `api`: where DingTalk's API is, whose own host may hand out such addresses too. */
export function createSessions(api: string): Sessions {
  const known = new Map<string, { url: string; until: Instant }>();
  return { note, find, forget };

  function note(to: Address, url: string, until: Instant): void {
    if (!isSessionUrl(url, api)) return;
    const key = keyOf(to);
    known.delete(key);
    known.set(key, { url, until });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  }

  function find(to: Address, now: Instant): string | undefined {
    const session = known.get(keyOf(to));
    return session && session.until - MINUTE > now ? session.url : undefined;
  }

  function forget(to: Address): void {
    known.delete(keyOf(to));
  }
}

/** A message's signature does not cover its body: only DingTalk's own addresses are ever written to. */
export function isSessionUrl(url: string, api: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin, username } = new URL(url);
  if (username !== '') return false;
  return (protocol === 'https:' && /(^|\.)dingtalk\.com$/.test(hostname)) || origin === new URL(api).origin;
}

function keyOf({ kind, id }: Address): string {
  return `${kind}:${id}`;
}
