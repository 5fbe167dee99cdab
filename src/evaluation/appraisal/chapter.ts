import { known, paragraph, title, under } from '../../documents/paper.ts';
import { addChapter } from '../../duty/records/chapters.ts';
import { dayOf } from '../../time.ts';
import { countedIn } from './counts.ts';
import { gradesWord } from './overview.ts';

/** In the branch's handbook how many took part and have each grade, and nobody's result. */
addChapter({
  name: 'appraisal',
  write({ db, branch, year, now }) {
    const counted = countedIn(db, branch.lineage, year, dayOf(now)).find(({ unit }) => unit === branch.id);
    if (!counted || counted.state === 'none') return null;
    const { state, members, written, grades } = counted;
    return [
      title('民主评议党员'),
      under(`${year}年度`),
      known({
        参加党员: `${members} 人`,
        写自评: `${written} 人`,
        进展: state === 'told' ? '已完成，结果已告知本人' : '进行中',
        等次: grades && gradesWord(grades),
      }),
      paragraph('个人结果只有支部书记和本人能看，不列入本手册。'),
    ];
  },
});
