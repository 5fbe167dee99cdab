import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { record } from '../audit/store.ts';
import { fileOf } from '../documents/file.ts';
import { besideOf } from '../duty/summary/beside.ts';
import { summaryBook } from '../duty/summary/book.ts';
import { settingOf } from '../duty/summary/posting.ts';
import { summaryOf } from '../duty/summary/summary.ts';
import type { Org } from '../org.ts';
import { isBranch, may, unitsUnder } from '../people/permit.ts';
import { findPerson, findUnit, type Unit } from '../people/store.ts';
import type { Attachment } from '../platforms/platform.ts';
import { signingOf } from '../sign.ts';
import { dayOf, type Instant } from '../time.ts';
import { activityPage } from './activity.ts';
import { filterIn, LATELY, periodIn } from './asked.ts';
import { branchPage } from './branch.ts';
import { evaluationsPage } from './evaluations.ts';
import { guarded } from './guard.ts';
import { readLink, spendLink } from './link.ts';
import type { Look } from './look.ts';
import { matrixPage } from './matrix.ts';
import { minePage } from './mine.ts';
import { othersBeside, overduePage } from './overdue.ts';
import { type Html, sentence } from './page.ts';
import { roundPage } from './round/open.ts';
import { beginSession, endSession, personIn, SESSION } from './session.ts';
import { readSpan } from './span.ts';
import { trendsPage } from './trends.ts';
import { COOKIE, cookieOf, orgNamedIn } from './where.ts';

/** What a page has to say, or a file; null where there is nothing, or nothing for this reader: nobody learns which. */
type Draw = (look: Look) => Html | Attachment | null;

/** `/board` and all beneath it. */
export function boardRoutes(orgs: ReadonlyMap<string, Org>): Hono {
  const routes = new Hono();
  routes.use(guarded());
  routes.get('/enter', (c) => enter(c, orgs));
  routes.post('/leave', (c) => leave(c, orgs));
  routes.get('/', (c) => show(c, orgs, overview));
  routes.get('/trends', (c) => show(c, orgs, trends));
  routes.get('/overdue', (c) => show(c, orgs, overdue));
  routes.get('/file', (c) => show(c, orgs, file));
  routes.get('/rounds', (c) => show(c, orgs, evaluations));
  routes.get('/round/:id{[0-9]{1,15}}', (c) =>
    show(c, orgs, (look) => roundPage(look, Number(c.req.param('id')))),
  );
  routes.get('/mine', (c) => show(c, orgs, minePage));
  routes.get('/activity/:id{[0-9]{1,15}}', (c) =>
    show(c, orgs, (look) => activityPage(look, Number(c.req.param('id')))),
  );
  routes.get('*', (c) => show(c, orgs, () => null));
  return routes;
}

function overview(look: Look): Html | null {
  if (!look.oversees && look.query.unit === undefined) return minePage(look);
  const unit = unitOf(look);
  const span = readSpan(look.query.period, dayOf(look.now));
  if (!unit || !span) return null;
  return isBranch(unit.kind) ? branchPage(look, unit, span) : matrixPage(look, unit, span);
}

function overdue(look: Look): Html | null {
  const unit = unitOf(look);
  return unit ? overduePage(look, unit) : null;
}

function evaluations(look: Look): Html | null {
  const unit = unitOf(look);
  return unit ? evaluationsPage(look, unit) : null;
}

function trends(look: Look): Html | null {
  const unit = unitOf(look);
  const span = readSpan(look.query.period, dayOf(look.now));
  return unit && span ? trendsPage(look, unit, span) : null;
}

/** The unit asked for, or the highest of their own; undefined where they have no business. A group's records are its branch's. */
function unitOf({ db, now, person, query }: Look): Unit | undefined {
  const today = dayOf(now);
  const asked = query.unit;
  const id = asked === undefined ? unitsUnder(db, person.id, 'oversee', today)[0]?.id : numberIn(asked);
  const unit = id === undefined ? undefined : findUnit(db, id);
  if (!unit || unit.kind === 'memberGroup') return undefined;
  return may(db, person.id, 'oversee', unit.id, today) ? unit : undefined;
}

function numberIn(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** What a page shows, as a workbook, narrowed down as the page is: for whoever may see the page. */
function file(look: Look): Attachment | null {
  const unit = unitOf(look);
  const span = periodIn(look, dayOf(look.now));
  const summary = unit && span && summaryOf(look.db, unit, span, filterIn(look), look.now);
  if (!summary || summary.rows.length === 0) return null;
  const others = look.query.period === LATELY ? othersBeside(look, unit, summary.filter) : [];
  const beside = isBranch(unit.kind)
    ? []
    : besideOf({ db: look.db, unit, span, reader: look.person.id, now: look.now }, summary.filter);
  return fileOf(summaryBook(summary, settingOf(look.db, unit).disclaimer, [...others, ...beside]));
}

function show(c: Context, orgs: ReadonlyMap<string, Org>, draw: Draw): Response | Promise<Response> {
  const org = orgOf(c, orgs);
  const cookie = cookieOf(c.req.raw);
  const now = org?.clock.now() ?? 0;
  if (!org) return c.notFound();
  const seen = org.store.read((db) => {
    const person = cookie === undefined ? undefined : personIn(db, cookie, now);
    if (!person) return null;
    const oversees = unitsUnder(db, person.id, 'oversee', dayOf(now)).length > 0;
    return { person, drawn: draw({ db, now, person, oversees, query: c.req.query() }) };
  });
  if (!seen) return c.html(sentence(now, '请从聊天里进入', ENTER), 401);
  const { person, drawn } = seen;
  if (drawn === null) return c.html(sentence(now, '没有这一页', NOTHING, person.name), 404);
  return isFile(drawn) ? download(c, drawn) : c.html(drawn);
}

function isFile(drawn: Html | Attachment): drawn is Attachment {
  return typeof drawn === 'object' && 'bytes' in drawn;
}

function download(c: Context, { name, type, bytes }: Attachment): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}

const ENTER = '请私信支部助手，说“看板”，再点它发来的“打开看板”。链接 15 分钟内有效，只能用一次。';
const NOTHING = '可能是地址有误，也可能不在您能查看的范围里。看板里只有自己所在组织及其下级的记录。';

/** A link opens one session. What only looks ahead (a preview, a prefetching browser) does not use it up. */
async function enter(c: Context, orgs: ReadonlyMap<string, Org>): Promise<Response> {
  const org = orgOf(c, orgs);
  if (!org) return c.notFound();
  const now = org.clock.now();
  if (c.req.method !== 'GET' || c.req.header('sec-purpose') !== undefined) return c.body(null, 204);
  const claim = readLink(signingOf(org.settings), 'board', c.req.query('t') ?? '', now);
  const cookie =
    claim &&
    (await org.store.change((db) => {
      if (!findPerson(db, claim.person) || !spendLink(db, claim, now)) return null;
      record(db, {
        at: now,
        actor: `person:${claim.person}`,
        action: 'board.entered',
        subject: `person:${claim.person}`,
      });
      return beginSession(db, org.slug, claim.person, now);
    }));
  if (!cookie) return stale(c, org, now);
  setCookie(c, COOKIE, cookie, {
    path: '/board',
    httpOnly: true,
    sameSite: 'Lax',
    secure: org.settings.url.startsWith('https:'),
    maxAge: SESSION / 1000,
  });
  return c.redirect('/board', 303);
}

/** Whoever is in already and follows an old link of theirs comes in all the same. */
function stale(c: Context, org: Org, now: Instant): Response | Promise<Response> {
  const cookie = cookieOf(c.req.raw);
  if (cookie !== undefined && org.store.read((db) => personIn(db, cookie, now)))
    return c.redirect('/board', 303);
  return c.html(sentence(now, '链接已经失效', `链接过期了，或者已经用过。${ENTER}`), 401);
}

async function leave(c: Context, orgs: ReadonlyMap<string, Org>): Promise<Response> {
  const org = orgOf(c, orgs);
  const cookie = cookieOf(c.req.raw);
  if (!org) return c.notFound();
  if (cookie !== undefined) await org.store.change((db) => endSession(db, cookie));
  setCookie(c, COOKIE, '', { path: '/board', maxAge: 0 });
  return c.html(sentence(org.clock.now(), '已退出', `再看时，${ENTER}`));
}

/** Whoever names no organisation is told by the first how to come in. */
function orgOf(c: Context, orgs: ReadonlyMap<string, Org>): Org | undefined {
  return orgs.get(orgNamedIn(c.req.raw) ?? '') ?? [...orgs.values()][0];
}
