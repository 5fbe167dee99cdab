import { type Action, type Card, card, type Field, note, type Press, text } from '../card.ts';

export interface RuleLine {
  name: string;
  scope: string;
  says: string;
  source: string;
  /** When it is brought up, and when the committee above hears of it. */
  days: string;
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
          { key: 'days', label: '提醒和上报' },
        ],
        rows: lines.map((line) => ({ ...line })),
      },
      ...(coming.length > 0 ? [note(['即将执行：', ...coming].join('\n'))] : []),
      note(
        '中央规定不能停用，次数只能增加；本地规则可以停用、调整。提醒和上报的天数都可以调整，也可以直接说“调整规则 党课”。改动只对其后开始的周期生效，以前的汇总不变。',
      ),
      note(
        '谈心谈话、培训学时看覆盖到多少人：上级只看到人数，还差谁只有支部书记看得到。谈心谈话不登记内容，也不要求党员两两都谈。培训学时默认不启用，没有登记的学时系统不知道；学时数可以调整。',
      ),
    ],
    { tone: 'info', actions },
  );
}

/** How a rule stands today and by whose word, above what may be changed. */
export function changeCard(
  unit: string,
  rule: string,
  stands: { label: string; value: string }[],
  when: string,
  fields: Field[],
  submit: Press,
): Card {
  return card(
    `调整规则：${rule}`,
    [
      text(`${unit}现在这样执行：`),
      { type: 'facts', facts: stands.map((one) => ({ ...one })) },
      note(`不填的按上级或原来的规定，都不填就恢复上级规定。${when}改动只对从所填日期起开始的周期生效。`),
      { type: 'form', fields, submit },
    ],
    { tone: 'info' },
  );
}
