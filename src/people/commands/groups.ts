import { z } from 'zod';
import { groupCard, groupFormCard } from '../../../cards/people.ts';
import { type Ctx, privately, type Reply, success, type View } from '../../chat/command.ts';
import { define, parse } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { type Day, dayOf } from '../../time.ts';
import { bindChat, chatOf, type GroupChat, topicOf } from '../chats.ts';
import { demand, isBranch, may, unitsUnder } from '../permit.ts';
import { findUnit, postsOf, subtree, type Unit } from '../store.ts';

/** Whose group it is: one tap by whoever organises one unit; whoever organises several chooses. */
export const groupCommands = [
  define({
    name: 'chats.claim',
    words: [],
    who: 'organise',
    input: z.object({
      chat: z.string().optional(),
      unit: z.string().trim().min(1).optional(),
      /** Chooses anew, whatever stands. */
      again: z.boolean().optional(),
    }),
    run(ctx, { chat: id, unit, again }) {
      const chat = groupFor(ctx, id);
      const choices = choicesFor(ctx, again === true || chat.unit !== null);
      const [only, ...others] = choices;
      if (unit !== undefined) return bind(ctx, chat, chosen(choices, unit));
      if (only && others.length === 0 && !again) return bind(ctx, chat, only);
      const options = choices.map(({ id, path }) => ({ value: String(id), label: path }));
      const likely = choices.find(({ name }) => chat.name?.includes(name));
      const card = groupFormCard(chat.id, chat.name, options, likely ? String(likely.id) : null);
      return privately(card);
    },
  }),
];

function groupFor(ctx: Ctx, id: string | undefined): GroupChat {
  const named = id ?? (ctx.chat.kind === 'group' ? ctx.chat.id : undefined);
  const chat = named === undefined ? undefined : chatOf(ctx.db, ctx.account.platform, named);
  if (!chat || chat.leftAt !== null)
    throw new Refusal('not_found', '请在群里点“是我们的群”。没有这张卡片时，把我移出群再加进来。');
  return chat;
}

/** The units that somebody organises by a post there, and for an administrator all beneath; `all`: groups too. */
function choicesFor(ctx: Ctx, all: boolean): Unit[] {
  const day = dayOf(ctx.now);
  const own = unitsUnder(ctx.db, ctx.person.id, 'organise', day).flatMap(
    ({ id }) => findUnit(ctx.db, id) ?? [],
  );
  const wide = own.filter((unit) => (all && isBranch(unit.kind)) || administers(ctx, unit, day));
  const beneath = wide
    .flatMap(({ lineage }) => subtree(ctx.db, lineage, day))
    .filter(
      (unit) => (all || unit.kind !== 'memberGroup') && may(ctx.db, ctx.person.id, 'organise', unit.id, day),
    );
  return [...new Map([...own, ...beneath].map((unit) => [unit.id, unit])).values()];
}

function administers(ctx: Ctx, { id }: Unit, day: Day): boolean {
  return postsOf(ctx.db, ctx.person.id, day).some(
    ({ post, unit }) => post === 'administrator' && unit.id === id,
  );
}

/** By id, or by what the unit is called. */
function chosen(choices: readonly Unit[], said: string): Unit {
  const byId = choices.find(({ id }) => String(id) === said);
  const [one, ...others] = byId ? [byId] : choices.filter(({ name, path }) => name === said || path === said);
  if (!one) throw new Refusal('not_found', `没有找到您负责的“${said}”，请写党组织的全称。`);
  if (others.length > 0) throw new Refusal('conflict', `有几个“${said}”，请从最上级写起：${one.path}。`);
  return one;
}

/** Taking a group from a unit needs a say there too. */
function bind(ctx: Ctx, chat: GroupChat, unit: Unit): Reply {
  const day = dayOf(ctx.now);
  demand(ctx.db, ctx.person.id, 'organise', unit.id, day);
  if (chat.unit !== null && chat.unit !== unit.id) demand(ctx.db, ctx.person.id, 'organise', chat.unit, day);
  if (chat.unit !== unit.id) bindChat(ctx.db, ctx.now, `person:${ctx.person.id}`, chat, unit.id);
  return {
    content: { view: 'chats.group', input: { platform: chat.platform, chat: chat.id } },
    topic: topicOf(chat.platform, chat.id),
    ...success(`好的，这是${unit.name}的群。`),
  };
}

const Shown = z.object({ platform: z.enum(['lark', 'dingtalk', 'wecom', 'console']), chat: z.string() });

export const groupView: View = ({ db }, input) => {
  const { platform, chat } = parse(Shown, input);
  const unit = chatOf(db, platform, chat)?.unit ?? null;
  return groupCard(unit === null ? null : (findUnit(db, unit)?.name ?? null));
};
