import { card, facts, note } from '../cards/card.ts';
import type { Db } from '../db/store.ts';
import { unreachable } from './errors.ts';
import { type Admitted, admit, LARGEST } from './files/admit.ts';
import { claimWanted, fail, nextWanted, settle, tryAgain, type Wanted } from './files/offer.ts';
import { placeNamed } from './files/place.ts';
import { dropUnused, keep, writePiece } from './files/store.ts';
import { topicOf } from './files/views.ts';
import type { Org } from './org.ts';
import { refresh } from './outbox/live.ts';
import { post } from './outbox/store.ts';
import { addressesOf } from './people/reach.ts';
import { findPerson } from './people/store.ts';
import type { Fetched } from './platforms/platform.ts';
import type { Instant } from './time.ts';

/** Fetched at once: as much as twice the largest is held in memory. */
const TOGETHER = 2;

export interface Collection {
  /** When there is something to fetch again; null if nothing waits. */
  next: Instant | null;
}

/**
 * Files that were put to something come in: claim what is due → fetch, outside of any transaction → look what it is →
 * keep it, or try again, or say once that it cannot be had. What a crash leaves half done is claimed again.
 */
export async function collect(org: Org): Promise<Collection> {
  for (;;) {
    const next = org.store.read((db) => nextWanted(db));
    const now = org.clock.now();
    if (next === null || next > now) return { next };
    const wanted = await org.store.change((db) => claimWanted(db, now, TOGETHER), { again: true });
    if (wanted.length === 0) return { next };
    await Promise.all(wanted.map((file) => bring(org, file)));
    org.wake();
  }
}

async function bring(org: Org, file: Wanted): Promise<void> {
  const fetched = await fetch(org, file);
  if (!fetched.ok) {
    const { verdict, reason } = fetched;
    org.log.warn('collect.refused', { org: org.slug, file: file.id, verdict, reason });
    return await org.store.change((db) => refused(db, org.clock.now(), file, fetched), { again: true });
  }
  const name = file.name || (fetched.name ?? '');
  const admission = admit(fetched.bytes, name);
  if (admission.ok) await write(org, admission.file);
  await org.store.change((db) => {
    const now = org.clock.now();
    if (!admission.ok) return giveUp(db, now, file, admission.why);
    arrived(db, now, { ...file, name }, admission.file);
  });
}

/** Piece by piece: whoever waits for an answer comes in between. */
async function write({ store }: Org, file: Admitted): Promise<void> {
  let more = true;
  while (more) more = await store.change((db) => writePiece(db, file), { again: true });
}

async function fetch(org: Org, { platform: name, handle }: Wanted): Promise<Fetched> {
  const platform = org.platforms.get(name);
  if (!platform?.fetch) return { ok: false, verdict: 'never', reason: `${name} hands over no files` };
  try {
    return await platform.fetch(handle, LARGEST);
  } catch (error) {
    org.log.error('collect.failed', { org: org.slug, error });
    return { ok: false, verdict: 'again', reason: error instanceof Error ? error.message : String(error) };
  }
}

function arrived(db: Db, now: Instant, sent: Wanted, file: Admitted): void {
  const { place, ref, person: by, offer, name } = sent;
  const person = findPerson(db, by);
  if (!person || !placeNamed(place)?.find({ db, now, person }, ref)) {
    dropUnused(db, file);
    return giveUp(db, now, sent, '这一项已经没有了');
  }
  keep(db, { place, ref, by, offer, name, file }, now);
  settle(db, sent.id);
  refresh(db, now, topicOf(offer));
}

function refused(db: Db, now: Instant, file: Wanted, fetched: Extract<Fetched, { ok: false }>): void {
  switch (fetched.verdict) {
    case 'again':
      if (tryAgain(db, file, now, fetched.after)) return;
      return giveUp(db, now, file, '几次都没有取到');
    case 'never':
      return giveUp(db, now, file, '已经取不到了');
    case 'large':
      return giveUp(db, now, file, '文件超过了 20 MB');
    default:
      return unreachable(fetched.verdict);
  }
}

/** Its sender learns it once, in a message of its own: a card drawn anew makes no sound. */
function giveUp(db: Db, now: Instant, { id, offer, person, name }: Wanted, why: string): void {
  fail(db, id, why);
  refresh(db, now, topicOf(offer));
  const [to] = addressesOf(db, person);
  if (!to) return;
  const said = card(
    '附件没有保存',
    [facts({ 文件: name, 原因: why }), note('请重新发一次，或者写一句文字说明。')],
    {
      tone: 'warning',
    },
  );
  post(db, now, { key: `files:failed:${offer}`, to, person, content: { card: said }, urgency: 'reply' });
}
