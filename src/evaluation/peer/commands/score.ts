import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, textInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf, shortDay } from '../../../time.ts';
import { fieldsFor, marksFrom, missingIn } from '../../form.ts';
import { loadRound, type Round } from '../../round.ts';
import { findSheet, type Note, type Sheet, saveSheet } from '../../sheet.ts';
import { loadSubject, type Named, nameOf } from '../../subject.ts';
import { routeCard } from '../show/route.ts';
import { isSeated, loadStop, partiesOf, type Stop } from '../store.ts';
import { VISITOR } from '../template.ts';

const This = z.object({ stop: IdInput });
const Said = textInput('说明', 300);
const Chosen = z
  .string()
  .nullish()
  .transform((theme) => theme ?? '');

/** One sheet for everybody who goes along; those who do not have none. */
export const peerScoreCommands = [
  define({
    name: 'peer.scoreForm',
    words: [],
    who: 'anyone',
    input: This,
    run: (ctx, { stop }) => scoreForm(ctx, stop),
  }),

  define({
    name: 'peer.score',
    words: [],
    who: 'anyone',
    input: This.extend({ good: Said, goodTheme: Chosen, bad: Said, badTheme: Chosen }).loose(),
    run(ctx, { stop: id, good, goodTheme, bad, badTheme, ...form }) {
      const { round, subject, stop, own } = open(ctx, id);
      const marks = marksFrom(round.template, form, own?.marks ?? { items: {}, vetoes: [] });
      const [missing] = missingIn(round.template, marks);
      if (missing) throw new Refusal('invalid', `“${missing.name}”还没有打分。`);
      const before = own?.notes ?? [];
      const notes = [
        ...noteOf(round, 'achievement', '亮点', good, goodTheme),
        ...noteOf(round, 'issue', '问题', bad, badTheme),
        ...KINDS.flatMap((kind) => before.filter((one) => one.kind === kind).slice(1)),
      ];
      const scorer = `person:${ctx.person.id}` as const;
      saveSheet(
        ctx.db,
        round,
        { subject: subject.id, role: VISITOR, scorer, marks, notes },
        ctx.person.id,
        ctx.now,
      );
      return next(ctx, round, stop, subject, '已提交，讲评前可以修改。');
    },
  }),

  define({
    name: 'peer.noteForm',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, { stop: id }) {
      const { round, subject } = open(ctx, id);
      const fields: Field[] = [
        {
          name: 'kind',
          label: '亮点还是问题',
          kind: 'select',
          required: true,
          options: [
            { value: 'achievement', label: '亮点' },
            { value: 'issue', label: '问题' },
          ],
        },
        themeField('theme', '哪个方面', round),
        { name: 'text', label: '内容', kind: 'longtext', required: true },
      ];
      const submit = press('记下', 'peer.note', { stop: id }, 'primary');
      return privately(formCard(`再记一条：${nameOf(ctx.db, round, subject)}`, null, fields, submit));
    },
  }),

  define({
    name: 'peer.note',
    words: [],
    who: 'anyone',
    input: This.extend({
      kind: z.enum(['achievement', 'issue'], '请选择亮点还是问题。'),
      theme: Chosen,
      text: Said,
    }),
    run(ctx, { stop: id, kind, theme, text }) {
      const { round, subject, stop, own } = open(ctx, id);
      if (!own) throw new Refusal('conflict', '请先打分，再补记。');
      if (!text) throw new Refusal('invalid', '请写明内容。');
      const notes = [...own.notes, ...noteOf(round, kind, kind === 'issue' ? '问题' : '亮点', text, theme)];
      const { role, marks } = own;
      const scorer = `person:${ctx.person.id}` as const;
      saveSheet(ctx.db, round, { subject: subject.id, role, scorer, marks, notes }, ctx.person.id, ctx.now);
      return next(ctx, round, stop, subject, '已记下。');
    },
  }),
];

const KINDS = ['achievement', 'issue'] as const;

interface Opened {
  stop: Stop;
  round: Round;
  subject: Named;
  own: Sheet | undefined;
}

/** From the day of the visit until the results are out. */
function open(ctx: Ctx, id: number): Opened {
  const stop = loadStop(ctx.db, id);
  const subject = loadSubject(ctx.db, stop.subject);
  const round = loadRound(ctx.db, subject.round, 'peerVisit');
  if (!isSeated(ctx.db, stop.group, ctx.person.id)) {
    throw new Refusal('not_allowed', '评分由这一组的观摩人员来填，您不在这个组。');
  }
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再评分。');
  if (dayOf(stop.startsAt) > dayOf(ctx.now)) {
    throw new Refusal('conflict', `这一站安排在${shortDay(dayOf(stop.startsAt))}，到时再评分。`);
  }
  return {
    stop,
    round,
    subject,
    own: findSheet(ctx.db, round, subject.id, VISITOR, `person:${ctx.person.id}`),
  };
}

export function scoreForm(ctx: Ctx, id: number): Reply {
  const { round, subject, own } = open(ctx, id);
  const fields = fieldsFor(round.template, own?.marks ?? { items: {}, vetoes: [] });
  const [good, bad] = KINDS.map((kind) => own?.notes.find((one) => one.kind === kind));
  const form = formCard(
    `评分：${nameOf(ctx.db, round, subject)}`,
    '亮点和问题可以不写；写了会按方面汇总到讲评会，不显示是谁写的。',
    [
      ...fields,
      { name: 'good', label: '亮点', kind: 'longtext', required: false, ...(good && { value: good.text }) },
      themeField('goodTheme', '亮点属于', round, good),
      { name: 'bad', label: '问题', kind: 'longtext', required: false, ...(bad && { value: bad.text }) },
      themeField('badTheme', '问题属于', round, bad),
    ],
    press('提交', 'peer.score', { stop: id }, 'primary'),
  );
  return privately(form);
}

function themeField(name: string, label: string, { template }: Round, note?: Note): Field {
  const options = template.sections.map((section) => ({ value: section.id, label: section.name }));
  return { name, label, kind: 'select', required: false, options, ...(note && { value: note.theme }) };
}

function noteOf(round: Round, kind: Note['kind'], word: string, text: string, theme: string): Note[] {
  if (!text) return [];
  if (round.template.sections.every(({ id }) => id !== theme)) {
    throw new Refusal('invalid', `请选择${word}属于哪个方面。`);
  }
  return [{ kind, text, theme }];
}

/** What is next on the route, with this one to add to. */
function next(ctx: Ctx, round: Round, stop: Stop, subject: Named, said: string): Reply {
  const party = partiesOf(ctx.db, round.id).find(({ id }) => id === stop.group);
  if (!party) throw new Refusal('not_found', '没有找到这个观摩组。');
  const shown = routeCard(ctx, ctx.person.id, round, party);
  const more = press(`再记一条：${subject.name}`, 'peer.noteForm', { stop: stop.id });
  return privately({ ...shown, actions: [...shown.actions, more] }, `${subject.name}${said}`);
}
