import { type Action, type Block, type Card, card, note, press, text } from '../card.ts';
import { DISCLAIMER } from './small.ts';

/** What a digest says of one thing, and the button that does it. */
export interface DigestLine {
  label: string;
  value: string;
  action: Action | null;
}

export interface Digest {
  lines: DigestLine[];
  /** How many more come with the next one. */
  rest: number;
  /** What several lines share, such as 暂缓. */
  more: Action[];
  notes: string[];
  /** Where all of its lines are handled, from the one at `from` on: there is not room for every button. */
  others: (label: string, from: number) => Action;
}

/** What a digest says at most of one kind of thing; what is left over comes with the next one. */
export const MOST_LINES = 20;

/** With more buttons a card is hard to read, and WeCom draws nine at most: the others are a tap away. */
const MOST_ACTIONS = 6;

/** A secretary's: all that is new, the things that are settled by now left out. */
export function digestCard({ lines, rest, more, notes, others }: Digest): Card {
  if (lines.length === 0)
    return card('今天要留意的都处理好了', [text('不用再处理，谢谢！')], { tone: 'success' });
  const left = rest > 0 ? [note(`另有 ${rest} 件，下一个工作日再提醒；现在就办，请按“办理全部”。`)] : [];
  return card(
    lines.length === 1 ? '今天有 1 件事请您留意' : `今天有 ${lines.length} 件事请您留意`,
    [linesBlock(lines), ...left, ...(notes.length > 0 ? [note(notes.join('\n'))] : [])],
    { tone: 'warning', actions: [...roomed(actionsOf(lines), rest, others), ...more] },
  );
}

/** The first buttons, and one that leads to all of them: what is settled meanwhile moves the others up. */
function roomed(actions: readonly Action[], rest: number, others: Digest['others']): Action[] {
  if (rest === 0 && actions.length <= MOST_ACTIONS + 1) return [...actions];
  return [...actions.slice(0, MOST_ACTIONS), others(`办理全部 ${actions.length + rest} 项`, 0)];
}

/** Two lines may ask for one and the same thing: it needs one button. */
function actionsOf(lines: readonly DigestLine[]): Action[] {
  const byAim = Map.groupBy(
    lines.flatMap(({ action }) => action ?? []),
    (action) =>
      action.type === 'press'
        ? JSON.stringify([action.label, action.command, action.input])
        : JSON.stringify([action.label, action.url]),
  );
  return [...byAim.values()].flatMap(([first]) => first ?? []);
}

/** A committee's, by what it is of: lines name units and no persons. */
export interface Sections {
  /** What is overdue of each, beyond the grace. */
  late: DigestLine[];
  /** Lists, standards and follow-ups that stayed undone. */
  tasks: DigestLine[];
  waived: DigestLine[];
  answered: DigestLine[];
  terms: DigestLine[];
}

export interface Weekly extends Pick<Digest, 'rest' | 'others'> {
  unit: string;
  /** Its id, for what is asked of it. */
  id: number;
  sections: Sections;
  trend: string | null;
}

export function weeklyCard({ unit, id, sections, rest, trend, others }: Weekly): Card {
  const { late, tasks, waived, answered, terms } = sections;
  const shown = [
    { title: '新增逾期（已过宽限期）', lines: late },
    { title: '清单、达标和跟进', lines: tasks },
    { title: '暂缓', lines: waived },
    { title: '督办', lines: answered },
    { title: '换届', lines: terms },
  ].filter(({ lines }) => lines.length > 0);
  const blocks: Block[] = shown.flatMap(({ title, lines }) => [text(title), linesBlock(lines)]);
  const left = rest > 0 ? [note(`另有 ${rest} 项，下周再报；现在就看，请按“办理全部”或“打开看板”。`)] : [];
  return card(
    `${unit} 本周情况`,
    [
      ...(blocks.length > 0 ? blocks : [text('上面提到的都已经有了着落。')]),
      ...left,
      ...(trend === null ? [] : [text(trend)]),
      note(DISCLAIMER),
    ],
    {
      tone: late.length + tasks.length > 0 ? 'warning' : 'info',
      actions: [
        ...roomed(actionsOf(linesIn(sections)), rest, others),
        press('逾期', 'duty.overdue', { unit: id }),
        press('督办', 'duty.supervise', { unit: id }),
        ...(rest > 0 ? [press('打开看板', 'web.board')] : [press('汇总', 'duty.summary', { unit: id })]),
      ],
    },
  );
}

/** In the order in which the card says them. */
export function linesIn({ late, tasks, waived, answered, terms }: Sections): DigestLine[] {
  return [...late, ...tasks, ...waived, ...answered, ...terms];
}

const PAGE = 8;

/** What is still to be done of a digest, each with its button, from one on, a page at a time. */
export function othersCard(lines: readonly DigestLine[], from: number, others: Digest['others']): Card {
  const actions = actionsOf(lines).slice(from);
  if (actions.length === 0) return card('都处理好了', [text('不用再处理，谢谢！')], { tone: 'success' });
  const shown = actions.slice(0, PAGE);
  const rest = actions.length - shown.length;
  return card('还要办理的', [linesBlock(lines.filter(({ action }) => shown.some((one) => one === action)))], {
    tone: 'info',
    actions: [...shown, ...(rest > 0 ? [others(`下一页（还有 ${rest} 项）`, from + PAGE)] : [])],
  });
}

function linesBlock(lines: readonly DigestLine[]): Block {
  return { type: 'facts', facts: lines.map(({ label, value }) => ({ label, value })) };
}
