import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard, personField } from '../../../../cards/form.ts';
import { privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText, textInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, personOptions } from '../../../people/names.ts';
import { addDays, dayOf, shortDay } from '../../../time.ts';
import { Deadline } from '../../inputs.ts';
import { finish, loadIssue, planIssue } from '../../issue.ts';
import { partsIn } from '../../whose.ts';
import { demandPart, show } from './show.ts';

const This = z.object({ issue: IdInput });

const Evidence = neededText('请写明整改情况。', '整改情况', 1000);
const Words = textInput('说明', 500);

/** What the branch does about a problem: its measure, who answers for it until when, and what was done. */
export const issueAnswerCommands = [
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
        ...success('已保存，到期前会提醒责任人。'),
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
        ...success('已上报，等上级确认销号。'),
      };
    },
  }),
];
