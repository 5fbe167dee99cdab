import type { Db } from '../../../db/store.ts';
import { loadUnit } from '../../people/store.ts';
import { decisionsOf } from '../decision.ts';
import { type Proposal, proposals } from '../level.ts';
import type { Round } from '../round.ts';
import { combined } from '../score.ts';
import { sheetsAbout, sheetsOf } from '../sheet.ts';
import { headOf, type Named, subjectsOf } from '../subject.ts';
import { type Clash, clashesOf } from './clash.ts';
import { type Report, reportOf } from './report.ts';
import { partiesOf, sheetCounts, stopsOf } from './store.ts';

/** The report of a round, or of the part of it that stands beneath a unit. `all`: its sheets, where they are read already. */
export function readReport(db: Db, round: Round, lineage = '/', all = sheetsOf(db, round)): Report {
  const top = loadUnit(db, round.unit);
  const subjects = subjectsOf(db, round.id, lineage);
  const wanted = new Set(subjects.map(({ id }) => id));
  const sheets = all.filter(({ subject }) => wanted.has(subject));
  return reportOf(round, (subject) => headOf(top, subject), subjects, sheets, decisionsOf(db, round.id));
}

/** What the mean of a branch comes to, among the others only where places are shared out; undefined: not seen yet. */
export function proposalFor(db: Db, round: Round, subject: number): Proposal | undefined {
  if (round.template.by === 'quotas') {
    return readReport(db, round).seen.find((one) => one.subject.id === subject)?.proposal;
  }
  const total = combined(round.template, sheetsAbout(db, round, subject));
  return total === null ? undefined : proposals(round.template, [{ subject, total, vetoed: false }])[0];
}

export interface Coverage {
  branches: { seen: number; all: number };
  units: { seen: number; whole: number; all: number };
  sheets: number;
}

/** How far it has come, without reading a sheet. */
export function coverageOf(db: Db, round: Round, lineage: string): Coverage {
  const top = loadUnit(db, round.unit);
  const subjects = subjectsOf(db, round.id, lineage);
  const counts = sheetCounts(db, round.id);
  const seen = (branches: readonly Named[]) => branches.filter(({ id }) => counts.has(id)).length;
  const units = [...Map.groupBy(subjects, (subject) => headOf(top, subject)).values()];
  return {
    branches: { seen: seen(subjects), all: subjects.length },
    units: {
      seen: units.filter((branches) => seen(branches) > 0).length,
      whole: units.filter((branches) => seen(branches) === branches.length).length,
      all: units.length,
    },
    sheets: subjects.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0),
  };
}

/** Those of a round, or those in which a group's route has a part. */
export function clashesIn(db: Db, round: number, group: number | null = null): Clash[] {
  const seats = partiesOf(db, round).flatMap(({ id, members }) =>
    members.map(({ person }) => ({ group: id, person })),
  );
  const all = clashesOf(stopsOf(db, round), seats);
  return group === null ? all : all.filter(({ stops }) => stops.some((stop) => stop.group === group));
}

/** Branches on nobody's route. */
export function unplanned(db: Db, round: number): Named[] {
  const planned = new Set(stopsOf(db, round).map(({ subject }) => subject));
  return subjectsOf(db, round).filter(({ id }) => !planned.has(id));
}
