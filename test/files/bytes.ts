import { strToU8, zipSync } from 'fflate';

/** A marker with what belongs to it. */
export function segment(code: number, payload: Uint8Array | string): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : Buffer.from(payload);
  const head = Buffer.alloc(4);
  head.writeUInt8(0xff, 0);
  head.writeUInt8(code, 1);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);

/** A JPEG in form: what a reader follows is there, though nobody could see anything on it. */
export function jpeg(
  said: readonly Uint8Array[] = [],
  scan: Uint8Array = Buffer.from([1, 2, 0xff, 0, 3]),
): Buffer {
  const tables = segment(0xdb, Buffer.alloc(65, 1));
  const frame = segment(0xc0, Buffer.from([8, 0, 16, 0, 16, 1, 1, 0x11, 0]));
  const begins = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
  return Buffer.concat([SOI, ...said, tables, frame, begins, scan, EOI]);
}

export const JFIF = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
export const GPS = '39.9042N 116.4074E';

/** What a phone writes: how it is to be turned, with what it was taken, and where. */
export function exif(turn: number, endian: 'MM' | 'II' = 'MM'): Buffer {
  const little = endian === 'II';
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  const word = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const double = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(endian, 0, 'latin1');
  word(42, 2);
  double(8, 4);
  word(2, 8);
  word(0x0112, 10);
  word(3, 12);
  double(1, 14);
  word(turn, 18);
  word(0x8825, 22);
  word(4, 24);
  double(1, 26);
  double(38, 30);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(GPS)]));
}

/** A photo of a phone. */
export function photo(seed = 0): Buffer {
  return jpeg([JFIF, exif(6)], Buffer.from([seed & 0x7f, (seed >> 7) & 0x7f, 9]));
}

export function pdf(text = '报告'): Buffer {
  return Buffer.from(`%PDF-1.4\n${text}\n%%EOF`);
}

/** A PNG in form, with what it says of itself. */
export function png(said: readonly [type: string, data: string][] = []): Buffer {
  const chunks: [string, Buffer][] = [
    ['IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])],
    ...said.map(([type, data]): [string, Buffer] => [type, Buffer.from(data)]),
    ['IDAT', Buffer.from([0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1])],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks.map(([type, data]) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(data.length);
      return Buffer.concat([size, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
    }),
  ]);
}

/** A written document as far as its directory: what stands in it is not looked at. */
export function docx(more: readonly string[] = []): Buffer {
  const names = ['[Content_Types].xml', 'word/document.xml', ...more];
  return Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>')]))));
}

/** A WebP in form: the extended header says whether there is EXIF or XMP. */
export function webp(said: readonly [type: string, data: string][] = []): Buffer {
  const flags = said.reduce((all, [type]) => all | (type === 'EXIF' ? 0x08 : 0x04), 0x10);
  const chunks: [string, Buffer][] = [
    ['VP8X', Buffer.from([flags, 0, 0, 0, 15, 0, 0, 15, 0, 0])],
    ['VP8 ', Buffer.from([1, 2, 3])],
    ...said.map(([type, data]): [string, Buffer] => [type, Buffer.from(data)]),
  ];
  const body = Buffer.concat(
    chunks.map(([type, data]) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(data.length);
      return Buffer.concat([Buffer.from(type, 'latin1'), size, data, Buffer.alloc(data.length % 2)]);
    }),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), size, Buffer.from('WEBP', 'latin1'), body]);
}
