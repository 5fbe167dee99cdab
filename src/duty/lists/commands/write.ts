import { z } from 'zod';
import { type Field, type Option, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { LIST_LEVELS } from '../../../../db/schema/list.ts';
import { privately, type Reply, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { loadUnit, type Unit } from '../../../people/store.ts';
import { POST_WORDS } from '../../../people/words.ts';
import { dayOf } from '../../../time.ts';
import { highestUnder } from '../../scope.ts';
import { LIST_POSTS, levelWord } from '../levels.ts';
import { parseLines } from '../parse.ts';
import { draftList, loadList, publishList } from '../store.ts';
import { faultsWord, rulesOver, written } from '../written.ts';
import { Lines, OfList, overList } from './inputs.ts';

const Written = z.object({
  name: z.string('请填写名称。').trim().min(2, '名称至少两个字。').max(30, '名称请不超过 30 字。'),
  level: z.enum(LIST_LEVELS, '请选择层级。'),
  post: z.enum(['none', ...LIST_POSTS], '请选择岗位。'),
  lines: Lines,
});
type Written = z.infer<typeof Written>;

/** A committee writes its lists: typed or pasted, looked at, then published. */
export const writeCommands = [
  define({
    name: 'list.compose',
    words: ['新建清单', '导入清单', '写清单'],
    help: '按层级和岗位写清单，先看再发布',
    who: 'administer',
    input: z.object({ unit: IdInput.optional() }),
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'administer'),
    run(ctx, { unit }) {
      const found = loadUnit(ctx.db, unit ?? highestUnder(ctx, 'administer'));
      const intro = `${found.name}。先显示预览，发布后才生效；只写本单位真正要做的，少而实。`;
      return composeForm(found, intro, ctx.key);
    },
  }),

  define({
    name: 'list.preview',
    words: [],
    who: 'administer',
    input: Written.extend({ unit: IdInput, draft: z.string().max(200) }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, draft, ...said }) {
      const found = loadUnit(ctx.db, unit);
      const { lines, faults } = parseLines(said.lines, said.level, rulesOver(ctx, found), dayOf(ctx.now));
      if (faults.length > 0) return composeForm(found, faultsWord(faults), draft, said);
      const { name, level, post } = said;
      const wanted = { unit, name, level, post: post === 'none' ? null : post, lines };
      return written(
        ctx,
        draftList(ctx.db, { ...wanted, draft: `${draft}:${ctx.key}` }, ctx.person.id, ctx.now),
      );
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
      return { ...written(ctx, loadList(ctx.db, input.list)), ...success('已发布。') };
    },
  }),
];

/** With what was written already, where some of it was not understood. */
function composeForm(unit: Unit, intro: string, draft: string, said?: Written): Reply {
  const fields: Field[] = [
    {
      name: 'name',
      label: '名称',
      kind: 'text',
      required: true,
      hint: '如：党支部书记责任清单',
      ...(said && { value: said.name }),
    },
    {
      name: 'level',
      label: '层级',
      kind: 'select',
      required: true,
      value: said?.level ?? 'branch',
      options: LIST_LEVELS.map((value) => ({ value, label: levelWord(value) })),
    },
    {
      name: 'post',
      label: '岗位',
      kind: 'select',
      required: true,
      value: said?.post ?? 'none',
      options: POST_OPTIONS,
    },
    {
      name: 'lines',
      label: '内容（每行一项：内容，周期或期限，可选：由哪条规则自动勾选；也可粘贴表格）',
      kind: 'longtext',
      required: true,
      hint: '组织开展主题党日，每月，主题党日',
      ...(said && { value: said.lines }),
    },
  ];
  const submit = press('预览', 'list.preview', { unit: unit.id, draft }, 'primary');
  return privately(formCard('写一张清单', intro, fields, submit));
}

const POST_OPTIONS: Option[] = [
  { value: 'none', label: '本级（支部工作清单）' },
  ...LIST_POSTS.map((value) => ({ value, label: POST_WORDS[value] })),
];
