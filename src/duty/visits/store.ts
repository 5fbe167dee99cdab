import { and, asc, desc, eq, gte, isNotNull, isNull, like, lte, sql } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { units } from '../../../db/schema/people.ts';
import { followUps, visits } from '../../../db/schema/visit.ts';
import { type Db, prepared } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { addDays, type Day, dayOf, type Instant } from '../../time.ts';

export type Visit = typeof visits.$inferSelect;
export type FollowUp = typeof followUps.$inferSelect;

/** What is noted of a visit; `what` is empty where nothing is to follow. */
export interface Noted {
  leader: number;
  unit: number;
  day: Day;
  form: string;
  heard: string;
  what: string;
  owner: number;
  deadline: Day | null;
  draft: string;
}

/** Confirming the same draft twice notes it once. → the visit, and what is to follow where it is new */
export function noteVisit(
  db: Db,
  noted: Noted,
  by: number,
  now: Instant,
): { visit: Visit; followUp: FollowUp | null; fresh: boolean } {
  const before = db.select().from(visits).where(eq(visits.draft, noted.draft)).get();
  if (before) return { visit: before, followUp: null, fresh: false };
  refuseDays(noted, dayOf(now));
  const { what, owner, deadline, ...values } = noted;
  const visit = db
    .insert(visits)
    .values({ ...values, at: now, by })
    .returning()
    .get();
  const followUp =
    what === ''
      ? null
      : db.insert(followUps).values({ visit: visit.id, what, owner, deadline }).returning().get();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'visit.noted',
    subject: `visit:${visit.id}`,
    after: { ...values, ...(followUp && { what, owner, deadline }) },
  });
  return { visit, followUp, fresh: true };
}

/** Further back than this is a slip of the pen. */
const LONGEST = 400;

function refuseDays({ day, deadline, what }: Noted, today: Day): void {
  if (day > today) throw new Refusal('invalid', '这一天还没到，去过之后再记。');
  if (day < addDays(today, -LONGEST)) throw new Refusal('invalid', '这一天是一年多以前，请核对年份。');
  if (what === '' && deadline !== null)
    throw new Refusal('invalid', '填了期限，还请写明要跟进什么；没有要跟进的，期限留空。');
  if (deadline !== null && deadline < day) throw new Refusal('invalid', '跟进的期限在下基层之前，请核对。');
}

export function loadVisit(db: Db, id: number): Visit {
  const visit = db.select().from(visits).where(eq(visits.id, id)).get();
  if (!visit) throw new Refusal('not_found', '没有找到这次下基层记录。');
  return visit;
}

/** One more thing that a visit asks for. */
export function addFollowUp(
  db: Db,
  visit: Visit,
  wanted: Pick<FollowUp, 'what' | 'owner' | 'deadline'>,
  by: number,
  now: Instant,
): FollowUp {
  if (visit.withdrawnAt !== null) throw new Refusal('conflict', '这次下基层记录已经撤回了。');
  if (wanted.what === '') throw new Refusal('invalid', '请写明要跟进的事。');
  if (wanted.deadline !== null && wanted.deadline < visit.day)
    throw new Refusal('invalid', '跟进的期限在下基层之前，请核对。');
  const added = db
    .insert(followUps)
    .values({ ...wanted, visit: visit.id })
    .returning()
    .get();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'followUp.added',
    subject: `visit:${visit.id}`,
    after: { followUp: added.id, ...wanted },
  });
  return added;
}

/** Noted by mistake: it counts no more, and the record that it was there stays. */
export function withdrawVisit(db: Db, visit: Visit, by: number, now: Instant): void {
  if (visit.withdrawnAt !== null) throw new Refusal('conflict', '这条记录已经撤回了。');
  db.update(visits).set({ withdrawnAt: now, withdrawnBy: by }).where(eq(visits.id, visit.id)).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'visit.withdrawn',
    subject: `visit:${visit.id}`,
  });
}

export function loadFollowUp(db: Db, id: number): { followUp: FollowUp; visit: Visit } {
  const row = withVisits(db).where(eq(followUps.id, id)).get();
  if (!row) throw new Refusal('not_found', '没有找到这件跟进事项。');
  return row;
}

export function finishFollowUp(db: Db, id: number, result: string, by: number, now: Instant): FollowUp {
  const { followUp, visit } = loadFollowUp(db, id);
  if (visit.withdrawnAt !== null) throw new Refusal('conflict', '这次下基层记录已经撤回，不用再办。');
  if (followUp.doneAt !== null) throw new Refusal('conflict', '这件事已经办结了。');
  const done = db
    .update(followUps)
    .set({ result, doneAt: now, doneBy: by })
    .where(and(eq(followUps.id, id), isNull(followUps.doneAt)))
    .returning()
    .get();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'followUp.done',
    subject: `visit:${visit.id}`,
    after: { followUp: id, result },
  });
  return done;
}

/** Visits beneath a unit between two days, both included, the newest first. */
export function visitsIn(db: Db, lineage: string, from: Day, to: Day): Visit[] {
  return db
    .select({ visit: visits })
    .from(visits)
    .innerJoin(units, eq(units.id, visits.unit))
    .where(and(like(units.lineage, `${lineage}%`), between(from, to)))
    .orderBy(desc(visits.day), desc(visits.id))
    .all()
    .map((row) => row.visit);
}

/** A leader's own, wherever they were. */
export function visitsOf(db: Db, leader: number, from: Day, to: Day): Visit[] {
  return db
    .select()
    .from(visits)
    .where(and(eq(visits.leader, leader), between(from, to)))
    .orderBy(desc(visits.day), desc(visits.id))
    .all();
}

function between(from: Day, to: Day) {
  return and(gte(visits.day, from), lte(visits.day, to), isNull(visits.withdrawnAt));
}

export function followUpsOf(db: Db, of: readonly Visit[]): Map<number, FollowUp[]> {
  const ids = of.map(({ id }) => id);
  const found = db
    .select()
    .from(followUps)
    .where(among(followUps.visit, ids))
    .orderBy(asc(followUps.id))
    .all();
  return Map.groupBy(found, ({ visit }) => visit);
}

const selectOpen = prepared((db) =>
  withVisits(db)
    .where(
      and(
        isNull(followUps.doneAt),
        isNull(visits.withdrawnAt),
        isNotNull(followUps.deadline),
        lte(followUps.deadline, sql.placeholder('until')),
      ),
    )
    .orderBy(asc(followUps.deadline), asc(followUps.id))
    .prepare(),
);

/** What is open and due by a day, the earliest first. */
export function openFollowUps(db: Db, until: Day): { followUp: FollowUp; visit: Visit }[] {
  return selectOpen(db).all({ until });
}

/** What somebody is still to see to. */
export function followUpsFor(db: Db, owner: number): { followUp: FollowUp; visit: Visit }[] {
  return withVisits(db)
    .where(and(eq(followUps.owner, owner), isNull(followUps.doneAt), isNull(visits.withdrawnAt)))
    .orderBy(asc(followUps.deadline), asc(followUps.id))
    .all();
}

function withVisits(db: Db) {
  return db
    .select({ followUp: followUps, visit: visits })
    .from(followUps)
    .innerJoin(visits, eq(visits.id, followUps.visit))
    .$dynamic();
}
