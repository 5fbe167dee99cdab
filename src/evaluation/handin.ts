import type { Press } from '../../cards/card.ts';
import type { RoundKind } from '../../db/schema/evaluation.ts';
import type { Db } from '../../db/store.ts';
import type { Source, Task } from '../duty/alerts/task.ts';
import type { Day } from '../time.ts';
import { openRounds, type Round } from './round.ts';
import { foundIn, type Named, subjectsOf } from './subject.ts';

/** A text, or a file, of their own that every subject of a round hands in by the end of one of its stages. */
interface HandIn {
  kind: RoundKind;
  stage: string;
  written(db: Db, subject: Named): boolean;
  label: string;
  what: string;
  action(subject: number): Press;
  confidential?: true;
}

/** Whoever has not handed theirs in hears of it before its last day; nobody else does, and nobody afterwards. */
export function handInSource({ kind, stage, written, label, what, action, confidential }: HandIn): Source {
  return { name: kind, open, find };

  function open(db: Db, today: Day, until: Day): Task[] {
    return openRounds(db, kind)
      .filter((round) => lastDay(round) <= until)
      .flatMap((round) => subjectsOf(db, round.id).flatMap((subject) => taskOf(db, round, subject, today)));
  }

  function find(db: Db, key: string, today: Day): Task | undefined {
    const found = foundIn(db, Number(key.slice(key.indexOf(':') + 1)));
    return found && taskOf(db, found.round, found.subject, today)[0];
  }

  function taskOf(db: Db, round: Round, subject: Named, today: Day): Task[] {
    const deadline = lastDay(round);
    const owed = round.publishedAt === null && today <= deadline && !written(db, subject);
    if (!owed || subject.person === null) return [];
    return [
      {
        key: `${kind}:${subject.id}`,
        unit: subject.unit,
        holders: [subject.person],
        label: `${round.title}：${label}`,
        what,
        deadline,
        action: action(subject.id),
        ...(confidential && { confidential }),
      },
    ];
  }

  function lastDay({ stages }: Round): Day {
    return stages.find(({ id }) => id === stage)?.until ?? '';
  }
}
