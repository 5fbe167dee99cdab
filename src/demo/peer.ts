import { isDayOff, nextWorkday } from '../calendar.ts';
import { decide } from '../evaluation/decision.ts';
import { accept, finish, raise } from '../evaluation/issue.ts';
import { proposals } from '../evaluation/level.ts';
import { addStops, type NewStop, saveGroup } from '../evaluation/peer/store.ts';
import { PEER_TEMPLATE, VISITOR } from '../evaluation/peer/template.ts';
import { openRound, publish, type Round } from '../evaluation/round.ts';
import { combined } from '../evaluation/score.ts';
import { type Note, saveSheet, sheetsAbout } from '../evaluation/sheet.ts';
import { assignContact, type Named, subjectsOf } from '../evaluation/subject.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant, MINUTE } from '../time.ts';
import { secretaryIn, type Town, yearAt } from './town.ts';

interface Peers extends Town {
  /** Those who lead a group each; branches' secretaries go with them. */
  leaders: readonly number[];
}

/** Last year's visits, debriefed and put right; and this year's, of which two days are over and two to come. */
export function writePeerRounds(peers: Peers): void {
  const past = workdaysBefore(addDays(dayOf(peers.now), -100), 4);
  const last = hold(peers, yearAt(peers.now) - 1, past);
  finishRound(peers, last);
  const today = dayOf(peers.now);
  const first = nextWorkday(addDays(today, 1));
  const second = nextWorkday(addDays(first, 1));
  hold(peers, yearAt(peers.now), [...workdaysBefore(today, 2), first, second]);
}

/** A round with its groups and routes, and the sheets of the stops that are over. */
function hold(peers: Peers, year: number, days: readonly Day[]): Round {
  const { db, now, top, branches, staff, leaders } = peers;
  const at = atTime(addDays(days[0] ?? dayOf(now), -7), '10:00');
  const title = `${year}年逐支部观摩`;
  const subjects = branches.map(({ id }) => ({ unit: id }));
  const opening = { kind: 'peerVisit', unit: top.id, year, title, template: PEER_TEMPLATE } as const;
  const round = openRound(db, { ...opening, stages: [], subjects }, staff, at);
  const secretaries = branches.flatMap((branch) => secretaryIn(db, branch, dayOf(now)) ?? []);
  const all = subjectsOf(db, round.id);
  for (const [index, leader] of leaders.entries()) {
    const of = <T>(list: readonly T[]) => list.filter((_, nth) => nth % leaders.length === index);
    const members = [...of(secretaries), ...(index === 0 ? [staff] : [])];
    const wanted = { round: round.id, group: null, name: `第${'一二三'[index] ?? ''}组`, leader, members };
    const group = saveGroup(db, wanted, staff, at);
    const stops = of(all).map((subject, nth) => stopOf(group, subject.id, days, nth));
    addStops(db, round.id, stops, staff, at);
    for (const stop of stops.filter(({ endsAt }) => endsAt < now)) {
      const subject = all.find(({ id }) => id === stop.subject);
      if (subject) fill(peers, round, subject, [leader, ...members], stop.endsAt);
    }
  }
  return round;
}

/** Two a morning. */
function stopOf(group: number, subject: number, days: readonly Day[], nth: number): NewStop {
  const day = days[Math.floor(nth / 2)];
  if (day === undefined) throw new RangeError('the demo has more branches than its visits have days');
  const startsAt = atTime(day, '09:00') + (nth % 2) * 60 * MINUTE;
  return { group, subject, startsAt, endsAt: startsAt + 45 * MINUTE };
}

const REMARKS: readonly Note[] = [
  { kind: 'achievement', theme: 's4', text: '主题党日结合业务，一线党员上讲台' },
  { kind: 'issue', theme: 's5', text: '活动室面积小，设备旧' },
  { kind: 'achievement', theme: 's3', text: '三会一课记录规范' },
  { kind: 'issue', theme: 's2', text: '青年党员参与少' },
];

function fill({ db }: Peers, round: Round, subject: Named, members: readonly number[], at: Instant): void {
  for (const [index, person] of [...new Set(members)].entries()) {
    // Some branches do well, some less, and no two visitors see quite the same.
    const points = 19 - (subject.id % 4) - (index % 2);
    const items = PEER_TEMPLATE.sections
      .flatMap((section) => section.items)
      .map((item, nth) => {
        const value = points - (nth === subject.id % 5 ? 2 : 0);
        return [item.id, { value, proven: null, basis: '', remark: '' }] as const;
      });
    const said = REMARKS[(subject.id + index) % (2 * REMARKS.length)];
    const sheet = { subject: subject.id, role: VISITOR, scorer: `person:${person}` as const };
    const marks = { items: Object.fromEntries(items), vetoes: [] };
    saveSheet(db, round, { ...sheet, marks, notes: said ? [said] : [] }, person, at + index * MINUTE);
  }
}

/** Levels as the means come to, a contact for whoever is behind, and what was written down put right but for one. */
function finishRound({ db, staff, leaders }: Peers, round: Round): void {
  const at = round.openedAt + 20 * DAY;
  const last = round.template.levels.at(-1)?.id;
  const all = subjectsOf(db, round.id);
  for (const [index, subject] of all.entries()) {
    const sheets = sheetsAbout(db, round, subject.id);
    const outcome = { subject: subject.id, total: combined(round.template, sheets), vetoed: false };
    const level = proposals(round.template, [outcome])[0]?.level?.id ?? null;
    decide(db, round, { subject: subject.id, level, honours: [], reason: '' }, staff, at);
    const [leader] = leaders;
    if (level === last && leader !== undefined) assignContact(db, subject, leader, staff, at);
    const problem = sheets.flatMap(({ notes }) => notes).find(({ kind }) => kind === 'issue');
    const owner = secretaryIn(db, { id: subject.unit }, dayOf(at));
    if (!problem || owner === undefined) continue;
    const theme = round.template.sections.find(({ id }) => id === problem.theme)?.name ?? '';
    const plan = { measure: '列入支部年度计划，由书记负责', owner, deadline: addDays(dayOf(at), 60) };
    const raised = { round: round.id, subject: subject.id, unit: subject.unit, theme, problem: problem.text };
    const issue = raise(db, { ...raised, ...plan }, staff, at);
    if (index === all.length - 1) continue;
    finish(db, issue, '已按措施整改，材料存支部工作手册', owner, at + 30 * DAY);
    accept(db, { ...issue, doneAt: at + 30 * DAY }, staff, at + 32 * DAY);
  }
  publish(db, round, staff, at + DAY);
}

/** The last so many before a day, the earliest first. */
function workdaysBefore(day: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let one = addDays(day, -1); days.length < count; one = addDays(one, -1)) {
    if (!isDayOff(one)) days.unshift(one);
  }
  return days;
}
