import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { type Field, type Option, press } from '../../../../cards/card.ts';
import { faultsCard, writtenCard } from '../../../../cards/duty/lists.ts';
import { LIST_LEVELS } from '../../../../db/schema/list.ts';
import type { Ctx, Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { findUnit, subtree, type Unit } from '../../../people/store.ts';
import { POST_WORDS } from '../../../people/words.ts';
import { dayOf, sayDay } from '../../../time.ts';
import { readSettings } from '../../decided.ts';
import type { Rule } from '../../rules.ts';
import { highestUnder } from '../../scope.ts';
import { definitions, settingsOver } from '../../settings.ts';
import { EVERY_WORDS, isOfLevel, LIST_POSTS, levelWord, postWord } from '../levels.ts';
import { parseLines } from '../parse.ts';
import {
  addItem,
  draftList,
  endItem,
  endList,
  type List,
  type ListItem,
  loadList,
  publishList,
} from '../store.ts';

const Id = z.coerce.number().int().positive();
const OfUnit = z.object({ unit: Id.optional() });
const OfList = z.object({ list: Id });

const Name = z.string('请填写名称。').trim().min(2, '名称至少两个字。').max(30, '名称最多 30 个字。');
const Lines = z
  .string('每行写一项。')
  .trim()
  .min(1, '每行写一项。')
  .max(6000, '一次最多 6000 字，请分成两张清单。');

const overList = (ctx: Ctx, { list }: z.infer<typeof OfList>) => loadList(ctx.db, list).unit;

/** A committee writes its lists: typed or pasted, looked at, then published. */
export const writeCommands = [
  define({
    name: 'list.compose',
    words: ['新建清单', '导入清单', '写清单'],
    help: '按层级和岗位写清单，先看再发布',
    who: 'administer',
    input: OfUnit,
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'administer'),
    run(ctx, { unit }) {
      const found = unitOf(ctx, unit ?? highestUnder(ctx, 'administer'));
      const fields: Field[] = [
        { name: 'name', label: '名称', kind: 'text', required: true, hint: '如：党支部书记责任清单' },
        {
          name: 'level',
          label: '层级',
          kind: 'select',
          required: true,
          value: 'branch',
          options: LIST_LEVELS.map((value) => ({ value, label: levelWord(value) })),
        },
        { name: 'post', label: '岗位', kind: 'select', required: true, value: 'none', options: POST_OPTIONS },
        {
          name: 'lines',
          label: '内容（每行一项：内容，周期或期限，可选：由哪条规则自动勾选；也可粘贴表格）',
          kind: 'longtext',
          required: true,
          hint: '组织开展主题党日，每月，主题党日',
        },
      ];
      const intro = `${found.name}。先显示预览，发布后才生效；只写本单位真正要做的，少而实。`;
      const submit = press('预览', 'list.preview', { unit: found.id, draft: ctx.key }, 'primary');
      return { privately: true, content: { card: formCard('写一张清单', intro, fields, submit) } };
    },
  }),

  define({
    name: 'list.preview',
    words: [],
    who: 'administer',
    input: z.object({
      unit: Id,
      draft: z.string().max(200),
      name: Name,
      level: z.enum(LIST_LEVELS, '请选择层级。'),
      post: z.enum(['none', ...LIST_POSTS], '请选择岗位。'),
      lines: Lines,
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, draft, name, level, post, lines: text }) {
      const found = unitOf(ctx, unit);
      const { lines, faults } = parseLines(text, level, rulesOver(ctx, found), dayOf(ctx.now));
      if (faults.length > 0) {
        const again = [press('重新写', 'list.compose', { unit })];
        return { privately: true, content: { card: faultsCard(faults, again) } };
      }
      const wanted = {
        unit,
        name,
        level,
        post: post === 'none' ? null : post,
        draft: `${draft}:${ctx.key}`,
        lines,
      };
      return written(ctx, draftList(ctx.db, wanted, ctx.person.id, ctx.now));
    },
  }),

  define({
    name: 'list.publish',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run(ctx, input) {
      publishList(ctx.db, loadList(ctx.db, input.list), ctx.person.id, ctx.now);
      return { ...written(ctx, loadList(ctx.db, input.list)), toast: { tone: 'success', text: '已发布。' } };
    },
  }),

  define({
    name: 'list.written',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run: (ctx, input) => written(ctx, loadList(ctx.db, input.list)),
  }),

  define({
    name: 'list.end',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      endList(ctx.db, list, ctx.person.id, ctx.now);
      const text = list.publishedAt === null ? '已放弃。' : '已停用，以前勾选的仍然保留。';
      return { toast: { tone: 'success', text } };
    },
  }),

  define({
    name: 'list.addForm',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      const form = formCard(
        `${list.name}：增加`,
        '每行一项：内容，周期或期限，可选：由哪条规则自动勾选。',
        [{ name: 'lines', label: '内容', kind: 'longtext', required: true }],
        press('增加', 'list.add', { list: list.id }, 'primary'),
      );
      return { privately: true, content: { card: form } };
    },
  }),

  define({
    name: 'list.add',
    words: [],
    who: 'administer',
    input: OfList.extend({ lines: Lines }),
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      const rules = rulesOver(ctx, unitOf(ctx, list.unit));
      const { lines, faults } = parseLines(input.lines, list.level, rules, dayOf(ctx.now));
      if (faults.length > 0) {
        const again = [press('重新写', 'list.addForm', { list: list.id })];
        return { privately: true, content: { card: faultsCard(faults, again) } };
      }
      for (const line of lines) addItem(ctx.db, loadList(ctx.db, list.id), line, ctx.person.id, ctx.now);
      return { ...written(ctx, loadList(ctx.db, list.id)), toast: { tone: 'success', text: '已增加。' } };
    },
  }),

  define({
    name: 'list.endItemForm',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      const form = formCard(
        `${list.name}：停用一项`,
        '停用后不再要求，以前勾选的仍然保留。',
        [
          {
            name: 'item',
            label: '哪一项',
            kind: 'select',
            required: true,
            options: list.items.map(({ id, says }) => ({ value: String(id), label: says })),
          },
        ],
        press('停用', 'list.endItem', { list: list.id }, 'danger'),
      );
      return { privately: true, content: { card: form } };
    },
  }),

  define({
    name: 'list.endItem',
    words: [],
    who: 'administer',
    input: OfList.extend({ item: z.coerce.number('请选择哪一项。').int().positive() }),
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      endItem(ctx.db, list, input.item, ctx.person.id, ctx.now);
      return { ...written(ctx, loadList(ctx.db, list.id)), toast: { tone: 'success', text: '已停用。' } };
    },
  }),
];

const POST_OPTIONS: Option[] = [
  { value: 'none', label: '本级（支部工作清单）' },
  ...LIST_POSTS.map((value) => ({ value, label: POST_WORDS[value] })),
];

function unitOf(ctx: Ctx, id: number): Unit {
  const unit = findUnit(ctx.db, id);
  if (!unit) throw new Refusal('not_found', '没有找到这个党组织。');
  return unit;
}

function rulesOver(ctx: Ctx, unit: Unit): Rule[] {
  return definitions(settingsOver(readSettings(ctx.db), unit.lineage));
}

function written(ctx: Ctx, list: List): Reply {
  const units = subtree(ctx.db, list.lineage, dayOf(ctx.now)).filter(({ kind }) =>
    isOfLevel(kind, list.level),
  );
  const rules = new Map(rulesOver(ctx, unitOf(ctx, list.unit)).map(({ id, name }) => [id, name]));
  const id = { list: list.id };
  const draft = list.publishedAt === null;
  const actions = draft
    ? [press('发布', 'list.publish', id, 'primary'), press('放弃', 'list.end', id)]
    : [
        press('增加', 'list.addForm', id, 'primary'),
        press('停用一项', 'list.endItemForm', id),
        { ...press('停用整张', 'list.end', id, 'danger'), confirm: `停用“${list.name}”？` },
      ];
  const card = writtenCard({
    name: list.name,
    state: list.endedAt !== null ? '已停用' : draft ? '预览' : '已发布',
    whose: `${levelWord(list.level)}·${postWord(list.post)}（${list.unitName}范围内 ${units.length} 个）`,
    items: list.items.map((item) => ({
      says: item.says,
      when: whenWord(item),
      how: item.rule === null ? '本人勾选' : `按记录自动勾选（${rules.get(item.rule) ?? ''}）`,
    })),
    tone: draft ? 'info' : 'success',
    notes: draft ? ['还没有生效。发布后从本期起要求，到期前十天提醒，每天最多一条。'] : [],
    actions: list.endedAt === null ? actions : [],
  });
  return { privately: true, content: { card } };
}

function whenWord({ every, deadline }: ListItem): string {
  return deadline === null ? EVERY_WORDS[every] : `${sayDay(deadline)}前`;
}
