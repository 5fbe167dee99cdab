import { Buffer } from 'node:buffer';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

const EXIF = 'Exif\0\0';

/**
 * A JPEG without what it says of itself: where and when it was taken, with what, by whom (EXIF, XMP, IPTC, comments), a
 * second picture behind the first. How it is to be turned stays. What says nothing is the same bytes; null: no JPEG that
 * can be followed (ISO 10918-1, Annex B).
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let drawn = false;
  let at = 2;
  while (at < bytes.length) {
    const marker = markerAt(bytes, at);
    if (marker === null) return null;
    const { code, from } = marker;
    if (code === EOI) {
      kept.push(bytes.subarray(at, from));
      return drawn ? joined(bytes, kept) : null;
    }
    const end = isAlone(code) ? from : endOf(bytes, from);
    if (end === null) return null;
    const until = code === SOS ? scanEnd(bytes, end) : end;
    kept.push(...keptOf(bytes, code, at, from, until));
    drawn ||= code === SOS;
    at = until;
  }
  // Some cameras forget the end of the image, and every reader forgives them.
  return drawn ? joined(bytes, kept) : null;
}

/** The next marker, and where what follows it begins. Before its code there may be any number of 0xff. */
function markerAt(bytes: Uint8Array, at: number): { code: number; from: number } | null {
  if (bytes[at] !== 0xff) return null;
  let from = at + 1;
  while (bytes[from] === 0xff) from++;
  const code = bytes[from];
  return code === undefined || code === 0 ? null : { code, from: from + 1 };
}

/** Markers that nothing belongs to. */
function isAlone(code: number): boolean {
  return code === 0x01 || (code >= 0xd0 && code <= 0xd7) || code === SOI;
}

function endOf(bytes: Uint8Array, from: number): number | null {
  const length = word(bytes, from, false);
  if (length === undefined || length < 2 || from + length > bytes.length) return null;
  return from + length;
}

/** Where a scan's data ends: in it 0xff is followed by zero or stands for a restart. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function keptOf(bytes: Uint8Array, code: number, at: number, from: number, until: number): Uint8Array[] {
  const whole = bytes.subarray(at, until);
  const says = (word: string) =>
    Buffer.from(bytes.subarray(from + 2, from + 2 + word.length)).equals(Buffer.from(word, 'latin1'));
  if (code === APP1 && says(EXIF)) return turned(bytes.subarray(from + 2 + EXIF.length, until));
  if (code === APP0) return says('JFIF\0') ? [whole] : [];
  if (code === APP2) return says('ICC_PROFILE\0') ? [whole] : [];
  if (code === APP14) return says('Adobe') ? [whole] : [];
  return (code >= APP0 && code <= APP15) || code === COMMENT ? [] : [whole];
}

const ORIENTATION = 0x0112;

/** EXIF that says how the picture is to be turned and nothing else; none where it stands upright. */
function turned(tiff: Uint8Array): Uint8Array[] {
  const little = tiff[0] === 0x49;
  const directory = double(tiff, 4, little);
  const count = directory === undefined ? undefined : word(tiff, directory, little);
  if (directory === undefined || count === undefined) return [];
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * 12;
    if (word(tiff, at, little) !== ORIENTATION) continue;
    const turn = word(tiff, at + 8, little) ?? 1;
    return turn >= 2 && turn <= 8 ? [onlyTurned(turn)] : [];
  }
  return [];
}

function onlyTurned(turn: number): Uint8Array {
  const head = Buffer.from(`\xff\xe1\x00\x22${EXIF}MM\x00\x2a\x00\x00\x00\x08`, 'latin1');
  const entry = Buffer.from([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, entry]);
}

function word(bytes: Uint8Array, at: number, little: boolean): number | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  return little ? first | (second << 8) : (first << 8) | second;
}

function double(bytes: Uint8Array, at: number, little: boolean): number | undefined {
  const [first, second] = [word(bytes, at, little), word(bytes, at + 2, little)];
  if (first === undefined || second === undefined) return undefined;
  return little ? first + second * 0x10000 : first * 0x10000 + second;
}

function joined(bytes: Uint8Array, kept: readonly Uint8Array[]): Uint8Array {
  const size = kept.reduce((sum, { length }) => sum + length, 0);
  const same = size === bytes.length && kept.every(({ buffer }) => buffer === bytes.buffer);
  return same ? bytes : new Uint8Array(Buffer.concat(kept));
}
