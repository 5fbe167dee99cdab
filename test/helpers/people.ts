import {
  type Category,
  memberships,
  type PostName,
  persons,
  posts,
  type UnitKind,
  units,
} from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';

/** Units by path, each with its people: `{'机关工委/第一党支部': {kind: 'branch', people: {张三: {posts: ['secretary']}}}}`. */
export type Found = Record<string, FoundUnit>;

export interface FoundUnit {
  kind: UnitKind;
  began?: string;
  people?: Record<string, FoundPerson>;
}

export interface FoundPerson {
  posts?: PostName[];
  category?: Category;
  fullFrom?: string;
  began?: string;
  ended?: string;
  /** Holds the post here without being a member here. */
  only?: 'post';
}

/** Founds units and people as if they had always been there. The same name is the same person. */
export function foundUnits(db: Db, found: Found): void {
  const ids = new Map<string, { id: number; lineage: string }>();
  const known = new Map<string, number>();
  for (const [path, unit] of Object.entries(found)) {
    const parent = ids.get(path.slice(0, path.lastIndexOf('/')));
    const [row] = db
      .insert(units)
      .values({
        kind: unit.kind,
        path,
        name: path.slice(path.lastIndexOf('/') + 1),
        parent: parent?.id ?? null,
        lineage: '',
        began: unit.began ?? null,
      })
      .returning()
      .all();
    if (!row) throw new Error(`not founded: ${path}`);
    const lineage = `${parent?.lineage ?? '/'}${row.id}/`;
    db.run(`update units set lineage = '${lineage}' where id = ${row.id}`);
    ids.set(path, { id: row.id, lineage });
    for (const [name, person] of Object.entries(unit.people ?? {})) settle(db, known, name, person, row.id);
  }
}

function settle(db: Db, known: Map<string, number>, name: string, person: FoundPerson, unit: number): void {
  const id =
    known.get(name) ??
    db
      .insert(persons)
      .values({ name, fullFrom: person.fullFrom ?? null })
      .returning()
      .get().id;
  known.set(name, id);
  const dates = { began: person.began ?? '2020-01-01', ended: person.ended ?? null };
  if (person.only !== 'post') {
    db.insert(memberships)
      .values({ person: id, unit, category: person.category ?? 'full', ...dates })
      .run();
  }
  for (const post of person.posts ?? [])
    db.insert(posts)
      .values({ person: id, unit, post, ...dates })
      .run();
}

/** 机关工委 over two branches, the first with a committee and seven members. */
export const TWO_BRANCHES: Found = {
  机关工委: {
    kind: 'organsWorkCommittee',
    people: {
      陈静: { posts: ['staff'], only: 'post' },
      管理员甲: { posts: ['administrator'], only: 'post' },
    },
  },
  '机关工委/第一党支部': {
    kind: 'branch',
    people: {
      张建国: { posts: ['secretary'] },
      李红梅: { posts: ['organizationMember'] },
      王磊: { posts: ['publicityMember'] },
      刘洋: {},
      赵敏: {},
      孙丽: {},
      周杰: { category: 'probationary' },
      吴迪: { category: 'activist' },
    },
  },
  '机关工委/第二党支部': {
    kind: 'branch',
    people: { 郑强: { posts: ['secretary'] }, 冯雪: {}, 许晴: {} },
  },
};
