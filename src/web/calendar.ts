import { type Context, Hono } from 'hono';
import type { Org } from '../org.ts';
import { calendarOwner } from './address.ts';
import { eventsFor } from './feed.ts';
import { calendarFile } from './ics.ts';
import { orgNamedIn } from './where.ts';

/** `/calendar/:token.ics`. Whoever has the address may read it; what no address leads to looks like any other nothing. */
export function calendarRoutes(orgs: ReadonlyMap<string, Org>): Hono {
  const routes = new Hono();
  routes.get('/:file{.+\\.ics}', (c) => {
    const org = orgs.get(orgNamedIn(c.req.raw) ?? '');
    const token = c.req.param('file').replace(/\.ics$/, '');
    return (org && read(c, org, token)) ?? c.notFound();
  });
  return routes;
}

function read(c: Context, org: Org, token: string): Response | undefined {
  const file = org.store.read((db) => {
    const person = calendarOwner(db, token);
    if (person === undefined) return null;
    return calendarFile('组织生活', eventsFor(db, org.slug, person, org.clock.now()));
  });
  if (file === null) return undefined;
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="zhibu.ics"',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}
