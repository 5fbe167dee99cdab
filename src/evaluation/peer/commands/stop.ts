import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { WallTimeInput } from '../../../activity/inputs.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText } from '../../../chat/inputs.ts';
import { unitNamed } from '../../../duty/scope.ts';
import { Refusal } from '../../../errors.ts';
import { instantOf, MINUTE } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { subjectOf } from '../../subject.ts';
import { addStops, partiesOf } from '../store.ts';
import { clashes } from './clashes.ts';
import { groupField } from './move.ts';
import { Minutes, planning } from './planning.ts';

/** A stop more on a route, as the committee that holds the round wants it. */
export const peerStopCommands = [
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
        groupField(ctx, id, null, true),
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
      branch: neededText('请填写支部。', '支部名称', 200),
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
      return {
        ...clashes(ctx, round, null),
        ...success('已增加一站，调好以后点“发出路线”。'),
      };
    },
  }),
];
