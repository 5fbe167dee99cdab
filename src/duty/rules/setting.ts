import type { OwnDuty } from '../../../db/schema/duty.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import type { Day } from '../../time.ts';

/** A line of what committees decided about rules. Null: not stated. */
export interface Setting {
  id: number;
  unit: number;
  unitName: string;
  lineage: string;
  /** For all beneath the unit, or for itself alone. */
  subtree: boolean;
  rule: string;
  inForce: Day;
  off: boolean | null;
  times: number | null;
  grace: number | null;
  /** Of the two at most one: days before the end, or a date of the month. */
  soon: number | null;
  date: number | null;
  late: number | null;
  within: number | null;
  hours: number | null;
  secretaryHours: number | null;
  units: readonly UnitKind[] | null;
  least: number | null;
  own: OwnDuty | null;
}

/** What a line may say of a rule. */
export type Stated = Pick<
  Setting,
  | 'off'
  | 'times'
  | 'grace'
  | 'soon'
  | 'date'
  | 'late'
  | 'within'
  | 'hours'
  | 'secretaryHours'
  | 'units'
  | 'least'
>;
