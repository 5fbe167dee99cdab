import { type Context, Hono } from 'hono';
import type { Db } from '../../db/store.ts';
import { readFileLink } from '../files/link.ts';
import { type Look, placeNamed } from '../files/place.ts';
import { mayOpen } from '../files/show.ts';
import { findBody, findFile, type Kept, pieceOf } from '../files/store.ts';
import type { Org } from '../org.ts';
import { findPerson } from '../people/store.ts';
import type { Instant } from '../time.ts';
import { guarded } from './guard.ts';
import { sentence } from './page.ts';
import { personIn } from './session.ts';
import { cookieOf, orgNamedIn } from './where.ts';

/**
 * `/file/:token`: what somebody put to a thing. The link says for whom it is, and for how long; whether they still see
 * the thing is asked each time it is opened.
 */
export function fileRoutes(orgs: ReadonlyMap<string, Org>): Hono {
  const routes = new Hono();
  routes.use(guarded(true));
  routes.get('/:token', (c) =>
    show(c, orgs, (db, org, now) => byLink(db, org, c.req.param('token') ?? '', now)),
  );
  return routes;
}

/** `/board/kept/:id`: the same from a page of the board, for whoever is in. */
export function keptRoutes(orgs: ReadonlyMap<string, Org>): Hono {
  const routes = new Hono();
  routes.use(guarded(true));
  routes.get('/:id{[1-9][0-9]{0,14}}', (c) =>
    show(c, orgs, (db, _org, now) => {
      const person = personIn(db, cookieOf(c.req.raw) ?? '', now);
      const file = findFile(db, Number(c.req.param('id')));
      return person && file ? openedBy({ db, now, person }, file) : { kind: 'nothing' };
    }),
  );
  return routes;
}

type Found =
  | { kind: 'file'; body: number; name: string; type: string; size: number }
  | { kind: 'nothing' | 'late' | 'refused' | 'withdrawn' };

const SAID = {
  nothing: { status: 404, title: '没有这个附件', words: '可能是地址有误。请回到聊天里按“看附件”。' },
  late: { status: 410, title: '链接过期了', words: '请回到聊天里再按一次“看附件”。' },
  refused: {
    status: 403,
    title: '不能查看这个附件',
    words: '附件只给能看这一项的同志看；职务有变动时，由现在的同志查看。',
  },
  withdrawn: { status: 410, title: '附件已经撤回', words: '发来的同志已经把它撤回，文件已删除。' },
} as const;

function show(
  c: Context,
  orgs: ReadonlyMap<string, Org>,
  find: (db: Db, org: Org, now: Instant) => Found,
): Response | Promise<Response> {
  const org = orgs.get(orgNamedIn(c.req.raw) ?? '');
  if (!org) return c.notFound();
  const now = org.clock.now();
  const found = org.store.read((db) => find(db, org, now));
  if (found.kind === 'file') return hand(c, org, found);
  const { status, title, words } = SAID[found.kind];
  return c.html(sentence(now, title, words), status);
}

function byLink(db: Db, { settings }: Org, token: string, now: Instant): Found {
  const claim = readFileLink(settings, token);
  const file = claim && findFile(db, claim.file);
  const person = claim && findPerson(db, claim.person);
  if (!file || !person) return { kind: 'nothing' };
  return claim.expiresAt <= now ? { kind: 'late' } : openedBy({ db, now, person }, file);
}

function openedBy(look: Look, file: Kept): Found {
  const place = placeNamed(file.place);
  if (!place) return { kind: 'nothing' };
  if (!mayOpen(look, place, file)) return { kind: 'refused' };
  const body = file.body === null ? undefined : findBody(look.db, file.body);
  if (!body) return { kind: 'withdrawn' };
  return { kind: 'file', body: body.id, name: file.name, type: body.type, size: body.size };
}

/** A picture is looked at, anything else saved. Whatever it is, a browser runs nothing of it and takes it for nothing else. */
function hand(c: Context, org: Org, { body, name, type, size }: Extract<Found, { kind: 'file' }>): Response {
  const how = type.startsWith('image/') ? 'inline' : 'attachment';
  return c.body(pieces(org, body), 200, {
    'content-type': type,
    'content-length': String(size),
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}

/** Piece by piece, so that nobody's memory holds the whole. */
function pieces(org: Org, body: number): ReadableStream<Uint8Array> {
  let seq = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = org.store.read((db) => pieceOf(db, body, seq++));
      if (piece) controller.enqueue(new Uint8Array(piece));
      else controller.close();
    },
  });
}
