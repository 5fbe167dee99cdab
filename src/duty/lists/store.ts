import { and, asc, eq, gte, isNotNull, isNull, like, sql } from 'drizzle-orm';
import { amongGiven } from '../../../db/many.ts';
import { type ListEvery, type ListLevel, listItems, lists, ticks } from '../../../db/schema/list.ts';
import { type PostName, units } from '../../../db/schema/people.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import type { Day, Instant } from '../../time.ts';

export type ListItem = typeof listItems.$inferSelect;
export type Tick = typeof ticks.$inferSelect;

/** A list with its items as they stand, and where it was written. */
export type List = typeof lists.$inferSelect & { unitName: string; lineage: string; items: ListItem[] };

/** One line of a list as it is written. */
export interface Line {
  says: string;
  every: ListEvery;
  deadline: Day | null;
  rule: string | null;
}

export interface NewList {
  unit: number;
  name: string;
  level: ListLevel;
  post: PostName | null;
  draft: string;
  lines: readonly Line[];
}

/** As a preview, which nobody owes yet. The same draft twice is one. */
export function draftList(db: Db, { lines, ...values }: NewList, by: number, now: Instant): List {
  const before = db.select({ id: lists.id }).from(lists).where(eq(lists.draft, values.draft)).get();
  if (before) return loadList(db, before.id);
  const { id } = db
    .insert(lists)
    .values({ ...values, at: now, by })
    .returning({ id: lists.id })
    .get();
  for (const [position, line] of lines.entries())
    db.insert(listItems)
      .values({ list: id, position, ...line, at: now })
      .run();
  return loadList(db, id);
}

export function publishList(db: Db, list: List, by: number, now: Instant): void {
  if (list.endedAt !== null) throw new Refusal('conflict', '这张清单已经放弃了，请重新写一张。');
  if (list.publishedAt !== null) throw new Refusal('conflict', '这张清单已经发布了。');
  const same = allLists(db).find((one) => one.unit === list.unit && one.name === list.name);
  if (same) throw new Refusal('conflict', `已经有一张“${list.name}”了，请先停用那一张，或者换个名称。`);
  db.update(lists).set({ publishedAt: now }).where(eq(lists.id, list.id)).run();
  const { name, level, post, items } = list;
  const lines = items.map(({ says, every, deadline, rule }) => ({ says, every, deadline, rule }));
  journal(db, list, 'list.published', { name, level, post, lines }, by, now);
}

/** Nobody owes it any more; what was ticked stays on record. */
export function endList(db: Db, list: List, by: number, now: Instant): void {
  if (list.endedAt !== null) throw new Refusal('conflict', '这张清单已经停用了。');
  db.update(lists).set({ endedAt: now, endedBy: by }).where(eq(lists.id, list.id)).run();
  if (list.publishedAt !== null) journal(db, list, 'list.ended', { name: list.name }, by, now);
}

/** More is not read. */
export const MOST_ITEMS = 60;

export function addItem(db: Db, list: List, line: Line, by: number, now: Instant): ListItem {
  if (list.endedAt !== null) throw new Refusal('conflict', '这张清单已经停用了。');
  if (list.items.length >= MOST_ITEMS) throw new Refusal('limit', `一张清单最多 ${MOST_ITEMS} 项。`);
  const position = Math.max(-1, ...list.items.map((item) => item.position)) + 1;
  const item = db
    .insert(listItems)
    .values({ list: list.id, position, ...line, at: now })
    .returning()
    .get();
  journal(db, list, 'list.itemAdded', { item: item.id, ...line }, by, now);
  return item;
}

export function endItem(db: Db, list: List, id: number, by: number, now: Instant): ListItem {
  const item = list.items.find((one) => one.id === id);
  if (!item) throw new Refusal('not_found', '这一项已经停用了。');
  db.update(listItems).set({ endedAt: now }).where(eq(listItems.id, id)).run();
  journal(db, list, 'list.itemEnded', { item: id, says: item.says }, by, now);
  return item;
}

function journal(db: Db, { id }: List, action: string, after: unknown, by: number, now: Instant): void {
  record(db, { at: now, actor: `person:${by}`, action, subject: `list:${id}`, after });
}

export function loadList(db: Db, id: number): List {
  const [list] = withItems(db, select(db).where(eq(lists.id, id)).all());
  if (!list) throw new Refusal('not_found', '没有找到这张清单。');
  return list;
}

/** Those in force that were written for a unit: by itself or above it. */
export function listsOver(db: Db, lineage: string): List[] {
  return allLists(db).filter((list) => lineage.startsWith(list.lineage));
}

/** Those in force that concern any unit beneath one: written above it, there or beneath it. */
export function listsIn(db: Db, lineage: string): List[] {
  return allLists(db).filter((list) => lineage.startsWith(list.lineage) || list.lineage.startsWith(lineage));
}

const selectInForce = prepared((db) =>
  select(db)
    .where(and(isNotNull(lists.publishedAt), isNull(lists.endedAt)))
    .prepare(),
);

/** Every list in force, as written. */
export function allLists(db: Db): List[] {
  return withItems(db, selectInForce(db).all());
}

function select(db: Db) {
  return db
    .select({ list: lists, unitName: units.name, lineage: units.lineage })
    .from(lists)
    .innerJoin(units, eq(units.id, lists.unit))
    .orderBy(asc(units.lineage), asc(lists.id))
    .$dynamic();
}

const selectItems = prepared((db) =>
  db
    .select()
    .from(listItems)
    .where(and(amongGiven(listItems.list, 'lists'), isNull(listItems.endedAt)))
    .orderBy(asc(listItems.position))
    .prepare(),
);

function withItems(
  db: Db,
  rows: { list: typeof lists.$inferSelect; unitName: string; lineage: string }[],
): List[] {
  const items = selectItems(db).all({ lists: JSON.stringify(rows.map(({ list }) => list.id)) });
  const of = Map.groupBy(items, (item) => item.list);
  return rows.map(({ list, ...where }) => ({ ...list, ...where, items: of.get(list.id) ?? [] }));
}

const selectTicks = prepared((db) =>
  db
    .select({ tick: ticks })
    .from(ticks)
    .innerJoin(units, eq(units.id, ticks.unit))
    .where(
      and(
        like(units.lineage, sql.placeholder('lineage')),
        gte(ticks.period, sql.placeholder('from')),
        isNull(ticks.undoneAt),
      ),
    )
    .prepare(),
);

/** What was ticked beneath a unit in periods that begin on a day or later: by item, then period, then unit. */
export function ticksIn(db: Db, lineage: string, from: Day): Map<number, Map<Day, Map<number, Tick>>> {
  const found = selectTicks(db).all({ lineage: `${lineage}%`, from });
  const byItem = new Map<number, Map<Day, Map<number, Tick>>>();
  for (const { tick } of found) {
    const periods = byItem.get(tick.item) ?? new Map<Day, Map<number, Tick>>();
    const done = periods.get(tick.period) ?? new Map<number, Tick>();
    byItem.set(tick.item, periods.set(tick.period, done.set(tick.unit, tick)));
  }
  return byItem;
}

/** Once a period. → the tick */
export function tick(
  db: Db,
  done: { item: number; unit: number; period: Day; evidence: string },
  by: number,
  now: Instant,
): Tick {
  const { item, unit, period } = done;
  const same = and(
    eq(ticks.item, item),
    eq(ticks.unit, unit),
    eq(ticks.period, period),
    isNull(ticks.undoneAt),
  );
  if (db.select({ id: ticks.id }).from(ticks).where(same).get())
    throw new Refusal('conflict', '这一项已经勾选过了。');
  const row = db
    .insert(ticks)
    .values({ ...done, at: now, by })
    .returning()
    .get();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'list.ticked',
    subject: `unit:${unit}`,
    after: { tick: row.id, item, period, evidence: done.evidence },
  });
  return row;
}

export function untick(db: Db, id: number, by: number, now: Instant): Tick {
  const row = db
    .update(ticks)
    .set({ undoneAt: now, undoneBy: by })
    .where(and(eq(ticks.id, id), isNull(ticks.undoneAt)))
    .returning()
    .get();
  if (!row) throw new Refusal('conflict', '这次勾选已经撤回了。');
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'list.unticked',
    subject: `unit:${row.unit}`,
    before: { tick: id, item: row.item, period: row.period },
  });
  return row;
}

export function findTick(db: Db, id: number): Tick | undefined {
  return db.select().from(ticks).where(eq(ticks.id, id)).get();
}
