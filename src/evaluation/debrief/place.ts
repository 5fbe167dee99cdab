import { press } from '../../../cards/card.ts';
import { addPlace, type Look } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { partsOf } from '../part.ts';
import { isOver } from '../round.ts';
import { foundIn } from '../subject.ts';
import { DEBRIEF } from './read.ts';

/** One's own 述职报告, until its last day: a file is one handed in. Seen by whoever speaks, and the committee that holds the round. */
addPlace({
  name: DEBRIEF,

  open: ({ db, now, person }) =>
    partsOf(db, person.id, 'debrief').flatMap(({ subject }) => {
      const round = foundIn(db, subject)?.round;
      if (!round || round.publishedAt !== null || isOver(round, 'report', dayOf(now))) return [];
      const day = round.stages.find(({ id }) => id === 'report')?.until ?? null;
      return [{ ref: String(subject), label: `${round.title}：述职报告`, day }];
    }),

  find(look, ref) {
    const found = read(look, ref);
    return (
      found && {
        label: `${found.round.title}：述职报告`,
        action: press('看述职', 'debrief.subject', { subject: found.subject.id }),
      }
    );
  },

  maySee(look, ref) {
    const found = read(look, ref);
    const { db, now, person } = look;
    if (!found) return false;
    return found.subject.person === person.id || may(db, person.id, 'oversee', found.round.unit, dayOf(now));
  },
});

function read({ db }: Look, ref: string) {
  const found = foundIn(db, Number(ref));
  return found?.round.kind === 'debrief' ? found : undefined;
}
