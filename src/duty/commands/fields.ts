import { z } from 'zod';
import type { Field, Option } from '../../../cards/card.ts';
import type { UnitKind } from '../../../db/schema/people.ts';
import type { Ctx } from '../../chat/command.ts';
import { dayInput, IdInput } from '../../chat/inputs.ts';
import { UNIT_KIND_WORDS } from '../../people/words.ts';
import type { Day } from '../../time.ts';
import { BRANCH_KINDS, MOST_GRACE, UPPER_KINDS } from '../rules/rules.ts';
import { highestUnder } from '../scope.ts';

export const OfUnit = z.object({ unit: IdInput.optional() });

export function topOf(ctx: Ctx, { unit }: z.infer<typeof OfUnit>): number {
  return unit ?? highestUnder(ctx, 'administer');
}

export const RuleId = z.string('请选择规则。').max(40);

export const emptied = (raw: unknown) => (raw === '' || raw === undefined ? null : raw);

export const Times = z.preprocess(
  emptied,
  z.coerce
    .number('次数请填数字。')
    .int('次数请填整数。')
    .min(1, '次数至少 1 次。')
    .max(12, '次数最多 12 次。')
    .nullable(),
);
export const HoursInput = z.preprocess(
  emptied,
  z.coerce
    .number('学时请填数字。')
    .int('学时请填整数。')
    .min(1, '学时至少 1。')
    .max(400, '学时最多 400。')
    .nullable(),
);
export const GraceDays = z.preprocess(
  emptied,
  z.coerce
    .number('宽限天数请填数字。')
    .int('宽限天数请填整数。')
    .min(0, '宽限天数不能是负数。')
    .max(MOST_GRACE, `宽限最多 ${MOST_GRACE} 天。`)
    .nullable(),
);
/** How many are allowed depends on the rule. */
export const Days = z.preprocess(emptied, z.coerce.number('天数请填数字。').int('天数请填整数。').nullable());
export const Least = z.preprocess(
  emptied,
  z.coerce
    .number('党员人数请填数字。')
    .int('党员人数请填整数。')
    .min(1, '党员人数至少 1 人。')
    .max(1000, '党员人数最多 1000 人。')
    .nullable(),
);
export const DayInput = dayInput('请选择日期。');
export const Scope = z.enum(['subtree', 'unit']).default('subtree');

const KINDS = [...BRANCH_KINDS, ...UPPER_KINDS] as const;
export const KindInput = z.enum(KINDS, '请选择哪类党组织。');

export function kindsField(value: readonly UnitKind[], required: boolean): Field {
  const options: Option[] = KINDS.map((kind) => ({ value: kind, label: UNIT_KIND_WORDS[kind] }));
  return {
    name: 'units',
    label: '哪类党组织完成',
    kind: 'multiselect',
    required,
    value: [...value],
    options,
  };
}

export function leastField(value: number | null): Field {
  return {
    name: 'least',
    label: '党员至少几人（含预备党员）',
    kind: 'number',
    required: false,
    ...(value !== null && { value }),
    hint: '不填则不限',
  };
}

/** For whom, and from when on. */
export function whereAndWhen(from: Day, subtree: boolean): Field[] {
  return [
    {
      name: 'scope',
      label: '适用范围',
      kind: 'select',
      required: true,
      value: subtree ? 'subtree' : 'unit',
      options: [
        { value: 'subtree', label: '本级和所有下级' },
        { value: 'unit', label: '只是本单位' },
      ],
    },
    { name: 'from', label: '从哪天起', kind: 'date', required: true, value: from },
  ];
}
