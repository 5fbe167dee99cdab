import { z } from 'zod';
import { card, facts, note, press } from '../../cards/card.ts';
import { Refusal } from '../errors.ts';
import { listed, type Right } from '../people/permit.ts';
import type { Ctx, KnownCommand, Reply } from './command.ts';
import { define } from './define.ts';
import type { Document, Format } from './document.ts';
import { permitted } from './help.ts';

/** 导出: says what can be had as a file, and sends what is asked for. */
export function exporting(documents: readonly Document[]): KnownCommand {
  return define({
    name: 'export',
    words: ['导出', '生成'],
    help: '把汇总、名册、清单、记录等导出为文件',
    who: 'anyone',
    offered: offeredTo(documents),
    input: z.object({ what: z.string().max(200).default('') }),
    fromText: (_ctx, rest) => ({ what: rest }),
    run(ctx, { what }) {
      const named = documents.filter(({ words }) => words.length > 0);
      const offered = named.filter((one) => permitted(ctx, one.offered));
      if (what === '') return offer(offered);
      const own = named.filter(({ who }) => permitted(ctx, who));
      return ask(ctx, own, offered, what);
    },
  });
}

/** Whoever can have none of them is not told of the word. */
function offeredTo(documents: readonly Document[]): 'anyone' | Right[] {
  const rights = new Set<Right>();
  for (const { words, offered } of documents) {
    if (words.length === 0) continue;
    if (offered === 'anyone') return offered;
    for (const right of listed(offered)) rights.add(right);
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
  const hint = own.some(({ formats }) => formats.length > 1)
    ? [note('要文档还是表格，在后面加一个词：导出 整改清单 表格、导出 整改清单 文档。')]
    : [];
  const actions = own.map(({ words, command }) => press(`导出${words[0]}`, command.name));
  return { content: { card: card('可以导出', [list, ...hint], { tone: 'info', actions }) }, privately: true };
}

/**
 * 汇总 10月, and 上次党员大会会议记录 too: what is meant stands behind the word or before it. The longest word first, so
 * that none is read as another with something behind it.
 */
function ask(ctx: Ctx, own: readonly Document[], offered: readonly Document[], said: string): Reply {
  const { format, what } = splitFormat(said);
  const byWord = own
    .flatMap((document) => document.words.map((word) => ({ word, document })))
    .sort((a, b) => b.word.length - a.word.length);
  const found =
    byWord.find(({ word }) => what.startsWith(word)) ?? byWord.find(({ word }) => what.endsWith(word));
  if (!found) {
    const known = offered.map(({ words }) => words[0]).join('、');
    throw new Refusal(
      'not_found',
      known ? `还不能导出“${what}”。可以导出：${known}。` : '您现在没有可以导出的文件。',
    );
  }
  const { document, word } = found;
  if (format !== undefined && !document.formats.includes(format)) {
    throw new Refusal(
      'invalid',
      `“${word}”只能导出为${FORMAT_WORDS[document.formats[0] ?? 'table']}，直接说“导出 ${word}”就行。`,
    );
  }
  const given = Given.parse(document.command.fromText(ctx, restOf(what, word)));
  return document.command.run(ctx, { ...given, ...(format && { format }) });
}

function restOf(what: string, word: string): string {
  const rest = what.startsWith(word) ? what.slice(word.length) : what.slice(0, -word.length);
  return rest.trim().replace(/的$/, '');
}

const Given = z.record(z.string(), z.unknown());

const FORMAT_WORDS: Record<Format, string> = { word: '文档', table: '表格' };

/** 导出 整改清单 表格, 导出 整改清单（Word）: the word for a format at the end, if there is one behind something else. */
function splitFormat(said: string): { format: Format | undefined; what: string } {
  const found = FORMAT.exec(said);
  if (!found?.groups) return { format: undefined, what: said };
  const { what = '', word } = found.groups;
  return { format: word === undefined ? 'table' : 'word', what: what.trim() };
}

const FORMAT =
  /^(?<what>.*?\S)[\s，,（(]*(?:成|为|的)?(?:(?<word>word|docx?|文档)|(?:excel|xlsx?|表格|电子表格))(?:格式|文件|版)?[）)。]?$/i;
