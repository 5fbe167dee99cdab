import type { Action, Card, Fact } from '../../cards/card.ts';
import { filesCard, look as lookAction } from '../../cards/files.ts';
import type { Db } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Settings } from '../org.ts';
import { handles } from '../people/names.ts';
import { dayOf, MINUTE, sayDay } from '../time.ts';
import { fileLink, VALID } from './link.ts';
import { type Look, type Place, placeNamed, type Target } from './place.ts';
import { filesAt, type Kept } from './store.ts';

/** Whoever sees a thing sees what was put to it; whoever sent something sees that. */
export function demandSeen(look: Look, target: Target): void {
  const place = placeNamed(target.place);
  if (!place?.find(look, target.ref)) throw new Refusal('not_found', '这一项已经没有了。');
  const own = seenAt(look, target.place, [target.ref]).has(target.ref);
  if (!own && !place.maySee(look, target.ref))
    throw new Refusal('not_allowed', '附件只给能看这一项的同志看。');
}

/** What was put to a thing, as far as somebody sees it, with a link each that is theirs. */
export function linksCard(look: Look, settings: Settings, target: Target): Card {
  const place = placeNamed(target.place);
  const found = place?.find(look, target.ref);
  if (!place || !found) return filesCard('这一项', [], VALID / MINUTE);
  const { db, now, person } = look;
  const seen = seenAt(look, target.place, [target.ref]).get(target.ref) ?? [];
  const called = handles(
    db,
    dayOf(now),
    seen.map(({ by }) => by),
  );
  const shown = seen.map((file) => ({
    id: file.id,
    name: file.name,
    from: [...(place.nameless ? [] : [called.get(file.by) ?? '']), sayDay(dayOf(file.at))].join('，'),
    url: fileLink(settings, file.id, person.id, now),
    own: file.by === person.id,
  }));
  return filesCard(found.label, shown, VALID / MINUTE);
}

/** Whoever sent it, and whoever sees the thing it was put to. */
export function mayOpen(look: Look, place: Place, file: Kept): boolean {
  return file.by === look.person.id || place.maySee(look, file.ref);
}

/** How many there are. */
export function filesHere(db: Db, { place, ref }: Target): number {
  return filesAt(db, place, [ref]).get(ref)?.length ?? 0;
}

/** What a thing's own card says of its files, and the way to them; nothing where there are none, or none for this reader. */
export function attached(look: Look, target: Target): { facts: Fact[]; actions: Action[] } {
  const here = seenAt(look, target.place, [target.ref]).get(target.ref) ?? [];
  if (here.length === 0) return { facts: [], actions: [] };
  return { facts: [{ label: '附件', value: attachedWord(here) }], actions: [lookAction(target)] };
}

/** Buttons to the files of several things that stand on one card. */
const MOST_BUTTONS = 3;

/** The same where several things stand on one card: how many each has, or which. */
export function attachedTo(
  look: Look,
  place: string,
  things: readonly { ref: string; label: string }[],
): { word(ref: string): string; facts: Fact[]; actions: Action[] } {
  const seen = seenAt(
    look,
    place,
    things.map(({ ref }) => ref),
  );
  const some = things.filter(({ ref }) => seen.has(ref));
  return {
    word(ref) {
      const count = seen.get(ref)?.length ?? 0;
      return count > 0 ? `，附件 ${count} 个` : '';
    },
    facts: some.map(({ ref, label }) => ({ label, value: `附件：${attachedWord(seen.get(ref) ?? [])}` })),
    actions: some.slice(0, MOST_BUTTONS).map(({ ref, label }) => lookAction({ place, ref }, label)),
  };
}

function seenAt(look: Look, name: string, refs: readonly string[]): Map<string, Kept[]> {
  const place = placeNamed(name);
  if (!place) return new Map();
  const found = [...filesAt(look.db, name, refs)].map(
    ([ref, files]) => [ref, files.filter((file) => mayOpen(look, place, file))] as const,
  );
  return new Map(found.filter(([, files]) => files.length > 0));
}

function attachedWord(files: readonly Kept[]): string {
  return files.map(({ name }) => name).join('、');
}

/** For a document: 附件：a.jpg、b.pdf, by thing. */
export function attachedWords(db: Db, place: string, refs: readonly string[]): Map<string, string> {
  return new Map([...filesAt(db, place, refs)].map(([ref, files]) => [ref, `附件：${attachedWord(files)}`]));
}

/** What was said, and the files beside it. */
export function saidWith(said: string, files: string | undefined): string {
  return [said, files ?? ''].filter((part) => part !== '').join('；');
}
