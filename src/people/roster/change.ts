import type { Category, PostName, UnitKind } from '../../../db/schema/people.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import type { Day } from '../../time.ts';

/** Somebody or some unit that exists (its id), or that this roster creates (a person's line `@12`, a unit's path). */
export type Ref = number | string;

export interface Details {
  name: string;
  phone: string | null;
  joinedParty: Day | null;
  fullFrom: Day | null;
}

/** What a roster changes, in the order in which it is done. Names and paths are there for people to read. */
export type Change =
  | { kind: 'unit.founded'; path: string; parent: Ref | null; name: string; unitKind: UnitKind }
  | { kind: 'unit.reopened'; unit: number; path: string }
  | { kind: 'unit.changed'; unit: number; path: string; before: UnitDetails; after: UnitDetails }
  | { kind: 'person.added'; person: Ref; details: Details }
  | {
      kind: 'person.changed';
      person: number;
      name: string;
      before: Partial<Details>;
      after: Partial<Details>;
    }
  | { kind: 'account.unlinked'; person: number; name: string; platform: PlatformName; id: string }
  | { kind: 'account.linked'; person: Ref; name: string; platform: PlatformName; id: string }
  | ({ kind: 'member.left'; membership: number } & Belonging)
  | ({ kind: 'post.ended'; held: number } & Holding)
  /** `began`: where a roster may say so; null is the day of the import. */
  | ({ kind: 'member.joined'; began: Day | null } & Belonging)
  | ({ kind: 'member.recategorised'; membership: number; before: Category } & Belonging)
  | ({ kind: 'post.began' } & Holding)
  | { kind: 'unit.ended'; unit: number; path: string };

interface UnitDetails {
  name: string;
  kind: UnitKind;
}

interface Belonging {
  person: Ref;
  name: string;
  unit: Ref;
  path: string;
  unitKind: UnitKind;
  category: Category;
}

interface Holding {
  person: Ref;
  name: string;
  unit: Ref;
  path: string;
  post: PostName;
}
