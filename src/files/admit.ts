import { hash } from 'node:crypto';
import { cleanJpeg } from './jpeg.ts';
import { hasMacros, officeIn } from './office.ts';
import { cleanPng, cleanWebp } from './picture.ts';

/** Bytes: a photo of a phone is a fifth of it. */
export const LARGEST = 20 * 1024 * 1024;

export const TAKEN = '照片（JPG、PNG、WebP、GIF）、PDF、Word、Excel、PPT 和 TXT，每个不超过 20 MB';

/** As it is kept: its media type by its bytes, and the ending that belongs to it. */
export interface Admitted {
  /** SHA-256 of its bytes. */
  hash: string;
  type: string;
  ending: string;
  bytes: Uint8Array;
}

export type Admission = { ok: true; file: Admitted } | { ok: false; why: string };

/** Endings of what may be kept, for whoever has nothing but a name. */
const ENDINGS = /\.(jpe?g|png|webp|gif|pdf|docx?|xlsx?|pptx?|txt)$/i;

/** Whether something called so may be sent; a name without an ending says nothing. */
export function mayBeCalled(name: string): boolean {
  return !/\.[^.\s]{1,8}$/.test(name) || ENDINGS.test(name);
}

/**
 * What came, as it may be kept: known by its first bytes, whatever it is called, and pictures without where they were
 * taken. Any bytes are admitted or refused in a sentence, and none throw.
 */
export function admit(bytes: Uint8Array, name: string): Admission {
  if (bytes.length === 0) return no('文件是空的');
  if (bytes.length > LARGEST) return no('文件超过了 20 MB');
  if (begins(bytes, [0xff, 0xd8, 0xff])) return picture('image/jpeg', 'jpg', cleanJpeg(bytes));
  if (begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return picture('image/png', 'png', cleanPng(bytes));
  if (begins(bytes, letters('RIFF')) && begins(bytes.subarray(8), letters('WEBP')))
    return picture('image/webp', 'webp', cleanWebp(bytes));
  if (begins(bytes, letters('GIF87a')) || begins(bytes, letters('GIF89a')))
    return picture('image/gif', 'gif', bytes);
  if (begins(bytes, letters('%PDF-'))) return yes('application/pdf', 'pdf', bytes);
  if (begins(bytes, [0x50, 0x4b, 0x03, 0x04])) return office(bytes);
  if (begins(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return older(bytes, name);
  return /\.txt$/i.test(name) ? words(bytes) : no('认不出这是什么文件');
}

const OFFICE_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

function office(bytes: Uint8Array): Admission {
  const found = officeIn(bytes);
  if (found === null) return no('压缩包不能收，请发里面的文件');
  return found === 'macros' ? no(MACROS) : yes(OFFICE_TYPES[found], found, bytes);
}

const MACROS = '文件里带有宏，请另存为不带宏的再发';

const OLDER: ReadonlyMap<string, string> = new Map([
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
]);

/** All documents of the older kind begin alike, and so do those with a password: the name has to say which. */
function older(bytes: Uint8Array, name: string): Admission {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = OLDER.get(ending);
  if (type === undefined) return no('文件打不开，可能加了密码');
  return hasMacros(bytes) ? no(MACROS) : yes(type, ending, bytes);
}

function words(bytes: Uint8Array): Admission {
  for (const charset of ['utf-8', 'gb18030']) {
    const text = decoded(bytes, charset);
    if (text === null) continue;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has is what is looked for.
    if (/[\x00-\x08\x0b\x0e-\x1f]/.test(text)) break;
    return yes(`text/plain; charset=${charset}`, 'txt', bytes);
  }
  return no('这不是文字文件');
}

function decoded(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

function picture(type: string, ending: string, cleaned: Uint8Array | null): Admission {
  return cleaned ? yes(type, ending, cleaned) : no('图片打不开，可能没有传完整');
}

function yes(type: string, ending: string, bytes: Uint8Array): Admission {
  return { ok: true, file: { hash: hash('sha256', bytes), type, ending, bytes } };
}

function no(why: string): Admission {
  return { ok: false, why };
}

function begins(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function letters(word: string): number[] {
  return [...word].map((letter) => letter.charCodeAt(0));
}
