import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handleOf } from '../../../people/names.ts';
import { addDays, dayOf } from '../../../time.ts';
import { Deadline, OfRound, OfSubject, overRound, overSubject } from '../../inputs.ts';
import { type Raised, raiseAll } from '../../issue.ts';
import { loadRound } from '../../round.ts';
import { sheetsOf } from '../../sheet.ts';
import { assignContact, loadSubject, subjectsOf } from '../../subject.ts';
import { readReport } from '../read.ts';
import { branchCard } from '../show/branch.ts';
import { behind, open, results } from '../show/results.ts';
import { partiesOf, stopsOf } from '../store.ts';

/** Who looks after those behind, and what is to be put right. */
export const peerFollowCommands = [
  define({
    name: 'peer.contactForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: overSubject,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      const today = dayOf(ctx.now);
      const value = subject.contact === null ? null : handleOf(ctx.db, today, subject.contact);
      const form = formCard(
        `联系领导：${subject.name}`,
        '后进支部每个都要有一位联系领导。',
        [{ name: 'leader', label: '姓名', kind: 'text', required: true, ...(value && { value }) }],
        press('确定', 'peer.contact', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'peer.contact',
    words: [],
    who: 'administer',
    input: OfSubject.extend({ leader: z.string('请填写姓名。').trim().min(1, '请填写姓名。') }),
    over: overSubject,
    run(ctx, { subject: id, leader }) {
      const subject = loadSubject(ctx.db, id);
      const round = loadRound(ctx.db, subject.round, 'peerVisit');
      const person = findByRef(ctx.db, leader, dayOf(ctx.now), round.unit);
      assignContact(ctx.db, subject, person.id, ctx.person.id, ctx.now);
      return privately(
        branchCard(ctx, round, loadSubject(ctx.db, id)),
        `${person.name}同志联系${subject.name}。`,
      );
    },
  }),

  define({
    name: 'peer.contactAll',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const sheets = sheetsOf(ctx.db, round);
      const without = behind(round, readReport(ctx.db, round, '/', sheets).seen).filter(
        ({ subject }) => subject.contact === null,
      );
      const leaders = new Map(partiesOf(ctx.db, id).map((party) => [party.id, party.leader]));
      const groups = new Map(stopsOf(ctx.db, id).map(({ subject, group }) => [subject, group]));
      for (const { subject } of without) {
        const leader = leaders.get(groups.get(subject.id) ?? 0);
        if (leader !== undefined) assignContact(ctx.db, subject, leader, ctx.person.id, ctx.now);
      }
      return {
        ...results(ctx, round, sheets),
        ...success('已由各组组长联系，可以逐个改。'),
      };
    },
  }),

  define({
    name: 'peer.raiseForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const form = formCard(
        '问题列入整改',
        '把评分表上写的问题逐条列入整改清单，由支部补充措施和责任人；同一支部同样的话只列一次。',
        [
          {
            name: 'deadline',
            label: '整改期限',
            kind: 'date',
            required: true,
            value: addDays(dayOf(ctx.now), 30),
          },
        ],
        press('列入整改', 'peer.raise', { round: id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'peer.raise',
    words: [],
    who: 'administer',
    input: OfRound.extend({
      deadline: Deadline,
    }),
    over: overRound,
    run(ctx, { round: id, deadline }) {
      const round = loadRound(ctx.db, id, 'peerVisit');
      if (deadline < dayOf(ctx.now)) throw new Refusal('invalid', '整改期限已经过去了，请选今天或以后。');
      const themes = new Map(round.template.sections.map((section) => [section.id, section.name]));
      const units = new Map(subjectsOf(ctx.db, id).map((subject) => [subject.id, subject.unit]));
      const sheets = sheetsOf(ctx.db, round);
      const wanted = sheets.flatMap(({ subject, notes }) =>
        notes.flatMap(({ kind, theme, text: problem }): Raised[] => {
          const unit = units.get(subject);
          if (kind !== 'issue' || unit === undefined) return [];
          const known = { round: id, subject, unit, theme: themes.get(theme) ?? '' };
          return [{ ...known, problem, measure: '', owner: null, deadline }];
        }),
      );
      const raised = raiseAll(ctx.db, id, wanted, ctx.person.id, ctx.now);
      return {
        ...results(ctx, round, sheets),
        ...success(`整改清单共 ${raised.length} 条，到期前会提醒。`),
      };
    },
  }),
];
