import { press } from '../../../cards/card.ts';
import { addSource } from '../../duty/sources.ts';
import { handInSource } from '../handin.ts';
import { selfOf } from './read.ts';

addSource(
  handInSource({
    kind: 'appraisal',
    stage: 'self',
    written: (_db, subject) => selfOf(subject).text !== '',
    label: '自评',
    what: '写几句就行',
    action: (subject) => press('写自评', 'appraisal.selfForm', { subject }),
    confidential: true,
  }),
);
