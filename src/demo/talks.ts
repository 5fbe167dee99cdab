import { arrive } from '../activity/attend.ts';
import { close } from '../activity/keep.ts';
import { plan } from '../activity/plan.ts';
import { started } from '../activity/start.ts';
import { findAttendance, loadActivity } from '../activity/store.ts';
import { nextWorkday } from '../calendar.ts';
import { holdersOf, membersOf, type Unit } from '../people/store.ts';
import { COMMITTEE_POSTS } from '../people/words.ts';
import { addDays, atTime, type Day, dayOf, HOUR } from '../time.ts';
import { secretaryIn, type Town } from './town.ts';

const BEGAN = 120;
const APART = 9;

/** Committees talk among themselves, and each of them with some members; of one branch in three the last talk is still to come. */
export function writeTalks({ db, now, branches }: Pick<Town, 'db' | 'now' | 'branches'>): void {
  for (const [index, branch] of branches.entries()) {
    const today = dayOf(now);
    const committee = committeeOf(branch);
    const others = membersOf(db, branch.id, today)
      .map(({ person }) => person)
      .filter((person) => !committee.includes(person));
    const all = [committee, ...committee.map((one, nth) => [one, ...shareOf(others, nth, committee.length)])];
    for (const [nth, people] of all.slice(0, index % 3 === 0 ? -1 : all.length).entries())
      if (people.length > 1) talk(branch, people, nextWorkday(addDays(today, nth * APART + index - BEGAN)));
  }

  function committeeOf({ id }: Unit): number[] {
    const seats: readonly string[] = COMMITTEE_POSTS;
    const holders = holdersOf(db, id, dayOf(now)).filter(({ post }) => seats.includes(post));
    return [...new Set(holders.map(({ person }) => person))];
  }

  /** That it was, and who was there: nothing of what was said. */
  function talk({ id: unit }: Unit, persons: number[], day: Day): void {
    const by = secretaryIn(db, { id: unit }, day);
    if (by === undefined) return;
    const startsAt = atTime(day, '16:00');
    const said = { place: '', theme: '', agenda: '', lecturer: '', series: null, draft: null };
    const wanted = { ...said, unit, kinds: ['heartToHeartTalk' as const], startsAt, endsAt: startsAt + HOUR };
    const { activity } = plan(db, { ...wanted, host: by, by, persons }, startsAt - HOUR);
    const begun = started(db, activity, startsAt);
    for (const person of persons)
      arrive(
        db,
        begun,
        findAttendance(db, begun.id, person),
        { person, at: startsAt, how: 'self', by: person },
        startsAt,
      );
    const nothing = { host: by, recorder: null, agenda: '', minutes: '', resolutions: '' };
    close(db, loadActivity(db, begun.id), nothing, by, startsAt + HOUR);
  }
}

/** Every so manieth of them, from the nth on. */
function shareOf(people: readonly number[], nth: number, parts: number): number[] {
  return people.filter((_, index) => index % parts === nth);
}
