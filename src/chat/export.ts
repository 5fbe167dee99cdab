import { z } from 'zod';
import { card, facts, note, press } from '../../cards/card.ts';
import { Refusal } from '../errors.ts';
import { listed, type Right } from '../people/permit.ts';
import type { Ctx, KnownCommand, Reply } from './command.ts';
import { define } from './define.ts';
import type { Document } from './document.ts';
import { permitted } from './help.ts';

/** 导出: says what can be had as a file, and sends what is asked for. */
export function exporting(documents: readonly Document[]): KnownCommand {
  return define({
    name: 'export',
    words: ['导出'],
    help: '把汇总等导出为表格文件',
    who: 'anyone',
    offered: offeredTo(documents),
    input: z.object({ what: z.string().max(200).default('') }),
    fromText: (_ctx, rest) => ({ what: rest }),
    run(ctx, { what }) {
      const own = documents.filter(({ who }) => permitted(ctx, who));
      return what === '' ? offer(own) : ask(ctx, own, what);
    },
  });
}

/** Whoever can have none of them is not told of the word. */
function offeredTo(documents: readonly Document[]): 'anyone' | Right[] {
  const rights = new Set<Right>();
  for (const { who } of documents) {
    if (who === 'anyone') return who;
    for (const right of listed(who)) rights.add(right);
  }
  return [...rights];
}

function offer(own: readonly Document[]): Reply {
  if (own.length === 0)
    return {
      content: { card: card('导出', [note('您现在没有可以导出的文件。自己的记录请说“我的”。')]) },
      privately: true,
    };
  const list = facts(Object.fromEntries(own.map(({ words, help }) => [words[0] ?? '', help])));
  const actions = own.map(({ words, command }) => press(`导出${words[0]}`, command.name));
  return { content: { card: card('可以导出', [list], { tone: 'info', actions }) }, privately: true };
}

/** The longest word first, so that none is read as another with something behind it. */
function ask(ctx: Ctx, own: readonly Document[], what: string): Reply {
  const byWord = own
    .flatMap((document) => document.words.map((word) => ({ word, document })))
    .sort((a, b) => b.word.length - a.word.length);
  const found = byWord.find(({ word }) => what.startsWith(word));
  if (!found) {
    const known = own.map(({ words }) => words[0]).join('、');
    throw new Refusal(
      'not_found',
      known ? `还不能导出“${what}”。可以导出：${known}。` : '您现在没有可以导出的文件。',
    );
  }
  const { command } = found.document;
  return command.run(ctx, command.fromText(ctx, what.slice(found.word.length).trim()));
}
