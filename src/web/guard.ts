import type { MiddlewareHandler } from 'hono';

const CSP = 'content-security-policy';

/** No script at all, and nothing of anybody else's. */
const HEADERS = {
  [CSP]:
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** `sandboxed`: for what strangers made, which is of no origin of ours. */
export function guarded(sandboxed = false): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    if (sandboxed) c.header(CSP, `${HEADERS[CSP]}; sandbox`);
  };
}
