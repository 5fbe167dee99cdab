import { and, asc, eq, isNull, like, lte, sql } from 'drizzle-orm';
import { issues, rounds } from '../../db/schema/evaluation.ts';
import { units } from '../../db/schema/people.ts';
import { type Db, given, prepared } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { Refusal } from '../errors.ts';
import type { Day, Instant } from '../time.ts';

export type Issue = typeof issues.$inferSelect;

/** open: to be done · done: waits for the committee's word · accepted: settled · overdue: open, and its last day has passed. */
type IssueState = 'open' | 'overdue' | 'done' | 'accepted';

export function stateOf(issue: Issue, today: Day): IssueState {
  if (issue.acceptedAt !== null) return 'accepted';
  if (issue.doneAt !== null) return 'done';
  return issue.deadline !== null && issue.deadline < today ? 'overdue' : 'open';
}

export interface Raised {
  round: number;
  subject: number;
  unit: number;
  theme: string;
  problem: string;
  measure: string;
  owner: number | null;
  deadline: Day | null;
}

/** Of a round's issues and these each once: the same problem of the same subject is one. → those of these, old and new */
export function raiseAll(db: Db, round: number, all: readonly Raised[], by: number, now: Instant): Issue[] {
  const known = new Map(issuesIn(db, '/', round).map((issue) => [keyOf(issue), issue]));
  const wanted = new Map(all.map((raised) => [keyOf(raised), raised]));
  return [...wanted].map(([key, raised]) => known.get(key) ?? insert(db, raised, by, now));
}

export function raise(db: Db, raised: Raised, by: number, now: Instant): Issue {
  const [issue] = raiseAll(db, raised.round, [raised], by, now);
  if (!issue) throw new Error('nothing was raised');
  return issue;
}

function keyOf({ subject, problem }: Pick<Issue, 'subject' | 'problem'>): string {
  return `${subject}:${problem}`;
}

const insertIssue = prepared((db) =>
  db
    .insert(issues)
    .values({
      round: given('round'),
      subject: given('subject'),
      unit: given('unit'),
      theme: given('theme'),
      problem: given('problem'),
      measure: given('measure'),
      owner: given('owner'),
      deadline: given('deadline'),
      raisedAt: given('raisedAt'),
      raisedBy: given('raisedBy'),
    })
    .returning()
    .prepare(),
);

function insert(db: Db, raised: Raised, by: number, now: Instant): Issue {
  const issue = insertIssue(db).get({ ...raised, raisedAt: now, raisedBy: by });
  enter(db, issue, 'issue.raised', by, now, { after: raised });
  return issue;
}

export type Plan = Pick<Issue, 'measure' | 'owner' | 'deadline'>;

export function planIssue(db: Db, issue: Issue, plan: Plan, by: number, now: Instant): void {
  if (issue.acceptedAt !== null) throw new Refusal('conflict', '这个问题已经销号，不用再改。');
  const { measure, owner, deadline } = issue;
  db.update(issues).set(plan).where(eq(issues.id, issue.id)).run();
  enter(db, issue, 'issue.planned', by, now, { before: { measure, owner, deadline }, after: plan });
}

/** Put right, with its evidence; the committee has the last word. */
export function finish(db: Db, issue: Issue, evidence: string, by: number, now: Instant): void {
  if (issue.doneAt !== null) throw new Refusal('conflict', '这个问题已经报过整改完成了。');
  db.update(issues)
    .set({ evidence, doneAt: now, doneBy: by, returned: null })
    .where(eq(issues.id, issue.id))
    .run();
  enter(db, issue, 'issue.done', by, now, { after: { evidence } });
}

/** 销号. */
export function accept(db: Db, issue: Issue, by: number, now: Instant): void {
  if (issue.doneAt === null) throw new Refusal('conflict', '还没有报整改完成，不能销号。');
  if (issue.acceptedAt !== null) throw new Refusal('conflict', '这个问题已经销号了。');
  db.update(issues).set({ acceptedAt: now, acceptedBy: by }).where(eq(issues.id, issue.id)).run();
  enter(db, issue, 'issue.accepted', by, now);
}

export function giveBack(db: Db, issue: Issue, reason: string, by: number, now: Instant): void {
  if (issue.doneAt === null || issue.acceptedAt !== null) {
    throw new Refusal('conflict', '这个问题不在等待确认，不用退回。');
  }
  db.update(issues)
    .set({ doneAt: null, doneBy: null, returned: reason })
    .where(eq(issues.id, issue.id))
    .run();
  enter(db, issue, 'issue.givenBack', by, now, { before: { evidence: issue.evidence }, after: { reason } });
}

export function findIssue(db: Db, id: number): Issue | undefined {
  return db.select().from(issues).where(eq(issues.id, id)).get();
}

export function loadIssue(db: Db, id: number): Issue {
  const issue = findIssue(db, id);
  if (!issue) throw new Refusal('not_found', '没有找到这个问题。');
  return issue;
}

/** A round's, or what is left of all rounds, of a subtree; in the order in which they were raised. */
export function issuesIn(db: Db, lineage: string, round?: number): Issue[] {
  return db
    .select({ issue: issues })
    .from(issues)
    .innerJoin(units, eq(units.id, issues.unit))
    .innerJoin(rounds, eq(rounds.id, issues.round))
    .where(
      and(
        isNull(rounds.cancelledAt),
        like(units.lineage, `${lineage}%`),
        round === undefined ? isNull(issues.acceptedAt) : eq(issues.round, round),
      ),
    )
    .orderBy(asc(issues.id))
    .all()
    .map(({ issue }) => issue);
}

const selectPending = prepared((db) =>
  db
    .select({ issue: issues })
    .from(issues)
    .innerJoin(rounds, eq(rounds.id, issues.round))
    .where(
      and(
        isNull(rounds.cancelledAt),
        isNull(issues.acceptedAt),
        isNull(issues.doneAt),
        lte(issues.deadline, sql.placeholder('until')),
      ),
    )
    .orderBy(asc(issues.deadline), asc(issues.id))
    .prepare(),
);

/** Not done yet, and with a last day until this one. */
export function pendingIssues(db: Db, until: Day): Issue[] {
  return selectPending(db)
    .all({ until })
    .map(({ issue }) => issue);
}

/** What somebody answers for. */
export function issuesOf(db: Db, person: number): Issue[] {
  return db
    .select({ issue: issues })
    .from(issues)
    .innerJoin(rounds, eq(rounds.id, issues.round))
    .where(and(isNull(rounds.cancelledAt), eq(issues.owner, person), isNull(issues.acceptedAt)))
    .orderBy(asc(issues.deadline), asc(issues.id))
    .all()
    .map(({ issue }) => issue);
}

function enter(
  db: Db,
  issue: Pick<Issue, 'id'>,
  action: string,
  by: number,
  now: Instant,
  change: { before?: unknown; after?: unknown } = {},
): void {
  record(db, {
    at: now,
    actor: `person:${by}`,
    action,
    subject: `issue:${issue.id}`,
    ...change,
  });
}
