import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, listInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handleOf, handles } from '../../../people/names.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit, type Unit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { unitNamed } from '../../scope.ts';
import { branchesBeneath } from '../../tree.ts';
import { leadersIn } from '../leaders.ts';
import { liaisonsIn, setLiaisons } from '../liaisons.ts';

/** Beyond so many a list to tick is worse than writing names. */
const MOST_OPTIONS = 80;

/** 挂点联系: which branches a leader keeps in touch with; the committee's staff sets it. */
export const liaisonCommands = [
  define({
    name: 'visit.liaisonForm',
    words: [],
    who: 'administer',
    input: z.object({ unit: IdInput, leader: IdInput.optional() }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, leader }) {
      const committee = committeeOf(ctx, unit);
      const today = dayOf(ctx.now);
      const branches = branchesBeneath(ctx.db, committee.lineage, today);
      const held = liaisonsIn(ctx.db, committee.lineage, today).filter((one) => one.leader === leader);
      const leaders = leadersIn(ctx.db, committee.lineage, today).map((one) => one.leader);
      const called = handles(ctx.db, today, leader === undefined ? leaders : [leader]);
      const fields: Field[] = [
        {
          name: 'leader',
          label: '领导',
          kind: 'person',
          required: true,
          options: [...called].map(([id, label]) => ({ value: String(id), label })),
          ...(leader !== undefined && { value: String(leader) }),
        },
        branches.length > MOST_OPTIONS
          ? {
              name: 'names',
              label: '联系的支部（写全名，用顿号分开）',
              kind: 'text',
              required: false,
              value: held.map(({ path }) => path.slice(committee.path.length + 1)).join('、'),
            }
          : {
              name: 'branches',
              label: '联系的支部',
              kind: 'multiselect',
              required: false,
              options: branches.map((one) => ({
                value: String(one.id),
                label: one.path.slice(committee.path.length + 1),
              })),
              value: held.map((one) => String(one.unit)),
            },
      ];
      const intro = `${committee.name}。一般每人挂点联系 1—2 个支部；都不选就是撤销。`;
      const submit = press('保存', 'visit.liaison', { unit }, 'primary');
      return privately(formCard('设置挂点联系', intro, fields, submit));
    },
  }),

  define({
    name: 'visit.liaison',
    words: [],
    who: 'administer',
    input: z.object({
      unit: IdInput,
      leader: z.string('请选择领导。').trim().min(1, '请选择领导。').max(40),
      branches: listInput(IdInput),
      names: z.string().max(500).optional(),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, leader, branches, names }) {
      const committee = committeeOf(ctx, unit);
      const person = findByRef(ctx.db, leader, dayOf(ctx.now), committee.id);
      const said = (names ?? '').split(/[、，,;；\n]+/).filter((name) => name.trim() !== '');
      const wanted = [...branches, ...said.map((name) => unitNamed(ctx, name, 'administer'))];
      for (const id of wanted) demandBeneath(ctx, committee, id);
      const set = { leader: person.id, lineage: committee.lineage, branches: [...new Set(wanted)] };
      const changed = setLiaisons(ctx.db, set, ctx.person.id, ctx.now);
      const name = handleOf(ctx.db, dayOf(ctx.now), person.id);
      const text = changed ? `${name}同志的挂点联系已保存。` : '和原来一样，没有变化。';
      return { toast: { tone: changed ? 'success' : 'info', text } };
    },
  }),
];

function committeeOf(ctx: Ctx, id: number): Unit {
  const unit = findUnit(ctx.db, id);
  if (!unit || isBranch(unit.kind) || unit.kind === 'memberGroup')
    throw new Refusal('invalid', '挂点联系由支部的上级党组织设置。');
  return unit;
}

function demandBeneath(ctx: Ctx, committee: Unit, id: number): void {
  const branch = findUnit(ctx.db, id);
  if (!branch || !isBranch(branch.kind) || !branch.lineage.startsWith(committee.lineage))
    throw new Refusal('not_allowed', `只能选${committee.name}下面的支部。`);
}
