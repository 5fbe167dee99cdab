import type { Person } from '../store.ts';
import type { Ref } from './change.ts';
import type { Entry, NamedRow } from './identify.ts';
import type { Places } from './places.ts';
import type { Present } from './present.ts';
import { ACCOUNT_COLUMNS, type Fault } from './row.ts';

/** An entry of the roster and the person it is at present; null: a new one. */
export interface Matched {
  entry: Entry;
  person: Person | null;
}

/**
 * Who is who: by phone number, then by account, then by name in the same unit; then, where only one can be meant,
 * by name among those who would otherwise leave, and among those who left the same unit before.
 */
export function matchPeople(
  present: Present,
  places: Places,
  people: readonly Entry[],
): { matched: Matched[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const found = new Map<Entry, Person>();
  const taken = new Map<number, Entry>();
  const take = (entry: Entry, person: Person) => {
    found.set(entry, person);
    taken.set(person.id, entry);
  };
  const who = directory(present, places);
  for (const entry of people) identify(entry);
  for (const entry of people) if (!found.has(entry)) byName(entry);
  const open = people.filter((entry) => !found.has(entry));
  for (const [entry, ...others] of Map.groupBy(open, ({ name }) => name).values()) {
    if (entry && others.length === 0) byElimination(entry);
  }
  return { matched: people.map((entry) => ({ entry, person: found.get(entry) ?? null })), faults };

  function identify(entry: Entry): void {
    const [person, other] = who.identified(entry);
    const { line } = first(entry);
    if (!person) return;
    if (other) {
      faults.push({
        line,
        column: identityColumn(entry),
        reason: '手机号和各平台的ID分别登记在不同的同志名下，请核对',
      });
      return;
    }
    const before = taken.get(person.id);
    if (before) {
      const reason = `手机号或ID与第 ${first(before).line} 行登记在同一位同志名下，请核对`;
      faults.push({ line, column: identityColumn(entry), reason });
    } else if (person.name !== entry.name && who.bothKnown(entry, person, people)) {
      faults.push({
        line,
        column: identityColumn(entry),
        reason: '这个手机号或ID登记在另一位同志名下，请核对',
      });
    } else take(entry, person);
  }

  function byName(entry: Entry): void {
    for (const row of entry.rows) {
      const namesakes = who.inUnit(row).filter(({ id }) => !taken.has(id));
      if (namesakes.length > 1) {
        const reason = `“${row.unit}”里登记着几位${row.name}，请填上手机号或ID，说明是哪一位`;
        faults.push({ line: row.line, column: '姓名', reason });
        return;
      }
      if (namesakes[0]) return take(entry, namesakes[0]);
    }
  }

  function byElimination(entry: Entry): void {
    const free = (person: Person) => !taken.has(person.id) && (entry.phone === null || person.phone === null);
    const leaving = who.covered(entry.name).filter(free);
    const returning =
      leaving.length > 0 ? leaving : entry.rows.flatMap((row) => who.formerlyIn(row)).filter(free);
    const [person, ...others] = new Set(returning);
    if (person && others.length === 0) take(entry, person);
  }
}

/** A new person goes by the first line that names them. */
export function refOfPerson(entry: Entry, person: Person | null): Ref {
  return person?.id ?? `@${first(entry).line}`;
}

interface Directory {
  identified(entry: Entry): Person[];
  /** The entry's name and the person's own are both in use, so that it can be no change of name. */
  bothKnown(entry: Entry, person: Person, people: readonly Entry[]): boolean;
  inUnit(row: NamedRow): Person[];
  covered(name: string): Person[];
  formerlyIn(row: NamedRow): Person[];
}

function directory(present: Present, places: Places): Directory {
  const byPhone = new Map([...present.persons.values()].map((person) => [person.phone, person]));
  const byAccount = new Map(
    present.accounts.map(({ platform, id, person }) => [`${platform}:${id}`, person]),
  );
  const current = byPlaceAndName(present, [...present.memberships, ...present.posts]);
  const former = byPlaceAndName(present, present.endedMemberships);
  const inside = new Set([...present.memberships, ...present.posts].map(({ person }) => person));
  const coveredUnits = new Set([
    ...[...places.byPath.values()].flatMap(({ unit, listed }) => (unit && listed ? [unit.id] : [])),
    ...places.ended.map(({ id }) => id),
  ]);
  const covered = Map.groupBy(
    new Set(
      [...present.memberships, ...present.posts]
        .filter(({ unit }) => coveredUnits.has(unit))
        .flatMap(({ person }) => present.persons.get(person) ?? []),
    ),
    ({ name }) => name,
  );
  return {
    identified(entry) {
      const phone = entry.phone === null ? undefined : byPhone.get(entry.phone);
      const accounts = ACCOUNT_COLUMNS.flatMap(
        ([platform]) => byAccount.get(`${platform}:${entry[platform]}`) ?? [],
      );
      return [...new Set([...(phone ? [phone.id] : []), ...accounts])].flatMap(
        (id) => present.persons.get(id) ?? [],
      );
    },
    bothKnown: (entry, person, people) =>
      entry.rows.some((row) => at(current, row).length > 0) ||
      people.some(({ name }) => name === person.name),
    inUnit: (row) => at(current, row),
    covered: (name) => covered.get(name) ?? [],
    formerlyIn: (row) => at(former, row).filter(({ id }) => !inside.has(id)),
  };

  function at(index: Map<string, Person[]>, row: NamedRow): Person[] {
    const unit = places.byPath.get(row.unit)?.unit;
    return unit ? (index.get(`${unit.id}:${row.name}`) ?? []) : [];
  }
}

function byPlaceAndName(
  present: Present,
  rows: readonly { person: number; unit: number }[],
): Map<string, Person[]> {
  const places = Map.groupBy(rows, ({ person, unit }) => `${unit}:${present.persons.get(person)?.name}`);
  return new Map(
    [...places].map(([place, held]) => [
      place,
      [...new Set(held.map(({ person }) => person))].flatMap((id) => present.persons.get(id) ?? []),
    ]),
  );
}

function first(entry: Entry): NamedRow {
  const [row] = entry.rows;
  if (!row) throw new Error('an entry without a row');
  return row;
}

function identityColumn(entry: Entry): string {
  if (entry.phone !== null) return '手机号';
  return ACCOUNT_COLUMNS.find(([platform]) => entry[platform] !== null)?.[1] ?? '姓名';
}
