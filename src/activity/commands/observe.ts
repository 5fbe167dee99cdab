import { type Field, press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { changeInput } from '../../chat/inputs.ts';
import { handles } from '../../people/names.ts';
import { dayOf } from '../../time.ts';
import { This, Which } from '../inputs.ts';
import { observe, observersOf } from '../keep.ts';
import { titleOf } from '../kinds.ts';
import { personsIn } from '../refs.ts';
import { type Activity, loadActivity } from '../store.ts';
import { desk, overUnit, pick } from './desk.ts';

/** 列席: who else was there, from the roster and from outside. */
export const observeCommands = [
  define({
    name: 'activity.observerForm',
    words: ['列席'],
    help: '登记列席人员',
    who: 'organise',
    input: Which,
    run: (ctx, { activity }) =>
      pick(ctx, activity, { name: 'activity.observerForm', question: '登记哪一次活动的列席？' }, (found) =>
        observerForm(ctx, found),
      ),
  }),

  define({
    name: 'activity.observe',
    words: [],
    who: 'organise',
    input: This.extend({ persons: changeInput('列席人员', 500), guests: changeInput('列席人员', 500) }),
    over: overUnit,
    run(ctx, { activity, persons, guests }) {
      const found = loadActivity(ctx.db, activity);
      const observers = persons === undefined ? observersOf(ctx.db, activity) : personsIn(ctx, [persons]);
      observe(ctx.db, found, observers, guests ?? found.guests, ctx.person.id, ctx.now);
      return desk(found, '已登记列席。');
    },
  }),
];

function observerForm(ctx: Ctx, activity: Activity): Reply {
  const called = handles(ctx.db, dayOf(ctx.now), observersOf(ctx.db, activity.id));
  const fields: Field[] = [
    {
      name: 'persons',
      label: '名册里的列席人员（姓名，用顿号隔开）',
      kind: 'text',
      required: false,
      value: [...called.values()].join('、'),
    },
    {
      name: 'guests',
      label: '名册外的列席人员（姓名，用顿号隔开）',
      kind: 'text',
      required: false,
      value: activity.guests,
    },
  ];
  return privately(
    formCard(
      `列席：${titleOf(activity.kinds)}`,
      null,
      fields,
      press('登记列席', 'activity.observe', { activity: activity.id }, 'primary'),
    ),
  );
}
