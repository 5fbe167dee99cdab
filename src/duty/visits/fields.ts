import { z } from 'zod';
import type { Field, Option } from '../../../cards/card.ts';
import type { Ctx } from '../../chat/command.ts';
import { dayInput, textInput } from '../../chat/inputs.ts';
import { findByRef, handleOf } from '../../people/names.ts';
import { dayOf } from '../../time.ts';
import { type Branch, branchesFor, secretaryIn } from './branches.ts';
import { FORMS } from './read.ts';

const DayInput = dayInput('请选择日期。');

/** What is to follow: empty where nothing is. */
export const Following = z.object({
  what: textInput('跟进事项', 200),
  owner: z.string().trim().max(40).nullish(),
  deadline: z.preprocess((raw) => (raw === '' || raw === undefined ? null : raw), DayInput.nullable()),
});
export type Following = z.infer<typeof Following>;

export const Noted = Following.extend({
  unit: z.coerce.number('请选择支部。').int().positive().optional(),
  /** The branch by its name, where there are too many to choose from. */
  place: textInput('支部', 60),
  day: DayInput,
  form: z.string().trim().min(1, '请选择方式。').max(20, '方式请不超过 20 字。'),
  heard: textInput('听到的情况', 1000),
  draft: z.string().max(200),
});
export type Noted = z.infer<typeof Noted>;
export const Known = Noted.partial();
export type Known = z.infer<typeof Known>;

/** Beyond so many a list to choose from is worse than a name. */
const MOST_OPTIONS = 80;

export function visitFields(ctx: Ctx, known: Known): Field[] {
  return [
    branchField(ctx, known),
    { name: 'day', label: '日期', kind: 'date', required: true, value: known.day ?? dayOf(ctx.now) },
    {
      name: 'form',
      label: '方式',
      kind: 'select',
      required: true,
      value: known.form ?? FORMS[0],
      options: FORM_OPTIONS,
    },
    { name: 'heard', label: '听到的情况', kind: 'longtext', required: false, value: known.heard ?? '' },
    ...followFields(ctx, known, false),
  ];
}

const FORM_OPTIONS: Option[] = FORMS.map((value) => ({ value, label: value }));

function branchField(ctx: Ctx, { unit, place }: Known): Field {
  const branches = branchesFor(ctx);
  const [first] = branches;
  const chosen = branches.find(({ id }) => id === unit) ?? (branches.length === 1 ? first : undefined);
  if (branches.length > MOST_OPTIONS)
    return {
      name: 'place',
      label: '支部',
      kind: 'text',
      required: true,
      value: chosen?.label ?? place ?? '',
    };
  return {
    name: 'unit',
    label: '支部',
    kind: 'select',
    required: true,
    options: branches.map(({ id, label }) => ({ value: String(id), label })),
    ...(chosen && { value: String(chosen.id) }),
  };
}

export function followFields(
  ctx: Ctx,
  known: Pick<Known, 'what' | 'owner' | 'deadline'>,
  required: boolean,
): Field[] {
  return [
    {
      name: 'what',
      label: '要跟进的事',
      kind: 'text',
      required,
      value: known.what ?? '',
      hint: '没有就不填',
    },
    {
      name: 'owner',
      label: '跟进人',
      kind: 'text',
      required: false,
      hint: '不填就是支部书记',
      value: ownerWord(ctx, known.owner ?? ''),
    },
    {
      name: 'deadline',
      label: '跟进期限',
      kind: 'date',
      required: false,
      ...(known.deadline && { value: known.deadline }),
    },
  ];
}

function ownerWord(ctx: Ctx, owner: string): string {
  return /^\d+$/.test(owner) ? handleOf(ctx.db, dayOf(ctx.now), Number(owner)) : owner;
}

/** Whoever was named, of the committee's; else the branch's secretary. */
export function ownerOf(
  ctx: Ctx,
  branch: Branch,
  { owner, what }: Pick<Following, 'owner' | 'what'>,
): number {
  if (owner === '我' || owner === String(ctx.person.id)) return ctx.person.id;
  if (what === '' || !owner) return secretaryIn(ctx, branch) ?? ctx.person.id;
  return findByRef(ctx.db, owner, dayOf(ctx.now), branch.parent ?? branch.id).id;
}
