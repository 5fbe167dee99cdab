import type { Change } from '../src/people/roster/change.ts';
import type { Fault } from '../src/people/roster/row.ts';
import { outlineOf, type Part } from '../src/people/roster/say.ts';
import { type Block, type Card, card, facts, note, press, text } from './card.ts';

/** More than anybody reads on a card. */
const LINES = 30;
const NAMES = 20;

/** `directory`: the platform may have one to import from. */
export function askingCard(header: string, directory: boolean): Card {
  const actions = directory ? [press('从通讯录绑定账号', 'directory.ask')] : [];
  const blocks: Block[] = [
    text('请把名册文件直接发给我，CSV 或 XLSX 都可以。第一行表头是：'),
    text(header),
    facts({
      党组织: '从最上级写起，用 / 隔开，如“机关工委/第一党支部”',
      组织类型: '机关工委、机关党委、基层党委、党总支、党支部、联合党支部、临时党支部',
      姓名: '留空的一行只登记组织；同一支部里重名的，用括号区分，如“张伟（大）”',
      职务: '可写几个，用顿号隔开',
      手机号: '同一手机号或ID写在两个组织里，就是一位同志在两处',
    }),
    note('再次导入时会先给您看差异，确认后才生效；名册里没有的人按当天转出，历史记录不动。'),
  ];
  return card('导入名册', blocks, { actions });
}

export function faultsCard(faults: readonly Fault[]): Card {
  const lines = faults
    .slice(0, LINES)
    .map(({ line, column, reason }) => ({ line: `第 ${line} 行`, column, reason }));
  const more = faults.length - lines.length;
  return card(
    `名册有 ${faults.length} 处要改`,
    [
      {
        type: 'table',
        columns: [
          { key: 'line', label: '行' },
          { key: 'column', label: '列' },
          { key: 'reason', label: '要改什么' },
        ],
        rows: lines,
      },
      ...(more > 0 ? [text(`另有 ${more} 处。`)] : []),
      note('什么都还没有导入。改好后把文件再发一次就行。'),
    ],
    { tone: 'warning' },
  );
}

export function unchangedCard(): Card {
  return card('名册没有变化', [text('和现在登记的完全一样，不用导入。')], { tone: 'success' });
}

/** `reader`: warned where the roster takes a post of theirs. */
export function differenceCard(changes: readonly Change[], roster: number, reader: number): Card {
  const parts = outlineOf(changes);
  const ends = changes.some(({ kind }) => kind === 'unit.ended' || kind === 'member.left');
  const own = changes.some((change) => change.kind === 'post.ended' && change.person === reader);
  return card(
    '请核对名册的变化',
    [
      counts(parts),
      ...parts.map(listed),
      ...(own ? [text('注意：导入后您自己的职务也会变化。')] : []),
      note('确认后按今天的日期生效，以前的记录不动。'),
    ],
    {
      tone: ends || own ? 'warning' : 'info',
      actions: [
        press('确认导入', 'roster.apply', { roster }, 'primary'),
        press('放弃', 'roster.drop', { roster }),
      ],
    },
  );
}

export function importedCard(changes: readonly Change[]): Card {
  return card('名册已导入', [counts(outlineOf(changes))], { tone: 'success' });
}

export function droppedCard(): Card {
  return card('没有导入', [text('名册没有任何变化。要导入时再发一次文件。')]);
}

function counts(parts: readonly Part[]): Block {
  return facts(Object.fromEntries(parts.map(({ label, items }) => [label, String(items.length)])));
}

function listed({ label, items }: Part): Block {
  const more = items.length - NAMES;
  return { type: 'roster', label, names: more > 0 ? [...items.slice(0, NAMES), `另有 ${more} 项`] : items };
}
