import { z } from 'zod';
import { minutesCard } from '../../cards/activity.ts';
import type { Ctx, Reply } from '../chat/command.ts';
import { define } from '../chat/define.ts';
import { Refusal } from '../errors.ts';
import { findByRef, handleOf } from '../people/names.ts';
import { demand, may } from '../people/permit.ts';
import { dayOf, say, timeOf } from '../time.ts';
import { recentFor, withActivity } from './find.ts';
import { closeForm, correctForm, observerForm, proxyForm } from './forms.ts';
import { close, correct, markAll, observe } from './keep.ts';
import { decideLeave, decideMakeUp } from './leave.ts';
import { tellMember } from './notice.ts';
import { desk, overUnit, pick } from './organiser.ts';
import { changeInput, IdInput, listInput } from './plan.ts';
import { changedPerson, personsIn } from './refs.ts';
import { guestsOf, linesOf, shown } from './show.ts';
import { topicOf } from './start.ts';
import { type Activity, loadActivity } from './store.ts';

const Which = z.object({ activity: IdInput.optional() });
const This = z.object({ activity: IdInput });
const OfPerson = This.extend({ person: IdInput, grant: z.boolean() });
const yes = z.preprocess((raw) => raw === true || raw === 'true' || raw === 'on', z.boolean());

/** What a secretary does during and after an activity: the list, proxies, observers, leave, closing, minutes, corrections. */
export const keeperCommands = [
  define({
    name: 'activity.list',
    words: ['名单'],
    help: '谁到了、谁没到（只发给您本人）',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.list', '要看哪一次的名单？', (found) => desk(found)),
  }),

  define({
    name: 'activity.proxyForm',
    words: ['代签'],
    help: '替到会的同志签到，可一次全部',
    who: 'organise',
    input: Which.extend({ names: z.array(z.string()).optional() }),
    fromText: (_ctx, rest) => (rest ? { names: rest.split(/[、，,;；\s]+/).filter(Boolean) } : {}),
    run: (ctx, { activity, names }) =>
      pick(ctx, activity, 'activity.proxyForm', '替哪一次活动代签？', (found) => {
        if (!names) return proxyForm(ctx, found);
        const everyone = names.length === 1 && (names[0] === '全部' || names[0] === '所有人');
        return mark(ctx, found, everyone ? missing(ctx, found) : personsIn(ctx, names, found.unit));
      }),
  }),

  define({
    name: 'activity.proxy',
    words: [],
    who: 'organise',
    input: This.extend({ persons: listInput(z.string()), all: yes }),
    over: overUnit,
    run(ctx, { activity, persons, all }) {
      const found = loadActivity(ctx.db, activity);
      const chosen = all ? missing(ctx, found) : personsIn(ctx, persons);
      if (chosen.length === 0) throw new Refusal('invalid', '请选择到会的同志，或勾选全部到会。');
      return mark(ctx, found, chosen);
    },
  }),

  define({
    name: 'activity.observerForm',
    words: ['列席'],
    help: '登记列席人员',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.observerForm', '登记哪一次活动的列席？', observerForm),
  }),

  define({
    name: 'activity.observe',
    words: [],
    who: 'organise',
    input: This.extend({ persons: listInput(z.string()), guests: changeInput('列席人员', 500) }),
    over: overUnit,
    run(ctx, { activity, persons, guests }) {
      const found = loadActivity(ctx.db, activity);
      observe(ctx.db, found, personsIn(ctx, persons), guests ?? found.guests, ctx.person.id, ctx.now);
      return desk(found, '已登记列席。');
    },
  }),

  define({
    name: 'activity.decideLeave',
    words: [],
    who: 'organise',
    input: OfPerson,
    over: overUnit,
    run(ctx, { activity, person, grant }) {
      const found = loadActivity(ctx.db, activity);
      const view: Reply = {
        content: { view: 'activity.leave', input: { activity, person } },
        topic: topicOf(found),
      };
      if (!decideLeave(ctx.db, found, person, grant, ctx.person.id, ctx.now)) {
        return { ...view, toast: { tone: 'info', text: '这条请假已经处理过了。' } };
      }
      tellMember(ctx.db, found, person, grant ? '已准假' : '请假未准', ctx.now, `leave:${ctx.key}`);
      return { ...view, toast: { tone: 'success', text: grant ? '已准假。' : '已回复不准假。' } };
    },
  }),

  define({
    name: 'activity.decideMakeUp',
    words: [],
    who: 'organise',
    input: OfPerson,
    over: overUnit,
    run(ctx, { activity, person, grant }) {
      const found = loadActivity(ctx.db, activity);
      const view: Reply = {
        content: { view: 'activity.makeUpAsked', input: { activity, person } },
        topic: topicOf(found),
      };
      if (!decideMakeUp(ctx.db, found, person, grant, ctx.person.id, ctx.now)) {
        return { ...view, toast: { tone: 'info', text: '这条补学已经处理过了。' } };
      }
      if (!grant) tellMember(ctx.db, found, person, '补学被退回，请补充后再交', ctx.now, `makeUp:${ctx.key}`);
      return { ...view, toast: { tone: 'success', text: grant ? '已确认补学。' : '已退回。' } };
    },
  }),

  define({
    name: 'activity.closeForm',
    words: ['结束活动'],
    help: '结束活动，确认到会和会议记录',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, 'activity.closeForm', '要结束哪一次活动？', (found) => {
        if (found.startsAt > ctx.now)
          throw new Refusal('conflict', `活动${say(found.startsAt)}才开始；开不成可以“取消活动”。`);
        return closeForm(ctx, found);
      }),
  }),

  define({
    name: 'activity.close',
    words: [],
    who: 'organise',
    input: This.extend({
      host: z.string().nullish(),
      recorder: z.string().nullish(),
      agenda: changeInput('议程', 4000),
      minutes: changeInput('会议内容', 20_000),
      resolutions: changeInput('决议', 4000),
    }),
    over: overUnit,
    run(ctx, { activity, host, recorder, ...said }) {
      const found = loadActivity(ctx.db, activity);
      const minutes = {
        host: changedPerson(ctx, found.unit, host, found.host),
        recorder: changedPerson(ctx, found.unit, recorder, found.recorder),
        agenda: said.agenda ?? found.agenda,
        minutes: said.minutes ?? found.minutes ?? '',
        resolutions: said.resolutions ?? found.resolutions ?? '',
      };
      close(ctx.db, found, minutes, ctx.person.id, ctx.now);
      return desk(found, found.closedAt === null ? '活动已结束，记录已保存。' : '记录已保存。');
    },
  }),

  define({
    name: 'activity.minutes',
    words: ['会议记录'],
    help: '查看会议记录',
    who: 'oversee',
    input: Which,
    run: (ctx, { activity }) =>
      withActivity(
        ctx,
        activity,
        () => recentFor(ctx, 6),
        () => '还没有开过的活动。',
        { name: 'activity.minutes', question: '要看哪一次的会议记录？' },
        (found) => {
          demand(ctx.db, ctx.person.id, 'oversee', found.unit, dayOf(ctx.now));
          return { content: { card: minutesOf(ctx, found) }, privately: true };
        },
      ),
  }),

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
        () => recentFor(ctx, 6),
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
      reason: z
        .string('请写明更正原因。')
        .trim()
        .min(1, '请写明更正原因。')
        .max(200, '原因请不超过 200 字。'),
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

function mark(ctx: Ctx, activity: Activity, persons: number[]): Reply {
  const marked = markAll(ctx.db, activity, persons, ctx.person.id, ctx.now);
  return desk(activity, marked > 0 ? `已代签 ${marked} 人。` : '这些同志都已签到。');
}

/** Everybody expected who has neither come nor been granted leave. */
function missing(ctx: Ctx, activity: Activity): number[] {
  const { expected } = linesOf(ctx.db, activity, ctx.now);
  return expected
    .filter((line) => line.row?.presentAt == null && line.row?.leaveGranted !== true)
    .map((line) => line.person);
}

function minutesOf(ctx: Ctx, activity: Activity) {
  const { expected, observers } = linesOf(ctx.db, activity, ctx.now);
  const day = dayOf(activity.startsAt);
  const names = (...wanted: string[]) =>
    expected.filter((line) => wanted.includes(line.standing)).map((line) => line.name);
  const came = names('present', 'late').length;
  const call = (person: number | null) => (person === null ? null : handleOf(ctx.db, day, person));
  const { title, unit, when, place, theme, agenda, lecturer } = shown(ctx.db, activity, ctx.now);
  return minutesCard(
    activity.id,
    {
      title,
      unit,
      when: `${when}至${timeOf(activity.endsAt)}`,
      place,
      theme,
      agenda,
      lecturer,
      host: call(activity.host),
      recorder: call(activity.recorder),
      attendance: `应到 ${expected.length} 人，实到 ${came} 人`,
      late: names('late'),
      onLeave: names('onLeave'),
      absent: names('absent'),
      observers: [...observers.map((row) => call(row.person) ?? ''), ...guestsOf(activity)],
      minutes: activity.minutes,
      resolutions: activity.resolutions,
    },
    may(ctx.db, ctx.person.id, 'organise', activity.unit, dayOf(ctx.now)),
  );
}
