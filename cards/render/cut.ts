/** The first of a list, and how many are left over. */
export function cut<T>(all: T[], count: number): { kept: T[]; rest: number } {
  if (all.length <= count) return { kept: all, rest: 0 };
  return { kept: all.slice(0, count), rest: all.length - count };
}

/** Without halves of characters and without control characters, which platforms show as nothing or refuse. */
export function clean(text: string): string {
  return CONTROL.test(text) ? text.toWellFormed().replace(CONTROL_ALL, '') : text.toWellFormed();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const CONTROL_ALL = new RegExp(CONTROL, 'g');

/** Never half a character; what is cut ends in an ellipsis. */
export function cutText(text: string, length: number): string {
  const whole = clean(text);
  if (whole.length <= length) return whole;
  return `${whole.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
