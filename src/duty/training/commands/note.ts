import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { type TrainingDraft, trainingDraftCard, trainingNotedCard } from '../../../../cards/duty/training.ts';
import { formCard } from '../../../../cards/form.ts';
import type { Ctx, Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { handles, namedAlike } from '../../../people/names.ts';
import type { Unit } from '../../../people/store.ts';
import { type Day, dayOf, sayDay } from '../../../time.ts';
import { countedOn } from '../counted.ts';
import { Known, Note, noteFields } from '../fields.ts';
import { LESSON } from '../norm.ts';
import { branchesFor, branchGiven, branchOf, orRefused, personsSaid } from '../place.ts';
import { readTraining, type Said } from '../read.ts';
import { loadTraining, type Noting, noteTraining, refuseNoting, withdrawTraining } from '../store.ts';
import { hoursWord } from '../words.ts';

const SaidInput = z.object({ said: z.string().max(500, '请分成几次说，一次不超过 500 字。').default('') });

/** 记学时: training that no gathering here proves, in one message and one tap, or by a form. */
export const noteCommands = [
  define({
    name: 'training.note',
    words: ['记学时', '学时记录', '培训记录'],
    help: '记一次别处参加的培训：学时 张三、李四 8 县委党校',
    who: 'organise',
    input: SaidInput,
    fromText: (_ctx, said) => ({ said }),
    run: (ctx, { said }) => noted(ctx, said),
  }),

  define({
    name: 'training.form',
    words: [],
    who: 'organise',
    input: Known,
    run: (ctx, known) => noteForm(ctx, known),
  }),

  define({
    name: 'training.save',
    words: [],
    who: 'organise',
    input: Note,
    over: (_ctx, { unit }) => unit,
    run: save,
  }),

  define({
    name: 'training.correctForm',
    words: [],
    who: 'organise',
    input: z.object({ training: IdInput }),
    over: (ctx, { training }) => loadTraining(ctx.db, training).unit,
    run(ctx, { training }) {
      const { unit, persons, minutes, day, what, withdrawnAt, id } = loadTraining(ctx.db, training);
      if (withdrawnAt !== null) throw new Refusal('conflict', '这条学时记录已经撤回了。');
      const known = { unit, persons: persons.map(String), hours: minutes / LESSON, day, what, instead: id };
      return noteForm(ctx, known, '保存后原来的一条不再计入，操作日志里都留着。');
    },
  }),

  define({
    name: 'training.withdraw',
    words: [],
    who: 'organise',
    input: z.object({ training: IdInput }),
    over: (ctx, { training }) => loadTraining(ctx.db, training).unit,
    run(ctx, { training }) {
      withdrawTraining(ctx.db, loadTraining(ctx.db, training), ctx.person.id, ctx.now);
      return { toast: { tone: 'success', text: '已撤回，不再计入学时。' } };
    },
  }),
];

/** Whether training is told of, by its hours or by names and what it was; or somebody is named and nothing else. */
export function toldOf(ctx: Ctx, text: string): 'training' | 'persons' | null {
  const { hours, names, what } = readSaid(ctx, text);
  if (hours !== null || (names.length > 0 && what !== '')) return 'training';
  return names.length > 0 ? 'persons' : null;
}

function readSaid(ctx: Ctx, text: string): Said {
  return readTraining(text, dayOf(ctx.now), (name) => namedAlike(ctx.db, name).length > 0);
}

/** What was said, in full, before anything is kept; where something is wanting, a form with the rest filled in. */
export function noted(ctx: Ctx, text: string): Reply {
  const said = readSaid(ctx, text);
  const today = dayOf(ctx.now);
  const day = said.day ?? today;
  const known = { persons: said.names, hours: said.hours, day, what: said.what, draft: ctx.key };
  const branch = branchOf(ctx, said.names, day);
  if (!branch) return noteForm(ctx, known);
  const { persons, problem } = personsSaid(ctx, branch, said.names, day);
  const input = { ...known, unit: branch.id, persons: persons.map(String) };
  const whole = Note.safeParse(input);
  if (text === '') return noteForm(ctx, input);
  if (problem !== null || persons.length === 0)
    return noteForm(ctx, input, problem ?? '请选择是哪几位同志。');
  if (!whole.success) return noteForm(ctx, input, whole.error.issues[0]?.message);
  const odd = orRefused(() => refuseNoting(ctx.db, notingOf(whole.data, persons), today));
  if (typeof odd === 'string') return noteForm(ctx, input, odd);
  const doubts = [
    ...(said.day === null ? ['没有说日期，按今天记；不是今天的请点“修改”。'] : []),
    ...countedWord(ctx, persons, day),
  ];
  const actions = [press('保存', 'training.save', input, 'primary'), press('修改', 'training.form', input)];
  const card = trainingDraftCard(draftOf(ctx, branch, whole.data, persons), doubts, actions);
  return { privately: true, content: { card } };
}

function countedWord(ctx: Ctx, among: readonly number[], day: Day): string[] {
  const { persons, titles } = countedOn(ctx.db, among, day);
  if (persons.length === 0) return [];
  const names = namesOf(ctx, persons);
  return [`${names}同志当天的${titles.join('、')}已按签到计入；如果是同一次培训，不用再记。`];
}

function noteForm(ctx: Ctx, known: Known, intro = ''): Reply {
  const given =
    known.unit === undefined ? branchOf(ctx, known.persons, known.day ?? dayOf(ctx.now)) : undefined;
  const branch = known.unit === undefined ? given : branchGiven(ctx, known.unit);
  if (!branch) return whichBranch(ctx, known);
  const { draft = ctx.key, instead } = known;
  const carried = { unit: branch.id, draft: instead === undefined ? draft : ctx.key };
  const submit = press(
    '保存',
    'training.save',
    { ...carried, ...(instead !== undefined && { instead }) },
    'primary',
  );
  const title = instead === undefined ? '记一次别处参加的培训' : '更正学时记录';
  const form = formCard(title, [`${branch.name}。`, intro].join(''), noteFields(ctx, branch, known), submit);
  return { privately: true, content: { card: form } };
}

/** Beyond so many a list to choose from is worse than a name. */
const MOST_BRANCHES = 80;

/** Whoever organises several branches says first whose training it is. */
function whichBranch(ctx: Ctx, { persons, hours, day, what }: Known): Reply {
  const branches = branchesFor(ctx);
  if (branches.length > MOST_BRANCHES)
    throw new Refusal('invalid', '请写明是哪几位同志，如“学时 张三、李四 8 县委党校”。');
  const field: Field = {
    name: 'unit',
    label: '支部',
    kind: 'select',
    required: true,
    options: branches.map(({ id, path }) => ({ value: String(id), label: path })),
  };
  const known = { persons, hours: hours ?? null, day: day ?? null, what: what ?? null };
  const submit = press('下一步', 'training.form', known, 'primary');
  const form = formCard('记一次别处参加的培训', '先选是哪个支部的。', [field], submit);
  return { privately: true, content: { card: form } };
}

function save(ctx: Ctx, note: Note): Reply {
  const branch = branchGiven(ctx, note.unit);
  const { persons, problem } = personsSaid(ctx, branch, note.persons, note.day);
  if (problem !== null) throw new Refusal('not_found', problem);
  const instead = note.instead === undefined ? undefined : loadTraining(ctx.db, note.instead);
  if (instead && instead.unit !== branch.id) throw new Refusal('not_allowed', '只能更正本支部记的学时。');
  const { training, fresh } = noteTraining(ctx.db, notingOf(note, persons), ctx.person.id, ctx.now, instead);
  if (!fresh && training.withdrawnAt !== null)
    throw new Refusal('conflict', '这条学时记录已经撤回了，要记请重新说一次。');
  if (!fresh) return { toast: { tone: 'info', text: '这次已经记过了。' } };
  const actions = [
    press('看学时', 'training.hours', { unit: branch.id }),
    press('更正', 'training.correctForm', { training: training.id }),
    press('撤回', 'training.withdraw', { training: training.id }),
  ];
  return {
    privately: true,
    toast: { tone: 'success', text: '已记下。' },
    content: { card: trainingNotedCard(draftOf(ctx, branch, note, persons), actions) },
  };
}

function notingOf({ unit, hours, day, what, draft }: Note, persons: readonly number[]): Noting {
  return { unit, persons, minutes: Math.round(hours * LESSON), day, what, draft };
}

function draftOf(
  ctx: Ctx,
  branch: Unit,
  { hours, day, what }: Note,
  persons: readonly number[],
): TrainingDraft {
  const count = persons.length > 1 ? `（${persons.length} 人）` : '';
  return {
    unit: branch.name,
    names: `${namesOf(ctx, persons)}${count}`,
    hours: `${persons.length > 1 ? '每人 ' : ''}${hoursWord(hours * LESSON)} 学时`,
    day: sayDay(day),
    what,
  };
}

function namesOf(ctx: Ctx, persons: readonly number[]): string {
  const called = handles(ctx.db, dayOf(ctx.now), persons);
  return persons.map((person) => called.get(person) ?? '').join('、');
}
