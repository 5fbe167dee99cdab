import type { Colleague, Directory } from '../../platforms/directory.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import { essence } from '../recognise.ts';
import type { Unit } from '../store.ts';
import type { Change, Ref } from './change.ts';
import type { Present } from './present.ts';

/** What a department is: a unit; none of the Party's; or nobody has said yet. */
export type Meaning = number | 'none' | undefined;

/** By what was said of it, by its name, or as the department above it. `open`: those beneath are each asked about. */
export function meaningsOf(
  directory: Directory,
  said: ReadonlyMap<string, number | null>,
  units: readonly Unit[],
  open: ReadonlySet<string> = new Set(),
): Map<string, Meaning> {
  const byId = new Map(directory.departments.map((one) => [one.id, one]));
  const named = Map.groupBy(units, ({ name }) => essence(name));
  const known = new Map<string, Meaning>();
  for (const { id } of directory.departments) meaning(id, new Set());
  return known;

  function meaning(id: string, below: ReadonlySet<string>): Meaning {
    const one = byId.get(id);
    if (!one || below.has(id)) return undefined;
    if (!known.has(id)) known.set(id, own(one.id, one.name) ?? above(one, below));
    return known.get(id);
  }

  function own(id: string, name: string): Meaning {
    const told = said.get(id);
    if (told !== undefined) return told ?? 'none';
    const [unit, ...others] = named.get(essence(name)) ?? [];
    return unit && others.length === 0 ? unit.id : undefined;
  }

  function above({ id, parent }: { id: string; parent: string | null }, below: ReadonlySet<string>): Meaning {
    if (parent === null || open.has(parent)) return undefined;
    return meaning(parent, new Set([...below, id]));
  }
}

/** The departments to ask about: the highest of which nothing is known, with people in or beneath them. */
export function questionsOf(
  directory: Directory,
  meanings: ReadonlyMap<string, Meaning>,
  open: ReadonlySet<string>,
): { id: string; name: string; people: number; parted: boolean }[] {
  const children = Map.groupBy(directory.departments, ({ parent }) => parent ?? '');
  const staff = Map.groupBy(
    directory.people.flatMap(({ id, departments }) => departments.map((department) => ({ id, department }))),
    ({ department }) => department,
  );
  const unknown = (id: string) => meanings.get(id) === undefined && !open.has(id);
  return directory.departments
    .filter(({ id, parent }) => unknown(id) && (parent === null || !meanings.has(parent) || open.has(parent)))
    .map(({ id, name }) => ({
      id,
      name,
      people: new Set(
        beneath(id, new Set()).flatMap((one) => staff.get(one)?.map((person) => person.id) ?? []),
      ).size,
      parted: (children.get(id) ?? []).length > 0,
    }))
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people);

  function beneath(id: string, seen: ReadonlySet<string>): string[] {
    if (seen.has(id)) return [];
    const on = new Set([...seen, id]);
    return [id, ...(children.get(id) ?? []).flatMap((one) => beneath(one.id, on))];
  }
}

/** What a directory changes, and what it leaves. */
export interface Gathered {
  changes: Change[];
  /** Accounts that are in no directory any more. */
  gone: { id: string; person: number; name: string }[];
  /** In a unit's department, but on no roster, and not to be added. */
  strangers: string[];
  /** Could be several, or are linked to another account that is still used. */
  unclear: string[];
}

interface Wanted {
  platform: PlatformName;
  /** Whoever is on no roster joins, as a full member. */
  newcomers: boolean;
  meanings: ReadonlyMap<string, Meaning>;
  /** Units that the importer administers: nobody else's people are touched. */
  within: ReadonlySet<number>;
}

/**
 * Between the records and a directory. It tells of accounts, and of newcomers if that is wanted; it ends nobody's
 * membership, since not being employed any more is no reason to leave the Party.
 */
export function gather(present: Present, directory: Directory, wanted: Wanted): Gathered {
  const { platform, newcomers, meanings, within } = wanted;
  const units = new Map(present.units.map((unit) => [unit.id, unit]));
  const homes = Map.groupBy([...present.memberships, ...present.posts], ({ person }) => person);
  const own = (person: number) => (homes.get(person) ?? []).some(({ unit }) => within.has(unit));
  const linked = new Map(
    present.accounts.filter((one) => one.platform === platform).map((one) => [one.id, one.person]),
  );
  const accountOf = new Map([...linked].map(([id, person]) => [person, id]));
  const byPhone = new Map([...present.persons.values()].map((person) => [person.phone, person.id]));
  const byPlace = Map.groupBy(
    [...present.memberships, ...present.posts],
    ({ person, unit }) => `${unit}:${present.persons.get(person)?.name}`,
  );
  const staying = new Set(directory.people.map(({ id }) => id));
  const taken = new Set<number>();
  const result: Gathered = { changes: [], gone: [], strangers: [], unclear: [] };

  for (const colleague of directory.people) if (!linked.has(colleague.id)) take(colleague);
  for (const [id, person] of linked) {
    const name = present.persons.get(person)?.name ?? '';
    if (!staying.has(id) && !taken.has(person) && own(person)) result.gone.push({ id, person, name });
  }
  return result;

  function take(colleague: Colleague): void {
    const places = unitsOf(colleague);
    if (places.length === 0) return;
    const { id, name, phone } = colleague;
    const called = phone === null ? undefined : byPhone.get(phone);
    const [person, ...others] = called === undefined ? namesakes(places, name) : [called];
    if (person === undefined) return come(colleague, places);
    const before = accountOf.get(person);
    const replaced = before !== undefined && called !== undefined && !staying.has(before);
    if (others.length > 0 || taken.has(person) || !own(person) || (before !== undefined && !replaced)) {
      result.unclear.push(name);
      return;
    }
    taken.add(person);
    if (replaced) result.changes.push({ kind: 'account.unlinked', person, name, platform, id: before });
    result.changes.push({ kind: 'account.linked', person, name, platform, id });
  }

  function come({ id, name, phone }: Colleague, places: readonly number[]): void {
    if (!newcomers) {
      result.strangers.push(name);
      return;
    }
    const person: Ref = `@${id}`;
    const details = { name, phone, joinedParty: null, fullFrom: null };
    result.changes.push({ kind: 'person.added', person, details });
    result.changes.push({ kind: 'account.linked', person, name, platform, id });
    for (const place of places) {
      const unit = units.get(place);
      if (!unit) continue;
      const { path, kind: unitKind } = unit;
      const joined = { person, name, unit: place, path, unitKind, category: 'full' } as const;
      result.changes.push({ kind: 'member.joined', began: null, ...joined });
    }
  }

  function unitsOf({ departments }: Colleague): number[] {
    const found = departments.map((one) => meanings.get(one)).filter((one) => typeof one === 'number');
    return [...new Set(found)].filter((unit) => within.has(unit));
  }

  function namesakes(places: readonly number[], name: string): number[] {
    return [
      ...new Set(places.flatMap((unit) => byPlace.get(`${unit}:${name}`) ?? []).map(({ person }) => person)),
    ];
  }
}
