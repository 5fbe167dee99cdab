import { press } from '../../../cards/card.ts';
import { addPlace, type Look, ownBranches } from '../../files/place.ts';
import { may } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { decisionOf } from '../decision.ts';
import { isOver, roundsOver } from '../round.ts';
import { foundIn, subjectOf } from '../subject.ts';
import { type Item, itemsOf } from '../template.ts';

export const STAR = 'star';

/** What an item of a branch's sheet is called among things with files: `12:brand`. */
export function refOf(of: { subject: number; item: string }): string {
  return `${of.subject}:${of.item}`;
}

/** An item that no record proves, as long as the branch may score itself. Seen by whoever sees the branch's part. */
addPlace({
  name: STAR,

  open(look) {
    const { db, now } = look;
    return ownBranches(look).flatMap((branch) => {
      const [round] = roundsOver(db, branch, 'starRating');
      const subject = round && subjectOf(db, round.id, branch.id);
      if (!subject || round.publishedAt !== null || isOver(round, 'self', dayOf(now))) return [];
      if (decisionOf(db, subject.id)) return [];
      const day = round.stages.find(({ id }) => id === 'self')?.until ?? null;
      return itemsOf(round.template)
        .filter((item) => !isProven(item))
        .map((item) => ({
          ref: refOf({ subject: subject.id, item: item.id }),
          label: `星级自评：${item.name}`,
          day,
        }));
    });
  },

  find(look, ref) {
    const found = read(look, ref);
    if (!found) return undefined;
    const { subject, item } = found;
    return {
      label: `星级自评：${item.name}`,
      action: press('看星级评定', 'star.subject', { subject: subject.id }),
    };
  },

  maySee(look, ref) {
    const found = read(look, ref);
    const { db, now, person } = look;
    return found !== undefined && may(db, person.id, 'oversee', found.subject.unit, dayOf(now));
  },
});

function isProven(item: Item): boolean {
  return item.how === 'deduct' && item.proof !== null;
}

function read({ db }: Look, ref: string) {
  const [, id = '', name] = /^(\d+):(.+)$/.exec(ref) ?? [];
  const found = foundIn(db, Number(id));
  const item = found && itemsOf(found.round.template).find((one) => one.id === name);
  return found?.round.kind === 'starRating' && item ? { subject: found.subject, item } : undefined;
}
