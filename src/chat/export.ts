import { z } from 'zod';
import { type Card, card, facts, note, type Press, press } from '../../cards/card.ts';
import { Refusal } from '../errors.ts';
import { listed, type Right } from '../people/permit.ts';
import { type Ctx, type KnownCommand, privately, type Reply } from './command.ts';
import { define } from './define.ts';
import type { Document, Format } from './document.ts';
import type { Shelf } from './documents.ts';
import { permitted } from './help.ts';

/** More are listed by shelf, so that the one that is wanted is found at a glance. */
const FEW = 6;

/** 导出: says what can be had as a file, and sends what is asked for. */
export function exporting(shelves: readonly Shelf[]): KnownCommand {
  const named = shelves.map(({ word, documents }) => ({
    word,
    documents: documents.filter(({ words }) => words.length > 0),
  }));
  const all = named.flatMap(({ documents }) => documents);
  return define({
    name: 'export',
    words: ['导出', '生成'],
    help: '把汇总、名册、清单、记录等导出为文件',
    who: 'anyone',
    offered: offeredTo(all),
    input: z.object({ what: z.string().max(200).default('') }),
    fromText: (_ctx, rest) => ({ what: rest }),
    run(ctx, { what }) {
      const offered = named.map(({ word, documents }) => ({
        word,
        documents: documents.filter((one) => permitted(ctx, one.offered)),
      }));
      const shelf = offered.find(({ word, documents }) => word === what && documents.length > 0);
      if (what === '' || shelf) return privately(offer(offered, shelf));
      return ask(
        ctx,
        all.filter(({ who }) => permitted(ctx, who)),
        offered.flatMap(({ documents }) => documents),
        what,
      );
    },
  });
}

/** Whoever can have none of them is not told of the word. */
function offeredTo(documents: readonly Document[]): 'anyone' | Right[] {
  const rights = new Set<Right>();
  for (const { offered } of documents) {
    if (offered === 'anyone') return offered;
    for (const right of listed(offered)) rights.add(right);
  }
  return [...rights];
}

/** A few, or those of one shelf, are explained, a button each; more are named by shelf, a button for a shelf. */
function offer(shelves: readonly Shelf[], open: Shelf | undefined): Card {
  const filled = shelves.filter(({ documents }) => documents.length > 0);
  const all = filled.flatMap(({ documents }) => documents);
  const [first] = all;
  if (!first) return card('导出', [note('您现在没有可以导出的文件。自己的记录请说“我的”。')]);
  if (open) return explained(`导出：${open.word}`, open.documents, [press('其他文件', 'export')]);
  if (all.length <= FEW) return explained('可以导出', all, []);
  const names = filled.map(({ word, documents }) => [word, documents.map(wordOf).join('、')]);
  return card(
    '可以导出',
    [
      facts(Object.fromEntries(names)),
      note(`知道名字的直接说，如“导出 ${wordOf(first)}”；也可以点一类来选。`),
    ],
    { tone: 'info', actions: filled.map(({ word }) => press(word, 'export', { what: word })) },
  );
}

function explained(title: string, documents: readonly Document[], more: readonly Press[]): Card {
  const lines = facts(Object.fromEntries(documents.map((one) => [wordOf(one), one.help])));
  const both = documents.find(({ formats }) => formats.length > 1);
  const hint = both
    ? [note(`要文档还是表格，在后面加一个词：导出 ${wordOf(both)} 表格、导出 ${wordOf(both)} 文档。`)]
    : [];
  const actions = documents.map((one) => press(`导出${wordOf(one)}`, one.command.name));
  return card(title, [lines, ...hint], { tone: 'info', actions: [...actions, ...more] });
}

function wordOf({ words, name }: Document): string {
  return words[0] ?? name;
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
    const known = offered.map(wordOf).join('、');
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
