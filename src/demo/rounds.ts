import { APPRAISAL_TEMPLATE } from '../evaluation/appraisal/template.ts';
import { AWARDS, templateFor } from '../evaluation/award/template.ts';
import { COMMENT, DEBRIEF_TEMPLATE } from '../evaluation/debrief/template.ts';
import { decide } from '../evaluation/decision.ts';
import { accept, finish, raise } from '../evaluation/issue.ts';
import { openRound, publish } from '../evaluation/round.ts';
import { saveSheet } from '../evaluation/sheet.ts';
import { addSubject, declare, loadSubject, subjectsOf } from '../evaluation/subject.ts';
import { membersOf } from '../people/store.ts';
import { addDays, DAY, dayOf } from '../time.ts';
import { secretaryIn, type Town, yearAt } from './town.ts';

/** Last year's rounds, each to its end, so that these words have something to show and nothing is asked of anybody. */
export function writeRounds(town: Town): void {
  writeDebrief(town);
  writeAppraisal(town);
  writeAward(town);
}

const SPEECHES = [
  {
    text: '一年来抓实三会一课，主题党日月月有主题。存在的问题是联系群众不够经常。下步每月走访一次。',
    good: '组织生活规范，记录完整',
    bad: '联系群众不够经常',
    done: '已建立走访台账，每月走访 1 次',
  },
  {
    text: '一年来围绕业务抓党建，党员先锋岗作用明显。存在的问题是党课形式单一。下步请一线党员上讲台。',
    good: '党建和业务结合得紧',
    bad: '党课形式单一',
    done: '已安排 4 次微型党课，由青年党员主讲',
  },
];

function writeDebrief({ db, now, top, branches, staff }: Town): void {
  const at = now - 80 * DAY;
  const speakers = branches.flatMap((branch) => {
    const person = secretaryIn(db, branch, dayOf(now));
    return person === undefined ? [] : [{ unit: branch.id, person }];
  });
  const year = yearAt(now) - 1;
  const round = openRound(
    db,
    {
      kind: 'debrief',
      unit: top.id,
      year,
      title: `${year}年述职评议`,
      template: DEBRIEF_TEMPLATE,
      stages: [{ id: 'report', until: addDays(dayOf(at), 10) }],
      subjects: speakers,
    },
    staff,
    at,
  );
  for (const [index, subject] of subjectsOf(db, round.id).entries()) {
    const said = SPEECHES[index % SPEECHES.length];
    const { id, unit, person: owner } = subject;
    if (!said || owner === null) continue;
    declare(db, subject, { text: said.text, file: '', turn: index + 1 }, owner, at + 5 * DAY);
    const notes = [
      { theme: '', kind: 'achievement' as const, text: said.good },
      { theme: '', kind: 'issue' as const, text: said.bad },
    ];
    const scorer = `person:${staff}` as const;
    const sheet = { subject: id, role: COMMENT, scorer, marks: { items: {}, vetoes: [] }, notes };
    saveSheet(db, round, sheet, staff, at + 12 * DAY);
    const level = index % 3 === 2 ? 'fair' : 'good';
    decide(db, round, { subject: id, level, honours: [], reason: '' }, staff, at + 13 * DAY);
    const raised = { round: round.id, subject: id, unit, theme: '', problem: said.bad };
    const plan = { measure: said.done, owner, deadline: addDays(dayOf(at), 70) };
    const issue = raise(db, { ...raised, ...plan }, staff, at + 13 * DAY);
    finish(db, issue, said.done, owner, at + 50 * DAY);
    accept(db, { ...issue, doneAt: at + 50 * DAY }, staff, at + 52 * DAY);
  }
  publish(db, round, staff, at + 14 * DAY);
}

/** Of the first branch; what its members think of each other is not invented. */
function writeAppraisal({ db, now, branches }: Town): void {
  const [branch] = branches;
  const secretary = branch && secretaryIn(db, branch, dayOf(now));
  if (!branch || secretary === undefined) return;
  const at = now - 70 * DAY;
  const year = yearAt(now) - 1;
  const members = membersOf(db, branch.id, dayOf(at));
  const round = openRound(
    db,
    {
      kind: 'appraisal',
      unit: branch.id,
      year,
      title: `${year}年民主评议党员`,
      template: APPRAISAL_TEMPLATE,
      stages: [{ id: 'self', until: addDays(dayOf(at), 10) }],
      subjects: members.map(({ person }) => ({ unit: branch.id, person })),
    },
    secretary,
    at,
  );
  const full = new Set(members.flatMap(({ person, category }) => (category === 'full' ? [person] : [])));
  for (const [index, subject] of subjectsOf(db, round.id).entries()) {
    if (subject.person === null) continue;
    declare(
      db,
      subject,
      { text: '按时参加组织生活，完成本职工作；联系群众还要再主动。', level: null },
      subject.person,
      at + 4 * DAY,
    );
    if (!full.has(subject.person)) continue;
    const level = index % 4 === 0 ? 'excellent' : 'good';
    decide(db, round, { subject: subject.id, level, honours: [], reason: '' }, secretary, at + 12 * DAY);
  }
  publish(db, round, secretary, at + 13 * DAY);
}

function writeAward({ db, now, top, branches, staff }: Town): void {
  const at = now - 60 * DAY;
  const year = yearAt(now) - 1;
  const award = AWARDS.find(({ to }) => to === 'branch') ?? AWARDS[0];
  const stages = [
    { id: 'nominate', until: addDays(dayOf(at), 10) },
    { id: 'publicity', until: addDays(dayOf(at), 20) },
  ];
  const title = `${year}年${award.name}评选`;
  const opening = {
    kind: 'award' as const,
    unit: top.id,
    year,
    title,
    template: templateFor(award, null),
    stages,
  };
  const round = openRound(db, { ...opening, subjects: [] }, staff, at);
  for (const [index, branch] of branches.slice(0, 3).entries()) {
    const by = secretaryIn(db, branch, dayOf(now)) ?? staff;
    const subject = addSubject(db, round, { unit: branch.id, person: null });
    const deeds = '组织生活规范，党员作用发挥好，群众评价高。';
    declare(db, loadSubject(db, subject), { deeds }, by, at + 3 * DAY);
    const level = index < 2 ? award.id : null;
    decide(db, round, { subject, level, honours: [], reason: '' }, staff, at + 21 * DAY);
  }
  publish(db, round, staff, at + 21 * DAY);
}
