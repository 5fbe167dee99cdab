import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText } from '../../../chat/inputs.ts';
import { addDays, dayOf } from '../../../time.ts';
import { Deadline, OfSubject } from '../../inputs.ts';
import { accept, giveBack, loadIssue, raise } from '../../issue.ts';
import { loadRound } from '../../round.ts';
import { loadSubject } from '../../subject.ts';
import { demandPart, show } from './show.ts';
import { tellReturned } from './told.ts';

const This = z.object({ issue: IdInput });

/** What the committee says: a problem, and whether it is put right. */
export const issueRuleCommands = [
  define({
    name: 'issue.raiseForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: (ctx, { subject }) => loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit,
    run(ctx, input) {
      const subject = loadSubject(ctx.db, input.subject);
      const form = formCard(
        `提出问题：${subject.name}`,
        '支部书记收到后补充措施和责任人。',
        [
          { name: 'problem', label: '问题', kind: 'longtext', required: true },
          {
            name: 'deadline',
            label: '整改期限',
            kind: 'date',
            required: true,
            value: addDays(dayOf(ctx.now), 30),
          },
        ],
        press('提出', 'issue.raise', { subject: subject.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'issue.raise',
    words: [],
    who: 'administer',
    input: z.object({
      subject: IdInput,
      problem: neededText('请写明问题。', '问题', 500),
      deadline: Deadline,
    }),
    over: (ctx, { subject }) => loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit,
    run(ctx, { subject: id, problem, deadline }) {
      const { round, unit } = loadSubject(ctx.db, id);
      const raised = { round, subject: id, unit, theme: '', problem, measure: '', owner: null, deadline };
      const issue = raise(ctx.db, raised, ctx.person.id, ctx.now);
      return { ...show(ctx, issue), ...success('已列入整改清单，到期前会提醒。') };
    },
  }),

  define({
    name: 'issue.accept',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, { issue: id }) {
      const issue = demandPart(ctx, id, ['committee']);
      accept(ctx.db, issue, ctx.person.id, ctx.now);
      return { ...show(ctx, loadIssue(ctx.db, id)), ...success('已销号。') };
    },
  }),

  define({
    name: 'issue.backForm',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, input) {
      const issue = demandPart(ctx, input.issue, ['committee']);
      const field = { name: 'reason', label: '还要做什么', kind: 'longtext', required: true } as const;
      return privately(
        formCard(
          '退回整改',
          issue.problem,
          [field],
          press('退回', 'issue.back', { issue: issue.id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'issue.back',
    words: [],
    who: 'anyone',
    input: This.extend({
      reason: neededText('请写明还要做什么。', '说明', 500),
    }),
    run(ctx, { issue: id, reason }) {
      const issue = demandPart(ctx, id, ['committee']);
      giveBack(ctx.db, issue, reason, ctx.person.id, ctx.now);
      tellReturned(ctx, issue);
      return { ...show(ctx, loadIssue(ctx.db, id)), ...success('已退回。') };
    },
  }),
];
