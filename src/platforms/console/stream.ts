import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { hubOf } from './hub.ts';
import { After } from './inputs.ts';
import { iso } from './message.ts';
import type { Spine } from './spine.ts';
import { eventsAfter, viewerCalled } from './view.ts';

/** A quiet line says so this often, so that both ends notice a broken one, and the page its clock. */
const BEAT = 15_000;
/** How long a page waits before it asks again. */
const RETRY = 1_000;

const LastSeq = z.coerce.number().int().min(0);

/**
 * Server-sent events: one `message` (the bot's) or `said` (a person's) for each that is new or changed, its seq as
 * the event's id; `ready` when what was kept has been sent; `clock` now and then.
 */
export function streamMessages(c: Context, { store, clock }: Spine): Response {
  const { as, after } = After.parse(c.req.query());
  const resumed = LastSeq.safeParse(c.req.header('last-event-id'));
  // Whoever nobody is called is told at once, not in the stream.
  store.read((db) => viewerCalled(db, clock.now(), as).person);

  return streamSSE(c, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    let last = resumed.success ? resumed.data : after;
    let ready = false;
    const hub = hubOf(store);
    while (!gone.signal.aborted && !hub.closed) {
      const shown = store.read((db) => eventsAfter(db, clock.now(), viewerCalled(db, clock.now(), as), last));
      for (const { event, seq, data } of shown) {
        await stream.writeSSE({ event, id: String(seq), data: JSON.stringify(data) });
        last = seq;
      }
      await stream.writeSSE({ event: 'clock', data: JSON.stringify({ now: iso(clock.now()) }) });
      if (!ready) await stream.writeSSE({ event: 'ready', data: '{}', retry: RETRY });
      ready = true;
      await hub.next(BEAT, gone.signal);
    }
  });
}
