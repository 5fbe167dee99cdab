import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { decide, decisionOf, decisionsOf } from '../../decision.ts';
import { OfRound, OfSubject, overRound, overSubject, Reason } from '../../inputs.ts';
import { sheetsOf } from '../../sheet.ts';
import { loadSubject, nameOf } from '../../subject.ts';
import { levelNamed } from '../../template.ts';
import { proposalFor, readReport } from '../read.ts';
import { branchCard } from '../show/branch.ts';
import { open, results } from '../show/results.ts';

/** What the means come to is a proposal; people decide. */
export const peerDecideCommands = [
  define({
    name: 'peer.decideAll',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const decided = decisionsOf(ctx.db, id);
      const sheets = sheetsOf(ctx.db, round);
      const clear = readReport(ctx.db, round, '/', sheets).seen.filter(
        ({ subject, proposal }) => !decided.has(subject.id) && !proposal.tied,
      );
      for (const { subject, proposal } of clear) {
        const level = proposal.level?.id ?? null;
        decide(
          ctx.db,
          round,
          { subject: subject.id, level, honours: [], reason: '' },
          ctx.person.id,
          ctx.now,
        );
      }
      return {
        ...results(ctx, round, sheets),
        ...success(`已评定 ${clear.length} 个支部，可以逐个调整。`),
      };
    },
  }),

  define({
    name: 'peer.decideForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: overSubject,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      const round = open(ctx, subject.round);
      const level = decisionOf(ctx.db, subject.id)?.level;
      const options = round.template.levels.map(({ id, name }) => ({ value: id, label: name }));
      const form = formCard(
        `评定：${nameOf(ctx.db, round, subject)}`,
        null,
        [
          {
            name: 'level',
            label: '等次',
            kind: 'select',
            required: true,
            options,
            ...(level && { value: level }),
          },
          { name: 'reason', label: '与平均分不一致的，写明原因', kind: 'text', required: false },
        ],
        press('确定', 'peer.decide', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'peer.decide',
    words: [],
    who: 'administer',
    input: OfSubject.extend({
      level: z.string('请选择等次。').max(40),
      reason: Reason,
    }),
    over: overSubject,
    run(ctx, { subject: id, level, reason }) {
      const subject = loadSubject(ctx.db, id);
      const round = open(ctx, subject.round);
      const chosen = levelNamed(round.template, level);
      if (!chosen) throw new Refusal('invalid', '请选择等次。');
      const proposed = proposalFor(ctx.db, round, id);
      if (!proposed) throw new Refusal('conflict', '这个支部还没有评分表，先观摩再评定。');
      if (proposed.level?.id !== level && !reason)
        throw new Refusal('invalid', '与平均分对应的等次不一致，请写明原因。');
      decide(ctx.db, round, { subject: id, level, honours: [], reason }, ctx.person.id, ctx.now);
      return privately(branchCard(ctx, round, subject), `${subject.name}：${chosen.name}。`);
    },
  }),
];
