import { card, press, text } from '../../../../cards/card.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { Refusal } from '../../../errors.ts';
import { decisionsOf } from '../../decision.ts';
import { loadRound, type Round } from '../../round.ts';
import type { Sheet } from '../../sheet.ts';
import { namesOf } from '../../subject.ts';
import { readReport } from '../read.ts';
import type { SeenBranch } from '../report.ts';

export function open(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id, 'peerVisit');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
  return round;
}

/** The lowest level there is. */
export function behind({ template }: Round, seen: readonly SeenBranch[]): SeenBranch[] {
  const last = template.levels.at(-1)?.id;
  return seen.filter(({ level }) => level === last);
}

/** `sheets`: where they are read already. */
export function results(ctx: Ctx, round: Round, sheets?: Sheet[]): Reply {
  const { db } = ctx;
  const { seen, levels } = readReport(db, round, '/', sheets);
  const decided = decisionsOf(db, round.id);
  const names = namesOf(db, round);
  const undecided = seen.filter(({ subject }) => !decided.has(subject.id));
  const tied = undecided.filter(({ proposal }) => proposal.tied);
  const without = behind(round, seen).filter(({ subject }) => subject.contact === null);
  const id = { round: round.id };
  return privately(
    card(
      `${round.title}：评定`,
      [
        text(
          `已看 ${seen.length} 个支部，已评定 ${seen.length - undecided.length} 个。平均分只作建议，由集体研究决定。`,
        ),
        { type: 'facts', facts: levels.map(({ name, count }) => ({ label: name, value: `${count} 个` })) },
        {
          type: 'roster',
          label: '同分而名额不够',
          names: tied.map(({ subject }) => names.get(subject.id) ?? ''),
        },
        {
          type: 'roster',
          label: '后进而没有联系领导',
          names: without.slice(0, 30).map(({ subject }) => names.get(subject.id) ?? ''),
        },
      ],
      {
        tone: 'info',
        actions: [
          ...(undecided.length > tied.length ? [press('按平均分评定', 'peer.decideAll', id, 'primary')] : []),
          ...levels
            .filter(({ count }) => count > 0)
            .map(({ id: level, name }) => press(`看${name}`, 'peer.list', { ...id, level })),
          ...(without.length > 0 ? [press('由各组组长联系后进', 'peer.contactAll', id)] : []),
          press('问题列入整改', 'peer.raiseForm', id),
          press('情况报告', 'peer.report', id),
          { ...press('公布结果', 'peer.publish', id), confirm: '公布后会告诉各支部书记，确定公布吗？' },
        ],
      },
    ),
  );
}
