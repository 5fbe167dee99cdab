import { z } from 'zod';
import { formCard } from '../../../cards/activity/form.ts';
import { press } from '../../../cards/card.ts';
import { fiveOverviewCard, fiveYearCard } from '../../../cards/duty/five.ts';
import { FIVE_MARKS, type FiveMark } from '../../../db/schema/activity.ts';
import { expectedOf } from '../../activity/expected.ts';
import { FIVE, fiveWord, marksOf, missingOf, setMarks } from '../../activity/five.ts';
import { listInput } from '../../activity/inputs.ts';
import { loadActivity } from '../../activity/store.ts';
import { type Ctx, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { isBranch, may } from '../../people/permit.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { subjectNamed, subjectOf } from '../subject.ts';
import { plansIn } from '../themes.ts';
import { branchesBeneath } from '../tree.ts';
import { shortDay } from '../words.ts';

const Id = z.coerce.number().int().positive();

const MOST_ROWS = 30;

/** 五定 of a year, computed from the plans; and which marks a committee looks at. */
export const fiveCommands = [
  define({
    name: 'duty.five',
    words: ['五定'],
    help: '主题党日五定情况：五定 [年份] [单位]',
    who: 'anyone',
    input: z.object({ unit: Id.optional(), year: z.number().int().optional() }),
    fromText(ctx, rest) {
      const found = /(20\d\d)年?/.exec(rest);
      const unit = subjectNamed(ctx, rest.replace(found?.[0] ?? '', '').trim());
      return { unit, ...(found && { year: Number(found[1]) }) };
    },
    run(ctx, { unit, year = Number(dayOf(ctx.now).slice(0, 4)) }) {
      const subject = subjectOf(ctx, unit);
      return isBranch(subject.unit.kind)
        ? branchYear(ctx, subject.unit, year)
        : overview(ctx, subject.unit, year);
    },
  }),

  define({
    name: 'duty.fiveForm',
    words: [],
    who: 'administer',
    input: z.object({ unit: Id }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const form = formCard(
        '五定看哪几项',
        '对本级和所有下级。各地说法不同，常用的是前五项。',
        [
          {
            name: 'marks',
            label: '选择',
            kind: 'multiselect',
            required: true,
            options: FIVE_MARKS.map((value) => ({ value, label: FIVE[value].word })),
            value: [...marksOf(ctx.db, unit)],
          },
        ],
        press('保存', 'duty.fiveSet', { unit }, 'primary'),
      );
      return { privately: true, content: { card: form } };
    },
  }),

  define({
    name: 'duty.fiveSet',
    words: [],
    who: 'administer',
    input: z.object({ unit: Id, marks: listInput(z.enum(FIVE_MARKS, '请选择。')) }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, marks }) {
      setMarks(ctx.db, unit, marks, ctx.person.id, ctx.now);
      return success(`今后看：${marksWord(marksOf(ctx.db, unit))}。`);
    },
  }),
];

type Plan = ReturnType<typeof plansIn>[number];

function plansOf(ctx: Ctx, unit: Unit, year: number): Plan[] {
  return plansIn(ctx.db, unit.lineage, 'themeDay', `${year}-01-01`, `${year}-12-31`);
}

function branchYear(ctx: Ctx, unit: Unit, year: number): Reply {
  const marks = marksOf(ctx.db, unit.id);
  const plans = plansOf(ctx, unit, year).map((plan) => ({
    plan,
    missing: missingOf(plan, marks, expectedBy(ctx, plan)),
  }));
  const whole = plans.filter(({ missing }) => missing.length === 0).length;
  const card = fiveYearCard({
    unit: unit.name,
    year,
    marks: marksWord(marks),
    summary:
      plans.length === 0 ? '这一年还没有安排主题党日。' : `安排 ${plans.length} 次，五定齐全 ${whole} 次。`,
    rows: plans.map(({ plan, missing }) => ({
      day: shortDay(dayOf(plan.startsAt)),
      theme: plan.theme || '—',
      five: fiveWord(marks, missing),
    })),
    actions: [],
  });
  return { privately: true, content: { card } };
}

/** Counted when it closes; before that as the list is. */
function expectedBy(ctx: Ctx, { id, closedAt, expected }: Plan): number {
  return closedAt === null ? expectedOf(ctx.db, loadActivity(ctx.db, id)).length : expected;
}

function overview(ctx: Ctx, unit: Unit, year: number): Reply {
  const today = dayOf(ctx.now);
  const branches = branchesBeneath(ctx.db, unit.lineage, today);
  const held = plansOf(ctx, unit, year).filter((plan) => plan.endsAt <= ctx.now);
  const byUnit = Map.groupBy(held, (plan) => plan.unit);
  const standings = branches.map((branch) => {
    const marks = marksOf(ctx.db, branch.id);
    const missing = (byUnit.get(branch.id) ?? []).map((plan) =>
      missingOf(plan, marks, expectedBy(ctx, plan)),
    );
    return { branch, missing, whole: missing.filter((one) => one.length === 0).length };
  });
  const whole = standings.reduce((sum, one) => sum + one.whole, 0);
  const card = fiveOverviewCard({
    unit: unit.name,
    year,
    marks: marksWord(marksOf(ctx.db, unit.id)),
    summary: `共 ${branches.length} 个支部，开展 ${held.length} 次，五定齐全 ${whole} 次。`,
    rows: standings.slice(0, MOST_ROWS).map(({ branch, missing, whole: own }) => ({
      branch: branch.path.slice(unit.path.length + 1),
      held: String(missing.length),
      whole: String(own),
      missing: oftenWord(missing.flat()),
    })),
    more: Math.max(0, standings.length - MOST_ROWS),
    actions: may(ctx.db, ctx.person.id, 'administer', unit.id, today)
      ? [press('看哪几项', 'duty.fiveForm', { unit: unit.id })]
      : [],
  });
  return { privately: true, content: { card } };
}

function oftenWord(missing: readonly FiveMark[]): string {
  const counts = [...Map.groupBy(missing, (mark) => mark)].map(([mark, all]) => ({
    mark,
    count: all.length,
  }));
  const often = counts.toSorted((a, b) => b.count - a.count).slice(0, 2);
  return often.map(({ mark, count }) => `${FIVE[mark].word} ${count} 次`).join('、');
}

function marksWord(marks: readonly FiveMark[]): string {
  return marks.map((mark) => FIVE[mark].word).join('、');
}
