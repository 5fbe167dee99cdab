import { Buffer } from 'node:buffer';

const PNG_HEAD = 8;
/** What a PNG says of itself besides the picture. */
const PNG_SAYING: ReadonlySet<string> = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

/** A PNG without its texts and EXIF, and without what follows its end; null: none that can be followed (RFC 2083). */
export function cleanPng(bytes: Uint8Array): Uint8Array | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Uint8Array[] = [view.subarray(0, PNG_HEAD)];
  let at = PNG_HEAD;
  while (at + 12 <= view.length) {
    const end = at + 12 + view.readUInt32BE(at);
    const type = view.toString('latin1', at + 4, at + 8);
    if (end > view.length || (at === PNG_HEAD && type !== 'IHDR')) return null;
    if (!PNG_SAYING.has(type)) kept.push(view.subarray(at, end));
    if (type === 'IEND') return new Uint8Array(Buffer.concat(kept));
    at = end;
  }
  return null;
}

const WEBP_HEAD = 12;
/** In the extended header: there is EXIF, there is XMP. */
const SAYING = 0x08 | 0x04;

/** A WebP without EXIF and XMP; null: none that can be followed (RFC 9649). */
export function cleanWebp(bytes: Uint8Array): Uint8Array | null {
  const view = Buffer.from(bytes);
  const kept: Buffer[] = [];
  const size = Math.min(view.length, 8 + view.readUInt32LE(4));
  let at = WEBP_HEAD;
  while (at + 8 <= size) {
    const type = view.toString('latin1', at, at + 4);
    const length = view.readUInt32LE(at + 4);
    if (at + 8 + length > size) return null;
    const end = Math.min(at + 8 + length + (length % 2), size);
    if (type === 'VP8X' && length > 0) view.writeUInt8(view.readUInt8(at + 8) & ~SAYING, at + 8);
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(view.subarray(at, end));
    at = end;
  }
  if (kept.length === 0) return null;
  const whole = Buffer.concat([view.subarray(0, WEBP_HEAD), ...kept]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return new Uint8Array(whole);
}
