import { z } from 'zod';
import { type Action, press } from '../../../../cards/card.ts';
import { listsCard, listsOverviewCard } from '../../../../cards/duty/lists.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import type { Look } from '../../../files/place.ts';
import { attachedTo } from '../../../files/show.ts';
import { isBranch, may, unitsUnder } from '../../../people/permit.ts';
import { findUnit, postsOf, type Unit } from '../../../people/store.ts';
import { dayOf, shortDay } from '../../../time.ts';
import { brief } from '../../brief.ts';
import { type Subject, subjectNamed, subjectOf } from '../../subject.ts';
import { levelWord, postWord } from '../levels.ts';
import { LIST, refOf } from '../ref.ts';
import { type Entry, entriesIn } from '../stand.ts';
import { listsIn, listsOver, loadList } from '../store.ts';

const MOST_LINES = 12;
const MOST_BUTTONS = 8;
const MOST_LATE = 10;

/** 清单: what is one's own to do by post; a committee's view of all beneath it; a member's view of the branch's. */
export const openCommands = [
  define({
    name: 'list.open',
    words: ['清单', '责任清单', '工作清单', '我的清单', '支部工作清单'],
    help: '责任清单和工作清单：清单 [单位]',
    who: 'anyone',
    input: z.object({ unit: IdInput.optional() }),
    fromText: (ctx, rest) => ({ unit: subjectNamed(ctx, rest) }),
    run(ctx, { unit }) {
      const own = unit === undefined ? ownEntries(ctx) : [];
      if (own.length > 0) return mine(ctx, own);
      const subject = subjectOf(ctx, unit);
      return isBranch(subject.unit.kind) ? ofUnit(ctx, subject) : overview(ctx, subject.unit);
    },
  }),

  define({
    name: 'list.show',
    words: [],
    who: 'anyone',
    input: z.object({ list: IdInput, unit: IdInput }),
    run(ctx, { list: id, unit }) {
      const list = loadList(ctx.db, id);
      const subject = subjectOf(ctx, unit);
      const entries = entriesIn(ctx.db, subject.unit.lineage, [list], ctx.now).filter(
        (entry) => entry.unit.id === unit,
      );
      return shown(ctx, `${subject.unit.name} ${list.name}`, null, seenBy(subject, entries), []);
    },
  }),
];

/** What the asker's own posts are asked for, and the units that they organise. */
export function ownEntries(ctx: Look): Entry[] {
  const today = dayOf(ctx.now);
  const posts = postsOf(ctx.db, ctx.person.id, today);
  const units = new Map(posts.map(({ unit }) => [unit.id, unit]));
  return [...units.values()].flatMap((unit) =>
    entriesIn(ctx.db, unit.lineage, listsOver(ctx.db, unit.lineage), ctx.now).filter(
      (entry) => entry.unit.id === unit.id && isMine(ctx, entry),
    ),
  );
}

/** Of the post one holds there, or the unit's own where one organises it. */
function isMine(ctx: Look, { list, unit }: Pick<Entry, 'list' | 'unit'>): boolean {
  const today = dayOf(ctx.now);
  const { post } = list;
  if (post === null) return organises(ctx, unit);
  return postsOf(ctx.db, ctx.person.id, today).some((held) => held.post === post && held.unit.id === unit.id);
}

/** An administrator stands in for nobody here: the evidence is the unit's own. */
function organises(ctx: Look, unit: Unit): boolean {
  return unitsUnder(ctx.db, ctx.person.id, 'organise', dayOf(ctx.now)).some(({ id }) => id === unit.id);
}

function mine(ctx: Ctx, entries: readonly Entry[]): Reply {
  const above = unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now))
    .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
    .find(({ kind }) => !isBranch(kind));
  const more = above ? [press('下级情况', 'list.open', { unit: above.id })] : [];
  return shown(ctx, `${ctx.person.name}同志的清单`, null, entries, more);
}

/** A unit as its own members and those above see it: its lists, each as it stands. */
function ofUnit(ctx: Ctx, subject: Subject): Reply {
  const { unit } = subject;
  const entries = entriesIn(ctx.db, unit.lineage, listsOver(ctx.db, unit.lineage), ctx.now).filter(
    (entry) => entry.unit.id === unit.id,
  );
  const intro = entries.length === 0 ? '还没有清单。清单由上级党组织制定后发布。' : null;
  return shown(ctx, `${unit.name}的清单`, intro, seenBy(subject, entries), []);
}

/** A member sees that something is done; with what is between the post's holder and those above. */
function seenBy({ trusted }: Subject, entries: readonly Entry[]): readonly Entry[] {
  return trusted ? entries : entries.map((entry) => ({ ...entry, tick: null }));
}

function shown(
  ctx: Ctx,
  title: string,
  intro: string | null,
  entries: readonly Entry[],
  more: readonly Action[],
): Reply {
  const today = dayOf(ctx.now);
  const units = new Set(entries.map(({ unit }) => unit.id));
  const byList = Map.groupBy(entries, ({ list, unit }) => `${list.id}:${unit.id}`);
  const open = entries.filter((entry) => entry.state !== 'done');
  const actions = open
    .filter((entry) => entry.item.rule === null && isMine(ctx, entry))
    .slice(0, MOST_BUTTONS)
    .map((entry) => tickAction(entry, today));
  const files = attachedTo(
    ctx,
    LIST,
    entries.map((entry) => ({ ref: refOf(entry), label: brief(entry.item.says, 14) })),
  );
  return privately(
    listsCard({
      title,
      intro,
      sections: [...byList.values()].flatMap((own) => {
        const [first] = own;
        if (!first) return [];
        const sorted = own.toSorted((a, b) => ORDER[a.state] - ORDER[b.state]);
        const where = units.size > 1 ? `（${first.unit.name}）` : '';
        return [
          {
            name: `${first.list.name}${where}：已完成 ${own.length - undone(own)}/${own.length}`,
            lines: sorted.slice(0, MOST_LINES).map((entry) => lineOf(entry, today, files.word(refOf(entry)))),
            more: Math.max(0, own.length - MOST_LINES),
          },
        ];
      }),
      notes: [
        ...(entries.some(({ item }) => item.rule !== null)
          ? ['标“按记录”的由活动记录自动勾选，不用填。']
          : []),
        ...(actions.length > 0 ? ['完成后点按钮，写一句依据就行，不要求照片。'] : []),
      ],
      open: open.length > 0,
      actions: [...actions, ...files.actions, ...more],
    }),
  );
}

const ORDER = { overdue: 0, open: 1, done: 2 } as const;

function undone(entries: readonly Entry[]): number {
  return entries.filter(({ state }) => state !== 'done').length;
}

function tickAction({ item, unit, slot }: Entry, today: string): Action {
  return press(`完成：${periodWord(slot.label, today)}${brief(item.says, 14)}`, 'list.tickForm', {
    item: item.id,
    unit: unit.id,
    period: slot.key,
  });
}

function lineOf(
  { item, slot, state, tick }: Entry,
  today: string,
  files: string,
): { says: string; state: string } {
  const proved = item.rule === null ? '' : '，按记录';
  return {
    says: `${periodWord(slot.label, today)}${item.says}`,
    state: `${stateWord(state, slot.deadline, tick)}${proved}${files}`,
  };
}

function stateWord(state: Entry['state'], deadline: string, tick: Entry['tick']): string {
  if (state === 'done') return tick ? `已完成（${shortDay(dayOf(tick.at))}：${tick.evidence}）` : '已完成';
  return state === 'overdue' ? `已逾期（应在${shortDay(deadline)}前）` : `${shortDay(deadline)}前完成`;
}

/** 10月 before what was owed in October; nothing before the present year's own. */
function periodWord(label: string, today: string): string {
  const year = `${today.slice(0, 4)}年`;
  const word = label.startsWith(year) ? label.slice(year.length).replace('第', '') : label;
  return word === '' ? '' : `${word} `;
}

function overview(ctx: Ctx, unit: Unit): Reply {
  const today = dayOf(ctx.now);
  const lists = listsIn(ctx.db, unit.lineage);
  const entries = entriesIn(ctx.db, unit.lineage, lists, ctx.now);
  const byList = Map.groupBy(entries, ({ list }) => list.id);
  const late = Map.groupBy(
    entries.filter(({ state }) => state === 'overdue'),
    (entry) => entry.unit.id,
  );
  const present = entries.filter(({ slot }) => slot.deadline >= today);
  const administers = may(ctx.db, ctx.person.id, 'administer', unit.id, today);
  const own = lists.filter((list) => list.unit === unit.id).slice(0, 5);
  const actions = administers
    ? [
        press('写一张清单', 'list.compose', { unit: unit.id }, 'primary'),
        ...own.map(({ id, name }) => press(`调整：${name}`, 'list.written', { list: id })),
      ]
    : [];
  const card = listsOverviewCard({
    unit: unit.name,
    summary:
      lists.length === 0
        ? '还没有清单。可以按层级和岗位写，每行一项，写好先看再发布。'
        : `共 ${lists.length} 张清单，本期应完成 ${present.length} 项，已完成 ${present.length - undone(present)} 项；逾期 ${[...late.values()].flat().length} 项（${late.size} 个单位）。`,
    rows: lists.map((list) => {
      const all = byList.get(list.id) ?? [];
      const now = all.filter(({ slot }) => slot.deadline >= today);
      return {
        list: list.name,
        whose: `${levelWord(list.level)}·${postWord(list.post)}`,
        units: String(new Set(all.map((entry) => entry.unit.id)).size),
        done: `${now.length - undone(now)}/${now.length}`,
        overdue: String(all.filter(({ state }) => state === 'overdue').length),
      };
    }),
    late: [...late.values()].slice(0, MOST_LATE).flatMap((all) => {
      const [first] = all;
      return first ? [{ label: first.unit.name, value: lateWord(all) }] : [];
    }),
    more: Math.max(0, late.size - MOST_LATE),
    actions,
  });
  return privately(card);
}

function lateWord(all: readonly Entry[]): string {
  const byList = [...Map.groupBy(all, ({ list }) => list.name)];
  return byList
    .map(([name, own]) => {
      const says = [...new Set(own.map(({ item }) => brief(item.says, 14)))].slice(0, 2).join('、');
      return `${name} ${own.length} 项（${says}${own.length > 2 ? '等' : ''}）`;
    })
    .join('；');
}
