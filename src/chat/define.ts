import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { demand, demandAnywhere, listed, type Rights } from '../people/permit.ts';
import { dayOf } from '../time.ts';
import type { Command, Ctx, KnownCommand, Section, StrangerCommand, UnknownCommand } from './command.ts';

/** Declares a command. Whoever calls it, its input is parsed and its right demanded before it runs. */
export function define<I>(declared: Command<I>): KnownCommand {
  const { name, words, who } = declared;
  const { section = sectionOf(who), offered = who } = declared;
  return { name, words, who, help: declared.help ?? null, section, offered, fromText, run };

  function fromText(ctx: Ctx, text: string) {
    const rest = text.replace(MARKS, '');
    if (declared.fromText) return declared.fromText(ctx, rest);
    if (rest) throw new Refusal('invalid', `“${words[0]}”后面的“${rest}”没看懂，直接说“${words[0]}”就行。`);
    return {};
  }

  function run(ctx: Ctx, raw: unknown) {
    const input = parse(declared.input, raw);
    permit(declared, ctx, input);
    return declared.run(ctx, input);
  }
}

function sectionOf(who: 'anyone' | Rights): Section {
  if (who === 'anyone') return 'own';
  if (listed(who).includes('organise')) return 'branch';
  return listed(who).includes('oversee') ? 'committee' : 'settings';
}

/** 签到。 and 请假，出差: what stands between a word and what follows it means nothing. */
const MARKS = /^[\s，,。.！!？?：:；;、～~]+/;

/** Declares a command for somebody whom the organisation does not know yet. */
export function defineForStrangers<I>(declared: StrangerCommand<I>): UnknownCommand {
  const { name, words } = declared;
  return {
    name,
    words,
    who: 'stranger',
    help: null,
    section: 'own',
    offered: 'stranger',
    run: (ctx, raw) => declared.run(ctx, parse(declared.input, raw)),
  };
}

function permit<I>(declared: Command<I>, ctx: Ctx, input: I): void {
  if (declared.who === 'anyone') return;
  const today = dayOf(ctx.now);
  if (declared.over) demand(ctx.db, ctx.person.id, declared.who, declared.over(ctx, input), today);
  else demandAnywhere(ctx.db, ctx.person.id, declared.who, today);
}

/** Input from people: the first fault is said in the sentence that the schema gives it. */
export function parse<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new Refusal('invalid', result.error.issues[0]?.message ?? MISFIT);
}

/** What a schema has no sentence for: a value of a kind that no field of ours gives. */
const MISFIT = '有一项没有填，或者填得不对，请检查后再提交。';

z.config({
  ...z.locales.zhCN(),
  customError: ({ code }) => (code === 'invalid_type' ? MISFIT : undefined),
});
