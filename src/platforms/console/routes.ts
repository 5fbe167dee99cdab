import { Hono } from 'hono';
import { consoleApi } from './api.ts';
import { guard } from './guard.ts';
import { consolePage } from './page.ts';
import type { Spine } from './spine.ts';

/** `/console` and all beneath it. To be mounted only while no platform is configured. */
export function consoleRoutes(spine: Spine): Hono {
  const routes = new Hono();
  routes.use(guard(spine.local));
  routes.get('/', (c) => c.html(consolePage()));
  routes.route('/api', consoleApi(spine));
  return routes;
}
