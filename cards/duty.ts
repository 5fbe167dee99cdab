import { type Action, type Block, type Card, card, facts, note, press, text } from './card.ts';

/** 《关于防治“指尖上的形式主义”的若干意见》 (2023): records are no assessment by themselves. */
const DISCLAIMER = '辅助记录，不作考核依据。';

const COUNTED = '已结束、有人到会的活动才计入；进行中的期间未完成不算逾期。';

/** A committee's table: a branch a row, a duty a column. */
export interface Overview {
  unit: string;
  period: string;
  summary: string;
  duties: { key: string; label: string }[];
  rows: OverviewRow[];
  total: OverviewRow;
  /** Branches that are not among the rows. */
  more: number;
  overdue: { branch: string; items: string }[];
  moreOverdue: number;
}

export interface OverviewRow {
  branch: string;
  counts: Record<string, string>;
  rate: string;
  gaps: string;
}

/** `recorded`: since when anything is on record, where that is later than the period's beginning. */
export function overviewCard(overview: Overview, recorded: string | null): Card {
  const { duties, rows, total, more } = overview;
  const table: Block = {
    type: 'table',
    columns: [
      { key: 'branch', label: '支部' },
      ...duties.map(({ key, label }) => ({ key, label, align: 'right' as const })),
      { key: 'rate', label: '出勤率', align: 'right' },
      { key: 'gaps', label: '缺项' },
    ],
    rows: [...rows, total].map(({ branch, counts, rate, gaps }) => ({ ...counts, branch, rate, gaps })),
  };
  return card(
    `${overview.unit} ${overview.period}汇总`,
    [
      text(overview.summary),
      table,
      ...(more > 0 ? [note(`另有 ${more} 个支部，说“汇总 单位名”看其余。`)] : []),
      ...overdueBlocks(overview.overdue, overview.moreOverdue),
      note(`${recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: overview.overdue.length > 0 ? 'warning' : 'info' },
  );
}

function overdueBlocks(overdue: { branch: string; items: string }[], more: number): Block[] {
  if (overdue.length === 0) return [];
  const lines = overdue.map(({ branch, items }) => `${branch}：${items}`);
  return [
    text(
      ['逾期', ...lines, ...(more > 0 ? [`另有 ${more} 个支部有逾期，说“逾期 单位名”查看。`] : [])].join(
        '\n',
      ),
    ),
  ];
}

export interface BranchOverview {
  unit: string;
  period: string;
  /** By duty, in words. */
  duties: { label: string; value: string }[];
  rate: string;
  attendance: {
    expected: number;
    present: number;
    late: number;
    onLeave: number;
    absent: number;
    madeUp: number;
    enteredLater: number;
  };
  held: { day: string; title: string; attendance: string; remark: string }[];
  more: number;
  overdue: string;
  due: string[];
  recorded: string | null;
  actions: Action[];
}

export function branchCard(branch: BranchOverview): Card {
  const { attendance, held, more, overdue, due } = branch;
  return card(
    `${branch.unit} ${branch.period}汇总`,
    [
      {
        type: 'facts',
        facts: [
          ...branch.duties,
          ...(attendance.expected > 0 ? [{ label: '出勤率', value: branch.rate }] : []),
        ],
      },
      ...(attendance.expected > 0 ? [attendanceBlock(attendance)] : []),
      ...(held.length > 0 ? [heldTable(held)] : [text('这段时间还没有活动记录。')]),
      ...(more > 0 ? [note(`另有 ${more} 次较早的活动，缩短时间可以查看。`)] : []),
      ...(overdue ? [text(`逾期：${overdue}`)] : []),
      ...(due.length > 0 ? [text(`还差：${due.join('；')}`)] : []),
      note(`${branch.recorded ?? ''}${COUNTED}${DISCLAIMER}`),
    ],
    { tone: overdue ? 'warning' : 'info', actions: branch.actions },
  );
}

function attendanceBlock(attendance: BranchOverview['attendance']): Block {
  const { expected, present, late, onLeave, absent, madeUp, enteredLater } = attendance;
  const rare = [
    { label: '补学', count: madeUp },
    { label: '事后登记', count: enteredLater },
  ].filter(({ count }) => count > 0);
  return {
    type: 'progress',
    total: { label: '应到人次', count: expected },
    parts: [
      { label: '实到', count: present },
      { label: '其中迟到', count: late },
      { label: '请假', count: onLeave },
      { label: '缺席', count: absent },
      ...rare,
    ],
  };
}

function heldTable(held: BranchOverview['held']): Block {
  return {
    type: 'table',
    columns: [
      { key: 'day', label: '日期' },
      { key: 'title', label: '活动' },
      { key: 'attendance', label: '实到/应到', align: 'right' },
      { key: 'remark', label: '备注' },
    ],
    rows: held.map((one) => ({ ...one })),
  };
}

export interface OverdueList {
  unit: string;
  today: string;
  since: string;
  lines: { label: string; value: string }[];
  more: number;
  sources: string[];
  recorded: string | null;
}

export function overdueCard(list: OverdueList): Card {
  const title = `${list.unit} 逾期情况`;
  if (list.lines.length === 0) {
    return card(
      title,
      [text(`截至${list.today}，${list.since}没有逾期。`), note(`${list.recorded ?? ''}${DISCLAIMER}`)],
      {
        tone: 'success',
      },
    );
  }
  return card(
    title,
    [
      text(`截至${list.today}，${list.since}逾期如下：`),
      { type: 'facts', facts: list.lines },
      ...(list.more > 0 ? [note(`另有 ${list.more} 个支部，说“逾期 单位名”查看。`)] : []),
      note([...list.sources, `${list.recorded ?? ''}${DISCLAIMER}`].join('\n')),
    ],
    { tone: 'warning' },
  );
}

export interface Owed {
  unit: string;
  today: string;
  lines: { label: string; value: string }[];
  overdue: string;
  sources: string[];
  missing: boolean;
  actions: Action[];
}

export function owedCard(owed: Owed): Card {
  return card(
    `${owed.unit}还差什么`,
    [
      text(
        owed.missing ? `截至${owed.today}，本月和本季度：` : `截至${owed.today}，本月和本季度的都有着落了：`,
      ),
      { type: 'facts', facts: owed.lines },
      ...(owed.overdue ? [text(`此前逾期：${owed.overdue}`)] : []),
      ...(owed.sources.length > 0 ? [note(owed.sources.join('\n'))] : []),
    ],
    { tone: owed.missing ? 'warning' : 'success', actions: owed.actions },
  );
}

export interface Mine {
  name: string;
  units: string;
  posts: string;
  upcoming: { label: string; value: string }[];
  attendance: string;
  makeUps: string[];
  actions: Action[];
}

export function mineCard(mine: Mine): Card {
  return card(
    `${mine.name}同志，这是您的情况`,
    [
      facts({ 所在组织: mine.units, 职务: mine.posts, 今年组织生活: mine.attendance }),
      ...(mine.upcoming.length > 0
        ? ([{ type: 'divider' }, text('近期活动'), { type: 'facts', facts: mine.upcoming }] satisfies Block[])
        : [note('近期没有需要您参加的活动。')]),
      ...(mine.makeUps.length > 0 ? [text(`待补学：${mine.makeUps.join('、')}`)] : []),
    ],
    { tone: 'info', actions: mine.actions },
  );
}

export interface Unplanned {
  unit: number;
  name: string;
  month: string;
  until: string;
  planned: boolean;
  source: string;
}

export function unplannedCard({ unit, name, month, until, planned, source }: Unplanned): Card {
  if (planned)
    return card(`${name}${month}主题党日已安排`, [text('不用再处理，谢谢！')], { tone: 'success' });
  return card(
    `${name}${month}主题党日还没有安排`,
    [text(`请在${until}前开展。定好时间就可以发出通知，其余可以以后补充。`), note(source)],
    {
      tone: 'warning',
      actions: [press('新建活动', 'activity.compose', { unit, kinds: ['themeDay'] }, 'primary')],
    },
  );
}

/** An activity that is over and has no minutes. */
export interface Unminuted {
  activity: number;
  title: string;
  day: string;
  closed: boolean;
}

export function minutesMissingCard(missing: Unminuted[]): Card {
  if (missing.length === 0) return card('会议记录已补齐', [text('不用再处理，谢谢！')], { tone: 'success' });
  const several = missing.length > 1;
  return card(
    several ? `有 ${missing.length} 次活动还没有会议记录` : '会议记录还没有补',
    [
      text(missing.map(({ day, title }) => `${day} ${title}`).join('\n')),
      note('会后 3 天内归档（本地惯例）。没有人说过的内容不会代写，留作【待补充】。'),
    ],
    {
      tone: 'warning',
      actions: missing.slice(0, 5).map(({ activity, title, day, closed }) => {
        const label = closed ? '补充记录' : '结束活动';
        return press(
          several ? `${label}：${day}${title}` : label,
          'activity.closeForm',
          { activity },
          'primary',
        );
      }),
    },
  );
}
