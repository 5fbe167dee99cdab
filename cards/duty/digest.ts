import { type Action, type Block, type Card, card, note, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

/** What a digest says of one thing, and the button that does it. */
export interface DigestLine {
  label: string;
  value: string;
  action: Action | null;
}

export interface Digest {
  lines: DigestLine[];
  /** What several lines share, such as 暂缓. */
  more: Action[];
  notes: string[];
}

/** A card with more buttons is hard to read; the rest is a word away. */
const MOST_ACTIONS = 8;
const MOST_LINES = 20;

/** A secretary's: all that is new, the things that are settled by now left out. */
export function digestCard({ lines, more, notes }: Digest): Card {
  if (lines.length === 0)
    return card('今天要留意的都处理好了', [text('不用再处理，谢谢！')], { tone: 'success' });
  const actions = distinct(lines.flatMap(({ action }) => action ?? []));
  return card(
    lines.length === 1 ? '今天有 1 件事请您留意' : `今天有 ${lines.length} 件事请您留意`,
    [
      facts(lines),
      ...(actions.length > MOST_ACTIONS ? [note('其余的说“还差什么”可以继续处理。')] : []),
      ...(notes.length > 0 ? [note(notes.join('\n'))] : []),
    ],
    { tone: 'warning', actions: [...actions.slice(0, MOST_ACTIONS), ...more] },
  );
}

/** Two lines may ask for one and the same thing: it needs one button. */
function distinct(actions: readonly Action[]): Action[] {
  const byAim = Map.groupBy(actions, (action) =>
    action.type === 'press'
      ? JSON.stringify([action.label, action.command, action.input])
      : JSON.stringify([action.label, action.url]),
  );
  return [...byAim.values()].flatMap(([first]) => first ?? []);
}

export interface Weekly {
  unit: string;
  /** Branches and what is overdue of each, beyond the grace. */
  late: { label: string; value: string }[];
  /** Lists, standards and follow-ups that stayed undone. */
  tasks: { label: string; value: string }[];
  waived: { label: string; value: string }[];
  terms: { label: string; value: string }[];
  answered: { label: string; value: string }[];
  trend: string | null;
  actions: Action[];
}

/** A committee's: branches and no persons, and the trend in words. */
export function weeklyCard(weekly: Weekly): Card {
  const sections = [
    { title: '新增逾期（已过宽限期）', lines: weekly.late },
    { title: '清单、达标和跟进', lines: weekly.tasks },
    { title: '暂缓', lines: weekly.waived },
    { title: '督办', lines: weekly.answered },
    { title: '换届', lines: weekly.terms },
  ].filter(({ lines }) => lines.length > 0);
  const blocks: Block[] = sections.flatMap(({ title, lines }) => [text(title), facts(lines)]);
  return card(
    `${weekly.unit} 本周情况`,
    [
      ...(blocks.length > 0 ? blocks : [text('上面提到的都已经有了着落。')]),
      ...(weekly.trend === null ? [] : [text(weekly.trend)]),
      note(DISCLAIMER),
    ],
    { tone: weekly.late.length + weekly.tasks.length > 0 ? 'warning' : 'info', actions: weekly.actions },
  );
}

function facts(lines: { label: string; value: string }[]): Block {
  const shown = lines.slice(0, MOST_LINES).map(({ label, value }) => ({ label, value }));
  const rest = lines.length - shown.length;
  return {
    type: 'facts',
    facts: rest > 0 ? [...shown, { label: '另有', value: `${rest} 项` }] : shown,
  };
}
