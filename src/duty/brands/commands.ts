import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { brandCard, brandsCard } from '../../../cards/duty/brand.ts';
import { formCard } from '../../../cards/form.ts';
import { type AnyCommand, type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput, neededText } from '../../chat/inputs.ts';
import { attached } from '../../files/show.ts';
import { isBranch, may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, yearOf } from '../../time.ts';
import { loadBranch } from '../owed/owed.ts';
import { subjectNamed, subjectOf } from '../subject.ts';
import { branchesBeneath } from '../tree.ts';
import { BRAND, refOf } from './place.ts';
import { type Brand, brandsIn, setBrand } from './store.ts';

const MOST_ROWS = 30;

/** 一支部一品牌. */
export const brandCommands: readonly AnyCommand[] = [
  define({
    name: 'brand.open',
    words: ['品牌', '一支部一品牌', '支部品牌'],
    help: '一支部一品牌：品牌 [单位]',
    who: 'anyone',
    input: z.object({ unit: IdInput.optional() }),
    fromText: (ctx, rest) => ({ unit: subjectNamed(ctx, rest) }),
    run(ctx, { unit }) {
      const subject = subjectOf(ctx, unit);
      return isBranch(subject.unit.kind) ? page(ctx, subject.unit) : overview(ctx, subject.unit);
    },
  }),

  define({
    name: 'brand.form',
    words: [],
    who: 'organise',
    input: z.object({ unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const branch = loadBranch(ctx.db, unit);
      const [last] = brandsIn(ctx.db, branch.lineage).get(unit) ?? [];
      const form = formCard(
        `${branch.name}：品牌`,
        '一个支部一个品牌；换了年份就另记一年，往年的保留。',
        [
          { name: 'name', label: '品牌名称', kind: 'text', required: true, value: last?.name ?? '' },
          { name: 'motto', label: '口号', kind: 'text', required: true, value: last?.motto ?? '' },
          { name: 'year', label: '年份', kind: 'number', required: true, value: thisYear(ctx) },
          {
            name: 'evidence',
            label: '做法和成效',
            kind: 'longtext',
            required: false,
            value: last?.year === thisYear(ctx) ? last.evidence : '',
          },
        ],
        press('保存', 'brand.set', { unit }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'brand.set',
    words: [],
    who: 'organise',
    input: z.object({
      unit: IdInput,
      name: z
        .string('请填写品牌名称。')
        .trim()
        .min(2, '品牌名称至少两个字。')
        .max(20, '品牌名称请不超过 20 字。'),
      motto: neededText('请填写口号。', '口号', 60),
      year: z.coerce
        .number('请填写年份。')
        .int('请填整年。')
        .min(2000, '请核对年份。')
        .max(2100, '请核对年份。'),
      evidence: z.string().trim().max(1000, '做法和成效请不超过 1000 字。').default(''),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, said) {
      const branch = loadBranch(ctx.db, said.unit);
      const fresh = setBrand(ctx.db, said, ctx.person.id, ctx.now);
      const text = fresh ? '品牌已保存。' : '和原来一样，没有变化。';
      return { ...page(ctx, branch), toast: { tone: fresh ? 'success' : 'info', text } };
    },
  }),
];

function page(ctx: Ctx, unit: Unit): Reply {
  const [last, ...earlier] = brandsIn(ctx.db, unit.lineage).get(unit.id) ?? [];
  const organises = may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now));
  const files = last
    ? attached(ctx, { place: BRAND, ref: refOf({ unit: unit.id, year: last.year }) })
    : { facts: [], actions: [] };
  const card = brandCard({
    unit: unit.name,
    files: files.facts,
    brand: last ? { ...last, year: `${last.year}年` } : null,
    history: earlier.map((one) => ({ label: `${one.year}年`, value: `${one.name}——${one.motto}` })),
    actions: [
      ...(organises ? [press(last ? '更新' : '填写品牌', 'brand.form', { unit: unit.id }, 'primary')] : []),
      ...files.actions,
    ],
  });
  return privately(card);
}

function overview(ctx: Ctx, unit: Unit): Reply {
  const branches = branchesBeneath(ctx.db, unit.lineage, dayOf(ctx.now));
  const known = brandsIn(ctx.db, unit.lineage);
  const rows = branches.map((branch) => rowOf(unit, branch, known.get(branch.id)?.[0]));
  const named = branches.filter(({ id }) => known.has(id)).length;
  const card = brandsCard({
    unit: unit.name,
    summary: `共 ${branches.length} 个支部，${named} 个有品牌。`,
    rows: rows.slice(0, MOST_ROWS),
    more: Math.max(0, rows.length - MOST_ROWS),
  });
  return privately(card);
}

function rowOf(unit: Unit, branch: Unit, last: Brand | undefined) {
  return {
    branch: branch.path.slice(unit.path.length + 1),
    name: last?.name ?? '—',
    motto: last?.motto ?? '',
    year: last ? `${last.year}年` : '',
  };
}

function thisYear(ctx: Ctx): number {
  return yearOf(dayOf(ctx.now));
}
