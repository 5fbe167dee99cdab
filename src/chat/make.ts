import type { Db } from '../../db/store.ts';
import { fileOf } from '../documents/file.ts';
import type { Settings } from '../org.ts';
import type { Content } from '../outbox/store.ts';
import type { Attachment } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';
import { documentNamed } from './documents.ts';

/** The file that a message is, as of now and for this reader; null where there is none, or none for them. */
export function make(
  db: Db,
  now: Instant,
  settings: Settings,
  reader: number | null,
  content: Content,
): Attachment | null {
  if (!('file' in content)) return null;
  const book = documentNamed(content.file)?.make({ db, now, settings, reader }, content.input);
  return book ? fileOf(book) : null;
}
