import { parseLines } from '../duty/lists/parse.ts';
import { slotsOf } from '../duty/lists/stand.ts';
import { draftList, loadList, publishList, tick } from '../duty/lists/store.ts';
import { RULES } from '../duty/rules/shipped.ts';
import { atTime, DAY, dayOf } from '../time.ts';
import { secretaryIn, type Town } from './town.ts';

const SECRETARY = [
  '组织开展主题党日，每月，主题党日',
  '主持召开支部党员大会，每季度，支部党员大会',
  '听取党员思想汇报，研究解决困难，每季度',
  '检查党费收缴情况，每月',
  '向上级党委报告支部工作，每半年',
];
const BRANCH = ['更新活动室公示栏，每季度', '走访困难党员和老党员，每半年', '核对党员名册，每年'];

export function writeLists({ db, now, top, branches, staff, chance }: Town): void {
  const at = now - 70 * DAY;
  const wanted = [
    { name: '党支部书记责任清单', post: 'secretary', lines: SECRETARY },
    { name: '支部工作清单', post: null, lines: BRANCH },
  ] as const;
  for (const { name, post, lines: said } of wanted) {
    const { lines } = parseLines(said.join('\n'), 'branch', RULES, dayOf(at));
    const draft = { unit: top.id, name, level: 'branch', post, draft: `demo:${name}`, lines } as const;
    const { id } = draftList(db, draft, staff, at);
    publishList(db, loadList(db, id), staff, at);
    const list = loadList(db, id);
    for (const branch of branches) {
      const secretary = secretaryIn(db, branch, dayOf(now));
      if (secretary === undefined) continue;
      for (const item of list.items.filter(({ rule }) => rule === null)) {
        for (const slot of slotsOf(list, item, dayOf(at), dayOf(now))) {
          const ticked = Math.min(atTime(slot.deadline, '16:00') - 5 * DAY, now - DAY);
          if (chance() > 0.7 || ticked < at) continue;
          const done = { item: item.id, unit: branch.id, period: slot.key, evidence: '已完成，有支部记录' };
          tick(db, done, secretary, ticked);
        }
      }
    }
  }
}
