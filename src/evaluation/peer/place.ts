import { press } from '../../../cards/card.ts';
import { addPlace, type Look } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { addDays, dayOf } from '../../time.ts';
import { findRound } from '../round.ts';
import { foundIn, nameOf, subjectsOf } from '../subject.ts';
import { roundsWith, stopsOf } from './store.ts';

export const VISIT = 'peerVisit';

/** Photos come on the day, or from whoever finds the time afterwards. */
const AFTERWARDS = 7;

/**
 * Where one's group has been: from the day of the visit. Seen as the remarks are, by the round's committee, and by the
 * branch and those above it once the results are out; and like those without who it was.
 */
addPlace({
  name: VISIT,
  nameless: true,

  open({ db, now, person }) {
    const today = dayOf(now);
    return roundsWith(db, person.id).flatMap(({ round: id, group }) => {
      const round = findRound(db, id);
      if (!round) return [];
      const subjects = new Map(subjectsOf(db, id).map((subject) => [subject.id, subject]));
      return stopsOf(db, id).flatMap((stop) => {
        const day = dayOf(stop.startsAt);
        const subject = subjects.get(stop.subject);
        if (!subject || stop.group !== group || day > today || day < addDays(today, -AFTERWARDS)) return [];
        const label = `观摩：${nameOf(db, round, subject)}`;
        return [{ ref: String(subject.id), label, day: day === today ? day : null }];
      });
    });
  },

  find(look, ref) {
    const found = read(look, ref);
    return (
      found && {
        label: `观摩：${nameOf(look.db, found.round, found.subject)}`,
        action: press('看观摩', 'peer.home', {}),
      }
    );
  },

  maySee(look, ref) {
    const found = read(look, ref);
    if (!found) return false;
    const { round, subject } = found;
    const has = (right: 'oversee' | 'administer', unit: number) =>
      may(look.db, look.person.id, right, unit, dayOf(look.now));
    return has('administer', round.unit) || (round.publishedAt !== null && has('oversee', subject.unit));
  },
});

function read({ db }: Look, ref: string) {
  const found = foundIn(db, Number(ref));
  return found?.round.kind === 'peerVisit' ? found : undefined;
}
