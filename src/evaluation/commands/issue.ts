import { z } from 'zod';
import { formCard, personField } from '../../../cards/activity/form.ts';
import { press } from '../../../cards/card.ts';
import { type IssueLine, issueCard, issuesCard } from '../../../cards/evaluation/issue.ts';
import { IdInput } from '../../activity/inputs.ts';
import type { Ctx, Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { privately } from '../../duty/commands/asked.ts';
import { shortDay } from '../../duty/words.ts';
import { Refusal } from '../../errors.ts';
import { attached } from '../../files/show.ts';
import { findByRef, handleOf, personOptions } from '../../people/names.ts';
import { mayAnywhere, REFUSED, unitsUnder } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { addDays, dayOf } from '../../time.ts';
import { Deadline } from '../inputs.ts';
import {
  accept,
  finish,
  giveBack,
  type Issue,
  issuesIn,
  issuesOf,
  loadIssue,
  planIssue,
  raise,
  stateOf,
} from '../issue.ts';
import { ISSUE } from '../place.ts';
import { loadRound, loadSubject } from '../round.ts';
import { type Part, partsIn } from '../whose.ts';

const This = z.object({ issue: IdInput });
const PAGE = 8;

const Evidence = z
  .string('请写明整改情况。')
  .trim()
  .min(1, '请写明整改情况。')
  .max(1000, '整改情况请不超过 1000 字。');
const Words = z
  .string()
  .trim()
  .max(500, '请不超过 500 字。')
  .nullish()
  .transform((said) => said ?? '');

/** 整改: a problem, its measure, who answers for it until when, what was done, and the committee's word. */
export const issueCommands = [
  define({
    name: 'issue.list',
    words: ['整改', '问题清单', '整改清单'],
    help: '要整改的问题：措施、责任人、期限和进展',
    who: 'anyone',
    input: z.object({ round: IdInput.optional(), from: z.coerce.number().int().min(0).default(0) }),
    run(ctx, { round, from }) {
      const found = visible(ctx, round);
      const of = round === undefined ? {} : { round };
      const shown = found.slice(from, from + PAGE);
      const rest = Math.max(0, found.length - from - PAGE);
      return privately(
        issuesCard(
          round === undefined ? '要整改的问题' : `${loadRound(ctx.db, round).title}：问题清单`,
          shown.map((issue) => lineOf(ctx, issue)),
          rest,
          [
            ...(rest > 0 ? [press('下一页', 'issue.list', { ...of, from: from + PAGE })] : []),
            ...(mayAnywhere(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now))
              ? [press('导出清单', 'file.issue.list', of)]
              : []),
          ],
        ),
      );
    },
  }),

  define({
    name: 'issue.show',
    words: [],
    who: 'anyone',
    input: This,
    run: (ctx, input) => show(ctx, loadSeen(ctx, input.issue)),
  }),

  define({
    name: 'issue.raiseForm',
    words: [],
    who: 'administer',
    input: z.object({ subject: IdInput }),
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
      problem: z.string('请写明问题。').trim().min(1, '请写明问题。').max(500, '问题请不超过 500 字。'),
      deadline: Deadline,
    }),
    over: (ctx, { subject }) => loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit,
    run(ctx, { subject: id, problem, deadline }) {
      const { round, unit } = loadSubject(ctx.db, id);
      const raised = { round, subject: id, unit, theme: '', problem, measure: '', owner: null, deadline };
      const issue = raise(ctx.db, raised, ctx.person.id, ctx.now);
      return { ...show(ctx, issue), toast: { tone: 'success', text: '已列入整改清单，到期前会提醒。' } };
    },
  }),

  define({
    name: 'issue.planForm',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, input) {
      const issue = demandPart(ctx, input.issue, ['unit', 'committee']);
      const today = dayOf(ctx.now);
      const options = personOptions(ctx.db, issue.unit, today);
      const form = formCard(
        '整改措施',
        issue.problem,
        [
          { name: 'measure', label: '措施', kind: 'longtext', required: true, value: issue.measure },
          personField('owner', '责任人', options, {
            ...(issue.owner !== null && { value: String(issue.owner) }),
          }),
          {
            name: 'deadline',
            label: '期限',
            kind: 'date',
            required: true,
            value: issue.deadline ?? addDays(today, 30),
          },
        ],
        press('保存', 'issue.plan', { issue: issue.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'issue.plan',
    words: [],
    who: 'anyone',
    input: This.extend({ measure: Words, owner: z.string().nullish(), deadline: Deadline }),
    run(ctx, { issue: id, measure, owner, deadline }) {
      const issue = demandPart(ctx, id, ['unit', 'committee']);
      const today = dayOf(ctx.now);
      // A branch may not put off by itself what its committee has set a day for.
      if (
        issue.deadline !== null &&
        deadline > issue.deadline &&
        !partsIn(ctx, issue).includes('committee')
      ) {
        throw new Refusal('not_allowed', `期限是${shortDay(issue.deadline)}，要延期请联系上级党组织。`);
      }
      const person = owner ? findByRef(ctx.db, owner, today).id : issue.owner;
      planIssue(ctx.db, issue, { measure, owner: person, deadline }, ctx.person.id, ctx.now);
      return {
        ...show(ctx, loadIssue(ctx.db, id)),
        toast: { tone: 'success', text: '已保存，到期前会提醒责任人。' },
      };
    },
  }),

  define({
    name: 'issue.doneForm',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, input) {
      const issue = demandPart(ctx, input.issue, ['owner', 'unit']);
      const form = formCard(
        '报整改完成',
        issue.problem,
        [
          {
            name: 'evidence',
            label: '整改情况和佐证',
            kind: 'longtext',
            required: true,
            hint: '做了什么、结果怎样；有照片或文件的直接发给我就能附上',
          },
        ],
        press('提交', 'issue.done', { issue: issue.id }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'issue.done',
    words: [],
    who: 'anyone',
    input: This.extend({ evidence: Evidence }),
    run(ctx, { issue: id, evidence }) {
      const issue = demandPart(ctx, id, ['owner', 'unit']);
      finish(ctx.db, issue, evidence, ctx.person.id, ctx.now);
      return {
        ...show(ctx, loadIssue(ctx.db, id)),
        toast: { tone: 'success', text: '已上报，等上级确认销号。' },
      };
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
      return { ...show(ctx, loadIssue(ctx.db, id)), toast: { tone: 'success', text: '已销号。' } };
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
      reason: z
        .string('请写明还要做什么。')
        .trim()
        .min(1, '请写明还要做什么。')
        .max(500, '请不超过 500 字。'),
    }),
    run(ctx, { issue: id, reason }) {
      const issue = demandPart(ctx, id, ['committee']);
      giveBack(ctx.db, issue, reason, ctx.person.id, ctx.now);
      return { ...show(ctx, loadIssue(ctx.db, id)), toast: { tone: 'success', text: '已退回。' } };
    },
  }),
];

function demandPart(ctx: Ctx, id: number, wanted: readonly Part[]): Issue {
  const issue = loadIssue(ctx.db, id);
  const own = partsIn(ctx, issue);
  if (own.some((part) => wanted.includes(part))) return issue;
  throw new Refusal('not_allowed', wanted.includes('committee') ? REFUSED.administer : REFUSED.organise);
}

function loadSeen(ctx: Ctx, id: number): Issue {
  const issue = loadIssue(ctx.db, id);
  if (partsIn(ctx, issue).length === 0) throw new Refusal('not_allowed', REFUSED.oversee);
  return issue;
}

/** What somebody answers for, then what units they oversee have to put right; each once, what is done last. */
function visible(ctx: Ctx, round: number | undefined): Issue[] {
  const today = dayOf(ctx.now);
  const under = unitsUnder(ctx.db, ctx.person.id, 'oversee', today).flatMap(({ lineage }) =>
    issuesIn(ctx.db, lineage, round),
  );
  const own = issuesOf(ctx.db, ctx.person.id).filter((issue) => round === undefined || issue.round === round);
  const all = [...new Map([...own, ...under].map((issue) => [issue.id, issue])).values()];
  const rank = { overdue: 0, open: 1, done: 2, accepted: 3 };
  return all.toSorted((a, b) => rank[stateOf(a, today)] - rank[stateOf(b, today)]);
}

function lineOf(ctx: Ctx, issue: Issue): IssueLine {
  const unit = findUnit(ctx.db, issue.unit);
  const today = dayOf(ctx.now);
  return {
    id: issue.id,
    unit: unit?.name ?? '',
    problem: issue.problem,
    measure: issue.measure,
    owner: issue.owner === null ? '' : handleOf(ctx.db, today, issue.owner),
    deadline: issue.deadline === null ? '' : shortDay(issue.deadline),
    state: stateOf(issue, today),
    evidence: issue.evidence,
    returned: issue.returned ?? '',
  };
}

function show(ctx: Ctx, issue: Issue): Reply {
  const own = partsIn(ctx, issue);
  const id = { issue: issue.id };
  const state = stateOf(issue, dayOf(ctx.now));
  const open = state === 'open' || state === 'overdue';
  const files = attached(ctx, { place: ISSUE, ref: String(issue.id) });
  const has = (...wanted: Part[]) => own.some((part) => wanted.includes(part));
  return privately(
    issueCard(lineOf(ctx, issue), issue.theme, files.facts, [
      ...(open && has('owner', 'unit') ? [press('报整改完成', 'issue.doneForm', id, 'primary')] : []),
      ...(open && has('unit', 'committee') ? [press('措施和责任人', 'issue.planForm', id)] : []),
      ...(state === 'done' && has('committee')
        ? [press('销号', 'issue.accept', id, 'primary'), press('退回', 'issue.backForm', id)]
        : []),
      ...files.actions,
      press('全部问题', 'issue.list', { round: issue.round }),
    ]),
  );
}
