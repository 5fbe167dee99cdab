import { Buffer } from 'node:buffer';

/** What an XLSX file may unfold to: thrice a full roster, well within a worker's memory. A file made to burst says more. */
const UNFOLDED = 32 * 1024 * 1024;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  name: string;
  bytes: Uint8Array;
}

/**
 * The XML parts of a ZIP archive (APPNOTE 6.3, without ZIP64), unfolded as a stream so that none grows past the
 * limit. Throws a RangeError for what is no such archive.
 */
export async function unzip(archive: Uint8Array): Promise<Entry[]> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const entries: Entry[] = [];
  let left = UNFOLDED;
  for (const { name, method, from, to } of listed(view)) {
    if (!/\.(xml|rels)$/.test(name)) continue;
    const bytes = await unfold(archive.subarray(from, to), method, left);
    left -= bytes.length;
    entries.push({ name, bytes });
  }
  return entries;
}

/**
 * The same parts as an archive without compression: the sheet reader's own unfolding wants threads, which not
 * every runtime has, and knows no limit. It reads no checksums, so there are none.
 */
export function store(entries: readonly Entry[]): ArrayBuffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    writeSizes(local, 18, bytes.length, title.length);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(ENTRY, 0);
    writeSizes(entry, 20, bytes.length, title.length);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, title);
    locals.push(local, title, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    offset += local.length + title.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, end])).buffer;
}

function writeSizes(header: Buffer, at: number, size: number, name: number): void {
  header.writeUInt32LE(size, at);
  header.writeUInt32LE(size, at + 4);
  header.writeUInt16LE(name, at + 8);
}

function* listed(view: DataView): Generator<{ name: string; method: number; from: number; to: number }> {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== ENTRY) throw new RangeError('no directory entry where one should be');
    const name = text(view, at + 46, view.getUint16(at + 28, true));
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    yield { name, method: view.getUint16(at + 10, true), from, to: from + view.getUint32(at + 20, true) };
    at += 46 + name.length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

/** The end record stands last, but for a comment of at most 65,535 bytes. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new RangeError('no end of the directory');
}

/** A byte a character: the names that matter are ASCII, and the length stays that of the bytes. */
function text(view: DataView, at: number, length: number): string {
  return Buffer.from(view.buffer, view.byteOffset + at, length).toString('latin1');
}

async function unfold(bytes: Uint8Array, method: number, limit: number): Promise<Uint8Array> {
  if (method === STORED) return bytes;
  if (method !== DEFLATED) throw new RangeError(`compression method ${method}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  const unfolding = new Blob([new Uint8Array(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  for await (const part of unfolding) {
    size += part.length;
    if (size > limit) throw new RangeError('unfolds to more than is allowed');
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}
