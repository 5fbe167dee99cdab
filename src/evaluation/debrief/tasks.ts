import { press } from '../../../cards/card.ts';
import { addSource } from '../../duty/sources.ts';
import { filesAt } from '../../files/store.ts';
import { handInSource } from '../handin.ts';
import './place.ts';
import { DEBRIEF, reportOf } from './read.ts';

addSource(
  handInSource({
    kind: 'debrief',
    stage: 'report',
    written: (db, subject) =>
      reportOf(subject).text !== '' || filesAt(db, DEBRIEF, [String(subject.id)]).size > 0,
    label: '述职报告',
    what: '还没有交，可以直接写，也可以把文件发给我',
    action: (subject) => press('交述职报告', 'debrief.reportForm', { subject }),
  }),
);
