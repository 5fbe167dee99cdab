import type { Db } from '../../../db/store.ts';
import type { Instant } from '../../time.ts';
import type { Round } from '../round.ts';
import type { Answer, Marks } from '../score.ts';
import { type Sheet, sheetsAbout } from '../sheet.ts';
import type { Named } from '../subject.ts';
import { itemsOf } from '../template.ts';
import { type Proven, provenOf } from './proof.ts';
import type { StarRole } from './role.ts';

/** A branch's sheet as a scorer finds it, with the items that the records have answered already. */
export interface Prepared {
  marks: Marks;
  proven: ReadonlyMap<string, Proven>;
  /** The scorer's own sheet, if there is one. */
  own: Sheet | undefined;
}

const BEFORE: Record<StarRole, readonly StarRole[]> = {
  self: [],
  committee: ['self'],
  top: ['committee', 'self'],
};

/** What the records prove, then what the scorer said before, then what those before them said. */
export function prepare(db: Db, round: Round, subject: Named, role: StarRole, now: Instant): Prepared {
  const proven = provenOf(db, round.template, { ...subject, id: subject.unit }, round.year, now);
  const sheets = sheetsAbout(db, round, subject.id);
  const own = sheets.find((sheet) => sheet.role === role);
  const earlier = BEFORE[role].flatMap((one) => sheets.find((sheet) => sheet.role === one) ?? [])[0];
  const from = own ?? earlier;
  const items = itemsOf(round.template).flatMap((item): [string, Answer][] => {
    const said = from?.marks.items[item.id];
    const record = proven.get(item.id);
    if (record) return [[item.id, byRecord(record, own?.marks.items[item.id])]];
    if (said) return [[item.id, said]];
    return item.how === 'deduct' ? [[item.id, { value: 0, proven: null, basis: '', remark: '' }]] : [];
  });
  return { marks: { items: Object.fromEntries(items), vetoes: own?.marks.vetoes ?? [] }, proven, own };
}

/** A scorer's own correction stands, with its reason; whatever they did not correct follows the records. */
function byRecord({ times, basis }: Proven, said: Answer | undefined): Answer {
  const corrected = said !== undefined && said.remark !== '';
  return corrected ? { ...said, proven: times, basis } : { value: times, proven: times, basis, remark: '' };
}
