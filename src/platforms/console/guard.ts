import type { Context, MiddlewareHandler } from 'hono';

/** Hosts that mean this machine, as a URL writes them. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A proxy on this machine would bring strangers in by the loopback address. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host'];

/**
 * Lets in only who sits at this machine, and no page of somebody else's in their browser: the address called must
 * be a loopback one (a rebound DNS name is not), the request must not come from another site, and `local` must
 * agree. Everyone else learns nothing, not even that there is a console.
 */
export function guard(local: (c: Context) => boolean): MiddlewareHandler {
  return async (c, next) => {
    if (!calledLocally(c) || !sameSite(c) || !local(c)) return c.json({ error: '没有这个地址。' }, 404);
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    return undefined;
  };
}

function calledLocally(c: Context): boolean {
  const host = c.req.header('host');
  return (
    LOOPBACK.test(new URL(c.req.url).hostname) &&
    (host === undefined || LOOPBACK.test(host.replace(/:\d+$/, '').toLowerCase())) &&
    FORWARDED.every((name) => c.req.header(name) === undefined)
  );
}

/** A link on another page may open the console; nothing else from there is answered. */
function sameSite(c: Context): boolean {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const opened = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate';
  if (origin !== undefined && origin !== new URL(c.req.url).origin) return false;
  return site === 'none' || site === 'same-origin' || opened;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
