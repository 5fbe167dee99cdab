import { z } from 'zod';
import { card, facts, note, press } from '../../../cards/card.ts';
import { formCard, personField } from '../../../cards/form.ts';
import { REST_REASONS, type RestReason } from '../../../db/schema/alert.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { dayInput, IdInput, neededText } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { findByRef, handleOf, personOptions } from '../../people/names.ts';
import { demand, isBranch, unitsUnder } from '../../people/permit.ts';
import { findUnit, isMember, membersOf } from '../../people/store.ts';
import { addDays, dayOf, sayDay } from '../../time.ts';
import { restingOn } from '../absence.ts';
import { endRest, rest } from '../rest.ts';

const REST_WORDS: Record<RestReason, string> = {
  illness: '长期患病',
  maternity: '产假',
  frail: '年老体弱',
  retired: '离退休',
  other: '其他',
};

const DayInput = dayInput('请选择日期。');

/** 暂不参加: long illness and the like. Not counted as absent, still expected, and somebody keeps in touch. */
export const restCommands = [
  define({
    name: 'activity.rest',
    words: ['暂不参加'],
    help: '登记长期患病等暂不参加活动的同志',
    who: 'organise',
    input: z.object({ person: z.string().max(40).optional() }),
    fromText: (_ctx, rest) => (rest ? { person: rest } : {}),
    run(ctx, { person }) {
      const today = dayOf(ctx.now);
      const unit = branchOf(ctx, person === undefined ? null : findByRef(ctx.db, person, today).id);
      const members = membersOf(ctx.db, unit.id, today).map((one) => one.person);
      const resting = restingOn(ctx.db, members, today);
      const chosen = person === undefined ? undefined : String(findByRef(ctx.db, person, today).id);
      const form = formCard(
        `${unit.name}：暂不参加`,
        '登记后不算缺席、不再提醒签到，应到人数不变。请写明由谁联系、怎么联系。',
        [
          personField('person', '同志', personOptions(ctx.db, unit.id, today), {
            required: true,
            ...(chosen !== undefined && { value: chosen }),
          }),
          {
            name: 'reason',
            label: '原因',
            kind: 'select',
            required: true,
            options: REST_REASONS.map((value) => ({ value, label: REST_WORDS[value] })),
          },
          { name: 'began', label: '从哪天起', kind: 'date', required: true, value: today },
          { name: 'until', label: '到哪天止', kind: 'date', required: true, value: addDays(today, 90) },
          { name: 'contact', label: '联系人和方式', kind: 'text', required: true },
        ],
        press('保存', 'activity.restSet', { unit: unit.id }, 'primary'),
      );
      const actions = resting.map((one) =>
        press(`恢复参加：${handleOf(ctx.db, today, one.person)}`, 'activity.restEnd', {
          unit: unit.id,
          person: one.person,
        }),
      );
      return privately({ ...form, actions });
    },
  }),

  define({
    name: 'activity.restSet',
    words: [],
    who: 'organise',
    input: z.object({
      unit: IdInput,
      person: z.string('请选择同志。'),
      reason: z.enum(REST_REASONS, '请选择原因。'),
      began: DayInput,
      until: DayInput,
      contact: neededText('请写明由谁联系。', '联系人', 100),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, person, reason, began, until, contact }) {
      const found = findByRef(ctx.db, person, dayOf(ctx.now), unit);
      if (!isMember(ctx.db, unit, found.id, dayOf(ctx.now)))
        throw new Refusal('not_found', '这位同志不在本支部，请核对姓名。');
      if (until < began) throw new Refusal('invalid', '截止日期在开始日期之前，请核对。');
      if (until > addDays(began, 366)) throw new Refusal('invalid', '一次最多登记一年，到时可以再登记。');
      rest(
        ctx.db,
        { person: found.id, reason, contact, began, ended: addDays(until, 1) },
        ctx.person.id,
        ctx.now,
      );
      const said = card(
        `${found.name}同志暂不参加活动`,
        [
          facts({ 原因: REST_WORDS[reason], 时间: `${sayDay(began)}至${sayDay(until)}`, 联系: contact }),
          note('这段时间不算缺席、不提醒签到，应到人数不变，名单里单独列出。'),
        ],
        { tone: 'success' },
      );
      return privately(said, '已登记。');
    },
  }),

  define({
    name: 'activity.restEnd',
    words: [],
    who: 'organise',
    input: z.object({ unit: IdInput, person: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, person }) {
      const today = dayOf(ctx.now);
      if (!isMember(ctx.db, unit, person, today))
        throw new Refusal('not_found', '这位同志不在本支部，请核对姓名。');
      const ended = endRest(ctx.db, person, today, ctx.person.id, ctx.now);
      const text = ended ? '已恢复参加。' : '这位同志没有登记暂不参加。';
      return { toast: { tone: ended ? 'success' : 'info', text } };
    },
  }),
];

/** The asker's branch; with a person, the one of theirs that the person is a member of. */
function branchOf(ctx: Ctx, person: number | null): { id: number; name: string } {
  const today = dayOf(ctx.now);
  const own = unitsUnder(ctx.db, ctx.person.id, 'organise', today)
    .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
    .filter(({ kind }) => isBranch(kind));
  const fitting = person === null ? own : own.filter(({ id }) => isMember(ctx.db, id, person, today));
  const [unit] = fitting;
  if (!unit) throw new Refusal('not_found', '没有在您的支部里找到这位同志，请核对姓名。');
  demand(ctx.db, ctx.person.id, 'organise', unit.id, today);
  return unit;
}
