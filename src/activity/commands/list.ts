import { z } from 'zod';
import { type Field, press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { listInput, Ticked } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { handles } from '../../people/names.ts';
import { dayOf } from '../../time.ts';
import { recentFor } from '../find.ts';
import { This, Which } from '../inputs.ts';
import { markAll } from '../keep.ts';
import { titleOf, WINDOW } from '../kinds.ts';
import { personsIn } from '../refs.ts';
import { linesOf } from '../show.ts';
import { type Activity, loadActivity } from '../store.ts';
import { desk, overUnit, pick } from './desk.ts';

/** 名单 and 代签: who is there. */
export const listCommands = [
  define({
    name: 'activity.list',
    words: ['名单', '谁还没来', '谁没来', '应到多少实到多少', '应到多少，实到多少', '应到实到'],
    help: '谁到了、谁没到（只发给您本人）',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.list',
          question: '要看哪一次的名单？',
          otherwise: () => recentFor(ctx, 'organise'),
        },
        (found) => desk(found),
      ),
  }),

  define({
    name: 'activity.proxyForm',
    words: ['代签'],
    help: '替到会的同志签到，可一次全部',
    who: 'organise',
    input: Which.extend({ names: z.array(z.string()).optional() }),
    fromText: (_ctx, rest) => (rest ? { names: rest.split(/[、，,;；\s]+/).filter(Boolean) } : {}),
    run: (ctx, { activity, names }) =>
      pick(
        ctx,
        activity,
        {
          name: 'activity.proxyForm',
          question: '替哪一次活动代签？',
          ...(names && { input: { names } }),
          fits: ({ startsAt }) => startsAt - WINDOW <= ctx.now,
        },
        (found) => {
          if (!names) return proxyForm(ctx, found);
          const everyone = names.length === 1 && EVERYONE.includes(names[0] ?? '');
          return mark(ctx, found, everyone ? missing(ctx, found) : personsIn(ctx, names, found.unit));
        },
      ),
  }),

  define({
    name: 'activity.proxy',
    words: [],
    who: 'organise',
    input: This.extend({ persons: listInput(z.string()), all: Ticked }),
    over: overUnit,
    run(ctx, { activity, persons, all }) {
      const found = loadActivity(ctx.db, activity);
      const chosen = all ? missing(ctx, found) : personsIn(ctx, persons);
      if (chosen.length === 0) throw new Refusal('invalid', '请选择到会的同志，或勾选全部到会。');
      return mark(ctx, found, chosen);
    },
  }),
];

const EVERYONE = ['全部', '所有人', '全体', '大家', '全部到会', '全体到会'];

function mark(ctx: Ctx, activity: Activity, persons: number[]): Reply {
  const marked = markAll(ctx.db, activity, persons, ctx.person.id, ctx.now);
  return desk(activity, marked > 0 ? `已代签 ${marked} 人。` : '这些同志都已签到。');
}

/** Everybody expected who has neither come nor has leave, asked for or granted, nor rests. */
function missing(ctx: Ctx, activity: Activity): number[] {
  const { expected } = linesOf(ctx.db, activity, ctx.now);
  return expected
    .filter(
      ({ row, standing }) =>
        row?.presentAt == null &&
        standing !== 'resting' &&
        (row?.leaveAskedAt == null || row.leaveGranted === false),
    )
    .map((line) => line.person);
}

/** 代签: those who have not come yet, to be ticked, or everybody in one step. */
function proxyForm(ctx: Ctx, activity: Activity): Reply {
  const lines = linesOf(ctx.db, activity, ctx.now).expected.filter((line) => line.row?.presentAt == null);
  if (lines.length === 0) throw new Refusal('conflict', '应到的同志都已签到，不用代签。');
  const called = handles(
    ctx.db,
    dayOf(ctx.now),
    lines.map((line) => line.person),
  );
  const options = lines.map((line) => ({
    value: String(line.person),
    label: called.get(line.person) ?? line.name,
  }));
  const fields: Field[] = [
    { name: 'persons', label: '到会人员', kind: 'persons', required: false, options },
    {
      name: 'all',
      label: `没请假的 ${missing(ctx, activity).length} 人全部到会`,
      kind: 'checkbox',
      required: false,
    },
  ];
  return privately(
    formCard(
      `代签：${titleOf(activity.kinds)}`,
      '代签会记入操作日志。',
      fields,
      press('确认代签', 'activity.proxy', { activity: activity.id }, 'primary'),
    ),
  );
}
