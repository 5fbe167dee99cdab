import type { Decision } from '../decision.ts';
import { type Proposal, proposals } from '../level.ts';
import type { Round } from '../round.ts';
import { type Cents, combined, meanOf, sectionCents } from '../score.ts';
import type { Sheet } from '../sheet.ts';
import type { Named } from '../subject.ts';
import { levelNamed } from '../template.ts';

/** How a round of visits went: numbers that add up, and what visitors wrote, word for word. */
export interface Report {
  branches: { seen: number; all: number };
  /** `whole`: all of its branches were seen. */
  units: { seen: number; whole: number; all: number };
  sheets: number;
  scorers: number;
  /** Of all that were seen. */
  mean: Cents | null;
  levels: { id: string; name: string; count: number }[];
  themes: Theme[];
  /** In the order of the tree. */
  seen: SeenBranch[];
}

export interface Theme {
  name: string;
  /** The mean of all sheets. */
  mean: Cents | null;
  achievements: Remark[];
  issues: Remark[];
}

export interface Remark {
  subject: number;
  text: string;
  /** How many wrote the same. */
  times: number;
}

export interface SeenBranch {
  subject: Named;
  sheets: number;
  proposal: Proposal;
  /** What people decided, or else what the mean comes to. */
  level: string;
}

export function reportOf(
  round: Pick<Round, 'template'>,
  unitOf: (subject: Named) => number,
  subjects: readonly Named[],
  sheets: readonly Sheet[],
  decisions: ReadonlyMap<number, Decision>,
): Report {
  const { template } = round;
  const own = Map.groupBy(sheets, ({ subject }) => subject);
  const rated = proposals(
    template,
    subjects.map(({ id }) => ({ subject: id, total: combined(template, own.get(id) ?? []), vetoed: false })),
  );
  const proposed = new Map(rated.map((one) => [one.subject, one]));
  const seen = subjects.flatMap((subject): SeenBranch[] => {
    const proposal = proposed.get(subject.id);
    if (!proposal || proposal.total === null) return [];
    const decision = decisions.get(subject.id);
    const level = decision ? levelNamed(template, decision.level) : proposal.level;
    return [{ subject, sheets: own.get(subject.id)?.length ?? 0, proposal, level: level?.id ?? '' }];
  });
  const units = [...Map.groupBy(subjects, unitOf).values()].map((branches) => ({
    all: branches.length,
    seen: branches.filter(({ id }) => own.has(id)).length,
  }));
  return {
    branches: { seen: seen.length, all: subjects.length },
    units: {
      seen: units.filter((unit) => unit.seen > 0).length,
      whole: units.filter((unit) => unit.seen === unit.all).length,
      all: units.length,
    },
    sheets: sheets.length,
    scorers: new Set(sheets.map(({ scorer }) => scorer)).size,
    mean: meanOf(seen.flatMap(({ proposal }) => proposal.total ?? [])),
    levels: template.levels.map(({ id, name }) => ({
      id,
      name,
      count: seen.filter(({ level }) => level === id).length,
    })),
    themes: themesOf(round, sheets),
    seen,
  };
}

function themesOf({ template }: Pick<Round, 'template'>, sheets: readonly Sheet[]): Theme[] {
  return template.sections.map((section) => {
    const notes = sheets.flatMap(({ subject, notes }) =>
      notes.filter(({ theme }) => theme === section.id).map((one) => ({ ...one, subject })),
    );
    const of = (kind: 'achievement' | 'issue') => remarks(notes.filter((one) => one.kind === kind));
    return {
      name: section.name,
      mean: meanOf(sheets.map(({ marks }) => sectionCents(section, marks))),
      achievements: of('achievement'),
      issues: of('issue'),
    };
  });
}

/** The same words about the same branch are one, those that most wrote first; else in the order of the branches. */
function remarks(notes: readonly { subject: number; text: string }[]): Remark[] {
  const same = [...Map.groupBy(notes, ({ subject, text }) => `${subject}:${text}`).values()];
  return same
    .flatMap((alike) => {
      const [first] = alike;
      return first ? [{ subject: first.subject, text: first.text, times: alike.length }] : [];
    })
    .toSorted((a, b) => b.times - a.times || a.subject - b.subject || (a.text < b.text ? -1 : 1));
}
