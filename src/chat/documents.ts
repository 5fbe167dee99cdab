import { dutyDocuments } from '../duty/documents.ts';
import { listDocuments } from '../duty/lists/documents.ts';
import { recordDocuments } from '../duty/records/documents.ts';
import { visitDocuments } from '../duty/visits/documents.ts';
import { evaluationDocuments } from '../evaluation/documents.ts';
import type { Document } from './document.ts';

/** Every document there is: a noun's own list, one line each. */
export const documents: readonly Document[] = [
  ...dutyDocuments,
  ...recordDocuments,
  ...listDocuments,
  ...visitDocuments,
  ...evaluationDocuments,
];

const byName = new Map(documents.map((document) => [document.name, document]));

export function documentNamed(name: string): Document | undefined {
  return byName.get(name);
}
