import { type Context, Hono } from 'hono';
import { draw } from './chat/draw.ts';
import { make } from './chat/make.ts';
import { Rejected } from './errors.ts';
import type { Hosted } from './host.ts';
import type { Log } from './log.ts';
import { metrics } from './metrics.ts';
import type { Org } from './org.ts';
import { consoleRoutes } from './platforms/console/routes.ts';
import { dingTalkHook } from './platforms/dingtalk/hook.ts';
import { larkHook } from './platforms/lark/hook.ts';
import { wecomCheck, wecomHook } from './platforms/wecom/hook.ts';
import type { Wecom } from './platforms/wecom/wecom.ts';
import { receive } from './receive.ts';
import { boardRoutes } from './web/board.ts';
import { calendarRoutes } from './web/calendar.ts';
import { fileRoutes, keptRoutes } from './web/file.ts';
import { formRoutes } from './web/form.ts';

export interface AppParts {
  log: Log;
  /** The organisations served here. */
  hosted: ReadonlyMap<string, Hosted>;
  /** Whether a request comes from this machine, as far as the runtime can tell. */
  local(c: Context): boolean;
}

/** All routes, and the one place where what went wrong becomes an answer. */
export function createApp({ log, hosted, local }: AppParts): Hono {
  const app = new Hono();

  app.post('/hooks/:org/lark', (c) => {
    const { org, lark } = find(c.req.param('org'));
    if (!lark) throw new Rejected(404, 'Lark is not configured');
    return larkHook(org, lark, c.req.raw);
  });

  app.post('/hooks/:org/dingtalk', (c) => {
    const { org, dingtalk } = find(c.req.param('org'));
    if (!dingtalk) throw new Rejected(404, 'DingTalk is not configured');
    return dingTalkHook(org, dingtalk, c.req.raw);
  });

  app.get('/hooks/:org/wecom', (c) => {
    const { org, wecom } = onWecom(c.req.param('org'));
    return wecomCheck(org, wecom, c.req.raw);
  });

  app.post('/hooks/:org/wecom', (c) => {
    const { org, wecom } = onWecom(c.req.param('org'));
    return wecomHook(org, wecom, c.req.raw);
  });

  app.get('/healthz', (c) => c.text('ok'));

  app.get('/readyz', (c) => {
    for (const { org } of hosted.values()) org.store.read((db) => db.get('select 1'));
    return c.text('ready');
  });

  app.get('/metrics', (c) => c.text(metrics([...hosted.values()].map(({ org }) => org))));

  const orgs = new Map([...hosted].map(([slug, { org }]) => [slug, org]));
  app.route('/board/kept', keptRoutes(orgs));
  app.route('/board', boardRoutes(orgs));
  app.route('/calendar', calendarRoutes(orgs));
  app.route('/file', fileRoutes(orgs));
  app.route('/form', formRoutes(orgs, { draw, make, receive }));

  const open = [...hosted.values()].find((one) => one.console !== null);
  if (open?.console) {
    app.route('/console', consoleRoutes({ ...open.console, local }));
    app.get('/', (c) => (local(c) ? c.redirect('/console') : c.notFound()));
  }

  app.notFound((c) => c.json({ error: 'not found' }, 404));

  app.onError((error, c) => {
    if (error instanceof Rejected) {
      log.info('request.rejected', { path: pathOf(c), status: error.status, reason: error.message });
      return c.json({ error: error.message }, error.status);
    }
    log.error('request.failed', { path: pathOf(c), error });
    return c.json({ error: 'internal error' }, c.req.path === '/readyz' ? 503 : 500);
  });

  return app;

  function onWecom(slug: string): { org: Org; wecom: Wecom } {
    const { org, wecom } = find(slug);
    if (!wecom) throw new Rejected(404, 'WeCom is not configured');
    return { org, wecom };
  }

  function find(slug: string): Hosted {
    const found = hosted.get(slug);
    if (!found) throw new Rejected(404, 'unknown organisation');
    return found;
  }
}

/** A calendar's, a form's or a file's address lets in whoever knows it, and so is not for the log. */
function pathOf(c: Context): string {
  return c.req.path.replace(/^(\/(?:calendar|file|form)\/).+/, '$1…');
}
