import type { Review } from '../../../db/schema/three.ts';
import type { Db } from '../../../db/store.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../../time.ts';
import { expectedOf, isExpected } from '../expected.ts';
import { WINDOW } from '../kinds.ts';
import { type Activity, attendanceOf, findAttendance } from '../store.ts';
import { reviewsOf } from './settings.ts';
import { THREE } from './words.ts';

/** Days after the one on which it was closed. */
const DAYS = 7;

export interface Open {
  review: Review;
  /** The first instant no longer. */
  until: Instant;
}

/** What members are asked of an activity now; null: nothing. */
export function openReview(db: Db, activity: Activity, now: Instant): Open | null {
  if (!activity.kinds.includes('themeDay') || activity.cancelledAt !== null) return null;
  const review = membersReviews(db, activity).find((one) => {
    const [from, until] = spanOf(activity, one);
    return from <= now && now < until;
  });
  return review === undefined ? null : { review, until: spanOf(activity, review)[1] };
}

/** Those of an activity's reviews that its members give. */
export function membersReviews(db: Db, activity: Activity): Review[] {
  const reviews = reviewsOf(db, activity.unit, dayOf(activity.startsAt));
  return reviews.filter((review) => THREE[review].by === 'members');
}

/** From when until when; never, where it has not come to that. */
function spanOf(activity: Activity, review: Review): [Instant, Instant] {
  const { noticedAt, startedAt, startsAt, endsAt, closedAt } = activity;
  switch (THREE[review].when) {
    case 'before':
      return [noticedAt ?? NEVER, startsAt - WINDOW];
    case 'during':
      return [startedAt ?? NEVER, closedAt === null ? endsAt : 0];
    case 'after':
      return [closedAt ?? NEVER, closedAt === null ? 0 : endOf(closedAt)];
  }
}

const NEVER = Number.POSITIVE_INFINITY;

/** Of what is asked after closing. */
export function endOf(closedAt: Instant): Instant {
  return startOfDay(addDays(dayOf(closedAt), DAYS + 1));
}

/** The last day on which one may still say it. */
export function lastDayOf({ until }: Open): Day {
  return dayOf(until - 1);
}

/** Whoever was expected and came; before it begins whoever is expected. */
export function mayMark(db: Db, activity: Activity, review: Review, person: number): boolean {
  if (THREE[review].when === 'before') return isExpected(db, activity, person);
  const row = findAttendance(db, activity.id, person);
  return row?.role === 'expected' && row.presentAt !== null;
}

/** All who may. */
export function markers(db: Db, activity: Activity, review: Review): number[] {
  if (THREE[review].when === 'before') return expectedOf(db, activity).map(({ person }) => person);
  return attendanceOf(db, activity.id)
    .filter((row) => row.role === 'expected' && row.presentAt !== null)
    .map(({ person }) => person);
}
