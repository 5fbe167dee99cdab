import { parse } from 'hono/utils/cookie';

/** The cookie of a session in the board. */
export const COOKIE = 'zhibu';

/**
 * The organisation that a request to the board, a form or a calendar names: a link, a form's, a file's or a calendar's
 * address and a session's cookie all begin with its slug and a dot.
 */
export function orgNamedIn(request: Request): string | undefined {
  return tokenIn(request)?.split('.')[0];
}

function tokenIn(request: Request): string | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname.startsWith('/calendar/')) return pathname.slice('/calendar/'.length);
  if (pathname.startsWith('/form/')) return pathname.slice('/form/'.length);
  if (pathname.startsWith('/file/')) return pathname.slice('/file/'.length);
  if (pathname === '/board/enter') return searchParams.get('t') ?? undefined;
  return pathname.startsWith('/board') ? cookieOf(request) : undefined;
}

export function cookieOf(request: Request): string | undefined {
  return parse(request.headers.get('cookie') ?? '', COOKIE)[COOKIE];
}
