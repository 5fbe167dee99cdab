import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { draftCard, notedCard, type VisitDraft } from '../../../../cards/duty/visits.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately, type Reply, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { handleOf } from '../../../people/names.ts';
import { dayOf, sayDay } from '../../../time.ts';
import { type Branch, branchesFor, branchSaid, demandNoting } from '../branches.ts';
import { Known, Noted, ownerOf, visitFields } from '../fields.ts';
import { mayRead } from '../leaders.ts';
import { readVisit, type Said } from '../read.ts';
import { loadVisit, noteVisit, withdrawVisit } from '../store.ts';
import { tellOwner } from '../tell.ts';

/** 下基层记录: a visit in one message and one tap, or by a form. */
export const noteCommands = [
  define({
    name: 'visit.note',
    words: ['下基层记录', '走访记录'],
    who: 'anyone',
    input: z.object({ said: z.string().max(1500, '请分成几次说，一次不超过 1500 字。').default('') }),
    fromText: (_ctx, said) => ({ said }),
    run: (ctx, { said }) => understand(ctx, said),
  }),

  define({
    name: 'visit.form',
    words: [],
    who: 'anyone',
    input: Known,
    run: (ctx, known) => noteForm(ctx, known),
  }),

  define({
    name: 'visit.save',
    words: [],
    who: 'anyone',
    input: Noted,
    run(ctx, input) {
      const branch = branchMeant(ctx, input);
      const owner = ownerOf(ctx, branch, input);
      const { draft, day, form, heard, what, deadline } = input;
      const noted = {
        leader: ctx.person.id,
        unit: branch.id,
        day,
        form,
        heard,
        what,
        owner,
        deadline,
        draft,
      };
      const { visit, followUp, fresh } = noteVisit(ctx.db, noted, ctx.person.id, ctx.now);
      if (!fresh) return { toast: { tone: 'info', text: '这次已经记过了。' } };
      const told = followUp ? tellOwner(ctx, followUp) : null;
      const actions = [
        press('我的下基层', 'visit.year'),
        press('再加一件跟进', 'visit.followForm', { visit: visit.id }),
        press('撤回', 'visit.withdraw', { visit: visit.id }),
      ];
      return privately(notedCard(draftOf(ctx, branch, input, owner), told, actions), '已记下。');
    },
  }),

  define({
    name: 'visit.withdraw',
    words: [],
    who: 'anyone',
    input: z.object({ visit: IdInput }),
    run(ctx, input) {
      const visit = loadVisit(ctx.db, input.visit);
      if (visit.leader !== ctx.person.id)
        throw new Refusal(
          'not_allowed',
          mayRead(ctx.db, ctx.person.id, visit.leader, dayOf(ctx.now))
            ? '下基层记录由本人撤回。'
            : '没有找到这次下基层记录。',
        );
      withdrawVisit(ctx.db, visit, ctx.person.id, ctx.now);
      return success('已撤回，不计次数；跟进事项也不再提醒。');
    },
  }),
];

/** What was said, in full, before anything is kept; where the branch is not clear, a form with the rest filled in. */
function understand(ctx: Ctx, text: string): Reply {
  const said = text === '' ? null : readVisit(text, dayOf(ctx.now));
  if (!said) return noteForm(ctx, {});
  const branch = branchSaid(ctx, said.place);
  const known = knownOf(ctx, said);
  if (!branch) return noteForm(ctx, known, whichWord(ctx, said));
  const input = { ...known, unit: branch.id };
  const owner = ownerSaid(ctx, branch, said);
  if (typeof owner === 'string') return noteForm(ctx, { ...input, owner: '' }, owner);
  const actions = [
    press('保存', 'visit.save', { ...input, owner: String(owner) }, 'primary'),
    press('修改', 'visit.form', { ...input, owner: String(owner) }),
  ];
  return privately(draftCard(draftOf(ctx, branch, { ...input }, owner), actions));
}

/** Whoever was named, or why nobody is: what else was said is not to be said again. */
function ownerSaid(ctx: Ctx, branch: Branch, { owner, what }: Said): number | string {
  try {
    return ownerOf(ctx, branch, { owner, what });
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function whichWord(ctx: Ctx, { place }: Said): string {
  if (branchesFor(ctx).length === 0) return '';
  return place === '' ? '没有听出是哪个支部，请选择。' : `“${place}”不能确定是哪个支部，请选择。`;
}

function knownOf(ctx: Ctx, { place, day, form, heard, what, owner, deadline }: Said) {
  return { place, day, form, heard, what, owner, deadline, draft: ctx.key };
}

function noteForm(ctx: Ctx, known: Known, intro = ''): Reply {
  if (branchesFor(ctx).length === 0)
    throw new Refusal('not_allowed', '下基层记录由挂点联系支部的领导来记；挂点由党务干部设置。');
  const submit = press('保存', 'visit.save', { draft: known.draft ?? ctx.key }, 'primary');
  const form = formCard('下基层记录', intro || null, visitFields(ctx, known), submit);
  return privately(form);
}

/** By its id, or by its name where that was asked for. */
function branchMeant(ctx: Ctx, { unit, place }: Noted): Branch {
  if (unit !== undefined) return demandNoting(ctx, unit);
  const branch = branchSaid(ctx, place);
  if (branch) return branch;
  throw new Refusal('invalid', place === '' ? '请选择支部。' : `“${place}”不能确定是哪个支部，请写全名。`);
}

function draftOf(
  ctx: Ctx,
  branch: Branch,
  said: Pick<Noted, 'day' | 'form' | 'heard' | 'what' | 'deadline'>,
  owner: number,
): VisitDraft {
  const { day, form, heard, what, deadline } = said;
  return {
    leader: ctx.person.name,
    day: sayDay(day),
    branch: branch.label,
    form,
    heard,
    what,
    owner: handleOf(ctx.db, dayOf(ctx.now), owner),
    deadline: deadline && sayDay(deadline),
  };
}
