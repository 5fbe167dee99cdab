import { decide, historyOf } from '../evaluation/decision.ts';
import { proposals } from '../evaluation/level.ts';
import { openRound, publish, type Round } from '../evaluation/round.ts';
import type { Answer, Marks } from '../evaluation/score.ts';
import { combined } from '../evaluation/score.ts';
import { saveSheet, sheetsAbout } from '../evaluation/sheet.ts';
import { prepare } from '../evaluation/star/fill.ts';
import { type StarRole, unitFor } from '../evaluation/star/role.ts';
import { RED_FLAG, STAGES, STAR_TEMPLATE } from '../evaluation/star/template.ts';
import { declare, loadSubject, type Named, subjectsOf } from '../evaluation/subject.ts';
import { itemsOf } from '../evaluation/template.ts';
import { addDays, DAY, dayOf, type Instant } from '../time.ts';
import { secretaryIn, type Town, yearAt } from './town.ts';

/** Last year's stars, published, and this year's round on its way: some have declared, some have scored themselves. */
export function writeStars(town: Town): void {
  lastYear(town);
  thisYear(town);
}

/** What each branch lost last year, of the points that people give. */
const LOST = [2, 6, 9, 14, 4, 11, 17, 22, 8, 26];

function lastYear(town: Town): void {
  const { db, now, branches, staff } = town;
  const at = now - 120 * DAY;
  const round = open(town, yearAt(now) - 1, at, 7);
  for (const [index, subject] of subjectsOf(db, round.id).entries()) {
    const lost = LOST[index % LOST.length] ?? 0;
    apply(town, round, subject, lost < 10 ? '5' : '4', at + 3 * DAY);
    const marks = marksWith(lost);
    for (const role of ['self', 'committee', 'top'] as const) {
      score(town, round, subject, role, marks, at + 10 * DAY);
    }
    const total = combined(round.template, sheetsAbout(db, round, subject.id));
    const [proposal] = proposals(round.template, [{ subject: subject.id, total, vetoed: false }]);
    const decided = { subject: subject.id, level: proposal?.level?.id ?? null, reason: '' };
    decide(db, round, { ...decided, honours: index === 0 ? [RED_FLAG] : [] }, staff, at + 30 * DAY);
  }
  publish(db, round, staff, at + 40 * DAY);
  const [, , third] = branches;
  const subject = subjectsOf(db, round.id).find(({ unit }) => unit === third?.id);
  if (!subject) return;
  const lower = { subject: subject.id, level: '3', honours: [], reason: '复查发现会议记录不全' };
  decide(db, round, lower, staff, at + 70 * DAY);
}

function thisYear(town: Town): void {
  const { db, now } = town;
  const at = now - 12 * DAY;
  const round = open(town, yearAt(now), at, 14);
  for (const [index, { id }] of subjectsOf(db, round.id).entries()) {
    if (index < 7) apply(town, round, loadSubject(db, id), index % 2 === 0 ? '5' : '4', at + 4 * DAY);
    const subject = loadSubject(db, id);
    if (index < 5) fill(town, round, subject, 'self', now - 3 * DAY);
    if (index < 3) fill(town, round, subject, 'committee', now - DAY);
  }
}

/** `days`: how far the last days of the steps are apart. */
function open({ db, top, branches, staff }: Town, year: number, at: Instant, days: number): Round {
  const stages = STAGES.map(({ id }, step) => ({ id, until: addDays(dayOf(at), days * (step + 1) + 1) }));
  const subjects = branches.map(({ id }) => ({ unit: id }));
  const opening = { kind: 'starRating', unit: top.id, year, title: `${year}年星级评定` } as const;
  return openRound(db, { ...opening, template: STAR_TEMPLATE, stages, subjects }, staff, at);
}

/** Nobody applies for fewer stars than the last ones. */
function apply({ db, staff }: Town, round: Round, subject: Named, level: string, at: Instant): void {
  const by = secretaryIn(db, { id: subject.unit }, dayOf(at)) ?? staff;
  const { levels } = round.template;
  const before = historyOf(db, subject.unit, 'starRating').at(-1)?.rank ?? null;
  const wanted = levels.findIndex(({ id }) => id === level);
  const rank = before === null ? wanted : Math.min(before, wanted);
  const how = before === null ? 'first' : rank < before ? 'rise' : 'keep';
  declare(db, subject, { how, level: levels[rank]?.id ?? level }, by, at);
}

/** What the records prove as they prove it, and the rest well. */
function fill(town: Town, round: Round, subject: Named, role: StarRole, at: Instant): void {
  const { marks } = prepare(town.db, round, subject, role, town.now);
  const given = itemsOf(round.template).flatMap((item): [string, Answer][] =>
    item.how === 'points' ? [[item.id, said(Math.max(0, item.points - 1))]] : [],
  );
  score(
    town,
    round,
    subject,
    role,
    { ...marks, items: { ...marks.items, ...Object.fromEntries(given) } },
    at,
  );
}

/** Taken from what is given in points, the first first; the rest in deductions of a point each. */
function marksWith(lost: number): Marks {
  let left = lost;
  const items = itemsOf(STAR_TEMPLATE).map((item): [string, Answer] => {
    if (item.how === 'points') {
      const taken = Math.min(left, item.points);
      left -= taken;
      return [item.id, said(item.points - taken)];
    }
    return [item.id, said(0)];
  });
  return { items: Object.fromEntries(items), vetoes: [] };
}

function said(value: number): Answer {
  return { value, proven: null, basis: '', remark: '' };
}

function score(
  { db, staff }: Town,
  round: Round,
  subject: Named,
  role: StarRole,
  marks: Marks,
  at: Instant,
): void {
  const unit = unitFor(db, role, round, subject);
  if (unit === null) return;
  const by = secretaryIn(db, { id: unit }, dayOf(at)) ?? staff;
  const sheet = { subject: subject.id, role, scorer: `unit:${unit}` as const, marks, notes: [] };
  saveSheet(db, round, sheet, by, at);
}
