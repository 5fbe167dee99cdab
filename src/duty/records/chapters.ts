import type { Db } from '../../../db/store.ts';
import type { Part } from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import type { Instant } from '../../time.ts';

/** What a noun that stands above has to say of a branch's year in its handbook; null: nothing. */
export interface Chapter {
  name: string;
  write(look: { db: Db; branch: Unit; year: number; now: Instant }): Part[] | null;
}

const chapters: Chapter[] = [];

export function allChapters(): readonly Chapter[] {
  return chapters;
}

/** Added as the noun is loaded, once. */
export function addChapter(chapter: Chapter): void {
  if (chapters.every(({ name }) => name !== chapter.name)) chapters.push(chapter);
}
