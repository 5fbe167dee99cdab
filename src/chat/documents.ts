import { dutyDocuments } from '../duty/documents.ts';
import { listDocuments } from '../duty/lists/documents.ts';
import { recordDocuments } from '../duty/records/documents.ts';
import { visitDocuments } from '../duty/visits/documents.ts';
import { evaluationDocuments } from '../evaluation/documents.ts';
import type { Document } from './document.ts';

/** What 导出 lists together, and the word it stands under. */
export interface Shelf {
  word: string;
  documents: readonly Document[];
}

/** Every document there is: a noun's own list, one line each. */
export const shelves: readonly Shelf[] = [
  { word: '完成情况', documents: dutyDocuments },
  { word: '会议活动', documents: recordDocuments },
  { word: '清单和下基层', documents: [...listDocuments, ...visitDocuments] },
  { word: '评议和整改', documents: evaluationDocuments },
];

export const documents: readonly Document[] = shelves.flatMap((shelf) => shelf.documents);

const byName = new Map(documents.map((document) => [document.name, document]));

export function documentNamed(name: string): Document | undefined {
  return byName.get(name);
}
