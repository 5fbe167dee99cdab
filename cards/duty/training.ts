import { type Action, type Block, type Card, card, facts, note, text } from '../card.ts';
import { DISCLAIMER, tableOf } from './small.ts';

/** Training elsewhere as it was understood, to be confirmed. */
export interface TrainingDraft {
  unit: string;
  names: string;
  hours: string;
  day: string;
  what: string;
}

/** `doubts`: what the reader may want to look at again. */
export function trainingDraftCard(draft: TrainingDraft, doubts: readonly string[], actions: Action[]): Card {
  const doubted = doubts.map((doubt) => text(doubt));
  return card(
    '请核对这条学时记录',
    [draftFacts(draft), ...doubted, note('点“保存”才记下；不对的点“修改”。')],
    { tone: doubted.length > 0 ? 'warning' : 'info', actions },
  );
}

export function trainingNotedCard(draft: TrainingDraft, actions: Action[]): Card {
  return card('已记入培训学时', [draftFacts(draft), note('记错了可以更正或撤回，操作日志里会记下。')], {
    tone: 'success',
    actions,
  });
}

function draftFacts({ unit, names, hours, day, what }: TrainingDraft): Block {
  return facts({ 支部: unit, 党员: names, 学时: hours, 日期: day, 培训: what });
}

/** `honest`: what is not known. */
interface Page {
  year: number;
  honest: string;
  actions: Action[];
}

function noteOf({ honest }: Page): Block {
  return note(`${honest}${DISCLAIMER}`);
}

/** A branch's list, for those who organise it: as the roster has them, no ranking. */
export interface TrainingList extends Page {
  unit: string;
  summary: string;
  rows: { name: string; hours: string; noted: string; wanted: string }[];
  /** What was noted: its day, and who, for how long, where. */
  noted: { label: string; value: string }[];
  more: number;
}

export function trainingListCard(list: TrainingList): Card {
  const wanted = list.rows.some((row) => row.wanted !== '');
  const heads = { name: '姓名', hours: '学时', noted: '其中别处', ...(wanted && { wanted: '要求' }) };
  const rows = list.rows.map(({ wanted: asked, ...row }) => (wanted ? { ...row, wanted: asked } : row));
  return card(
    `${list.unit} ${list.year}年培训学时`,
    [
      text(list.summary),
      ...(rows.length > 0 ? [tableOf<string>(heads, rows, ['hours', 'noted', 'wanted'])] : []),
      ...(list.noted.length > 0 ? [text('别处参加的'), { type: 'facts', facts: list.noted } as const] : []),
      ...(list.more > 0 ? [note(`另有 ${list.more} 条较早的，都在导出的表里。`)] : []),
      note('按名册顺序，不排名。'),
      noteOf(list),
    ],
    { tone: 'info', actions: list.actions },
  );
}

/** Somebody's own. */
export interface OwnTraining extends Page {
  name: string;
  hours: string;
  wanted: string | null;
  attended: string;
  elsewhere: string | null;
  noted: { label: string; value: string }[];
}

export function ownTrainingCard(own: OwnTraining): Card {
  return card(
    `${own.name}同志 ${own.year}年培训学时`,
    [
      facts({ 累计: own.hours, 要求: own.wanted, 活动登记: own.attended, 别处参加: own.elsewhere }),
      ...(own.noted.length > 0 ? [text('别处参加的'), { type: 'facts', facts: own.noted } as const] : []),
      noteOf(own),
      note('别处参加过、这里没有的，告诉支部书记记一句就行。'),
    ],
    { tone: 'info', actions: own.actions },
  );
}

/** A committee's branches as they come, in numbers alone. */
export interface TrainingCounts extends Page {
  unit: string;
  summary: string;
  rows: { branch: string; members: string; some: string; full: string }[];
  more: number;
}

export function trainingCountsCard(counts: TrainingCounts): Card {
  const wanted = counts.rows.some((row) => row.full !== '');
  const heads = { branch: '支部', members: '党员', some: '有记录', ...(wanted && { full: '已满' }) };
  const rows = counts.rows.map(({ full, ...row }) => (wanted ? { ...row, full: full || '—' } : row));
  return card(
    `${counts.unit} ${counts.year}年培训学时`,
    [
      text(counts.summary),
      ...(rows.length > 0 ? [tableOf<string>(heads, rows, ['members', 'some', 'full'])] : []),
      ...(counts.more > 0 ? [note(`另有 ${counts.more} 个支部，说“学时 单位名”查看，或者导出。`)] : []),
      note('只有人数，按组织排列，不排名。'),
      noteOf(counts),
    ],
    { tone: 'info', actions: counts.actions },
  );
}
