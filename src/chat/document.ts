import type { z } from 'zod';
import type { Input } from '../../cards/card.ts';
import type { Book } from '../documents/book.ts';
import type { Rights } from '../people/permit.ts';
import type { Ctx, KnownCommand, View } from './command.ts';
import { define } from './define.ts';

/** Something that can be had as a file. It is made anew whenever it is sent, from what is true then. */
interface Declared<I> {
  /** `duty.summary`. */
  name: string;
  /** What people say behind 导出. The first is the one in the list of all. */
  words: readonly string[];
  help: string;
  who: 'anyone' | Rights;
  input: z.ZodType<I>;
  over?(ctx: Ctx, input: NoInfer<I>): number;
  /** The words behind its own, as input. */
  fromText?(ctx: Ctx, rest: string): Record<string, unknown>;
  /** What to make, once for all: this month is not another one by the time it is sent. */
  order(ctx: Ctx, input: NoInfer<I>): Input;
  /** Null where the reader may not have it any more, or there is none of it. */
  make: Make;
}

type Make = (look: Parameters<View>[0], order: Input) => Book | null;

export interface Document {
  name: string;
  words: readonly string[];
  help: string;
  who: 'anyone' | Rights;
  /** Sends it to whoever calls it. */
  command: KnownCommand;
  make: Make;
}

export function document<I>(declared: Declared<I>): Document {
  const { name, words, help, who, input, over, fromText, order, make } = declared;
  const command = define<I>({
    name: `file.${name}`,
    words: [],
    who,
    input,
    ...(over && { over }),
    ...(fromText && { fromText }),
    run: (ctx, given) => ({ content: { file: name, input: order(ctx, given) }, privately: true }),
  });
  return { name, words, help, who, command, make };
}
