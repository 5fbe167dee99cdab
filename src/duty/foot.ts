import { DISCLAIMER } from '../../cards/duty/small.ts';
import type { Db } from '../../db/store.ts';
import type { Unit } from '../people/store.ts';
import { settingOf } from './posting.ts';

/** What stands at the foot of a document of this unit's: that it is no assessment, unless its committee turned that off. */
export function footOf(db: Db, unit: Pick<Unit, 'id' | 'lineage'>): string | null {
  return settingOf(db, unit).disclaimer ? DISCLAIMER : null;
}
