import { type Action, type Card, card, note } from '../card.ts';

export interface RuleLine {
  name: string;
  scope: string;
  says: string;
  source: string;
}

export function rulesCard(unit: string, lines: RuleLine[], coming: string[], actions: Action[]): Card {
  return card(
    `${unit}执行的规则`,
    [
      {
        type: 'table',
        columns: [
          { key: 'name', label: '事项' },
          { key: 'scope', label: '性质' },
          { key: 'says', label: '要求' },
          { key: 'source', label: '依据和起始' },
        ],
        rows: lines.map((line) => ({ ...line })),
      },
      ...(coming.length > 0 ? [note(['即将执行：', ...coming].join('\n'))] : []),
      note(
        '中央规定不能停用，次数只能增加；本地规则可以停用、调整。改动只对其后开始的周期生效，以前的汇总不变。',
      ),
      note(
        '培训学时按个人累计，这里不计学时；要求支部办培训的，可以“增加任务”，选党员培训。谈心谈话不登记内容。',
      ),
    ],
    { tone: 'info', actions },
  );
}
