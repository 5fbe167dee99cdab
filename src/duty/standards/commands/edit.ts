import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { BOOKS as NAMES } from '../../../../db/schema/standard.ts';
import { type Ctx, privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { dayInput, IdInput, listInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit, type Unit } from '../../../people/store.ts';
import { addDays, dayOf, sayDay } from '../../../time.ts';
import { BOOKS } from '../books.ts';
import { changeMarks, marksOver, readMarks } from '../settings.ts';

const Of = z.object({ book: z.enum(NAMES), unit: IdInput });
type Of = z.infer<typeof Of>;

const NEW = 'new';

/** The committee's say over a book: by when, and — where nothing is official — what. */
export const editCommands = [
  define({
    name: 'standard.deadlineForm',
    words: [],
    who: 'administer',
    input: Of,
    over: superiorOf,
    run(ctx, of) {
      const unit = unitOf(ctx, of);
      const marks = marksOf(ctx, of);
      const fields: Field[] = [
        {
          name: 'marks',
          label: '哪些条目',
          kind: 'multiselect',
          required: true,
          options: marks.map(({ id, name }) => ({ value: id, label: name })),
          value: marks.map(({ id }) => id),
        },
        { name: 'deadline', label: '期限', kind: 'date', required: true, value: addDays(dayOf(ctx.now), 90) },
      ];
      const intro = isBranch(unit.kind)
        ? `只对${unit.name}。`
        : `对${unit.name}下面所有支部；个别支部可以到它的页面单独定。`;
      const submit = press('保存', 'standard.deadline', { ...of }, 'primary');
      return privately(formCard(`${BOOKS[of.book].name}：定期限`, intro, fields, submit));
    },
  }),

  define({
    name: 'standard.deadline',
    words: [],
    who: 'administer',
    input: Of.extend({
      marks: listInput(z.string().max(40)),
      deadline: dayInput('请选择期限。'),
    }),
    over: superiorOf,
    run(ctx, { marks, deadline, ...of }) {
      const known = marksOf(ctx, of).map(({ id }) => id);
      const wanted = marks.filter((mark) => known.includes(mark));
      if (wanted.length === 0) throw new Refusal('invalid', '请选择条目。');
      const change = { ...of, name: null, says: null, off: null, deadline };
      changeMarks(ctx.db, change, wanted, ctx.person.id, ctx.now);
      return success(`${wanted.length} 项的期限定为${sayDay(deadline)}；到期前十天提醒支部书记。`);
    },
  }),

  define({
    name: 'standard.editForm',
    words: [],
    who: 'administer',
    input: Of,
    over: superiorOf,
    run(ctx, of) {
      const marks = marksOf(ctx, of);
      const fields: Field[] = [
        {
          name: 'mark',
          label: '哪一条',
          kind: 'select',
          required: true,
          options: [
            ...marks.map(({ id, name }) => ({ value: id, label: name })),
            { value: NEW, label: '（增加一条）' },
          ],
        },
        { name: 'name', label: '名称', kind: 'text', required: false, hint: '不填就不改' },
        { name: 'says', label: '要求', kind: 'text', required: false, hint: '不填就不改' },
        {
          name: 'state',
          label: '是否要求',
          kind: 'select',
          required: true,
          value: 'on',
          options: [
            { value: 'on', label: '要求' },
            { value: 'off', label: '不再要求' },
          ],
        },
      ];
      const submit = press('保存', 'standard.edit', { ...of }, 'primary');
      const intro = `${unitOf(ctx, of).name}及下级。${BOOKS[of.book].source}。`;
      return privately(formCard(`${BOOKS[of.book].name}：调整条目`, intro, fields, submit));
    },
  }),

  define({
    name: 'standard.edit',
    words: [],
    who: 'administer',
    input: Of.extend({
      mark: z.string('请选择哪一条。').max(40),
      name: z.string().trim().max(20, '名称请不超过 20 字。').optional(),
      says: z.string().trim().max(100, '要求请不超过 100 字。').optional(),
      state: z.enum(['on', 'off']).default('on'),
    }),
    over: superiorOf,
    run(ctx, { mark, name, says, state, ...of }) {
      const known = marksOf(ctx, of);
      if (mark !== NEW && !known.some(({ id }) => id === mark))
        throw new Refusal('not_found', '这一条已经不在条目里了。');
      if (mark === NEW && known.some((one) => one.name === name))
        throw new Refusal('conflict', `已经有“${name}”了。`);
      const change = { ...of, name: name || null, says: says || null, off: state === 'off', deadline: null };
      changeMarks(ctx.db, change, mark === NEW ? [] : [mark], ctx.person.id, ctx.now);
      return success('条目已保存，支部的页面随之更新。');
    },
  }),
];

/** A branch's own deadlines are its committee's to set. */
function superiorOf(ctx: Ctx, of: Of): number {
  const unit = unitOf(ctx, of);
  return isBranch(unit.kind) ? (unit.parent ?? unit.id) : unit.id;
}

function unitOf(ctx: Ctx, { unit }: Of): Unit {
  const found = findUnit(ctx.db, unit);
  if (!found || found.kind === 'memberGroup')
    throw new Refusal('not_found', '没有找到这个党组织，请重新说一次。');
  return found;
}

function marksOf(ctx: Ctx, of: Of) {
  return marksOver(of.book, readMarks(ctx.db, of.book), unitOf(ctx, of).lineage);
}
