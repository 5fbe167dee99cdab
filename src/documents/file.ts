import type { Attachment } from '../platforms/platform.ts';
import type { Book } from './book.ts';
import { DOCX, writeDocx } from './docx.ts';
import type { Paper } from './paper.ts';
import { writeXlsx, XLSX } from './xlsx.ts';

/** A workbook or a written document as a file that leaves. */
export function fileOf(made: Book | Paper): Attachment {
  const name = nameOf(made.name);
  return 'sheets' in made
    ? { name: `${name}.xlsx`, type: XLSX, bytes: writeXlsx(made) }
    : { name: `${name}.docx`, type: DOCX, bytes: writeDocx(made) };
}

const LONGEST = 80;

function nameOf(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\\/:*?"<>|]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...plain].slice(0, LONGEST).join('') || '文件';
}
