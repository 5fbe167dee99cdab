import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { card, type Field, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { IdInput, Ticked, WallTimeInput } from '../../../activity/inputs.ts';
import { isDayOff, nextAllowed, nextWorkday } from '../../../calendar.ts';
import type { Ctx, Reply, View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { unitNamed } from '../../../duty/scope.ts';
import { Refusal, unreachable } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { handleOf } from '../../../people/names.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addressOf } from '../../../people/store.ts';
import {
  addDays,
  type Day,
  dayOf,
  instantOf,
  isDay,
  MINUTE,
  say,
  saySoon,
  timeOf,
  wallTime,
} from '../../../time.ts';
import { foundIn, headOf, loadRound, loadSubject, type Round, subjectOf, subjectsOf } from '../../round.ts';
import type { Clash, Timed } from '../clash.ts';
import { planRoutes, readHours } from '../plan.ts';
import { clashesIn, topOf, unplanned } from '../read.ts';
import { deskCard, namesIn } from '../show.ts';
import { addStops, dropStops, loadStop, moveStop, partiesOf, sheetCounts, stopsOf } from '../store.ts';

const This = z.object({ round: IdInput });
const Minutes = z.coerce
  .number('每站时长请填分钟数。')
  .int('每站时长请填整数分钟。')
  .min(5, '每站至少 5 分钟。')
  .max(480, '每站最多 480 分钟。');

function over(ctx: Ctx, { round }: { round: number }): number {
  return loadRound(ctx.db, round).unit;
}

/** Routes: laid out for all groups at once, then stop by stop as people want them. */
export const visitPlanCommands = [
  define({
    name: 'peer.planForm',
    words: [],
    who: 'administer',
    input: This,
    over,
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
    input: This.extend({
      from: z.string('请选择第一天。').refine(isDay, '日期没看懂，请写成 2026-12-04 这样。'),
      days: z.coerce
        .number('天数请填数字。')
        .int('天数请填整数。')
        .min(1, '至少一天。')
        .max(60, '最多 60 天。'),
      hours: z.string('请填写时段。'),
      minutes: Minutes,
      anew: Ticked.default(false),
    }),
    over,
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
      const top = topOf(ctx.db, round);
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
        toast: {
          tone: 'success',
          text: `已排好 ${stops.length} 站，${say(last)}结束。看过以后点“发出路线”。`,
        },
      };
    },
  }),

  define({
    name: 'peer.stopForm',
    words: [],
    who: 'administer',
    input: This.extend({ stop: IdInput }),
    over,
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
    input: This.extend({
      stop: IdInput,
      group: IdInput,
      startsAt: WallTimeInput,
      minutes: Minutes,
      drop: Ticked.default(false),
    }),
    over,
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
    input: This,
    over,
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
    input: This.extend({
      branch: z.string('请填写支部。').trim().min(1, '请填写支部。').max(200, '支部名称太长。'),
      group: IdInput,
      startsAt: WallTimeInput,
      minutes: Minutes,
    }),
    over,
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

  define({
    name: 'peer.clashes',
    words: [],
    who: 'administer',
    input: This,
    over,
    run: (ctx, { round }) => clashes(ctx, loadRound(ctx.db, round)),
  }),

  define({
    name: 'peer.announce',
    words: [],
    who: 'administer',
    input: This,
    over,
    run(ctx, { round: id }) {
      const round = planning(ctx, id);
      const stops = stopsOf(ctx.db, id);
      if (stops.length === 0) throw new Refusal('conflict', '还没有路线，先安排路线。');
      const many = clashesIn(ctx.db, id).length;
      if (many > 0) throw new Refusal('conflict', `路线有 ${many} 处冲突，先点“看冲突”调整。`);
      const told = announce(ctx, round);
      return {
        ...privately(deskCard(ctx, round, topOf(ctx.db, round))),
        toast: {
          tone: 'success',
          text: `路线已发给 ${told.members} 位观摩人员和 ${told.branches} 个支部的书记；没有变动的不重复发。`,
        },
      };
    },
  }),
];

export const visitPlanViews: Record<string, View> = {
  'peer.coming'({ db }, input) {
    const { subject: id } = z.object({ subject: z.number() }).parse(input);
    const found = foundIn(db, id);
    if (!found) return goneCard();
    const { round, subject } = found;
    const stop = stopsOf(db, round.id).find((one) => one.subject === id);
    const when = stop ? `${say(stop.startsAt)}—${timeOf(stop.endsAt)}` : '时间另行通知';
    return card(
      `${round.title}：${subject.name}`,
      [text(`${when}到你支部观摩。看平时的记录和活动就行，不用另做材料、展板。`)],
      { tone: 'info' },
    );
  },
};

/** What somebody was told already, they are not told again; what was moved, they are. */
function announce(ctx: Ctx, round: Round): { members: number; branches: number } {
  const stops = stopsOf(ctx.db, round.id);
  const dueAt = nextAllowed(ctx.now);
  let members = 0;
  for (const party of partiesOf(ctx.db, round.id)) {
    const own = stops.filter(({ group }) => group === party.id);
    if (own.length === 0) continue;
    for (const { person } of party.members) {
      const to = addressOf(ctx.db, person);
      const content = { view: 'peer.route', input: { group: party.id } };
      const key = `peer:${round.id}:route:${party.id}:${person}:${digestOf(own)}`;
      if (to && post(ctx.db, ctx.now, { key, to, person, content, urgency: 'notice', dueAt })) members += 1;
    }
  }
  let branches = 0;
  const units = new Map(subjectsOf(ctx.db, round.id).map((subject) => [subject.id, subject.unit]));
  for (const stop of stops) {
    const secretary = secretaryOf(ctx.db, units.get(stop.subject) ?? 0, dayOf(ctx.now));
    const content = { view: 'peer.coming', input: { subject: stop.subject } };
    const key = `peer:${round.id}:coming:${stop.subject}:${stop.startsAt}`;
    if (secretary && post(ctx.db, ctx.now, { key, ...secretary, content, urgency: 'notice', dueAt }))
      branches += 1;
  }
  return { members, branches };
}

function digestOf(stops: readonly Timed[]): string {
  const said = stops.map(({ subject, startsAt }) => `${subject}@${startsAt}`).join();
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}

function planning(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id);
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，路线不能再改。');
  return round;
}

function workdays(from: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let day = from; days.length < count; day = addDays(day, 1)) if (!isDayOff(day)) days.push(day);
  return days;
}

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

const MOST = 8;

function clashes(ctx: Ctx, round: Round): Reply {
  const found = clashesIn(ctx.db, round.id);
  const missing = unplanned(ctx.db, round.id);
  const names = namesIn(ctx.db, round);
  const groups = new Map(partiesOf(ctx.db, round.id).map(({ id, name }) => [id, name]));
  const lines = found.slice(0, MOST).map((clash) => wordOf(clash));
  const stops = stopsOf(ctx.db, round.id);
  const concerned = found
    .slice(0, MOST)
    .map(({ stops: [, later] }) =>
      stops.find(
        ({ group, subject, startsAt }) =>
          group === later.group && subject === later.subject && startsAt === later.startsAt,
      ),
    );
  const actions = [...new Set(concerned)].flatMap((stop) =>
    stop
      ? [
          press(`调整：${names.get(stop.subject) ?? ''} ${saySoon(stop.startsAt)}`, 'peer.stopForm', {
            round: round.id,
            stop: stop.id,
          }),
        ]
      : [],
  );
  const more = found.length > MOST ? [text(`另有 ${found.length - MOST} 处，调整以后再看。`)] : [];
  return privately(
    card(
      found.length > 0 ? `路线有 ${found.length} 处冲突` : '路线没有冲突',
      [
        ...lines.map(text),
        ...more,
        {
          type: 'roster',
          label: `没有排进路线的支部（${missing.length} 个）`,
          names: missing.slice(0, 30).map(({ id }) => names.get(id) ?? ''),
        },
      ],
      {
        tone: found.length > 0 ? 'warning' : 'success',
        actions: [...actions, press('增加一站', 'peer.addForm', { round: round.id })],
      },
    ),
  );

  function wordOf(clash: Clash): string {
    const [a, b] = clash.stops.map(
      (stop) => `${groups.get(stop.group) ?? ''} ${saySoon(stop.startsAt)} ${names.get(stop.subject) ?? ''}`,
    );
    switch (clash.kind) {
      case 'group':
        return `同一个组时间重叠：${a}；${b}`;
      case 'person':
        return `${handleOf(ctx.db, dayOf(ctx.now), clash.person)}同时在两个组：${a}；${b}`;
      case 'branch':
        return `同一个支部排了两次：${a}；${b}`;
      default:
        return unreachable(clash);
    }
  }
}
