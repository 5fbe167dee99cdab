import type { Change } from '../src/people/roster/change.ts';
import { outlineOf } from '../src/people/roster/say.ts';
import { type Block, type Card, card, type Field, facts, note, type Option, press, text } from './card.ts';

export function readingCard(): Card {
  return card('正在读取通讯录', [text('人多时要等一会儿，读完马上告诉您。')], { tone: 'info' });
}

export function unreadCard(why: string): Card {
  return card('通讯录没有读到', [text(why)], { tone: 'warning' });
}

/** A department that nobody has said anything of, as it is asked about. */
export interface Question {
  name: string;
  people: number;
  /** It has departments beneath it. */
  parted: boolean;
  /** The unit that its name suggests. */
  guess: string | null;
}

export const SKIP = 'skip';
export const DOWN = 'down';

/** `departments`: ids in the order of the questions; the fields are `d0`, `d1` and so on. */
export function mappingCard(
  roster: number,
  questions: readonly Question[],
  departments: readonly string[],
  units: readonly Option[],
  { more, newcomers }: { more: number; newcomers: boolean },
): Card {
  const fields = questions.map(({ name, people, parted, guess }, index): Field => {
    const beneath = parted ? [{ value: DOWN, label: '逐个看下级部门' }] : [];
    return {
      name: `d${index}`,
      label: `${name}（${people} 人）`,
      kind: 'select',
      required: true,
      options: [{ value: SKIP, label: parted ? '不导入（连同下级部门）' : '不导入' }, ...beneath, ...units],
      value: guess ?? (parted ? DOWN : SKIP),
    };
  });
  const joining: Field = {
    name: 'newcomers',
    label: '部门里有、名册里没有的人',
    kind: 'select',
    required: true,
    options: [
      { value: 'link', label: '不加入，只给名册里的同志绑定账号' },
      { value: 'join', label: '作为正式党员加入' },
    ],
    value: newcomers ? 'join' : 'link',
  };
  return card(
    '部门对应哪个党组织？',
    [
      text('名称相同的已经对上。下面这些请选一下，选过的以后不再问；下级部门没有另选的，跟随上级。'),
      {
        type: 'form',
        fields: [...fields, joining],
        submit: press('下一步', 'directory.map', { roster, departments: [...departments] }, 'primary'),
      },
      ...(more > 0 ? [note(`还有 ${more} 个部门，选完接着问。`)] : []),
      note('什么都还没有导入。'),
    ],
    { tone: 'info', actions: [press('放弃', 'roster.drop', { roster })] },
  );
}

/** More than anybody reads on a card. */
const NAMES = 20;

export interface Gathering {
  changes: readonly Change[];
  gone: readonly { name: string }[];
  strangers: readonly string[];
  unclear: readonly string[];
}

export function gatheredCard(gathered: Gathering, roster: number): Card {
  const linked = gathered.changes.flatMap((change) =>
    change.kind === 'account.linked' && typeof change.person === 'number' ? change.name : [],
  );
  const joined = outlineOf(gathered.changes).find(({ label }) => label === '加入')?.items ?? [];
  const parts = {
    绑定账号: linked,
    加入: joined,
    '已不在通讯录，解绑账号': gathered.gone.map(({ name }) => name),
    '不在名册里，不加入': gathered.strangers,
    '分不清是哪一位，请在名册文件里写明': gathered.unclear,
  };
  const shown = Object.entries(parts).filter(([, names]) => names.length > 0);
  const leaving = gathered.gone.length > 0;
  return card(
    '请核对通讯录带来的变化',
    [
      facts(Object.fromEntries(shown.map(([label, names]) => [label, `${names.length} 人`]))),
      ...shown.map(([label, names]) => listed(label, names)),
      ...(leaving
        ? [
            note(
              '解绑前请核对：也可能只是不在应用的通讯录范围内。解绑后党组织关系和历史记录不动，并请书记核实。',
            ),
          ]
        : []),
    ],
    {
      tone: leaving ? 'warning' : 'info',
      actions: [
        press('确认导入', 'roster.apply', { roster }, 'primary'),
        ...(leaving && gathered.changes.length > 0
          ? [press('只绑定，不解绑', 'roster.apply', { roster, keep: true })]
          : []),
        press('放弃', 'roster.drop', { roster }),
      ],
    },
  );
}

/** Nothing to do, and who was left out. */
export function nothingGatheredCard({ strangers, unclear }: Gathering): Card {
  return card(
    '通讯录没有带来变化',
    [
      text('该绑定的账号都已经绑定。'),
      ...(strangers.length > 0 ? [listed('不在名册里', strangers)] : []),
      ...(unclear.length > 0 ? [listed('分不清是哪一位', unclear)] : []),
    ],
    { tone: 'success' },
  );
}

export function gatheredDoneCard(linked: number, joined: number, gone: number): Card {
  return card(
    '通讯录已导入',
    [
      facts({
        绑定账号: linked > 0 ? `${linked} 个` : null,
        加入: joined > 0 ? `${joined} 人` : null,
        解绑账号: gone > 0 ? `${gone} 个，已请书记核实` : null,
      }),
    ],
    { tone: 'success' },
  );
}

function listed(label: string, names: readonly string[]): Block {
  const more = names.length - NAMES;
  return {
    type: 'roster',
    label,
    names: more > 0 ? [...names.slice(0, NAMES), `另有 ${more} 人`] : [...names],
  };
}
