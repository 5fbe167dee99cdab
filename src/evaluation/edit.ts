import { Refusal } from '../errors.ts';
import { cents, pointsWord } from './score.ts';
import type { Item, Level, Section, Template } from './template.ts';

/** A template's parts as a committee writes them, a line each, and back. */

/** What a record is called in a line: 【主题党日】. */
export interface Word {
  id: string;
  word: string;
}

/** 主题党日缺开 -1/次 最多5次 【主题党日】 · 未按期换届 -5 · 活动阵地 8分. Texts and choices are not written so. */
export function writeItem(item: Item, proofs: readonly Word[]): string {
  switch (item.how) {
    case 'deduct': {
      const record = proofs.find(({ id }) => id === item.proof)?.word;
      const times = item.most === 1 ? '' : '/次';
      const most = item.most !== null && item.most > 1 ? ` 最多${item.most}次` : '';
      return `${item.name} -${pointsWord(cents(item.each))}${times}${most}${record ? ` 【${record}】` : ''}`;
    }
    case 'points':
      return `${item.name} ${pointsWord(cents(item.points))}分`;
    case 'choice':
      return `${item.name}：${item.choices.map(({ name, points }) => `${name}${pointsWord(cents(points))}分`).join('/')}`;
    case 'text':
      return `${item.name}（文字）`;
  }
}

/** Every line is an item; one that is not understood is named. Items are numbered anew. */
export function readItems(text: string, section: string, proofs: readonly Word[]): Item[] {
  return linesOf(text).map((line, index) => readItem(line, `${section}i${index + 1}`, proofs));
}

const DEDUCT =
  /^(?<name>.+?)\s*[-－—−](?<each>\d+(?:\.\d{1,2})?)\s*分?\s*(?<times>\/次)?\s*(?:最多\s*(?<most>\d+)\s*次)?\s*(?:【(?<proof>[^】]+)】)?$/;
const POINTS = /^(?<name>.+?)\s*(?<points>\d+(?:\.\d{1,2})?)\s*分$/;
const CHOICE = /^(?<name>[^：:]+)[：:](?<choices>.+)$/;
const TEXT = /^(?<name>.+?)（文字）$/;

function readItem(line: string, id: string, proofs: readonly Word[]): Item {
  const deduct = DEDUCT.exec(line)?.groups;
  if (deduct?.name && deduct.each) {
    const record = deduct.proof === undefined ? null : proofs.find(({ word }) => word === deduct.proof);
    if (record === undefined) {
      const known = proofs.map(({ word }) => word).join('、');
      throw new Refusal('invalid', `没有叫“${deduct.proof}”的记录，可以用：${known}。`);
    }
    const most = deduct.most === undefined ? (deduct.times === undefined ? 1 : null) : Number(deduct.most);
    if (most === 0) throw new Refusal('invalid', `“${line}”的次数至少 1 次。`);
    return {
      how: 'deduct',
      id,
      name: deduct.name,
      each: Number(deduct.each),
      most,
      proof: record?.id ?? null,
    };
  }
  const text = TEXT.exec(line)?.groups;
  if (text?.name) return { how: 'text', id, name: text.name };
  const choice = CHOICE.exec(line)?.groups;
  if (choice?.name && choice.choices)
    return { how: 'choice', id, name: choice.name, choices: readChoices(choice.choices, line) };
  const points = POINTS.exec(line)?.groups;
  if (points?.name && points.points)
    return { how: 'points', id, name: points.name, points: Number(points.points) };
  throw new Refusal(
    'invalid',
    `“${line}”没看懂。扣分项写成“主题党日缺开 -1/次 最多5次 【主题党日】”，得分项写成“活动阵地 8分”，选择项写成“总体评价：好10分/一般5分”。`,
  );
}

function readChoices(text: string, line: string): { id: string; name: string; points: number }[] {
  return text.split(/[/／]/).map((one, index) => {
    const found = POINTS.exec(one.trim())?.groups;
    if (!found?.name || !found.points)
      throw new Refusal('invalid', `“${line}”没看懂，选择项写成“总体评价：好10分/一般5分”。`);
    return { id: `c${index + 1}`, name: found.name, points: Number(found.points) };
  });
}

/** 五星 90 by points; 五星 10% by quotas, with the least points behind it if there are any. */
export function writeLevels({ levels, by }: Template): string {
  return levels
    .map(({ name, from, quota }) => {
      const points = from === null ? '' : ` ${pointsWord(cents(from))}`;
      return by === 'points'
        ? `${name}${points}`
        : `${name} ${quota === null ? '不限' : `${quota}%`}${points}`;
    })
    .join('\n');
}

const LEVEL =
  /^(?<name>\S+?)\s+(?:(?<quota>\d{1,3}(?:\.\d+)?)\s*%|(?<free>不限))?\s*(?<from>\d+(?:\.\d{1,2})?)?$/;

/** Best first: points that fall, or shares that grow. */
export function readLevels(text: string, before: Template): Pick<Template, 'levels' | 'by'> {
  const levels = linesOf(text).map((line, index): Level => {
    const found = LEVEL.exec(line)?.groups;
    if (!found?.name) throw new Refusal('invalid', `“${line}”没看懂，写成“五星 90”或“五星 10%”。`);
    const kept = before.levels.find(({ name }) => name === found.name);
    return {
      id: kept?.id ?? `l${index + 1}-${found.name}`.slice(0, 40),
      name: found.name,
      from: found.from === undefined ? null : Number(found.from),
      quota: found.quota === undefined ? null : Number(found.quota),
    };
  });
  const by = levels.some(({ quota }) => quota !== null) || /不限/.test(text) ? 'quotas' : 'points';
  if (levels.length === 0) throw new Refusal('invalid', '请至少写一个星级。');
  if (new Set(levels.map(({ name }) => name)).size < levels.length)
    throw new Refusal('invalid', '星级的名称不能重复。');
  if (by === 'points' && levels.some(({ from }) => from === null)) {
    throw new Refusal('invalid', '请给每个星级写上最低分，如“五星 90”。');
  }
  if (!falling(levels.map(({ from }) => from)) || !falling(levels.map(({ quota }) => quota && -quota))) {
    throw new Refusal('invalid', '请从高到低写：最低分一个比一个低，比例一个比一个大（含上一级）。');
  }
  return { levels, by };
}

function falling(numbers: readonly (number | null)[]): boolean {
  const known = numbers.filter((one) => one !== null);
  return known.every((one, index) => index === 0 || one < (known[index - 1] ?? one + 1));
}

export function writeSection({ items }: Section, proofs: readonly Word[]): string {
  return items.map((item) => writeItem(item, proofs)).join('\n');
}

/** Without empty lines and without what numbers them. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^(?:\d+[.、．]|[-·•])\s*/, '')
        .replace(/[；;。]$/, ''),
    )
    .filter((line) => line !== '');
}
