import { and, asc, eq, gte, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { activities } from '../../../db/schema/activity.ts';
import type { Db } from '../../../db/store.ts';
import type { Ctx } from '../../chat/command.ts';
import { Refusal } from '../../errors.ts';
import { handles } from '../../people/names.ts';
import { holdersOf, membersOf } from '../../people/store.ts';
import { type Day, dayOf, startOfDay, yearOf } from '../../time.ts';
import { findRound, type Round } from '../round.ts';
import { loadSubject, type Named, type Subject, subjectsOf } from '../subject.ts';

/** What a member says of their own year, and which grade they would give themselves. */
const Self = z.object({ text: z.string().default(''), level: z.string().nullable().default(null) });
type Self = z.infer<typeof Self>;

export function selfOf({ declared }: Pick<Subject, 'declared'>): Self {
  return Self.parse(declared ?? {});
}

export interface Appraised extends Named {
  member: number;
  called: string;
  /** Probationary members take part, and have no grade. */
  graded: boolean;
  self: Self;
}

export function loadAppraisal(db: Db, id: number): Round {
  const round = findRound(db, id);
  if (round?.kind !== 'appraisal') throw new Refusal('not_found', '没有找到这次民主评议。');
  return round;
}

/** Those who are appraised, in the order of the roster; whether they get a grade is as of the day the round began. */
export function appraisedIn(db: Db, round: Round, today: Day): Appraised[] {
  const subjects = subjectsOf(db, round.id).flatMap((subject) =>
    subject.person === null ? [] : [{ ...subject, member: subject.person }],
  );
  const names = handles(
    db,
    today,
    subjects.map(({ member }) => member),
  );
  const full = new Set(
    membersOf(db, round.unit, dayOf(round.openedAt)).flatMap(({ person, category }) =>
      category === 'full' ? [person] : [],
    ),
  );
  return subjects.map((subject) => ({
    ...subject,
    called: names.get(subject.member) ?? '',
    graded: full.has(subject.member),
    self: selfOf(subject),
  }));
}

export function loadAppraised(db: Db, id: number, today: Day): { round: Round; appraised: Appraised } {
  const round = loadAppraisal(db, loadSubject(db, id).round);
  const appraised = appraisedIn(db, round, today).find((one) => one.id === id);
  if (!appraised) throw new Refusal('not_found', '没有找到这位党员。');
  return { round, appraised };
}

/** The branch's secretary, or the deputy while there is none: nobody else sees the members' results. */
export function isSecretary(db: Db, unit: number, person: number, today: Day): boolean {
  const holders = holdersOf(db, unit, today);
  const post = holders.some((holder) => holder.post === 'secretary') ? 'secretary' : 'deputySecretary';
  return holders.some((holder) => holder.person === person && holder.post === post);
}

export function demandSecretary({ db, person, now }: Asker, unit: number): void {
  if (!isSecretary(db, unit, person.id, dayOf(now))) {
    throw new Refusal('not_allowed', '民主评议的结果只有支部书记和本人能看，由支部书记办理。');
  }
}

type Asker = Pick<Ctx, 'db' | 'person' | 'now'>;

/** Their branch's round, to the secretary and to nobody else. */
export function loadOwn(ctx: Asker, id: number): Round {
  const round = loadAppraisal(ctx.db, id);
  demandSecretary(ctx, round.unit);
  return round;
}

/** The gathering of this kind that counts for the year: it is the branch's yearly duty, and not asked for again. */
export function meetingOf(
  db: Db,
  { unit, year }: Pick<Round, 'unit' | 'year'>,
): { startsAt: number; held: boolean } | null {
  const found = db
    .select()
    .from(activities)
    .where(
      and(
        eq(activities.unit, unit),
        isNull(activities.cancelledAt),
        gte(activities.startsAt, startOfDay(`${year}-01-01`)),
        lt(activities.startsAt, startOfDay(`${year + 1}-04-01`)),
      ),
    )
    .orderBy(asc(activities.startsAt))
    .all()
    .find(
      ({ kinds, year: said, startsAt }) =>
        kinds.includes('democraticAppraisal') && (said ?? yearOf(dayOf(startsAt))) === year,
    );
  return found ? { startsAt: found.startsAt, held: found.closedAt !== null } : null;
}
