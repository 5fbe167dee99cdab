import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { isDayOff, nextWorkday } from '../../../calendar.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { dayInput, Ticked } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { loadUnit } from '../../../people/store.ts';
import { addDays, type Day, dayOf, say } from '../../../time.ts';
import { OfRound, overRound } from '../../inputs.ts';
import { headOf } from '../../subject.ts';
import { planRoutes, readHours } from '../plan.ts';
import { unplanned } from '../read.ts';
import { deskCard } from '../show/desk.ts';
import { addStops, dropStops, partiesOf, sheetCounts, stopsOf } from '../store.ts';
import { Minutes, planning } from './planning.ts';

/** Routes: laid out for all groups at once. */
export const peerPlanCommands = [
  define({
    name: 'peer.planForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = planning(ctx, id);
      const missing = unplanned(ctx.db, id).length;
      const from = nextWorkday(addDays(dayOf(ctx.now), 1));
      const fields: Field[] = [
        { name: 'from', label: '第一天', kind: 'date', required: true, value: from },
        { name: 'days', label: '几天（跳过休息日）', kind: 'number', required: true, value: 4 },
        { name: 'hours', label: '每天的时段', kind: 'text', required: true, value: '9:00-12:00 14:30-17:30' },
        { name: 'minutes', label: '每站分钟（含路上）', kind: 'number', required: true, value: 30 },
        { name: 'anew', label: '全部重排（已看过的保留）', kind: 'checkbox', required: false, value: false },
      ];
      const intro = `${missing} 个支部还没有排进路线。整个单位排给同一个组，各组站数尽量相当；排好以后可以逐站调整。`;
      return privately(
        formCard(
          `${round.title}：安排路线`,
          intro,
          fields,
          press('排路线', 'peer.plan', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'peer.plan',
    words: [],
    who: 'administer',
    input: OfRound.extend({
      from: dayInput('请选择第一天。'),
      days: z.coerce
        .number('天数请填数字。')
        .int('天数请填整数。')
        .min(1, '至少一天。')
        .max(60, '最多 60 天。'),
      hours: z.string('请填写时段。'),
      minutes: Minutes,
      anew: Ticked.default(false),
    }),
    over: overRound,
    run(ctx, { round: id, from, days, hours, minutes, anew }) {
      const round = planning(ctx, id);
      const groups = partiesOf(ctx.db, id);
      if (groups.length === 0) throw new Refusal('conflict', '还没有分组，先增加观摩组。');
      if (from < dayOf(ctx.now)) throw new Refusal('invalid', '第一天已经过去了，请选今天或以后。');
      if (anew) {
        const seen = sheetCounts(ctx.db, id);
        const open = stopsOf(ctx.db, id).filter(({ subject }) => !seen.has(subject));
        dropStops(ctx.db, id, open, ctx.person.id, ctx.now);
      }
      const top = loadUnit(ctx.db, round.unit);
      const units = [...Map.groupBy(unplanned(ctx.db, id), (subject) => headOf(top, subject))].map(
        ([unit, branches]) => ({ id: unit, branches: branches.map((one) => one.id) }),
      );
      if (units.length === 0) throw new Refusal('conflict', '所有支部都排好了；要重排请选“全部重排”。');
      const stops = planRoutes(
        groups.map((group) => group.id),
        units,
        { days: workdays(from, days), hours: readHours(hours), minutes },
      );
      addStops(ctx.db, id, stops, ctx.person.id, ctx.now);
      const last = Math.max(...stops.map(({ endsAt }) => endsAt));
      return {
        ...privately(deskCard(ctx, round, top)),
        ...success(`已排好 ${stops.length} 站，${say(last)}结束。看过以后点“发出路线”。`),
      };
    },
  }),
];

function workdays(from: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let day = from; days.length < count; day = addDays(day, 1)) if (!isDayOff(day)) days.push(day);
  return days;
}
