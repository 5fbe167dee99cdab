import type { Category, PostName, UnitKind } from '../../../db/schema/people.ts';
import type { Day } from '../../time.ts';
import { CATEGORY_WORDS, POST_WORDS, UNIT_KIND_WORDS } from '../words.ts';
import { readDay } from './day.ts';

/** What a cell says, or why it says nothing. */
export type Read<T> = { ok: true; value: T } | { ok: false; reason: string };

const LONGEST = 60;

export function readPath(text: string): Read<string> {
  if (text === '') return no('没有填党组织');
  const names = text.replaceAll('／', '/').split('/').map(tidy);
  if (names.includes('')) return no(`“${text}”里有一级是空的，请从最上级写起，用 / 隔开`);
  const bad = names.find((name) => name.length > LONGEST || hasControl(name));
  if (bad !== undefined) return no(`“${bad.slice(0, 20)}…”太长或含有换行，请改短`);
  return { ok: true, value: names.join('/') };
}

const KINDS = byWord(UNIT_KIND_WORDS);

export function readKind(text: string): Read<UnitKind> {
  if (text === UNIT_KIND_WORDS.memberGroup) return no('党小组请写在支部成员的“党小组”一列，不单独成行');
  const kind = KINDS.get(text);
  if (kind) return { ok: true, value: kind };
  const words = [...KINDS.keys()].filter((word) => word !== UNIT_KIND_WORDS.memberGroup);
  return no(`${text === '' ? '没有填组织类型' : `没有“${text}”这种组织类型`}，可填：${words.join('、')}`);
}

/** 张　三 is 张三 spread out to three characters' width; brackets that tell namesakes apart are kept, full-width. */
export function readName(text: string): Read<string> {
  const name = tidy(text)
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .replace(/\s*[（(]\s*(.*?)\s*[)）]$/, '（$1）');
  if (name.length > LONGEST || hasControl(name)) return no('姓名太长或含有换行');
  if (/^\d+$/.test(name) || /[/／、,，;；]/.test(name)) return no(`“${name}”不像姓名，一行只写一位同志`);
  return { ok: true, value: name };
}

const CATEGORY = byWord(CATEGORY_WORDS);

export function readCategory(text: string): Read<Category> {
  const category = CATEGORY.get(text);
  if (category) return { ok: true, value: category };
  const words = [...CATEGORY.keys()].join('、');
  return no(`${text === '' ? '没有填党员类别' : `没有“${text}”这种党员类别`}，可填：${words}`);
}

const POST = byWord(POST_WORDS);

export function readPosts(text: string): Read<PostName[]> {
  const words = text.split(/[、，,;；/\s]+/).filter((word) => word !== '');
  const unknown = words.filter((word) => !POST.has(word));
  if (unknown.length > 0)
    return no(`没有“${unknown.join('、')}”这种职务，可填：${[...POST.keys()].join('、')}`);
  return { ok: true, value: [...new Set(words.flatMap((word) => POST.get(word) ?? []))] };
}

export function readGroup(text: string): Read<string> {
  const name = tidy(text);
  if (name.length > LONGEST || hasControl(name) || /[/／]/.test(name))
    return no('党小组只写小组的名称，如“第一党小组”');
  return { ok: true, value: name };
}

export function readPhone(text: string): Read<string> {
  const digits = text.replace(/[\s-]/g, '').replace(/^(\+86|0086)/, '');
  return /^1\d{10}$/.test(digits) ? { ok: true, value: digits } : no(`“${text}”不是 11 位手机号`);
}

export function readAccount(text: string): Read<string> {
  return /^[\x21-\x7e]{1,128}$/.test(text)
    ? { ok: true, value: text }
    : no('ID 里只能有字母、数字和符号，不能有空格或汉字');
}

export function readDate(text: string): Read<Day> {
  const day = readDay(text);
  return day ? { ok: true, value: day } : no(`“${text}”不是日期，请写成 2026-12-04 这样`);
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

function tidy(text: string): string {
  return text.normalize('NFC').trim();
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function byWord<K extends string>(words: Record<K, string>): Map<string, K>;
function byWord(words: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(words).map(([key, word]) => [word, key]));
}
