const LONGEST = 80;

/** What a file is called here: one line without paths or tricks of writing direction, with the ending of what it is. */
export function fileName(said: string, ending: string, fallback: string): string {
  const last = said.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const plain = last.replace(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff<>:"|?*]/g, '');
  const stem = plain
    .replace(/\.[^.\s]{1,8}$/, '')
    .replace(/^\.+|[\s.]+$/g, '')
    .trim();
  return `${(stem === '' ? fallback : stem).slice(0, LONGEST).toWellFormed()}.${ending}`;
}
