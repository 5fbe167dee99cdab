import type { Person } from '../store.ts';
import type { Change, Details } from './change.ts';
import type { Entry } from './identify.ts';
import { type Matched, refOfPerson } from './match.ts';
import type { Present } from './present.ts';
import { ACCOUNT_COLUMNS } from './row.ts';

const DETAILS = ['name', 'phone', 'joinedParty', 'fullFrom'] as const satisfies readonly (keyof Details)[];

/** New persons, and what the roster says otherwise of known ones. What it leaves empty stays as it is. */
export function personChanges(present: Present, { entry, person }: Matched): Change[] {
  return [...detailChanges(entry, person), ...accountChanges(present, entry, person)];
}

function detailChanges(entry: Entry, person: Person | null): Change[] {
  const { name, phone, joinedParty, fullFrom } = entry;
  if (!person)
    return [
      {
        kind: 'person.added',
        person: refOfPerson(entry, person),
        details: { name, phone, joinedParty, fullFrom },
      },
    ];
  const changed = DETAILS.filter((field) => entry[field] !== null && entry[field] !== person[field]);
  if (changed.length === 0) return [];
  const before = Object.fromEntries(changed.map((field) => [field, person[field]]));
  const after = Object.fromEntries(changed.map((field) => [field, entry[field]]));
  return [{ kind: 'person.changed', person: person.id, name, before, after }];
}

/** One account a platform: another in the roster takes its place. */
function accountChanges(present: Present, entry: Entry, person: Person | null): Change[] {
  return ACCOUNT_COLUMNS.flatMap(([platform]) => {
    const id = entry[platform];
    if (id === null) return [];
    const current = person
      ? (present.accountsOf.get(person.id) ?? []).filter((one) => one.platform === platform)
      : [];
    const others = current.filter((one) => one.id !== id);
    return [
      ...others.map(
        (one): Change => ({
          kind: 'account.unlinked',
          person: one.person,
          name: entry.name,
          platform,
          id: one.id,
        }),
      ),
      ...(current.length > others.length
        ? []
        : [
            {
              kind: 'account.linked',
              person: refOfPerson(entry, person),
              name: entry.name,
              platform,
              id,
            } as const,
          ]),
    ];
  });
}
