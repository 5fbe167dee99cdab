import { and, asc, desc, eq, gte, isNull, lte } from 'drizzle-orm';
import { among } from '../../../db/many.ts';
import { trainees, trainings } from '../../../db/schema/training.ts';
import type { Db } from '../../../db/store.ts';
import { record } from '../../audit/store.ts';
import { Refusal } from '../../errors.ts';
import { handles } from '../../people/names.ts';
import { findUnit, isMember } from '../../people/store.ts';
import { type Day, dayOf, type Instant, sayDay } from '../../time.ts';
import { hoursWord } from './words.ts';

/** What a branch noted, and of whom. */
export type Noted = typeof trainings.$inferSelect & { persons: number[] };

/** What is to be noted: of each person so many minutes. */
export interface Noting {
  unit: number;
  persons: readonly number[];
  minutes: number;
  day: Day;
  what: string;
  draft: string;
}

/** Confirming the same draft twice notes it once. `instead`: what was wrong and is withdrawn with it. */
export function noteTraining(
  db: Db,
  noting: Noting,
  by: number,
  now: Instant,
  instead?: Noted,
): { training: Noted; fresh: boolean } {
  const before = db.select().from(trainings).where(eq(trainings.draft, noting.draft)).get();
  if (before) return { training: loadTraining(db, before.id), fresh: false };
  const { persons, ...values } = noting;
  if (instead) withdrawTraining(db, instead, by, now);
  refuseNoting(db, noting, dayOf(now));
  const training = db
    .insert(trainings)
    .values({ ...values, at: now, by })
    .returning()
    .get();
  for (const person of persons) db.insert(trainees).values({ training: training.id, person }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'training.noted',
    subject: `training:${training.id}`,
    after: { ...noting, ...(instead && { instead: instead.id }) },
  });
  return { training: { ...training, persons: [...persons] }, fresh: true };
}

/** Noted by mistake: it counts no more, and the record that it was there stays. */
export function withdrawTraining(db: Db, training: Noted, by: number, now: Instant): void {
  if (training.withdrawnAt !== null) throw new Refusal('conflict', '这条学时记录已经撤回了。');
  db.update(trainings).set({ withdrawnAt: now, withdrawnBy: by }).where(eq(trainings.id, training.id)).run();
  const { unit, persons, minutes, day, what } = training;
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'training.withdrawn',
    subject: `training:${training.id}`,
    before: { unit, persons, minutes, day, what },
  });
}

const YEARS = 2;

/** Whether it may be: who, when, and not once more. */
export function refuseNoting(db: Db, noting: Noting, today: Day): void {
  refuseOdd(db, noting, today);
  refuseTwice(db, noting);
}

function refuseOdd(db: Db, { unit, persons, day }: Noting, today: Day): void {
  if (persons.length === 0) throw new Refusal('invalid', '请写明是哪几位同志。');
  if (day > today) throw new Refusal('invalid', `${sayDay(day)}还没到，培训结束后再记。`);
  if (day < `${Number(today.slice(0, 4)) - YEARS}${today.slice(4)}`)
    throw new Refusal('invalid', `${sayDay(day)}是两年以前，请核对年份；只记近两年的学时。`);
  const strangers = persons.filter((person) => !isMember(db, unit, person, day));
  if (strangers.length === 0) return;
  const names = [...handles(db, today, strangers).values()].join('、');
  throw new Refusal(
    'not_allowed',
    `${names}同志在${sayDay(day)}不是${findUnit(db, unit)?.name ?? '本支部'}的党员，由当时所在的支部来记。`,
  );
}

/** Secretary and deputy may both have noted it, each in words of their own. */
function refuseTwice(db: Db, { unit, persons, minutes, day, what }: Noting): void {
  const same = db
    .select({ person: trainees.person })
    .from(trainings)
    .innerJoin(trainees, eq(trainees.training, trainings.id))
    .where(
      and(
        eq(trainings.unit, unit),
        eq(trainings.day, day),
        eq(trainings.minutes, minutes),
        eq(trainings.what, what),
        isNull(trainings.withdrawnAt),
        among(trainees.person, persons),
      ),
    )
    .all();
  if (same.length === 0) return;
  const twice = same.map(({ person }) => person);
  const names = [...handles(db, day, twice).values()].join('、');
  throw new Refusal(
    'conflict',
    `${names}同志${sayDay(day)}的“${what}”已经记过 ${hoursWord(minutes)} 学时，不用再记。`,
  );
}

export function loadTraining(db: Db, id: number): Noted {
  const training = db.select().from(trainings).where(eq(trainings.id, id)).get();
  if (!training) throw new Refusal('not_found', '没有找到这条学时记录。');
  return { ...training, persons: personsOf(db, [id]).get(id) ?? [] };
}

/** What a branch noted of a year, the newest first. */
export function trainingsOf(db: Db, unit: number, year: number): Noted[] {
  return withPersons(
    db,
    db
      .select()
      .from(trainings)
      .where(and(eq(trainings.unit, unit), inYear(year)))
      .orderBy(desc(trainings.day), desc(trainings.id))
      .all(),
  );
}

/** What was noted of one person, wherever, the newest first. */
export function trainingsFor(db: Db, person: number, year: number): Noted[] {
  const own = db.select({ id: trainees.training }).from(trainees).where(eq(trainees.person, person)).all();
  const ids = own.map(({ id }) => id);
  return db
    .select()
    .from(trainings)
    .where(and(among(trainings.id, ids), inYear(year)))
    .orderBy(desc(trainings.day), desc(trainings.id))
    .all()
    .map((training) => ({ ...training, persons: [person] }));
}

function inYear(year: number) {
  return and(
    gte(trainings.day, `${year}-01-01`),
    lte(trainings.day, `${year}-12-31`),
    isNull(trainings.withdrawnAt),
  );
}

function withPersons(db: Db, found: readonly (typeof trainings.$inferSelect)[]): Noted[] {
  const persons = personsOf(
    db,
    found.map(({ id }) => id),
  );
  return found.map((training) => ({ ...training, persons: persons.get(training.id) ?? [] }));
}

function personsOf(db: Db, ids: readonly number[]): Map<number, number[]> {
  const rows = db
    .select()
    .from(trainees)
    .where(among(trainees.training, ids))
    .orderBy(asc(trainees.training), asc(trainees.person))
    .all();
  return new Map(
    [...Map.groupBy(rows, ({ training }) => training)].map(([id, own]) => [
      id,
      own.map(({ person }) => person),
    ]),
  );
}
