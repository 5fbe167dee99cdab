import { z } from 'zod';
import type { Field } from '../../../cards/card.ts';
import type { Ctx } from '../../chat/command.ts';
import { dayInput, IdInput, listInput, neededText } from '../../chat/inputs.ts';
import { handles, personOptions } from '../../people/names.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { personsSaid } from './place.ts';

const LEAST = 0.5;
const MOST = 200;
const HOURS = `学时请填 ${LEAST} 到 ${MOST} 之间的数，每人一样多。`;

const HoursInput = z.coerce.number(HOURS).min(LEAST, HOURS).max(MOST, HOURS);

export const Note = z.object({
  unit: IdInput,
  persons: listInput(z.string()),
  hours: HoursInput,
  day: dayInput('请选择日期。'),
  what: neededText('请写一句是什么培训，如“县委党校”。', '培训', 60),
  draft: z.string().max(200),
  /** What was wrong and is withdrawn with it. */
  instead: IdInput.optional(),
});
export type Note = z.infer<typeof Note>;

/** As far as it is known, and unchecked: whoever fills in the form sees what they wrote. */
export const Known = z.object({
  unit: IdInput.optional(),
  persons: listInput(z.string()),
  hours: z.coerce.number().nullish().catch(null),
  day: z.string().max(40).nullish(),
  what: z.string().max(500).nullish(),
  draft: z.string().max(200).optional(),
  instead: IdInput.optional(),
});
export type Known = z.infer<typeof Known>;

export function noteFields(ctx: Ctx, branch: Unit, known: Known): Field[] {
  const today = dayOf(ctx.now);
  const { persons } = personsSaid(ctx, branch, known.persons, known.day ?? today);
  const members = personOptions(ctx.db, branch.id, today);
  const gone = persons.filter((person) => members.every(({ value }) => value !== String(person)));
  const options = [
    ...members,
    ...[...handles(ctx.db, today, gone)].map(([id, label]) => ({ value: String(id), label })),
  ];
  return [
    { name: 'persons', label: '党员', kind: 'persons', required: true, options, value: persons.map(String) },
    {
      name: 'hours',
      label: '学时（每人）',
      kind: 'number',
      required: true,
      ...(known.hours != null && { value: known.hours }),
    },
    { name: 'day', label: '日期（最后一天）', kind: 'date', required: true, value: known.day ?? today },
    {
      name: 'what',
      label: '什么培训',
      kind: 'text',
      required: true,
      value: known.what ?? '',
      hint: '如：县委党校',
    },
  ];
}
