import type { Category, PostName, UnitKind } from '../../../db/schema/people.ts';
import { categoryOn } from '../store.ts';
import type { Change, Ref } from './change.ts';
import type { NamedRow } from './identify.ts';
import { type Matched, refOfPerson } from './match.ts';
import type { Place, Places } from './places.ts';
import type { Membership, Present } from './present.ts';
import { refOfPlace } from './units.ts';

/** Who leaves, joins, moves, changes category or post. Of units whose people the roster does not list it says nothing. */
export function belongingChanges(present: Present, places: Places, matched: readonly Matched[]): Change[] {
  const wants = matched.flatMap((one) => one.entry.rows.flatMap((row) => wantsOf(places, one, row)));
  const scope = scopeOf(places);
  return [...memberChanges(present, scope, wants), ...postChanges(present, scope, wants)];
}

/** What a row asks of one place: a person there, as what. */
interface Want {
  person: Ref;
  name: string;
  place: Place;
  category: Category | null;
  posts: PostName[];
  joinedParty: string | null;
  fullFrom: string | null;
}

/** A group's members belong to it beside the branch; its leader's post is the group's. */
function wantsOf(places: Places, { entry, person }: Matched, row: NamedRow): Want[] {
  const who = {
    person: refOfPerson(entry, person),
    name: entry.name,
    category: row.category,
    joinedParty: entry.joinedParty ?? person?.joinedParty ?? null,
    fullFrom: entry.fullFrom ?? person?.fullFrom ?? null,
  };
  const unit = places.byPath.get(row.unit);
  const group = row.group === null ? undefined : places.byPath.get(`${row.unit}/${row.group}`);
  return [
    ...(unit ? [{ ...who, place: unit, posts: row.posts.filter((post) => post !== 'groupLeader') }] : []),
    ...(group ? [{ ...who, place: group, posts: row.posts.filter((post) => post === 'groupLeader') }] : []),
  ];
}

/** The units whose people the roster lists, or that end, by id. */
function scopeOf(places: Places): Map<number, Labelled> {
  const listed = [...places.byPath.values()].filter((place) => place.listed);
  return new Map<number, Labelled>([
    ...listed.flatMap((place) => (place.unit ? [[place.unit.id, place] as const] : [])),
    ...places.ended.map((unit) => [unit.id, unit] as const),
  ]);
}

interface Labelled {
  path: string;
  kind: UnitKind;
}

type Scope = ReadonlyMap<number, Labelled>;

function memberChanges(present: Present, scope: Scope, wants: readonly Want[]): Change[] {
  const wanted = new Map(
    wants
      .filter(({ category }) => category !== null)
      .map((want) => [keyOf(want.person, refOfPlace(want.place)), want] as const),
  );
  const held = new Map(present.memberships.map((one) => [keyOf(one.person, one.unit), one]));
  const left = present.memberships.flatMap((one): Change[] => {
    const unit = scope.get(one.unit);
    if (!unit || wanted.has(keyOf(one.person, one.unit))) return [];
    const { id: membership, person, category } = one;
    return [
      {
        kind: 'member.left',
        membership,
        ...belonging(present, person),
        unit: one.unit,
        ...labelled(unit),
        category,
      },
    ];
  });
  const others = [...wanted].flatMap(([key, want]) => {
    const membership = held.get(key);
    return membership ? recategorised(present, membership, want) : joined(present, want);
  });
  return [...left, ...others];
}

/** Where the dates already say what somebody is, the category needs no change. */
function recategorised(present: Present, held: Membership, want: Want): Change[] {
  const is = categoryOn(held.category, want.fullFrom, present.today);
  if (!want.category || categoryOn(want.category, want.fullFrom, present.today) === is) return [];
  const { person, name, place, category } = want;
  const where = { unit: held.unit, ...labelled(place) };
  return [
    {
      kind: 'member.recategorised',
      membership: held.id,
      before: held.category,
      person,
      name,
      ...where,
      category,
    },
  ];
}

/**
 * The first roster of an organisation does not say since when somebody belongs to the branch, and nothing recorded
 * could contradict it: whoever was in the Party counts from then on, so that a meeting before the import that is
 * entered afterwards expects its members. Later on somebody joins on the day of the import.
 */
function joined(present: Present, want: Want): Change[] {
  if (!want.category) return [];
  const { person, name, place, category } = want;
  const first = present.memberships.length + present.endedMemberships.length === 0;
  const since = want.joinedParty ?? want.fullFrom;
  const began = first && since !== null && since < present.today ? since : null;
  return [
    { kind: 'member.joined', began, person, name, unit: refOfPlace(place), ...labelled(place), category },
  ];
}

function postChanges(present: Present, scope: Scope, wants: readonly Want[]): Change[] {
  const wanted = new Map(
    wants.flatMap((want) =>
      want.posts.map(
        (post) => [`${keyOf(want.person, refOfPlace(want.place))} ${post}`, { ...want, post }] as const,
      ),
    ),
  );
  const held = new Set(present.posts.map(({ person, unit, post }) => `${keyOf(person, unit)} ${post}`));
  const ended = present.posts.flatMap(({ id, person, unit, post }): Change[] => {
    const place = scope.get(unit);
    const founders = person === present.founder && post === 'administrator';
    if (!place || founders || wanted.has(`${keyOf(person, unit)} ${post}`)) return [];
    return [{ kind: 'post.ended', held: id, ...belonging(present, person), unit, path: place.path, post }];
  });
  const begun = [...wanted].flatMap(([key, { person, name, place, post }]): Change[] => {
    if (held.has(key)) return [];
    return [{ kind: 'post.began', person, name, unit: refOfPlace(place), path: place.path, post }];
  });
  return [...ended, ...begun];
}

function belonging(present: Present, person: number): { person: number; name: string } {
  return { person, name: present.persons.get(person)?.name ?? '' };
}

function labelled({ path, kind }: Labelled): { path: string; unitKind: UnitKind } {
  return { path, unitKind: kind };
}

function keyOf(person: Ref, unit: Ref): string {
  return `${person} ${unit}`;
}
