import { eq } from 'drizzle-orm';
import { persons, units } from '../../db/schema/people.ts';
import type { Book } from '../../db/schema/standard.ts';
import type { Db } from '../../db/store.ts';
import { nextWorkday } from '../calendar.ts';
import { setBrand } from '../duty/brands/store.ts';
import { parseLines } from '../duty/lists/parse.ts';
import { slotsOf } from '../duty/lists/stand.ts';
import { draftList, loadList, publishList, tick } from '../duty/lists/store.ts';
import { RULES } from '../duty/rules/shipped.ts';
import { BOOKS } from '../duty/standards/books.ts';
import { changeMarks } from '../duty/standards/settings.ts';
import { say, toggleShowPoint } from '../duty/standards/store.ts';
import { setLiaisons } from '../duty/visits/liaisons.ts';
import { finishFollowUp, noteVisit } from '../duty/visits/store.ts';
import { isBranch } from '../people/permit.ts';
import { membersOf, subtree, type Unit } from '../people/store.ts';
import { addDays, atTime, DAY, dayOf, type Instant, yearOf } from '../time.ts';
import { type Chance, chanceOf } from './chance.ts';
import { hold } from './history.ts';
import { writePeerRounds } from './peer.ts';
import { secretaryIn } from './place.ts';
import { writeRounds } from './rounds.ts';
import { writeStars } from './stars.ts';

/** What an invented organisation knows of itself, for whoever writes more about it. */
interface Town {
  db: Db;
  now: Instant;
  top: Unit;
  branches: readonly Unit[];
  chance: Chance;
}

/** Visits, lists, standards and brands, a little of each, so that every word has something to show. */
export function writeSystems(db: Db, now: Instant): void {
  const top = db.select().from(units).where(eq(units.path, units.name)).get();
  if (!top) return;
  const branches = subtree(db, top.lineage, dayOf(now)).filter(({ kind }) => isBranch(kind));
  const town = { db, now, top, branches, chance: chanceOf(2_026) };
  writeVisits(town);
  writeLists(town);
  writeStandards(town);
  writeBrands(town);
  writeLectures(town);
  const place = { db, now, top, branches, staff: personCalled(db, '沈清') };
  writeRounds(place);
  writeStars(place);
  writePeerRounds({ ...place, leaders: [personCalled(db, '龙海生'), personCalled(db, '白露')] });
}

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

function writeVisits({ db, now, top, branches }: Town): void {
  const staff = personCalled(db, '沈清');
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

const SECRETARY = [
  '组织开展主题党日，每月，主题党日',
  '主持召开支部党员大会，每季度，支部党员大会',
  '听取党员思想汇报，研究解决困难，每季度',
  '检查党费收缴情况，每月',
  '向上级党委报告支部工作，每半年',
];
const BRANCH = ['更新活动室公示栏，每季度', '走访困难党员和老党员，每半年', '核对党员名册，每年'];

function writeLists({ db, now, top, branches, chance }: Town): void {
  const staff = personCalled(db, '沈清');
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

const EVIDENCE = '已按要求落实，材料存支部工作手册';

function writeStandards({ db, now, top, branches, chance }: Town): void {
  const staff = personCalled(db, '沈清');
  const all = marks('sanhua');
  const deadline = { unit: top.id, book: 'sanhua', name: null, says: null, off: null } as const;
  changeMarks(db, { ...deadline, deadline: addDays(dayOf(now), 60) }, all, staff, now - 80 * DAY);
  for (const [index, branch] of branches.entries()) {
    const secretary = secretaryIn(db, branch, dayOf(now));
    if (secretary === undefined) continue;
    if (index === 0) toggleShowPoint(db, branch.id, staff, now - 75 * DAY);
    const most = index === 0 ? all.length : 3 + Math.floor(chance() * 6);
    for (const [nth, mark] of all.slice(0, most).entries()) {
      const at = now - (70 - nth * 7) * DAY;
      const of = { unit: branch.id, book: 'sanhua', mark, said: EVIDENCE } as const;
      say(db, { ...of, state: 'submitted' }, secretary, at);
      if (nth < most - 1 || index % 3 !== 1) say(db, { ...of, state: 'met' }, staff, at + 2 * DAY);
    }
    for (const book of ['eightHave', 'sevenGood', 'sixGood'] as const)
      for (const mark of marks(book))
        if (chance() < 0.6)
          say(db, { unit: branch.id, book, mark, state: 'met', said: '' }, secretary, now - 30 * DAY);
  }
}

function marks(book: Book): string[] {
  return BOOKS[book].parts.flatMap((part) => part.marks.map(({ id }) => id));
}

const BRANDS = [
  {
    branch: '办公室党支部',
    name: '服务先锋',
    motto: '事事有回音，件件有着落',
    evidence: '设立服务群众登记簿，每月公示办理情况。',
  },
  {
    branch: '水文站党支部',
    name: '水文尖兵',
    motto: '守一方水，报一江情',
    evidence: '汛期党员值守岗 24 小时在岗。',
  },
  {
    branch: '离退休干部党支部',
    name: '银龄先锋',
    motto: '退休不褪色，余热再生辉',
    evidence: '老党员结对青年干部，开展传帮带。',
  },
  { branch: '种业站党支部', name: '种子课堂', motto: '把课堂开到田间地头', evidence: '送良种、送技术到村。' },
  { branch: '科教联合党支部', name: '科普同行', motto: '科技下乡，党旗先行', evidence: '' },
];

function writeBrands({ db, now, branches }: Town): void {
  const year = yearOf(dayOf(now));
  for (const { branch: called, name, motto, evidence } of BRANDS) {
    const branch = branchCalled(branches, called);
    const by = secretaryIn(db, branch, dayOf(now));
    if (by === undefined) continue;
    const said = { unit: branch.id, year, name, motto, evidence };
    setBrand(db, said, by, now - 100 * DAY);
  }
}

const LECTURES = ['党章里的纪律', '身边的榜样', '一封家书', '水文人的坚守', '种子的故事'];

/** A branch in two holds a micro lecture now and then, given by one of its members. */
function writeLectures({ db, now, branches, chance }: Town): void {
  for (const [index, branch] of branches.entries()) {
    if (index % 2 === 1) continue;
    for (const [nth, ago] of [100, 55, 18].entries()) {
      const day = nextWorkday(addDays(dayOf(now), -ago - index));
      const members = membersOf(db, branch.id, day);
      const lecturer = members[(index + nth) % Math.max(members.length, 1)]?.name ?? '';
      const theme = LECTURES[(index + nth) % LECTURES.length] ?? '';
      hold(db, branch.id, ['microLecture'], day, now, chance, { theme, lecturer });
    }
  }
}

function branchCalled(branches: readonly Unit[], name: string): Unit {
  const found = branches.find((one) => one.name === name);
  if (!found) throw new Error(`the demo has no branch ${name}`);
  return found;
}

function personCalled(db: Db, name: string): number {
  const found = db.select({ id: persons.id }).from(persons).where(eq(persons.name, name)).get();
  if (!found) throw new Error(`the demo has nobody called ${name}`);
  return found.id;
}
