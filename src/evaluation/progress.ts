import { and, count, countDistinct, eq, isNull, sql } from 'drizzle-orm';
import { among } from '../../db/many.ts';
import { polls, type RoundKind, subjects, voters } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import { unreachable } from '../errors.ts';
import { may } from '../people/permit.ts';
import { type Day, dayOf, shortDay } from '../time.ts';
import { publicUntil, stepOf } from './award/read.ts';
import { type Balloting, ballotingOf } from './ballots.ts';
import { isHandedIn, speakersOf } from './debrief/read.ts';
import { decisionsOf } from './decision.ts';
import { coverageOf } from './peer/read.ts';
import { findRound, type Round } from './round.ts';
import { scoredIn } from './sheet.ts';
import { subjectsOf } from './subject.ts';

/** Who looks: what they may see is a matter of their posts as of now. */
export interface Viewer {
  db: Db;
  person: number;
  today: Day;
}

/** How many of how many; a whole of null is not known beforehand. */
export interface Step {
  label: string;
  part: number;
  whole: number | null;
  unit: string;
}

/** How far a round has come, as numbers; what is decided about anybody by name is not in it. */
export interface Progress {
  steps: Step[];
  /** Of what is published: how many branches have each level. Persons have none here. */
  levels: { name: string; count: number }[];
  /** Where it stands, where that is no number: 公示到12月5日. */
  word: string;
}

const NONE: Progress = { steps: [], levels: [], word: '' };

/** Of the part of it that stands beneath a unit. */
export function progressOf(viewer: Viewer, round: Round, lineage: string): Progress {
  const { db } = viewer;
  switch (round.kind) {
    case 'starRating':
      return starProgress(db, round, lineage);
    case 'peerVisit':
      return peerProgress(db, round, lineage);
    case 'debrief':
      return debriefProgress(viewer, round, lineage);
    case 'appraisal':
      return appraisalProgress(db, [round.id]);
    case 'award':
      return awardProgress(viewer, round);
    default:
      return unreachable(round.kind);
  }
}

/** Of several of one kind together, each with all of its subjects. */
export function progressOfAll(viewer: Viewer, kind: RoundKind, ids: readonly number[]): Progress {
  if (kind === 'appraisal') return appraisalProgress(viewer.db, ids);
  const all = ids.flatMap((id) => {
    const round = findRound(viewer.db, id);
    return round ? [progressOf(viewer, round, '/')] : [];
  });
  return { steps: summed(all.flatMap(({ steps }) => steps)), levels: counted(all), word: '' };
}

function summed(steps: readonly Step[]): Step[] {
  return [...Map.groupBy(steps, ({ label }) => label)].map(([label, own]) => ({
    label,
    part: own.reduce((sum, { part }) => sum + part, 0),
    whole: own.some(({ whole }) => whole === null)
      ? null
      : own.reduce((sum, { whole }) => sum + (whole ?? 0), 0),
    unit: own[0]?.unit ?? '',
  }));
}

function counted(all: readonly Progress[]): Progress['levels'] {
  const byName = Map.groupBy(
    all.flatMap(({ levels }) => levels),
    ({ name }) => name,
  );
  return [...byName].map(([name, own]) => ({ name, count: own.reduce((sum, one) => sum + one.count, 0) }));
}

function starProgress(db: Db, round: Round, lineage: string): Progress {
  const all = subjectsOf(db, round.id, lineage);
  const [self, committee, top] = ['self', 'committee', 'top'].map((role) => scoredIn(db, round.id, role));
  const decided = decisionsOf(db, round.id);
  const of = (label: string, part: number) => ({ label, part, whole: all.length, unit: '个支部' });
  return {
    ...NONE,
    steps: [
      of('申报', all.filter(({ declaredAt }) => declaredAt !== null).length),
      of('自评', all.filter(({ id }) => self?.has(id)).length),
      of('评分', all.filter(({ id }) => committee?.has(id) || top?.has(id)).length),
      of('定星', all.filter(({ id }) => decided.has(id)).length),
    ],
    levels: levelsOf(db, round, all),
  };
}

function peerProgress(db: Db, round: Round, lineage: string): Progress {
  const { branches, units, sheets } = coverageOf(db, round, lineage);
  return {
    ...NONE,
    steps: [
      { label: '已到单位', part: units.seen, whole: units.all, unit: '个' },
      { label: '已看支部', part: branches.seen, whole: branches.all, unit: '个' },
      { label: '评分表', part: sheets, whole: null, unit: '份' },
    ],
    levels: levelsOf(db, round, subjectsOf(db, round.id, lineage)),
  };
}

/** Speakers have levels too, but they are persons. */
function debriefProgress({ db, today }: Viewer, round: Round, lineage: string): Progress {
  const speakers = speakersOf(db, round, today);
  const all = speakers.filter((speaker) => speaker.lineage.startsWith(lineage));
  const whole = all.length === speakers.length;
  const decided = decisionsOf(db, round.id);
  const handed = all.filter(isHandedIn).length;
  return {
    ...NONE,
    steps: [
      { label: '述职报告', part: handed, whole: all.length, unit: '份' },
      ...(whole ? ballotStep(ballotingOf(db, round.id), '测评') : []),
      {
        label: '定等次',
        part: all.filter(({ id }) => decided.has(id)).length,
        whole: all.length,
        unit: '人',
      },
    ],
  };
}

function ballotStep(balloting: Balloting, label: string): Step[] {
  switch (balloting.state) {
    case 'none':
      return [];
    case 'open':
      return [{ label, part: balloting.voted, whole: balloting.voters, unit: '份' }];
    case 'counted':
      return [{ label, part: balloting.ballots, whole: balloting.voters, unit: '份' }];
  }
}

/** Only how far it is: how many have handed in, how many ballots came, in how many branches it is over. */
function appraisalProgress(db: Db, ids: readonly number[]): Progress {
  const own = db
    .select({
      all: count(),
      handed: sql<number>`sum(coalesce(json_extract(${subjects.declared}, '$.text'), '') <> '')`,
    })
    .from(subjects)
    .where(among(subjects.round, ids))
    .get();
  const open = db
    .select({ all: count(), voted: sql<number>`coalesce(sum(${voters.voted}), 0)` })
    .from(voters)
    .innerJoin(polls, eq(polls.id, voters.poll))
    .where(and(among(polls.round, ids), isNull(polls.countedAt)))
    .get();
  const over = db
    .select({
      polls: countDistinct(polls.id),
      ballots: sql<number>`coalesce(sum(json_extract(${polls.tally}, '$.ballots')), 0)`,
      voters: sql<number>`coalesce(sum(json_extract(${polls.tally}, '$.voters')), 0)`,
    })
    .from(polls)
    .where(and(among(polls.round, ids), sql`${polls.countedAt} is not null`))
    .get();
  const asked = (open?.all ?? 0) + (over?.voters ?? 0);
  return {
    ...NONE,
    steps: [
      { label: '自评', part: own?.handed ?? 0, whole: own?.all ?? 0, unit: '人' },
      ...(asked > 0
        ? [{ label: '互评', part: (open?.voted ?? 0) + (over?.ballots ?? 0), whole: asked, unit: '份' }]
        : []),
    ],
  };
}

/** Nominations and votes are the committee's until they are public; those chosen are for all to see. */
function awardProgress({ db, person, today }: Viewer, round: Round): Progress {
  const committee = may(db, person, 'administer', round.unit, today);
  const step = stepOf(round, today);
  const all = subjectsOf(db, round.id);
  const chosen = [...decisionsOf(db, round.id).values()].filter(({ level }) => level !== null).length;
  const until = publicUntil(round);
  return {
    ...NONE,
    steps: [
      ...(committee ? [{ label: '推荐', part: all.length, whole: null, unit: '个' }] : []),
      ...(committee ? ballotStep(ballotingOf(db, round.id), '投票') : []),
      ...(step === 'published' ? [{ label: '入选', part: chosen, whole: null, unit: '个' }] : []),
    ],
    word: {
      nominating: '推荐中',
      publicity: `公示到${shortDay(until || dayOf(0))}`,
      over: '公示期满，待确定',
      published: '',
    }[step],
  };
}

/** How many branches have each level, once that is published. */
function levelsOf(db: Db, round: Round, all: readonly { id: number }[]): Progress['levels'] {
  if (round.publishedAt === null) return [];
  const decided = decisionsOf(db, round.id);
  return round.template.levels.map(({ id, name }) => ({
    name,
    count: all.filter((subject) => decided.get(subject.id)?.level === id).length,
  }));
}
