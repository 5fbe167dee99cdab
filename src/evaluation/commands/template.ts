import { z } from 'zod';
import { card, type Field, press, text } from '../../../cards/card.ts';
import { templateCard } from '../../../cards/evaluation/template.ts';
import { formCard } from '../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { neededText, textInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { linesOf, readItems, readLevels, writeLevels, writeSection } from '../edit.ts';
import { OfRound } from '../inputs.ts';
import { pollsOf } from '../part.ts';
import { cancel, changeTemplate, loadRound, type Round } from '../round.ts';
import { cents } from '../score.ts';
import { isScored } from '../sheet.ts';
import { PROOFS } from '../star/proof.ts';
import type { Section, Template } from '../template.ts';

const Part = OfRound.extend({ section: z.string().max(40) });
const Points = z.coerce
  .number('分值请填数字。')
  .min(0, '分值不能是负数。')
  .max(1000, '分值最多 1000 分。')
  .refine((points) => cents(points) / 100 === points, '分值最多两位小数。');
const Lines = textInput('内容', 4000);

function over(ctx: Ctx, { round }: { round: number }): number {
  return loadRound(ctx.db, round).unit;
}

/** 评分表: a committee reads and edits what its round scores by, until the first sheet is in. */
export const templateCommands = [
  define({
    name: 'evaluation.template',
    words: [],
    who: 'administer',
    input: OfRound,
    over,
    run: (ctx, { round }) => show(ctx, loadRound(ctx.db, round)),
  }),

  define({
    name: 'evaluation.cancel',
    words: [],
    who: 'administer',
    input: OfRound,
    over,
    run(ctx, input) {
      const round = loadRound(ctx.db, input.round);
      // A second poll of fewer people, beside the first, would say what the others said.
      if (pollsOf(ctx.db, round.id).length > 0) {
        throw new Refusal('conflict', '已经发出不记名测评，不能再取消。');
      }
      cancel(ctx.db, round, ctx.person.id, ctx.now);
      const said = card(`${round.title}已取消`, [text('填过的仍保留在记录里，不再展示。')]);
      return privately(said, '已取消。');
    },
  }),

  define({
    name: 'evaluation.sectionForm',
    words: [],
    who: 'administer',
    input: Part,
    over,
    run(ctx, { round: id, section: part }) {
      const { template } = editable(ctx, id);
      const section = template.sections.find((one) => one.id === part);
      const fields: Field[] = [
        {
          name: 'name',
          label: '名称',
          kind: 'text',
          required: true,
          ...(section && { value: section.name }),
        },
        { name: 'points', label: '分值', kind: 'number', required: true, value: section?.points ?? 20 },
        {
          name: 'items',
          label: '评分项（一行一项，清空则删去这一部分）',
          kind: 'longtext',
          required: false,
          value: section ? writeSection(section, PROOFS) : '',
          hint: '主题党日缺开 -1/次 最多5次 【主题党日】',
        },
      ];
      const intro = `扣分项：名称 -分值/次 最多几次 【按哪项记录】。得分项：名称 8分。可按记录填写的：${PROOFS.map(({ word }) => word).join('、')}。`;
      const submit = press('保存', 'evaluation.section', { round: id, section: part }, 'primary');
      return privately(formCard(section ? `修改：${section.name}` : '增加一个部分', intro, fields, submit));
    },
  }),

  define({
    name: 'evaluation.section',
    words: [],
    who: 'administer',
    input: Part.extend({
      name: neededText('请填写名称。', '名称', 20),
      points: Points,
      items: Lines,
    }),
    over,
    run(ctx, { round: id, section: part, name, points, items: text }) {
      const round = editable(ctx, id);
      const { sections } = round.template;
      const known = sections.some((one) => one.id === part);
      const key = known
        ? part
        : `s${Math.max(0, ...sections.map((one) => Number(one.id.slice(1)) || 0)) + 1}`;
      const items = readItems(text, key, PROOFS);
      const section: Section = { id: key, name, points, items };
      demandRoom(section);
      const kept = known
        ? sections.flatMap((one) => (one.id !== part ? [one] : items.length > 0 ? [section] : []))
        : [...sections, ...(items.length > 0 ? [section] : [])];
      if (kept.length === 0) throw new Refusal('invalid', '评分表至少要有一个部分。');
      return save(ctx, round, { ...round.template, sections: kept });
    },
  }),

  define({
    name: 'evaluation.levelsForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over,
    run(ctx, { round: id }) {
      const { template } = editable(ctx, id);
      const fields: Field[] = [
        {
          name: 'levels',
          label: '等次（从高到低，一行一个）',
          kind: 'longtext',
          required: true,
          value: writeLevels(template),
          hint: '五星 90，或按比例：五星 10%',
        },
        {
          name: 'vetoes',
          label: '一票否决（一行一条，可以不设）',
          kind: 'longtext',
          required: false,
          value: template.vetoes.map(({ name }) => name).join('\n'),
        },
        ...template.roles.map(
          ({ id: role, name, weight }): Field => ({
            name: `weight_${role}`,
            label: `${name}的权重（0 为只作参考）`,
            kind: 'number',
            required: false,
            value: weight,
          }),
        ),
      ];
      const intro = '按分数写“五星 90”；按比例写“五星 10%”，比例含上一级，可以再写最低分“五星 10% 85”。';
      return privately(
        formCard(
          '等次、否决和权重',
          intro,
          fields,
          press('保存', 'evaluation.levels', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'evaluation.levels',
    words: [],
    who: 'administer',
    input: OfRound.extend({ levels: Lines, vetoes: Lines }).loose(),
    over,
    run(ctx, { round: id, levels, vetoes, ...weights }) {
      const round = editable(ctx, id);
      const { template } = round;
      const roles = template.roles.map((role) => {
        const given = weights[`weight_${role.id}`];
        const weight = given === undefined || given === '' ? role.weight : Number(given);
        if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
          throw new Refusal('invalid', `“${role.name}”的权重请填 0 到 100 的整数。`);
        }
        return { ...role, weight };
      });
      if (roles.length > 0 && roles.every(({ weight }) => weight === 0)) {
        throw new Refusal('invalid', '至少要有一方的权重大于 0。');
      }
      const changed: Template = {
        ...template,
        ...readLevels(levels, template),
        vetoes: linesOf(vetoes).map((name, index) => ({ id: `v${index + 1}`, name: name.slice(0, 100) })),
        roles,
      };
      return save(ctx, round, changed);
    },
  }),
];

/** Sheets that are in were filled in by it. */
function editable(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id);
  if (isScored(ctx.db, round))
    throw new Refusal('conflict', '已经有人按这份评分表评分，本轮不能再改，明年开始时可以改。');
  return round;
}

/** What is earned and chosen cannot be more than the section holds. */
function demandRoom({ name, points, items }: Section): void {
  const earned = items.reduce((sum, item) => {
    if (item.how === 'points') return sum + item.points;
    return item.how === 'choice' ? sum + Math.max(0, ...item.choices.map((one) => one.points)) : sum;
  }, 0);
  if (cents(earned) > cents(points)) {
    throw new Refusal('invalid', `“${name}”共 ${points} 分，得分项加起来有 ${earned} 分，请调整。`);
  }
}

function save(ctx: Ctx, round: Round, template: Template): Reply {
  changeTemplate(ctx.db, round, template, ctx.person.id, ctx.now);
  return { ...show(ctx, { ...round, template }), ...success('评分表已保存。') };
}

function show(ctx: Ctx, round: Round): Reply {
  return privately(
    templateCard({ ...round, published: round.publishedAt !== null }, PROOFS, !isScored(ctx.db, round)),
  );
}
