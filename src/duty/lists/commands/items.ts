import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { loadUnit } from '../../../people/store.ts';
import { dayOf } from '../../../time.ts';
import { parseLines } from '../parse.ts';
import { addItem, endItem, endList, type List, loadList } from '../store.ts';
import { faultsWord, rulesOver, written } from '../written.ts';
import { Lines, OfList, overList } from './inputs.ts';

/** A list that is in force: looked at, added to, shortened, ended. */
export const itemCommands = [
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
      return changed(ctx, list, list.publishedAt === null ? '已放弃。' : '已停用，以前勾选的仍然保留。');
    },
  }),

  define({
    name: 'list.addForm',
    words: [],
    who: 'administer',
    input: OfList,
    over: overList,
    run: (ctx, input) =>
      addForm(loadList(ctx.db, input.list), '每行一项：内容，周期或期限，可选：由哪条规则自动勾选。', ''),
  }),

  define({
    name: 'list.add',
    words: [],
    who: 'administer',
    input: OfList.extend({ lines: Lines }),
    over: overList,
    run(ctx, input) {
      const list = loadList(ctx.db, input.list);
      const rules = rulesOver(ctx, loadUnit(ctx.db, list.unit));
      const { lines, faults } = parseLines(input.lines, list.level, rules, dayOf(ctx.now));
      if (faults.length > 0) return addForm(list, faultsWord(faults), input.lines);
      for (const line of lines) addItem(ctx.db, loadList(ctx.db, list.id), line, ctx.person.id, ctx.now);
      return changed(ctx, list, '已增加。');
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
      const options = list.items.map(({ id, says }) => ({ value: String(id), label: says }));
      const form = formCard(
        `${list.name}：停用一项`,
        '停用后不再要求，以前勾选的仍然保留。',
        [{ name: 'item', label: '哪一项', kind: 'select', required: true, options }],
        press('停用', 'list.endItem', { list: list.id }, 'danger'),
      );
      return privately(form);
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
      return changed(ctx, list, '已停用。');
    },
  }),
];

function addForm(list: List, intro: string, lines: string): Reply {
  const form = formCard(
    `${list.name}：增加`,
    intro,
    [{ name: 'lines', label: '内容', kind: 'longtext', required: true, value: lines }],
    press('增加', 'list.add', { list: list.id }, 'primary'),
  );
  return privately(form);
}

function changed(ctx: Ctx, { id }: List, text: string): Reply {
  return { ...written(ctx, loadList(ctx.db, id)), ...success(text) };
}
