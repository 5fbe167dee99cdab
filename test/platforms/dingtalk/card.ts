/** What DingTalk would object to in a message; null if nothing. `param` is JSON in a string. */
export function fault(key: string, param: string): string | null {
  if (Buffer.byteLength(param) > 15_000) return 'longer than 15,000 bytes';
  const read: unknown = JSON.parse(param);
  if (typeof read !== 'object' || read === null) return 'no object';
  const fields = new Map(Object.entries(read));
  const wanted = FIELDS[key];
  if (!wanted) return `no such msgKey: ${key}`;
  const missing = wanted.find((name) => typeof fields.get(name) !== 'string' || fields.get(name) === '');
  if (missing) return `${missing} is missing`;
  const strange = [...fields.keys()].find((name) => !wanted.includes(name));
  if (strange) return `no such field: ${strange}`;
  return (
    [...fields.values()]
      .map((value) => (String(value).isWellFormed() ? null : 'half a character'))
      .find(Boolean) ??
    markupFault(String(fields.get('text') ?? '')) ??
    buttonsOf(key, param)
      .map(buttonFault)
      .find((one) => one !== null) ??
    null
  );
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => [`actionTitle${at + 1}`, `actionURL${at + 1}`]).flat();

const FIELDS: Record<string, string[]> = {
  sampleText: ['content'],
  sampleFile: ['mediaId', 'fileName', 'fileType'],
  sampleMarkdown: ['title', 'text'],
  sampleActionCard: ['title', 'text', 'singleTitle', 'singleURL'],
  sampleActionCard2: ['title', 'text', ...numbered(2)],
  sampleActionCard3: ['title', 'text', ...numbered(3)],
  sampleActionCard4: ['title', 'text', ...numbered(4)],
  sampleActionCard5: ['title', 'text', ...numbered(5)],
};

/** Markup that only the product itself writes: headings at the top, bold words, quotes, list rows, its own links. */
export function markupFault(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f]/.test(text)) return 'a control character';
  if (/[<`~_\\@&$|#*[\]]/.test(withoutOwn(text))) return `markup in: ${withoutOwn(text).slice(0, 200)}`;
  return /\b(?:javascript|data):/i.test(text) ? 'an address that does something' : null;
}

function withoutOwn(text: string): string {
  return text
    .split('\n')
    .map((line, at) => (at === 0 ? line.replace(/^#{4} /, '') : line))
    .join('\n')
    .replace(/\[[^[\]]*\]\((?:https?|dtmd):\/\/[^\s()]*\)/g, '')
    .replace(/\*\*[^*\n]+\*\*/g, '');
}

export interface Button {
  label: string;
  url: string;
}

export function buttonsOf(key: string, param: string): Button[] {
  const read: Record<string, string> = JSON.parse(param);
  if (key === 'sampleActionCard') return [{ label: read.singleTitle ?? '', url: read.singleURL ?? '' }];
  const count = Number(/^sampleActionCard(\d)$/.exec(key)?.[1] ?? 0);
  return Array.from({ length: count }, (_, at) => ({
    label: read[`actionTitle${at + 1}`] ?? '',
    url: read[`actionURL${at + 1}`] ?? '',
  }));
}

/** Links inside the text. */
export function linksOf(text: string): Button[] {
  return [...text.matchAll(/\[([^[\]]*)\]\(([^\s()]*)\)/g)].map(([, label = '', url = '']) => ({
    label,
    url,
  }));
}

function buttonFault({ label, url }: Button): string | null {
  if (label.length > 20) return 'a long button';
  if (!/^(https?|dtmd):\/\//.test(url)) return `no address: ${url}`;
  return url.length > 2_000 ? 'a long address' : null;
}

/** What opening a button's address says for whoever opens it. */
export function wordsOf({ url }: Button): string | null {
  const content = /^dtmd:\/\/dingtalkclient\/sendMessage\?content=([^&]*)$/.exec(url)?.[1];
  return content === undefined ? null : decodeURIComponent(content);
}
