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
