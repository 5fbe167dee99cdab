import { z } from 'zod';
import type { Input } from '../../cards/card.ts';
import type { Book } from '../documents/book.ts';
import type { Paper } from '../documents/paper.ts';
import { Refusal } from '../errors.ts';
import { may, type Right, type Rights } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import type { Ctx, KnownCommand, View } from './command.ts';
import { define } from './define.ts';

/** word: a written document, to be read and signed. table: a workbook, to be counted in and filtered. */
const FORMATS = ['word', 'table'] as const;
export type Format = (typeof FORMATS)[number];

/** Something that can be had as a file. It is made anew whenever it is sent, from what is true then. */
interface Declared<I> {
  /** `duty.summary`. */
  name: string;
  /** What people say behind 导出. The first is the one in the list of all; without any it is had by a button only. */
  words: readonly string[];
  help: string;
  who: 'anyone' | Rights;
  /** To whom 导出 lists it, if not to all who may. */
  offered?: 'anyone' | Rights;
  /** As what it can be had, what is usual first; a table unless said. */
  formats?: readonly [Format, ...Format[]];
  input: z.ZodType<I>;
  over?(ctx: Ctx, input: NoInfer<I>): number;
  /** The words behind its own, as input. */
  fromText?(ctx: Ctx, rest: string): Record<string, unknown>;
  /** What to make, once for all: this month is not another one by the time it is sent. */
  order(ctx: Ctx, input: NoInfer<I>): Input;
  /** Null where the reader may not have it any more, or there is none of it. */
  make: Make;
}

type Look = Parameters<View>[0];

type Make = (look: Look, order: Input, format: Format) => Book | Paper | null;

export interface Document {
  name: string;
  words: readonly string[];
  help: string;
  who: 'anyone' | Rights;
  offered: 'anyone' | Rights;
  formats: readonly Format[];
  /** Sends it to whoever calls it; `format` in its input: as what, if not as usual. */
  command: KnownCommand;
  make(look: Look, order: Input): Book | Paper | null;
}

/** The unit that a file is of, where its reader has the right over it still. */
export function stillOver({ db, now, reader }: Look, right: Right, id: number): Unit | undefined {
  const allowed = reader !== null && may(db, reader, right, id, dayOf(now));
  return allowed ? findUnit(db, id) : undefined;
}

/** As what somebody wants it. */
const Chosen = z.object({ format: z.enum(FORMATS).optional() });

export function document<I>(declared: Declared<I>): Document {
  const { name, words, help, who, formats = ['table'], input, over, order } = declared;
  const { fromText = nothing, offered = who } = declared;
  const command = define({
    name: `file.${name}`,
    words: [],
    who,
    input: input.and(Chosen),
    ...(over && { over }),
    fromText,
    run: (ctx, given) => ({
      content: {
        file: name,
        input: { ...order(ctx, given), ...(given.format && { format: given.format }) },
      },
      privately: true,
    }),
  });
  return { name, words, help, who, offered, formats, command, make };

  function nothing(_ctx: Ctx, rest: string): Record<string, unknown> {
    if (rest === '') return {};
    throw new Refusal('invalid', `“${words[0]}”后面的“${rest}”没看懂，直接说“导出 ${words[0]}”就行。`);
  }

  function make(look: Look, { format, ...rest }: Input): Book | Paper | null {
    return declared.make(look, rest, formats.find((one) => one === format) ?? formats[0]);
  }
}
