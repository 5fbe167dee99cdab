import { type Answer, type Cents, cents, pointsWord, sectionCents } from './score.ts';
import type { Sheet } from './sheet.ts';
import type { Item, Template } from './template.ts';

/** 主题党日缺开：2 次，扣 2 分（应 11 次，已完成 9 次，缺3月、5月）. Null: nothing was lost and nothing is on record. */
function answerWord(item: Item, answer: Answer | undefined): string | null {
  if (!answer) return null;
  const { value, proven, basis, remark } = answer;
  const differs = proven !== null && proven !== value ? `与记录不符，记录为 ${proven} 次：${basis}` : basis;
  const more = [differs, remark && `说明：${remark}`].filter((part) => part !== '').join('；');
  const behind = more ? `（${more}）` : '';
  switch (item.how) {
    case 'deduct': {
      const times = Number(value);
      if (times === 0) return behind ? `无扣分${behind}` : null;
      const lost = cents(item.each) * Math.min(times, item.most ?? times);
      return `${item.most === 1 ? '' : `${times} 次，`}扣 ${pointsWord(lost)} 分${behind}`;
    }
    case 'points':
      return `${value} 分（满分 ${item.points} 分）${behind}`;
    case 'choice':
      return `${item.choices.find(({ id }) => id === value)?.name ?? ''}${behind}`;
    case 'text':
      return String(value);
  }
}

/** What stands on a sheet, item by item, where there is something to say. */
export function sheetLines(
  { sections }: Template,
  { marks }: Pick<Sheet, 'marks'>,
): { label: string; value: string }[] {
  return sections.flatMap((section) =>
    section.items.flatMap((item) => {
      const value = answerWord(item, marks.items[item.id]);
      return value === null ? [] : [{ label: `${section.name}·${item.name}`, value }];
    }),
  );
}

/** What a sheet has otherwise than the records. */
export function correctedLines(template: Template, { marks }: Sheet): { label: string; value: string }[] {
  const corrected = Object.entries(marks.items).filter(
    ([, { value, proven }]) => proven !== null && proven !== value,
  );
  return sheetLines(template, { marks: { ...marks, items: Object.fromEntries(corrected) } });
}

/** Sections down, capacities across: the points of each sheet. */
export function scoreRows(
  template: Template,
  sheets: readonly Sheet[],
): { section: string; points: string; [role: string]: string }[] {
  const rows = template.sections.map((section) => ({
    section: section.name,
    points: pointsWord(cents(section.points)),
    ...Object.fromEntries(sheets.map(({ role, marks }) => [role, pointsWord(sectionCents(section, marks))])),
  }));
  const full = template.sections.reduce((sum, { points }) => sum + cents(points), 0);
  return [
    ...rows,
    {
      section: '合计',
      points: pointsWord(full),
      ...Object.fromEntries(sheets.map(({ role, total }) => [role, pointsWord(total)])),
    },
  ];
}

/** 87.33 分, or a dash. */
export function totalWord(total: Cents | null): string {
  return total === null ? '—' : `${pointsWord(total)} 分`;
}
