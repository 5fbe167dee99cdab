import type { Card } from '../../../cards/card.ts';
import type { Db } from '../../../db/store.ts';
import { Refusal } from '../../errors.ts';
import { homesOf } from '../../people/homes.ts';
import { findByRef, handleOf } from '../../people/names.ts';
import { dayOf, type Instant } from '../../time.ts';
import { groupsFor, unitCalled, unitNames } from './directory.ts';
import { iso, type Message, messageOf, type Names } from './message.ts';
import { type Row, seenAfter, type Viewer } from './store.ts';

/** What somebody said in a chat: the API's messages are the bot's, the page shows both. */
interface Said {
  id: string;
  seq: number;
  at: string;
  chat: string | null;
  from: string;
  text: string;
}

export function viewerCalled(db: Db, now: Instant, name: string): Viewer {
  const day = dayOf(now);
  const person = findByRef(db, name, day).id;
  if (homesOf(db, day, [person]).get(person)?.present === false) {
    throw new Refusal('not_found', `“${name}”已不在组织里，不能再以这位同志的身份说话。`);
  }
  return { person, units: groupsFor(db, day, person) };
}

/** The group's id; only of a group the person is in. */
export function groupCalled(db: Db, now: Instant, viewer: Viewer, name: string): string {
  const unit = unitCalled(db, dayOf(now), name);
  if (unit === undefined) throw new Refusal('not_found', `没有找到“${name}”这个党组织。`);
  if (!viewer.units.includes(unit)) throw new Refusal('not_found', `这位同志不在“${name}”的群里。`);
  return String(unit);
}

/** The bot's messages that are new or changed for somebody after `after`. */
export function messagesAfter(db: Db, now: Instant, viewer: Viewer, after: number): Message[] {
  const names = namesOn(db, now);
  return seenAfter(db, viewer, after).flatMap((row) =>
    row.card ? [shown(row, row.card, names, viewer)] : [],
  );
}

export type Shown =
  | { event: 'message'; seq: number; data: Message }
  | { event: 'said'; seq: number; data: Said };

/** The same with what people said, one event each. */
export function eventsAfter(db: Db, now: Instant, viewer: Viewer, after: number): Shown[] {
  const names = namesOn(db, now);
  return seenAfter(db, viewer, after).map((row) =>
    row.card
      ? { event: 'message', seq: row.seq, data: shown(row, row.card, names, viewer) }
      : { event: 'said', seq: row.seq, data: saidOf(row, names) },
  );
}

/** With where its file can be had by this viewer, if it has one. */
function shown(row: Row, card: Card, names: Names, viewer: Viewer): Message {
  const message = messageOf(row, card, names);
  if (row.file === null) return message;
  const as = encodeURIComponent(names.person(String(viewer.person)) ?? '');
  return { ...message, file: { name: row.file, url: `/console/api/files/${row.id}?as=${as}` } };
}

function saidOf(row: Row, names: Names): Said {
  return {
    id: String(row.id),
    seq: row.seq,
    at: iso(row.at),
    chat: row.kind === 'group' ? (names.unit(row.address) ?? row.address) : null,
    from: names.person(String(row.author)) ?? '',
    text: row.said ?? '',
  };
}

/** Each looked up once, when it is needed. */
export function namesOn(db: Db, now: Instant): Names {
  const day = dayOf(now);
  const people = new Map<string, string>();
  let units: Map<number, string> | undefined;
  return {
    person(id) {
      const known = people.get(id) ?? handleOf(db, day, Number(id));
      people.set(id, known);
      return known === '' ? undefined : known;
    },
    unit(id) {
      units ??= unitNames(db, day);
      return units.get(Number(id));
    },
  };
}
