import { clean, cutText } from '../cut.ts';

/**
 * DingTalk's Markdown has no escapes that all of its clients know, so what somebody typed is written with wide
 * look-alikes of whatever means something: no name becomes a link, a heading, a mention or a tag.
 */
export function plain(text: string, length: number): string {
  return cutText(text, length)
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '')
    .join(BREAK);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return clean(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(MARKS, (mark) => WIDE[mark] ?? mark)
    .replace(OWN_SCHEMES, '$1：')
    .replace(/^[-+=]/, (mark) => WIDE_FIRST[mark] ?? mark)
    .replace(/^(\d+)[.)]/, '$1．');
}

/** A line of its own: one break alone is none. */
export const BREAK = '\n\n';

export function bold(text: string): string {
  return text ? `**${text}**` : '';
}

/** `label` is what `plainLine` gives; brackets of an address would end it early. */
export function link(label: string, url: string): string {
  return `[${label}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

const WIDE: Record<string, string> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  _: '＿',
  '~': '～',
  '`': '｀',
  '#': '＃',
  '!': '！',
  '|': '｜',
  '\\': '＼',
  '&': '＆',
  '@': '＠',
  $: '＄',
};
const MARKS = new RegExp(
  `[${Object.keys(WIDE)
    .map((mark) => `\\${mark}`)
    .join('')}]`,
  'g',
);
const WIDE_FIRST: Record<string, string> = { '-': '－', '+': '＋', '=': '＝' };
/** Addresses that make the client do something, wherever it turns text into links. */
const OWN_SCHEMES = /\b(dtmd|dingtalk|dingtalk-\w+|javascript|data):/gi;
