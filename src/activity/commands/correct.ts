import { z } from 'zod';
import { type Field, type Option, press } from '../../../cards/card.ts';
import { formCard, personField } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { neededText } from '../../chat/inputs.ts';
import { findByRef } from '../../people/names.ts';
import { demand } from '../../people/permit.ts';
import { dayOf } from '../../time.ts';
import { STANDING_WORDS } from '../attendance.ts';
import { recentFor, withActivity } from '../find.ts';
import { This, Which } from '../inputs.ts';
import { correct } from '../keep.ts';
import { titleOf } from '../kinds.ts';
import { linesOf } from '../show.ts';
import { type Activity, loadActivity } from '../store.ts';
import { desk, overUnit } from './desk.ts';

/** 更正: what was written down wrong is put right, with the reason. */
export const correctCommands = [
  define({
    name: 'activity.correctForm',
    words: ['更正'],
    help: '更正到会情况，写明原因',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => recentFor(ctx, 'organise'),
        () => '还没有开过的活动。',
        { name: 'activity.correctForm', question: '要更正哪一次的到会情况？' },
        (found) => {
          demand(ctx.db, ctx.person.id, 'organise', found.unit, dayOf(ctx.now));
          return correctForm(ctx, found);
        },
      ),
  }),

  define({
    name: 'activity.correct',
    words: [],
    who: 'organise',
    input: This.extend({
      person: z.string('请选择要更正的同志。').min(1, '请选择要更正的同志。'),
      to: z.enum(['present', 'late', 'onLeave', 'absent'], '请选择更正为什么。'),
      reason: neededText('请写明更正原因。', '原因', 200),
    }),
    over: overUnit,
    run(ctx, { activity, person, to, reason }) {
      const found = loadActivity(ctx.db, activity);
      const { id } = findByRef(ctx.db, person, dayOf(ctx.now));
      correct(ctx.db, found, id, to, reason, ctx.person.id, ctx.now);
      return desk(found, '已更正。');
    },
  }),
];

function correctForm(ctx: Ctx, activity: Activity): Reply {
  const lines = linesOf(ctx.db, activity, ctx.now).expected;
  const options = lines.map((line) => ({
    value: String(line.person),
    label: `${line.name}（${STANDING_WORDS[line.standing]}）`,
  }));
  const fields: Field[] = [
    personField('person', '姓名', options, { required: true }),
    { name: 'to', label: '更正为', kind: 'select', required: true, options: CORRECTIONS },
    { name: 'reason', label: '原因', kind: 'text', required: true, hint: '如：到会但手机没电' },
  ];
  return privately(
    formCard(
      `更正：${titleOf(activity.kinds)}`,
      '更正前后和原因都会记入操作日志。',
      fields,
      press('确认更正', 'activity.correct', { activity: activity.id }, 'primary'),
    ),
  );
}

const CORRECTIONS: Option[] = [
  { value: 'present', label: '按时到会' },
  { value: 'late', label: '迟到' },
  { value: 'onLeave', label: '请假' },
  { value: 'absent', label: '缺席' },
];
