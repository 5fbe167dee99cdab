import type { Document } from '../chat/document.ts';
import { summaryFile } from './commands/file.ts';

export const dutyDocuments: readonly Document[] = [summaryFile];
