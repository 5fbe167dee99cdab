import { setLiaisons } from '../duty/visits/liaisons.ts';
import { finishFollowUp, noteVisit } from '../duty/visits/store.ts';
import { addDays, atTime, DAY, dayOf } from '../time.ts';
import { branchCalled, personCalled, secretaryIn, type Town } from './town.ts';

const VISITS = [
  {
    leader: '龙海生',
    branch: '河道管理党支部',
    ago: 75,
    form: '走访调研',
    heard: '一线值班多，集中学习难组织',
    what: '研究分班次学习办法',
    due: 30,
    result: '已分两班学习，每班都有学习记录',
  },
  {
    leader: '龙海生',
    branch: '规划建设党支部',
    ago: 20,
    form: '座谈',
    heard: '青年党员希望多上微型党课',
    what: '',
    due: 0,
    result: null,
  },
  {
    leader: '龙海生',
    branch: '河道管理党支部',
    ago: 6,
    form: '参加组织生活',
    heard: '活动室投影仪坏了',
    what: '维修活动室投影仪',
    due: 14,
    result: null,
  },
  {
    leader: '白露',
    branch: '种业站党支部',
    ago: 50,
    form: '走访调研',
    heard: '党员人数少，活动形式单一',
    what: '与机关第一党支部结对开展活动',
    due: 30,
    result: null,
  },
  {
    leader: '白露',
    branch: '科教联合党支部',
    ago: 12,
    form: '慰问',
    heard: '退休老党员看病不便',
    what: '',
    due: 0,
    result: null,
  },
] as const;

export function writeVisits({ db, now, top, branches, staff }: Town): void {
  for (const name of ['龙海生', '白露']) {
    const own = VISITS.filter(({ leader }) => leader === name).map(
      ({ branch }) => branchCalled(branches, branch).id,
    );
    const set = { leader: personCalled(db, name), lineage: top.lineage, branches: [...new Set(own)] };
    setLiaisons(db, set, staff, now - 90 * DAY);
  }
  for (const { leader, branch, ago, form, heard, what, due, result } of VISITS) {
    const unit = branchCalled(branches, branch);
    const day = addDays(dayOf(now), -ago);
    const by = personCalled(db, leader);
    const at = Math.min(atTime(day, '17:10'), now);
    const noted = {
      leader: by,
      unit: unit.id,
      day,
      form,
      heard,
      what,
      owner: secretaryIn(db, unit, day) ?? by,
      deadline: what === '' ? null : addDays(day, due),
      draft: `demo:${leader}:${ago}`,
    };
    const { followUp } = noteVisit(db, noted, by, at);
    if (followUp && result !== null) finishFollowUp(db, followUp.id, result, noted.owner, at + 20 * DAY);
  }
}
