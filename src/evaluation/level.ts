import type { Cents } from './score.ts';
import { cents } from './score.ts';
import type { Level, Template } from './template.ts';

/** How a subject came out: what it is to be decided about by people. */
export interface Outcome {
  subject: number;
  /** Null: not scored yet. */
  total: Cents | null;
  vetoed: boolean;
}

/** `tied`: as many points as another one, and places for some of them only; it has the lower level until people decide. */
export interface Proposal extends Outcome {
  level: Level | null;
  tied: boolean;
}

/** What level the points of each come to, by the template's thresholds or its quotas. A veto leaves none. */
export function proposals(template: Template, outcomes: readonly Outcome[]): Proposal[] {
  const rated = outcomes.filter(({ total, vetoed }) => total !== null && !vetoed);
  return outcomes.map((outcome) => {
    const { total, vetoed } = outcome;
    if (total === null || vetoed) return { ...outcome, level: null, tied: false };
    return template.by === 'points'
      ? { ...outcome, level: byPoints(template, total), tied: false }
      : { ...outcome, ...byQuota(template, total, rated) };
  });
}

function byPoints({ levels }: Template, total: Cents): Level | null {
  return levels.find(({ from }) => from !== null && total >= cents(from)) ?? null;
}

/** A level's places are its share of all that were rated, rounded down; its own least points hold as well. */
function byQuota(
  { levels }: Template,
  total: Cents,
  rated: readonly Outcome[],
): { level: Level | null; tied: boolean } {
  const above = rated.filter((other) => (other.total ?? 0) > total).length;
  const level = rated.filter((other) => other.total === total).length;
  let tied = false;
  for (const one of levels) {
    const places = one.quota === null ? rated.length : Math.floor((rated.length * one.quota) / 100);
    const enough = one.from === null || total >= cents(one.from);
    if (enough && above + level <= places) return { level: one, tied };
    if (enough && above < places) tied = true;
  }
  return { level: null, tied };
}
