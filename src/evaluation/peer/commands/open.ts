import { z } from 'zod';
import { type Field, press } from '../../../../cards/card.ts';
import { chooseCard, formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText, Ticked, textInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handleOf } from '../../../people/names.ts';
import { findUnit } from '../../../people/store.ts';
import { dayOf, yearOf } from '../../../time.ts';
import { namesIn, OfRound, overRound } from '../../inputs.ts';
import { openOverBranches } from '../../opening.ts';
import { loadRound, roundsOf } from '../../round.ts';
import { deskCard } from '../show/desk.ts';
import { dropGroup, loadGroup, partiesOf, saveGroup } from '../store.ts';
import { PEER_TEMPLATE } from '../template.ts';

/** A round of visits and who goes together. */
export const peerOpenCommands = [
  define({
    name: 'peer.openForm',
    words: [],
    who: 'administer',
    input: z.object({ unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const year = dayOf(ctx.now).slice(0, 4);
      const field: Field = {
        name: 'title',
        label: '名称',
        kind: 'text',
        required: true,
        value: `${year}年逐支部观摩`,
      };
      const intro = `下属所有党支部都在观摩范围内，评分表沿用上一轮的，可以修改。`;
      const submit = press('开始', 'peer.open', { unit }, 'primary');
      return privately(formCard(`开始观摩：${findUnit(ctx.db, unit)?.name ?? ''}`, intro, [field], submit));
    },
  }),

  define({
    name: 'peer.open',
    words: [],
    who: 'administer',
    input: z.object({
      unit: IdInput,
      title: z.string('请填写名称。').trim().min(2, '请填写名称。').max(40, '名称请不超过 40 字。'),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, title }) {
      const [last] = roundsOf(ctx.db, unit, 'peerVisit');
      if (last && last.publishedAt === null)
        throw new Refusal('conflict', `${last.title}还没有结束，先公布或取消。`);
      const { round, committee } = openOverBranches(ctx, {
        kind: 'peerVisit',
        unit,
        year: yearOf(dayOf(ctx.now)),
        title,
        stages: [],
        shipped: PEER_TEMPLATE,
      });
      return privately(deskCard(ctx, round, committee), '已开始，先分组，再安排路线。');
    },
  }),

  define({
    name: 'peer.groups',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run: (ctx, { round }) => groups(ctx, round),
  }),

  define({
    name: 'peer.groupForm',
    words: [],
    who: 'administer',
    input: OfRound.extend({ group: IdInput.nullable() }),
    over: overRound,
    run(ctx, { round, group }) {
      const all = partiesOf(ctx.db, round);
      const own = all.find(({ id }) => id === group);
      const today = dayOf(ctx.now);
      const called = (person: number) => handleOf(ctx.db, today, person);
      const members = own?.members.filter(({ person }) => person !== own.leader) ?? [];
      const fields: Field[] = [
        {
          name: 'name',
          label: '名称',
          kind: 'text',
          required: true,
          value: own?.name ?? `第${NUMERALS[all.length] ?? ''}组`,
        },
        {
          name: 'leader',
          label: '组长',
          kind: 'text',
          required: true,
          ...(own && { value: called(own.leader) }),
        },
        {
          name: 'members',
          label: '成员（姓名用顿号隔开）',
          kind: 'longtext',
          required: false,
          value: members.map(({ person }) => called(person)).join('、'),
          hint: '张三、李四、王五（第二党支部）',
        },
        ...(own
          ? [{ name: 'drop', label: '取消这个组', kind: 'checkbox' as const, required: false, value: false }]
          : []),
      ];
      const submit = press('保存', 'peer.group', { round, group }, 'primary');
      const name = own ? `修改：${own.name}` : '增加一个组';
      const shown = formCard(name, '组员都会收到路线，每人一张评分表。', fields, submit);
      return privately({
        ...shown,
        actions: own ? [press('看路线', 'peer.route', { group: own.id })] : [],
      });
    },
  }),

  define({
    name: 'peer.group',
    words: [],
    who: 'administer',
    input: OfRound.extend({
      group: IdInput.nullable(),
      name: neededText('请填写名称。', '名称', 20),
      leader: z.string('请填写组长。').trim().min(1, '请填写组长。'),
      members: textInput('成员', 3000),
      drop: Ticked.default(false),
    }),
    over: overRound,
    run(ctx, { round: id, group, name, leader, members, drop }) {
      const round = loadRound(ctx.db, id, 'peerVisit');
      if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
      const own = group === null ? null : loadGroup(ctx.db, group);
      if (own && own.round !== id) throw new Refusal('not_found', '没有找到这个观摩组。');
      if (own && drop) {
        dropGroup(ctx.db, own, ctx.person.id, ctx.now);
        return { ...groups(ctx, id), ...success(`${own.name}已取消。`) };
      }
      const today = dayOf(ctx.now);
      const who = (said: string) => findByRef(ctx.db, said, today, round.unit).id;
      const wanted = {
        round: id,
        group,
        name,
        leader: who(leader),
        members: namesIn(members).map(who),
      };
      saveGroup(ctx.db, wanted, ctx.person.id, ctx.now);
      return { ...groups(ctx, id), ...success(`${name}已保存。`) };
    },
  }),
];

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

function groups(ctx: Ctx, round: number): Reply {
  const today = dayOf(ctx.now);
  const choices = partiesOf(ctx.db, round).map(({ id, name, leader, members }) => ({
    label: `${name}：${handleOf(ctx.db, today, leader)}等 ${members.length} 人`,
    action: press('', 'peer.groupForm', { round, group: id }),
  }));
  return privately(
    chooseCard(choices.length > 0 ? '观摩组（点开修改）' : '还没有分组', [
      ...choices,
      { label: '增加一个组', action: press('', 'peer.groupForm', { round, group: null }) },
      ...(choices.length > 0 ? [{ label: '安排路线', action: press('', 'peer.planForm', { round }) }] : []),
    ]),
  );
}
