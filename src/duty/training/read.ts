import type { Day } from '../../time.ts';
import { takeDay } from '../days.ts';

/** What a sentence about training says; empty or null where it says nothing. */
export interface Said {
  names: string[];
  hours: number | null;
  day: Day | null;
  what: string;
}

/**
 * 张三、李四 8 县委党校: who, for how long, what; and a day anywhere, 昨天 or 5月6日至8日, whose last one it is. The hours are
 * the number before 学时, else one that stands alone. `known`: whether somebody is called that, which tells a name from
 * what follows it where nothing but a space stands between.
 */
export function readTraining(text: string, today: Day, known: (name: string) => boolean): Said {
  const said = text
    .replace(/[０-９．]/g, (digit) => digit.normalize('NFKC'))
    .replaceAll('(', '（')
    .replaceAll(')', '）');
  // Whom the roster has first: 周一鸣 is no Monday.
  const first = takeNames(said, (rest) => knownAt(rest, known));
  const dated = takeDay(lastDayIn(first.rest, today), today);
  const timed = takeHours(dated?.rest ?? first.rest);
  const others = first.open
    ? takeNames(timed.rest, (rest) => knownAt(rest, known) ?? unknownAt(rest))
    : { names: [], rest: timed.rest };
  return {
    names: [...first.names, ...others.names],
    hours: timed.hours,
    day: dated?.day ?? null,
    what: whatOf(others.rest),
  };
}

/** What is said in place of names. */
export const SELF = ['我', '本人'] as const;
export const EVERYONE = ['全体党员', '全体同志', '全体', '全部', '所有人', '大家'] as const;

/** Names from the front, each joined to the one before. `open`: another one could follow. */
function takeNames(
  text: string,
  nameAt: (text: string) => string | null,
): { names: string[]; rest: string; open: boolean } {
  const names: string[] = [];
  let rest = text.replace(/^[\s、，,;；:：。]+/, '');
  let open = true;
  for (let found = nameAt(rest); found !== null && open; found = nameAt(rest)) {
    names.push(found);
    const behind = rest.slice(found.length).replace(/^(?:等?\d*名?同志)/, '');
    const joint = /^(?:[、，,;；]|[ \t]+(?![和及与])|[ \t]*[和及与][ \t]*)*/.exec(behind)?.[0] ?? '';
    rest = behind.slice(joint.length);
    open = joint.trim() !== '' || (joint !== '' && nameAt(rest) !== null);
  }
  return { names, rest, open };
}

const LONGEST = 12;

function knownAt(text: string, known: (name: string) => boolean): string | null {
  const everyone = EVERYONE.find((word) => text.startsWith(word));
  if (everyone) return everyone;
  const self = /^(?:我|本人)(?=[\s、，,\d]|$)/.exec(text)?.[0];
  if (self) return self;
  const bracketed = /^[\p{Script=Han}·\w]{2,12}（[^（）]{1,30}）/u.exec(text)?.[0];
  if (bracketed) return bracketed;
  const word = /^[\p{Script=Han}·A-Za-z]+/u.exec(text)?.[0] ?? '';
  for (let length = Math.min(LONGEST, word.length); length > 0; length--)
    if (known(word.slice(0, length))) return word.slice(0, length);
  return null;
}

/** 王五、 or 王五 with the hours behind it: said as a name, whoever it is. */
function unknownAt(text: string): string | null {
  return /^[\p{Script=Han}·]{2,4}(?=、|[ \t]*\n)/u.exec(text)?.[0] ?? null;
}

const RANGE =
  /(?:从|自)?(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})[日号]?\s*[至到~—–-]+\s*(?:(\d{1,2})月)?(\d{1,2})[日号]/;

/** Of a span its last day, with its year where that is said another way than in digits. */
function lastDayIn(text: string, today: Day): string {
  const last = text.replace(RANGE, (_, year?: string, month = '', _date = '', later = month, date = '') => {
    return `${year ? `${year}年` : ''}${later}月${date}日 `;
  });
  return last.replace(/去年(?=\d{1,2}月)/, `${Number(today.slice(0, 4)) - 1}年`);
}

const HOURS = /(?<![\d.第])(\d{1,3}(?:\.\d+)?|[一二两三四五六七八九十]{1,3})\s*个?(?:学时|课时|小时)/;
/** No ordinal, date, measure or part of a longer number. */
const BARE = /(?<![\d.第年月-])(\d{1,3}(?:\.\d+)?)(?![\d.年月日号期届次楼人个名天周级支-])/;

function takeHours(text: string): { hours: number | null; rest: string } {
  const found = HOURS.exec(text) ?? BARE.exec(text);
  if (!found) return { hours: null, rest: text };
  const rest = `${text.slice(0, found.index)}${BREAK}${text.slice(found.index + found[0].length)}`;
  return { hours: numberOf(found[1] ?? ''), rest };
}

const BREAK = '\n';

/** 12, 7.5, 八, 十二, 二十四. */
function numberOf(said: string): number {
  if (/^\d/.test(said)) return Number(said);
  const [tens, ones] = said.includes('十') ? said.split('十') : ['零', said];
  return digit(tens || '一') * 10 + digit(ones || '零');
}

function digit(said = '零'): number {
  return Math.max('零一二三四五六七八九'.indexOf(said.replace('两', '二')), 0);
}

function whatOf(rest: string): string {
  return rest
    .replace(/\s+/g, ' ')
    .replace(/^[\s、，,。;；:：]*(?:(?:各|每人|分别|都|均)[\s、，,]*)?/, '')
    .replace(/^(?:去|到|在|赴)?(?:参加|完成)?(?:了|过)?\s*的?/, '')
    .replace(/了?[\s、，,。;；:：]*$/, '');
}
