import { desc, gt } from 'drizzle-orm';
import { outbox } from '../../db/schema/outbox.ts';
import type { Db, Store } from '../../db/store.ts';
import { isZoned, type OrgConfig } from '../config.ts';
import { silent } from '../log.ts';
import type { Org } from '../org.ts';
import { tick } from '../tick.ts';
import type { Instant } from '../time.ts';
import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const runTick: Verb = {
  usage: 'tick [--at TIME] [--dry-run] [--org SLUG]',
  help: 'does what fell due until now, or until TIME (with its zone); what it queues leaves when the server runs',
  async run({ args, config, open, openCopy, now, print }) {
    const { words, flags, values } = readArgs(args, { flags: ['dry-run'], values: ['at', 'org'] });
    if (words.length > 0) throw new Usage('tick takes no words');
    const at = values.get('at');
    if (at !== undefined && !isZoned(at))
      throw new Usage('TIME is written with its zone, such as 2026-12-04T09:00:00+08:00');
    const to = at === undefined ? now() : Date.parse(at);
    const one = chosenOrg(config, values.get('org'));
    const rehearsal = flags.has('dry-run');
    const store = rehearsal ? await openCopy(one) : open(one);
    const before = store.read(newest);
    await tick(bare(one, store, to));
    const queued = store.read((db) => since(db, before));
    for (const { key, person, address } of queued)
      print(`${key} → ${person === null ? address : `person ${person}`}`);
    print(`${queued.length} messages ${rehearsal ? 'would be queued' : 'queued'}`);
    return 0;
  },
};

/** An organisation that only lets its time pass: what it queues is sent by the server. */
function bare(config: OrgConfig, store: Store, now: Instant): Org {
  const { slug, settings } = config;
  return { slug, settings, clock: { now: () => now }, store, log: silent, platforms: new Map(), wake() {} };
}

function newest(db: Db): number {
  return db.select({ id: outbox.id }).from(outbox).orderBy(desc(outbox.id)).limit(1).get()?.id ?? 0;
}

function since(db: Db, id: number) {
  return db
    .select({ key: outbox.key, person: outbox.person, address: outbox.address })
    .from(outbox)
    .where(gt(outbox.id, id))
    .all();
}
