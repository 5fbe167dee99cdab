import type { RoundKind } from '../../db/schema/evaluation.ts';
import { persons } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { APPRAISAL_TEMPLATE } from '../../src/evaluation/appraisal/template.ts';
import { AWARDS, templateFor } from '../../src/evaluation/award/template.ts';
import { DEBRIEF_TEMPLATE } from '../../src/evaluation/debrief/template.ts';
import { decide } from '../../src/evaluation/decision.ts';
import { raise } from '../../src/evaluation/issue.ts';
import { addStops, saveGroup } from '../../src/evaluation/peer/store.ts';
import { PEER_TEMPLATE } from '../../src/evaluation/peer/template.ts';
import { openRound, publish, type Round } from '../../src/evaluation/round.ts';
import type { Marks } from '../../src/evaluation/score.ts';
import { saveSheet } from '../../src/evaluation/sheet.ts';
import { STAR_TEMPLATE } from '../../src/evaluation/star/template.ts';
import { addSubject, declare, loadSubject, type Named, subjectsOf } from '../../src/evaluation/subject.ts';
import type { Template } from '../../src/evaluation/template.ts';
import { subtree } from '../../src/people/store.ts';
import { atTime, dayOf, HOUR, type Instant, MINUTE } from '../../src/time.ts';

/** Rounds that are written down as they would have become by conversation: for pages that only show them. */
export interface Writer {
  db: Db;
  now: Instant;
  /** Who holds everything; the first person of the organisation. */
  by?: number;
}

function branchesOf({ db, now }: Writer, unit: number) {
  const top = subtree(db, '/', dayOf(now)).find(({ id }) => id === unit);
  return subtree(db, top?.lineage ?? '', dayOf(now)).filter(({ kind }) => kind === 'branch');
}

function open(
  { db, now, by = 1 }: Writer,
  kind: RoundKind,
  unit: number,
  year: number,
  template: Template,
  subjects: { unit: number; person?: number }[],
): Round {
  const title = `${year}年${{ starRating: '星级评定', peerVisit: '逐支部观摩', debrief: '述职评议', appraisal: '民主评议党员', award: '标杆党支部评选' }[kind]}`;
  return openRound(db, { kind, unit, year, title, template, stages: [], subjects }, by, now);
}

/** Of each section so many points, by the last item that takes points away or gives them. */
export function marksOf(template: Template, points: readonly number[]): Marks {
  const items = template.sections.flatMap((section, index) => {
    let lost = section.points - (points[index] ?? section.points);
    return section.items.map((item) => {
      const most = item.how === 'points' ? item.points : item.how === 'deduct' ? lost : 0;
      const taken = Math.min(lost, most);
      lost -= taken;
      const times = item.how === 'deduct' ? taken / item.each : 0;
      const value =
        item.how === 'points'
          ? item.points - taken
          : item.how === 'deduct'
            ? Math.min(times, item.most ?? times)
            : 0;
      return [item.id, { value, proven: null, basis: '', remark: '' }] as const;
    });
  });
  return { items: Object.fromEntries(items), vetoes: [] };
}

/** 星级评定: every branch declares and scores itself; each has its points of the five basics from both committees. */
export function starRound(
  writer: Writer,
  unit: number,
  year: number,
  points: (subject: Named, index: number) => readonly number[],
  published = true,
): Round {
  const { db, now, by = 1 } = writer;
  const own = branchesOf(writer, unit).map(({ id }) => ({ unit: id }));
  const round = open(writer, 'starRating', unit, year, STAR_TEMPLATE, own);
  for (const [index, subject] of subjectsOf(db, round.id).entries()) {
    declare(db, subject, { how: 'keep', level: '5' }, by, now);
    const marks = marksOf(STAR_TEMPLATE, points(subject, index));
    const scorer = `unit:${unit}` as const;
    for (const role of ['self', 'committee', 'top'])
      saveSheet(db, round, { subject: subject.id, role, scorer, marks, notes: [] }, by, now);
    const total = points(subject, index).reduce((sum, one) => sum + one, 0);
    const level = total >= 90 ? '5' : total >= 80 ? '4' : '3';
    decide(db, round, { subject: subject.id, level, honours: [], reason: '' }, by, now);
  }
  if (published) publish(db, round, by, now);
  return round;
}

/** 观摩: two groups over two days; of the branches the first `planned` are on a route, the first `seen` were scored. */
export function peerRound(
  writer: Writer,
  unit: number,
  counts: { planned: number; seen: number; groups?: number; days?: number },
): Round {
  const { db, now, by = 1 } = writer;
  const { groups = 2, days = 2 } = counts;
  const own = branchesOf(writer, unit).map(({ id }) => ({ unit: id }));
  const round = open(writer, 'peerVisit', unit, Number(dayOf(now).slice(0, 4)), PEER_TEMPLATE, own);
  const ids = Array.from({ length: groups }, (_, index) =>
    saveGroup(
      db,
      { round: round.id, group: null, name: `第${index + 1}组`, leader: by, members: [] },
      by,
      now,
    ),
  );
  const subjects = subjectsOf(db, round.id);
  const first = atTime(dayOf(now), '09:00');
  addStops(
    db,
    round.id,
    subjects.slice(0, counts.planned).map(({ id }, index) => {
      const startsAt =
        first + Math.floor((index * days) / counts.planned) * 24 * HOUR + (index % 20) * 10 * MINUTE;
      return { group: ids[index % groups] ?? 0, subject: id, startsAt, endsAt: startsAt + 10 * MINUTE };
    }),
    by,
    now,
  );
  for (const { id } of subjects.slice(0, counts.seen)) {
    const marks = marksOf(PEER_TEMPLATE, [18, 18, 18, 18, 18]);
    saveSheet(db, round, { subject: id, role: 'visitor', scorer: `person:${by}`, marks, notes: [] }, by, now);
  }
  return round;
}

/** 述职评议: these people speak; the first has handed in and is decided. A problem is to be put right by yesterday. */
export function debriefRound(
  writer: Writer,
  unit: number,
  speakers: { unit: number; person: number }[],
): Round {
  const { db, now, by = 1 } = writer;
  const round = open(writer, 'debrief', unit, 2026, DEBRIEF_TEMPLATE, speakers);
  const [first] = subjectsOf(db, round.id);
  if (!first) return round;
  declare(db, first, { text: '述职报告全文', file: '', turn: 1 }, by, now);
  decide(db, round, { subject: first.id, level: 'poor', honours: [], reason: '机密理由' }, by, now);
  const raised = { round: round.id, subject: first.id, unit: first.unit, theme: '', measure: '补齐台账' };
  raise(db, { ...raised, problem: '台账不全', owner: null, deadline: '2026-11-01' }, by, now);
  return round;
}

/** 民主评议: these members; the first has written, and everybody has a grade. */
export function appraisalRound(
  writer: Writer,
  unit: number,
  members: readonly number[],
  published: boolean,
): Round {
  const { db, now, by = 1 } = writer;
  const subjects = members.map((person) => ({ unit, person }));
  const round = open(writer, 'appraisal', unit, 2026, APPRAISAL_TEMPLATE, subjects);
  for (const [index, subject] of subjectsOf(db, round.id).entries()) {
    if (index === 0) declare(db, subject, { text: '自评内容机密', level: 'excellent' }, by, now);
    decide(db, round, { subject: subject.id, level: 'failed', honours: [], reason: '评议机密' }, by, now);
  }
  if (published) publish(db, round, by, now);
  return round;
}

/** 评选: these branches are nominated, the first is chosen. */
export function awardRound(
  writer: Writer,
  unit: number,
  branches: readonly number[],
  published: boolean,
): Round {
  const { db, now, by = 1 } = writer;
  const award = AWARDS[2];
  const round = open(writer, 'award', unit, 2026, templateFor(award, null), []);
  for (const [index, branch] of branches.entries()) {
    const subject = addSubject(db, round, { unit: branch, person: null });
    declare(db, loadSubject(db, subject), { deeds: `事迹${index + 1}` }, by, now);
    const level = index === 0 ? award.id : null;
    if (published) decide(db, round, { subject, level, honours: [], reason: '' }, by, now);
  }
  if (published) publish(db, round, by, now);
  return round;
}

export function personNamed(db: Db, name: string): number {
  const found = db
    .select()
    .from(persons)
    .all()
    .find((one) => one.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}
