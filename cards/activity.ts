import {
  type Action,
  type Block,
  type Card,
  card,
  type Field,
  facts,
  note,
  type Option,
  press,
  text,
} from './card.ts';

/** An activity as people read it. */
export interface Shown {
  id: number;
  title: string;
  unit: string;
  when: string;
  until: string;
  place: string;
  theme: string;
  agenda: string;
  host: string | null;
  lecturer: string;
  phase: Phase;
  cancelReason: string | null;
}

/** planned: check-in not open yet · open: it is · begun: it has started too · over · closed · cancelled. */
export type Phase = 'planned' | 'open' | 'begun' | 'over' | 'closed' | 'cancelled';

export interface Counts {
  expected: number;
  present: number;
  late: number;
  onLeave: number;
  leaveAsked: number;
  absent: number;
  observers: number;
}

/** Why it is shown: a change everybody is told of, or a word to one member. */
export type News = 'moved' | 'cancelled' | { said: string } | null;

export function groupCard(shown: Shown, counts: Counts, news: News): Card {
  return card(headline(shown, news), [...what(shown), ...attendanceBlocks(shown, counts)], {
    tone: toneOf(shown),
    actions: isOpen(shown) || shown.phase === 'planned' ? taps(shown) : [],
  });
}

/** What one expected member sees: their own part, and one tap. */
export function memberCard(
  shown: Shown,
  mine: string | null,
  news: News,
  can: { answer: boolean; makeUp: boolean },
): Card {
  const blocks = [...what(shown), ...(mine ? [facts({ 我的情况: mine })] : [])];
  const actions = [
    ...(can.answer ? taps(shown) : []),
    ...(can.makeUp ? [press('补学', 'activity.makeUp', { activity: shown.id }, 'primary')] : []),
  ];
  return card(headline(shown, news), blocks, { tone: toneOf(shown), actions });
}

export interface Desk {
  counts: Counts;
  /** Names by standing, for those who keep the list. */
  names: { label: string; names: string[] }[];
  five: string | null;
  noticed: boolean;
  minuted: boolean;
}

/** What whoever organises it sees, with what they can do next. */
export function deskCard(shown: Shown, desk: Desk): Card {
  const id = { activity: shown.id };
  const blocks: Block[] = [
    ...what(shown),
    ...(desk.five ? [facts({ 五定: desk.five })] : []),
    ...attendanceBlocks(shown, desk.counts),
    ...desk.names.map(({ label, names }): Block => ({ type: 'roster', label, names })),
    ...(shown.phase === 'over' ? [text('活动时间已到，请确认到会情况并结束活动。')] : []),
    ...(shown.phase === 'closed' && !desk.minuted
      ? [note('会议记录还不完整：缺主持人、记录人或会议内容。')]
      : []),
  ];
  return card(headline(shown, null), blocks, { tone: toneOf(shown), actions: deskActions(shown, desk, id) });
}

function deskActions(shown: Shown, desk: Desk, id: { activity: number }): Action[] {
  const proxy = press('代签', 'activity.proxyForm', id);
  const observers = press('列席', 'activity.observerForm', id);
  const end = press('结束活动', 'activity.closeForm', id, 'primary');
  const amend = press('补充内容', 'activity.amendForm', id);
  const move = press('改期', 'activity.moveForm', id);
  const cancel = press('取消活动', 'activity.cancelForm', id, 'danger');
  const fix = press('更正', 'activity.correctForm', id);
  const notice = desk.noticed ? [] : [press('发出通知', 'activity.announce', id, 'primary')];
  switch (shown.phase) {
    case 'planned':
      return [...notice, amend, move, cancel];
    case 'open':
      return [...notice, proxy, observers, amend, move, cancel];
    case 'begun':
      return [proxy, observers, end];
    case 'over':
      return [end, proxy, observers, fix];
    case 'closed':
      return [press('会议记录', 'activity.minutes', id), press('补充记录', 'activity.closeForm', id), fix];
    case 'cancelled':
      return [];
  }
}

function headline(shown: Shown, news: News): string {
  if (shown.phase === 'cancelled') return `已取消：${shown.title}`;
  if (news !== null && typeof news === 'object') return `${news.said}：${shown.title}`;
  return news === 'moved' ? `已改期：${shown.title}` : shown.title;
}

function what(shown: Shown): Block[] {
  return [
    facts({
      组织: shown.unit,
      时间: `${shown.when}至${shown.until}`,
      地点: shown.place,
      主题: shown.theme,
      议程: shown.agenda,
      主持人: shown.host,
      主讲人: shown.lecturer,
      取消原因: shown.cancelReason,
    }),
  ];
}

function attendanceBlocks(shown: Shown, counts: Counts): Block[] {
  if (shown.phase === 'cancelled') return [];
  const done = shown.phase === 'over' || shown.phase === 'closed';
  const parts = [
    { label: done ? '实到' : '已签到', count: counts.present },
    ...some('其中迟到', counts.late),
    { label: '请假', count: counts.onLeave },
    ...some('请假待批', counts.leaveAsked),
    ...(done ? [{ label: '缺席', count: counts.absent }] : []),
    ...some('列席', counts.observers),
  ];
  return [{ type: 'progress', total: { label: '应到', count: counts.expected }, parts }];
}

function some(label: string, count: number): { label: string; count: number }[] {
  return count > 0 ? [{ label, count }] : [];
}

function taps(shown: Shown): Action[] {
  const id = { activity: shown.id };
  const leave = press('请假', 'activity.askLeave', id);
  return isOpen(shown) ? [press('签到', 'activity.checkIn', id, 'primary'), leave] : [leave];
}

function isOpen(shown: Shown): boolean {
  return shown.phase === 'open' || shown.phase === 'begun';
}

function toneOf(shown: Shown): Card['tone'] {
  switch (shown.phase) {
    case 'planned':
      return 'info';
    case 'open':
    case 'begun':
      return 'success';
    case 'over':
    case 'closed':
      return 'plain';
    case 'cancelled':
      return 'danger';
  }
}

/** Where several would do, the person chooses. */
export function chooseCard(question: string, choices: { label: string; action: Action }[]): Card {
  return card(question, [], { actions: choices.map(({ label, action }) => ({ ...action, label })) });
}

export function formCard(
  title: string,
  intro: string | null,
  fields: Field[],
  submit: Action & { type: 'press' },
): Card {
  return card(title, [...(intro ? [text(intro)] : []), { type: 'form', fields, submit }], { tone: 'info' });
}

export interface Asked {
  activity: number;
  title: string;
  when: string;
  person: number;
  name: string;
  said: string;
  decision: string | null;
}

/** Somebody asks for leave: the secretary grants or declines it with a tap. */
export function leaveCard(asked: Asked): Card {
  const input = { activity: asked.activity, person: asked.person };
  return card(
    `${asked.name}同志请假`,
    [facts({ 活动: asked.title, 时间: asked.when, 事由: asked.said, 处理: asked.decision })],
    {
      tone: asked.decision ? 'plain' : 'warning',
      actions: asked.decision
        ? []
        : [
            press('准假', 'activity.decideLeave', { ...input, grant: true }, 'primary'),
            press('不准', 'activity.decideLeave', { ...input, grant: false }),
          ],
    },
  );
}

/** Somebody has made it up: the secretary confirms. */
export function makeUpCard(asked: Asked): Card {
  const input = { activity: asked.activity, person: asked.person };
  return card(
    `${asked.name}同志补学`,
    [facts({ 活动: asked.title, 时间: asked.when, 补学: asked.said, 处理: asked.decision })],
    {
      tone: asked.decision ? 'plain' : 'info',
      actions: asked.decision
        ? []
        : [
            press('确认', 'activity.decideMakeUp', { ...input, grant: true }, 'primary'),
            press('退回', 'activity.decideMakeUp', { ...input, grant: false }),
          ],
    },
  );
}

export interface Record {
  title: string;
  unit: string;
  when: string;
  place: string;
  host: string | null;
  recorder: string | null;
  attendance: string;
  late: string[];
  onLeave: string[];
  absent: string[];
  observers: string[];
  theme: string;
  agenda: string;
  lecturer: string;
  minutes: string | null;
  resolutions: string | null;
}

const MISSING = '【待补充】';

/** 会议记录 as it stands: what nobody said stays 【待补充】. */
export function minutesCard(id: number, record: Record, editable: boolean): Card {
  return card(
    `${record.title}会议记录`,
    [
      facts({
        组织: record.unit,
        时间: record.when,
        地点: record.place || MISSING,
        主持人: record.host ?? MISSING,
        记录人: record.recorder ?? MISSING,
        出席: record.attendance,
        迟到: record.late.join('、'),
        请假: record.onLeave.join('、'),
        缺席: record.absent.join('、'),
        列席: record.observers.join('、'),
        主题: record.theme,
        主讲人: record.lecturer,
        议程: record.agenda || MISSING,
        会议内容: record.minutes || MISSING,
        决议: record.resolutions || '无',
      }),
      note('辅助记录，不作考核依据。'),
    ],
    { actions: editable ? [press('补充记录', 'activity.closeForm', { activity: id }, 'primary')] : [] },
  );
}

export function personField(
  name: string,
  label: string,
  options: Option[],
  more: Partial<Field> = {},
): Field {
  return { name, label, kind: 'person', required: false, options, ...more };
}
