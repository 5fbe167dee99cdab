import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { type Field, press } from '../../../../cards/card.ts';
import { IdInput, Ticked, WallTimeInput } from '../../../activity/inputs.ts';
import type { Ctx } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { unitNamed } from '../../../duty/scope.ts';
import { Refusal } from '../../../errors.ts';
import { instantOf, MINUTE, wallTime } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { loadSubject, subjectOf } from '../../round.ts';
import { namesIn } from '../show.ts';
import { addStops, dropStops, loadStop, moveStop, partiesOf } from '../store.ts';
import { clashes } from './clashes.ts';
import { Minutes, planning } from './planning.ts';

/** Routes, stop by stop as people want them. */
export const visitStopCommands = [
  define({
    name: 'peer.stopForm',
    words: [],
    who: 'administer',
    input: OfRound.extend({ stop: IdInput }),
    over: overRound,
    run(ctx, { round: id, stop: which }) {
      const round = planning(ctx, id);
      const stop = loadStop(ctx.db, which);
      const name = namesIn(ctx.db, round).get(stop.subject) ?? '';
      const fields: Field[] = [
        groupField(ctx, id, stop.group),
        {
          name: 'startsAt',
          label: '开始时间',
          kind: 'datetime',
          required: true,
          value: wallTime(stop.startsAt),
        },
        {
          name: 'minutes',
          label: '分钟',
          kind: 'number',
          required: true,
          value: Math.round((stop.endsAt - stop.startsAt) / MINUTE),
        },
        { name: 'drop', label: '取消这一站', kind: 'checkbox', required: false, value: false },
      ];
      const submit = press('保存', 'peer.stop', { round: id, stop: which }, 'primary');
      return privately(formCard(`调整：${name}`, null, fields, submit));
    },
  }),

  define({
    name: 'peer.stop',
    words: [],
    who: 'administer',
    input: OfRound.extend({
      stop: IdInput,
      group: IdInput,
      startsAt: WallTimeInput,
      minutes: Minutes,
      drop: Ticked.default(false),
    }),
    over: overRound,
    run(ctx, { round: id, stop: which, group, startsAt, minutes, drop }) {
      const round = planning(ctx, id);
      const stop = loadStop(ctx.db, which);
      if (loadSubject(ctx.db, stop.subject).round !== id) throw new Refusal('not_found', '没有找到这一站。');
      if (partiesOf(ctx.db, id).every((one) => one.id !== group))
        throw new Refusal('invalid', '请选择观摩组。');
      const begin = instantOf(startsAt);
      const to = { group, subject: stop.subject, startsAt: begin, endsAt: begin + minutes * MINUTE };
      if (drop) dropStops(ctx.db, id, [stop], ctx.person.id, ctx.now);
      else moveStop(ctx.db, id, stop, to, ctx.person.id, ctx.now);
      return { ...clashes(ctx, round), toast: { tone: 'success', text: '路线已调整，记得再发出路线。' } };
    },
  }),

  define({
    name: 'peer.addForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      planning(ctx, id);
      const fields: Field[] = [
        { name: 'branch', label: '支部（同名的带上单位）', kind: 'text', required: true },
        groupField(ctx, id, null),
        { name: 'startsAt', label: '开始时间', kind: 'datetime', required: true },
        { name: 'minutes', label: '分钟', kind: 'number', required: true, value: 30 },
      ];
      return privately(
        formCard('增加一站', null, fields, press('增加', 'peer.add', { round: id }, 'primary')),
      );
    },
  }),

  define({
    name: 'peer.add',
    words: [],
    who: 'administer',
    input: OfRound.extend({
      branch: z.string('请填写支部。').trim().min(1, '请填写支部。').max(200, '支部名称太长。'),
      group: IdInput,
      startsAt: WallTimeInput,
      minutes: Minutes,
    }),
    over: overRound,
    run(ctx, { round: id, branch, group, startsAt, minutes }) {
      const round = planning(ctx, id);
      if (partiesOf(ctx.db, id).every((one) => one.id !== group))
        throw new Refusal('invalid', '请选择观摩组。');
      const subject = subjectOf(ctx.db, id, unitNamed(ctx, branch, 'administer'));
      if (!subject) throw new Refusal('not_found', `“${branch}”不在这一轮观摩里。`);
      const begin = instantOf(startsAt);
      const stop = { group, subject: subject.id, startsAt: begin, endsAt: begin + minutes * MINUTE };
      addStops(ctx.db, id, [stop], ctx.person.id, ctx.now);
      return { ...clashes(ctx, round), toast: { tone: 'success', text: '已增加一站，记得再发出路线。' } };
    },
  }),
];

function groupField(ctx: Ctx, round: number, group: number | null): Field {
  const options = partiesOf(ctx.db, round).map(({ id, name }) => ({ value: String(id), label: name }));
  return {
    name: 'group',
    label: '观摩组',
    kind: 'select',
    required: true,
    options,
    ...(group !== null && { value: String(group) }),
  };
}
