import { count } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Card, card, formOf, press, text } from '../../cards/card.ts';
import type { NodeStore } from '../../db/node.ts';
import { inbox } from '../../db/schema/inbox.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { deliver } from '../../src/deliver.ts';
import type { Hosted } from '../../src/host.ts';
import { post } from '../../src/outbox/store.ts';
import type { Address, PlatformName, Sent } from '../../src/platforms/platform.ts';
import type { Instant, WallTime } from '../../src/time.ts';
import { anyCard } from '../cards/arbitrary.ts';

/** What an adapter says of itself and of its fake, so that the same tests hold it. See lark/contract.test.ts. */
export interface Specimen {
  name: PlatformName;
  /** The platform in an organisation, against its fake, for one test. */
  open(now: WallTime): Promise<Opened>;
  /** Requests from the outside; none where nothing comes from there. */
  door?: Door;
  /** What the platform would object to in a card as it is drawn, null if nothing, and all that its reader sees and may open. */
  draw(card: Card, place: Address['kind'], form?: string): { fault: string | null; shown: string };
  /** The next call that sends or draws is answered so. None where nothing can be refused. */
  refuse?: Record<Verdict, (opened: Opened) => void>;
  /** Never in a reason or in the log. */
  secrets: readonly string[];
}

type Verdict = Extract<Sent, { ok: false }>['verdict'];

export interface Opened {
  hosted: Hosted;
  store: NodeStore;
  /** Lets some seconds pass: what the pace held back is delivered. */
  wait(seconds: number): Promise<unknown>;
  /** Lines of the log, JSON each. */
  logged: readonly string[];
  /** Somebody whom the platform knows, or the group. */
  person(number: number): Address;
  group: Address;
  /** What stands in a chat now, oldest first. */
  seen(address: Address): string[];
  /** Calls that the platform refused for pace. */
  hasty(): number;
  /** Hands a request to the organisation, as the runtime does. */
  request(request: Request): Promise<Response>;
}

export interface Door {
  /** Says 帮助, as `person(0)`. */
  genuine(at: Instant): Request;
  /** What a stranger may try, by what is wrong with it. */
  strangers: Record<string, (at: Instant) => Request>;
  /** Something without words that `person(0)` sends to the bot: a voice, a film. */
  wordless(at: Instant): Request;
  /** What the platform sends, and nothing follows from. */
  unsupported: Record<string, (at: Instant) => Request>;
}

const NOW = '2026-12-01T09:30';
const notice = card('开会', [text('明天下午三点')], { actions: [press('签到', 'activity.checkIn')] });

/** Everything that is expected of every platform alike. */
export function contract(specimen: Specimen): void {
  describe(`the contract of ${specimen.name}`, () => {
    if (specimen.door) holdsDoor(specimen, specimen.door);
    holdsDrawing(specimen);
    holdsSending(specimen);
    if (specimen.refuse) sortsRefusals(specimen, specimen.refuse);
    holdsPace(specimen);
  });
}

function holdsDoor(specimen: Specimen, { genuine, strangers, wordless, unsupported }: Door): void {
  test('what the platform sends comes in, once', async () => {
    const opened = await specimen.open(NOW);
    const now = opened.hosted.org.clock.now();
    const request = genuine(now);
    const again = request.clone();
    expect((await opened.request(request)).status).toBe(200);
    expect((await opened.request(again)).status).toBe(200);
    await opened.wait(2);
    expect(opened.seen(opened.person(0))).toHaveLength(1);
  });

  test('whatever else comes is refused, each with a reason of its own, and nothing happens', async () => {
    const opened = await specimen.open(NOW);
    const reasons: string[] = [];
    for (const [what, make] of Object.entries(strangers)) {
      const answer = await opened.request(make(opened.hosted.org.clock.now()));
      expect([what, [400, 401, 404, 413].includes(answer.status)]).toEqual([what, true]);
      reasons.push(`${answer.status} ${await answer.text()}`);
    }
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(reasons.every((reason) => !/\bat .*\.ts\b|Error:/.test(reason))).toBe(true);
    keepsSecrets(specimen, reasons);
    keepsSecrets(specimen, opened.logged);
    expect(countOf(opened, 'inbox')).toBe(0);
    expect(countOf(opened, 'outbox')).toBe(0);
  });

  test('whoever sends something without words is told what can be read', async () => {
    const opened = await specimen.open(NOW);
    expect((await opened.request(wordless(opened.hosted.org.clock.now()))).status).toBe(200);
    await opened.wait(2);
    expect(opened.seen(opened.person(0))).toEqual([expect.stringContaining('请打字，或者发照片、文件')]);
  });

  test('what nothing follows from is answered, and the log says why it is left', async () => {
    const opened = await specimen.open(NOW);
    const reasons: string[] = [];
    for (const [what, make] of Object.entries(unsupported)) {
      const before = opened.logged.length;
      const answer = await opened.request(make(opened.hosted.org.clock.now()));
      expect([what, answer.status]).toEqual([what, 200]);
      const said = opened.logged.slice(before).find((line) => line.includes(`${specimen.name}.ignored`));
      expect([what, said]).toEqual([what, expect.stringContaining('"reason":"')]);
      reasons.push(/"reason":"([^"]+)"/.exec(said ?? '')?.[1] ?? '');
    }
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(countOf(opened, 'outbox')).toBe(0);
  });
}

function holdsDrawing({ draw, open }: Specimen): void {
  test('whatever a noun says is drawn, and the platform would take it', () => {
    const links = fc.constantFrom(undefined, LINK);
    const places = fc.constantFrom('direct' as const, 'group' as const);
    fc.assert(
      fc.property(anyCard, places, links, (drawn, place, link) => {
        expect(draw(drawn, place, link).fault).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('where cards hold no form, its link stands in its place, however much else there is', async () => {
    const { can } = platformOf(await open(NOW));
    if (can.form) return;
    fc.assert(
      fc.property(anyCard, (drawn) => {
        if (formOf(drawn)) expect(draw(drawn, 'direct', LINK).shown).toContain(LINK);
      }),
      { numRuns: 100 },
    );
  });
}

const LINK =
  'https://zhibu.example/form/main.12.1796095800000.abcdefghijk.0123456789012345678901234567890123456789012';

function holdsSending(specimen: Specimen): void {
  test('a card reaches a person, and a group', async () => {
    const opened = await specimen.open(NOW);
    for (const to of [opened.person(0), opened.group]) {
      expect(await send(opened, to, `to ${to.kind}`)).toMatchObject({ ok: true });
      expect(opened.seen(to)).toEqual([expect.stringContaining('明天下午三点')]);
    }
  });

  test('the same key is one message; another is another', async () => {
    const opened = await specimen.open(NOW);
    const to = opened.person(0);
    const key = 'notice:7:'.repeat(40);
    const first = await send(opened, to, key);
    await opened.wait(2);
    expect(await send(opened, to, key)).toEqual(first);
    await opened.wait(2);
    await send(opened, to, `${key}!`);
    expect(opened.seen(to)).toHaveLength(2);
  });

  test('a card drawn anew is no new message', async () => {
    const opened = await specimen.open(NOW);
    const to = opened.person(0);
    const sent = await send(opened, to, 'first');
    if (!sent.ok) throw new Error(sent.reason);
    const { can, update } = platformOf(opened);
    await update(to, sent.remoteId, card('开会', [text('已签到 12 人')]));
    expect(opened.seen(to)).toEqual([expect.stringContaining(can.edit ? '已签到 12 人' : '明天下午三点')]);
  });
}

function sortsRefusals(specimen: Specimen, refuse: Record<Verdict, (opened: Opened) => void>): void {
  test.each(Object.entries(refuse))('a refusal is known for what it is: %s', async (verdict, refuses) => {
    const opened = await specimen.open(NOW);
    refuses(opened);
    const sent = await send(opened, opened.person(0), 'first');
    expect(sent).toMatchObject({ ok: false, verdict });
    if (sent.ok) return;
    expect(sent.reason.length).toBeGreaterThan(3);
    keepsSecrets(specimen, [sent.reason]);
    expect(opened.seen(opened.person(0))).toEqual([]);
  });

  test('what was refused for now arrives later, once', async () => {
    const opened = await specimen.open(NOW);
    const to = opened.person(0);
    await queue(opened, to, 'first');
    refuse.again(opened);
    await deliver(opened.hosted.org);
    expect(opened.seen(to)).toEqual([]);
    await opened.wait(120);
    expect(opened.seen(to)).toHaveLength(1);
    keepsSecrets(specimen, opened.logged);
  });
}

function holdsPace(specimen: Specimen): void {
  test('many messages leave as fast as is allowed, none too fast, and all arrive', async () => {
    const opened = await specimen.open(NOW);
    const platform = platformOf(opened);
    const sends: { at: Instant; to: string }[] = [];
    const { send: sending } = platform;
    platform.send = (to, ...rest) => {
      sends.push({ at: opened.hosted.org.clock.now(), to: `${to.kind}:${to.id}` });
      return sending(to, ...rest);
    };
    const recipients = [
      ...Array.from({ length: 12 }, () => opened.person(0)),
      ...Array.from({ length: 8 }, () => opened.group),
      ...Array.from({ length: 60 }, (_, index) => opened.person(1 + (index % 30))),
    ];
    for (const [index, to] of recipients.entries()) await queue(opened, to, `many:${index}`);
    for (let round = 0; round < 300 && sends.length < recipients.length; round++) await opened.wait(1);
    await opened.wait(60);

    expect(sends).toHaveLength(recipients.length);
    expect(opened.hasty()).toBe(0);
    const all = [opened.group, ...Array.from({ length: 31 }, (_, index) => opened.person(index))];
    expect(all.flatMap((address) => opened.seen(address))).toHaveLength(recipients.length);
    for (const rate of platform.pace.app) expect(mostWithin(sends, rate.per)).toBeLessThanOrEqual(rate.count);
    for (const own of Map.groupBy(sends, ({ to }) => to).values()) {
      for (const rate of platform.pace.address)
        expect(mostWithin(own, rate.per)).toBeLessThanOrEqual(rate.count);
    }
  });
}

function mostWithin(sends: readonly { at: Instant }[], per: number): number {
  return Math.max(...sends.map(({ at }) => sends.filter((one) => one.at > at - per && one.at <= at).length));
}

function platformOf({ hosted }: Opened) {
  const [platform] = hosted.org.platforms.values();
  if (!platform) throw new Error('there is no platform');
  return platform;
}

/** As delivery has it: what is thrown is tried again. */
async function send(opened: Opened, to: Address, key: string): Promise<Sent> {
  try {
    return await platformOf(opened).send(to, notice, key);
  } catch (error) {
    return { ok: false, verdict: 'again', reason: String(error) };
  }
}

async function queue(opened: Opened, to: Address, key: string): Promise<void> {
  const now = opened.hosted.org.clock.now();
  await opened.store.change((db) => post(db, now, { key, to, content: { card: notice }, urgency: 'notice' }));
}

function countOf({ store }: Opened, table: 'inbox' | 'outbox'): number {
  const of = { inbox, outbox }[table];
  return store.read((db) => db.select({ count: count() }).from(of).get())?.count ?? 0;
}

function keepsSecrets({ secrets }: Specimen, said: readonly string[]): void {
  for (const secret of secrets) expect(said.join('\n')).not.toContain(secret);
}
