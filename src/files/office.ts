import { Buffer } from 'node:buffer';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The end record, and the longest comment behind it. */
const TAIL = 22 + 0xffff;
/** A document with more parts than this is none that anybody wrote. */
const MOST = 10_000;

/** What a ZIP archive holds, by name, nothing of it unfolded; none where its directory cannot be followed. */
function namesIn(bytes: Uint8Array): string[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = view.subarray(Math.max(0, view.length - TAIL));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > tail.length || tail.readUInt32LE(end) !== END) return [];
  const count = Math.min(tail.readUInt16LE(end + 10), MOST);
  const names: string[] = [];
  let at = tail.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== ENTRY) return [];
    const length = view.readUInt16LE(at + 28);
    names.push(view.toString('utf8', at + 46, at + 46 + length));
    at += 46 + length + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return names;
}

export type Office = 'docx' | 'xlsx' | 'pptx';

const MAIN: Record<Office, string> = {
  docx: 'word/document.xml',
  xlsx: 'xl/workbook.xml',
  pptx: 'ppt/presentation.xml',
};

/** Which document an archive is; `macros`: one that would run something; null: another archive. */
export function officeIn(bytes: Uint8Array): Office | 'macros' | null {
  const names = namesIn(bytes);
  const found = (Object.keys(MAIN) as Office[]).find((kind) => names.includes(MAIN[kind]));
  if (!found || !names.includes('[Content_Types].xml')) return null;
  return names.some((name) => /vbaProject\.bin$/i.test(name)) ? 'macros' : found;
}

const PROJECT = Buffer.from('_VBA_PROJECT', 'utf16le');

/** Whether a document of the older kind would run something. */
export function hasMacros(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(PROJECT);
}
