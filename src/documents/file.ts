import type { Attachment } from '../platforms/platform.ts';
import type { Book } from './book.ts';
import { writeXlsx, XLSX } from './xlsx.ts';

/** A workbook as a file that leaves. */
export function fileOf(book: Book): Attachment {
  return { name: `${nameOf(book.name)}.xlsx`, type: XLSX, bytes: writeXlsx(book) };
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
