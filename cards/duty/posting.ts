import { type Card, card, type Field, facts, note, press } from '../card.ts';

type Audience = 'off' | 'group' | 'staff';

export interface Posting {
  unit: { id: number; name: string };
  month: Audience;
  quarter: Audience;
  year: Audience;
  disclaimer: boolean;
  /** Whether the committee has a group that anything could be sent to. */
  hasGroup: boolean;
}

const WORDS: Record<Audience, string> = { off: '不发', group: '发到群里', staff: '发给工作人员' };
const LENGTHS = { month: '每月汇总', quarter: '每季度汇总', year: '全年汇总' } as const;
const HOW =
  '每月第一个工作日上午发出上一期的；同时到期的只发最长的一份，其余点一下就能看。发到群里的只有总数，不点名。';

export function postingForm(posting: Posting): Card {
  return card(
    `${posting.unit.name}：汇总发给谁`,
    [
      {
        type: 'form',
        fields: [
          field('month', posting),
          field('quarter', posting),
          field('year', posting),
          {
            name: 'disclaimer',
            label: '导出的文件注明“辅助记录，不作考核依据”',
            kind: 'checkbox',
            required: false,
            value: posting.disclaimer,
          },
        ],
        submit: press('保存', 'duty.setPosting', { unit: posting.unit.id }, 'primary'),
      },
      note(HOW),
    ],
    { tone: 'info' },
  );
}

function field(name: keyof typeof LENGTHS, posting: Posting): Field {
  const options = Object.entries(WORDS).map(([value, label]) => ({ value, label }));
  return { name, label: LENGTHS[name], kind: 'select', required: true, options, value: posting[name] };
}

/** What holds from now on. */
export function postingCard(posting: Posting): Card {
  const { unit, month, quarter, year, disclaimer, hasGroup } = posting;
  const toGroup = [month, quarter, year].includes('group');
  return card(
    `${unit.name}：汇总推送`,
    [
      facts({
        [LENGTHS.month]: WORDS[month],
        [LENGTHS.quarter]: WORDS[quarter],
        [LENGTHS.year]: WORDS[year],
        导出文件: disclaimer ? '注明“辅助记录，不作考核依据”' : '不加注明',
      }),
      ...(toGroup && !hasGroup ? [note('还没有群：把我加进群里并选定是这个党组织的，就会发到那里。')] : []),
      note(HOW),
    ],
    { tone: 'success' },
  );
}
