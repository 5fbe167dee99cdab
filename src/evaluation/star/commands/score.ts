import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, listInput, neededText } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf } from '../../../time.ts';
import { answered, fieldsFor, marksFrom, missingIn } from '../../form.ts';
import { isOver, loadRound, type Round } from '../../round.ts';
import type { Marks } from '../../score.ts';
import { saveSheet } from '../../sheet.ts';
import { loadSubject, type Named, nameOf } from '../../subject.ts';
import { itemsOf } from '../../template.ts';
import { type Prepared, prepare } from '../fill.ts';
import { type StarRole, scoringUnit } from '../role.ts';
import { branchCard, isDecided, roleName } from '../show/branch.ts';

const Self = z.object({ subject: IdInput, role: z.literal('self') });
const Above = z.object({ subject: IdInput, role: z.enum(['committee', 'top']) });
type Which = { subject: number; role: StarRole };

function over(ctx: Ctx, { subject: id, role }: Which): number {
  const subject = loadSubject(ctx.db, id);
  return scoringUnit(ctx.db, role, loadRound(ctx.db, subject.round, 'starRating'), subject);
}

/** A sheet's form asks what the records do not prove; what they prove is corrected by itself, with a reason. */
export const starScoreCommands = [
  define({ name: 'star.selfForm', words: [], who: 'organise', input: Self, over, run: scoreForm }),
  define({ name: 'star.scoreForm', words: [], who: 'administer', input: Above, over, run: scoreForm }),
  define({ name: 'star.self', words: [], who: 'organise', input: Self.loose(), over, run: score }),
  define({ name: 'star.score', words: [], who: 'administer', input: Above.loose(), over, run: score }),
  define({ name: 'star.selfCorrectForm', words: [], who: 'organise', input: Self, over, run: correctForm }),
  define({ name: 'star.correctForm', words: [], who: 'administer', input: Above, over, run: correctForm }),
  define({ name: 'star.selfCorrect', words: [], who: 'organise', input: Self.loose(), over, run: correct }),
  define({ name: 'star.correct', words: [], who: 'administer', input: Above.loose(), over, run: correct }),
];

interface Opened extends Prepared {
  round: Round;
  subject: Named;
  role: StarRole;
}

function open(ctx: Ctx, { subject: id, role }: Which): Opened {
  const subject = loadSubject(ctx.db, id);
  const round = loadRound(ctx.db, subject.round, 'starRating');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再评分。');
  if (isDecided(ctx, subject)) throw new Refusal('conflict', '这个支部已经定星，不能再评分。');
  if (role === 'self' && isOver(round, 'self', dayOf(ctx.now))) {
    throw new Refusal('conflict', '自评已经截止，确需补报的请联系上级党组织。');
  }
  return { ...prepare(ctx.db, round, subject, role, ctx.now), round, subject, role };
}

function scoreForm(ctx: Ctx, input: Which): Reply {
  const { round, subject, role, marks, proven } = open(ctx, input);
  const fields = fieldsFor(round.template, marks, new Set(proven.keys()));
  const vetoes: Field[] =
    role === 'self' || round.template.vetoes.length === 0
      ? []
      : [
          {
            name: 'vetoes',
            label: '一票否决（没有就不选）',
            kind: 'multiselect',
            required: false,
            options: round.template.vetoes.map(({ id, name }) => ({ value: id, label: name })),
            value: marks.vetoes,
          },
        ];
  const intro = proven.size > 0 ? `有 ${proven.size} 项已按记录填好，不用再填。` : null;
  const submit = press('提交', role === 'self' ? 'star.self' : 'star.score', { ...input }, 'primary');
  const title = `${roleName(round, role)}：${nameOf(ctx.db, round, subject)}`;
  return privately(formCard(title, intro, [...fields, ...vetoes], submit));
}

function score(ctx: Ctx, { subject: id, role, ...form }: Which & Record<string, unknown>): Reply {
  const opened = open(ctx, { subject: id, role });
  const { round, proven } = opened;
  const marks = marksFrom(round.template, form, opened.marks, new Set(proven.keys()));
  const [missing] = missingIn(round.template, marks);
  if (missing) throw new Refusal('invalid', `“${missing.name}”还没有填。`);
  const known = round.template.vetoes.map((veto) => veto.id);
  const chosen = role === 'self' ? [] : listInput(z.string()).parse(form.vetoes);
  return saved(ctx, opened, { ...marks, vetoes: chosen.filter((one) => known.includes(one)) });
}

function correctForm(ctx: Ctx, input: Which): Reply {
  const { round, subject, role, marks, proven, own } = open(ctx, input);
  if (!own) throw new Refusal('conflict', '请先提交评分，再更正记录项。');
  const fields: Field[] = itemsOf(round.template).flatMap((item) => {
    const record = proven.get(item.id);
    if (!record) return [];
    const value = Number(marks.items[item.id]?.value ?? record.times);
    return [
      {
        name: item.id,
        label: `${item.name}（记录：${record.times} 次）`,
        kind: 'number',
        required: false,
        value,
      },
    ];
  });
  if (fields.length === 0) throw new Refusal('not_found', '这份评分表没有按记录填写的项目。');
  const remark: Field = {
    name: 'remark',
    label: '说明（改了哪些，依据是什么）',
    kind: 'longtext',
    required: true,
  };
  const command = role === 'self' ? 'star.selfCorrect' : 'star.correct';
  return privately(
    formCard(
      `更正记录项：${nameOf(ctx.db, round, subject)}`,
      '记录和更正都会保留，上级党组织能看到。活动漏记的，补录以后重新提交评分就会更新。',
      [...fields, remark],
      press('保存更正', command, { ...input }, 'primary'),
    ),
  );
}

function correct(ctx: Ctx, { subject: id, role, ...form }: Which & Record<string, unknown>): Reply {
  const opened = open(ctx, { subject: id, role });
  const { round, marks, proven, own } = opened;
  if (!own) throw new Refusal('conflict', '请先提交评分，再更正记录项。');
  const remark = neededText('请写明更正的依据。', '说明', 500).safeParse(form.remark);
  if (!remark.success) throw new Refusal('invalid', remark.error.issues[0]?.message ?? '请写明更正的依据。');
  const items = { ...marks.items };
  for (const item of itemsOf(round.template)) {
    const record = proven.get(item.id);
    const given = record && answered(item, form[item.id]);
    if (!record || given === undefined) continue;
    items[item.id] = {
      value: given,
      proven: record.times,
      basis: record.basis,
      remark: given === record.times ? '' : remark.data,
    };
  }
  return saved(ctx, opened, { ...marks, items });
}

function saved(ctx: Ctx, { round, subject, role }: Opened, marks: Marks): Reply {
  const unit = scoringUnit(ctx.db, role, round, subject);
  const filled = { subject: subject.id, role, scorer: `unit:${unit}` as const, marks, notes: [] };
  saveSheet(ctx.db, round, filled, ctx.person.id, ctx.now);
  const shown = branchCard(ctx, round, loadSubject(ctx.db, subject.id));
  const next = { round: round.id, which: 'unscored', role };
  return privately(
    {
      ...shown,
      actions: [...shown.actions, ...(role === 'self' ? [] : [press('评下一个支部', 'star.list', next)])],
    },
    `${roleName(round, role)}已保存，截止前可以修改。`,
  );
}
