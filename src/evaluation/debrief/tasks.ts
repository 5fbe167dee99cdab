import { press } from '../../../cards/card.ts';
import { addSource } from '../../duty/sources.ts';
import { handInSource } from '../handin.ts';
import { reportOf } from './read.ts';

addSource(
  handInSource({
    kind: 'debrief',
    stage: 'report',
    written: (subject) => reportOf(subject).text !== '',
    label: '述职报告',
    what: '还没有交，可以直接写或粘贴',
    action: (subject) => press('交述职报告', 'debrief.reportForm', { subject }),
  }),
);
