import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { type Field, type Option, press } from '../../../../cards/card.ts';
import { draftCard, notedCard, type VisitDraft } from '../../../../cards/duty/visits.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { findByRef, handleOf } from '../../../people/names.ts';
import { addressOf } from '../../../people/store.ts';
import { dayOf, isDay, sayDay } from '../../../time.ts';
import { type Branch, branchesFor, branchSaid, demandNoting, secretaryIn } from '../branches.ts';
import { mayRead } from '../leaders.ts';
import { FORMS, readVisit, type Said } from '../read.ts';
import { type FollowUp, loadVisit, noteVisit, withdrawVisit } from '../store.ts';

const Id = z.coerce.number().int().positive();
const emptied = (raw: unknown) => (raw === '' || raw === undefined ? null : raw);
const words = (label: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${label}请不超过 ${most} 字。`)
    .nullish()
    .transform((said) => said ?? '');
const DayInput = z.string('请选择日期。').refine(isDay, '日期没看懂，请写成 2026-12-04 这样。');

const Noted = z.object({
  unit: z.coerce.number('请选择支部。').int().positive(),
  day: DayInput,
  form: z.string().trim().min(1, '请选择方式。').max(20, '方式请不超过 20 字。'),
  heard: words('听到的情况', 1000),
  what: words('跟进事项', 200),
  owner: z.string().trim().max(40).nullish(),
  deadline: z.preprocess(emptied, DayInput.nullable()),
  draft: z.string().max(200),
});
type Noted = z.infer<typeof Noted>;
const Known = Noted.partial();
type Known = z.infer<typeof Known>;

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
      const branch = demandNoting(ctx, input.unit);
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
        press('撤回', 'visit.withdraw', { visit: visit.id }),
      ];
      return {
        privately: true,
        toast: { tone: 'success', text: '已记下。' },
        content: { card: notedCard(draftOf(ctx, branch, input, owner), told, actions) },
      };
    },
  }),

  define({
    name: 'visit.withdraw',
    words: [],
    who: 'anyone',
    input: z.object({ visit: Id }),
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
      return { toast: { tone: 'success', text: '已撤回，不计次数；跟进事项也不再提醒。' } };
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
  return {
    privately: true,
    content: { card: draftCard(draftOf(ctx, branch, { ...input }, owner), actions) },
  };
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

function knownOf(ctx: Ctx, { day, form, heard, what, owner, deadline }: Said) {
  return { day, form, heard, what, owner, deadline, draft: ctx.key };
}

function noteForm(ctx: Ctx, known: Known, intro = ''): Reply {
  const branches = branchesFor(ctx);
  const [first] = branches;
  if (!first) throw new Refusal('not_allowed', '下基层记录由挂点联系支部的领导来记；挂点由党务干部设置。');
  const chosen = branches.find(({ id }) => id === known.unit) ?? (branches.length === 1 ? first : undefined);
  const fields: Field[] = [
    {
      name: 'unit',
      label: '支部',
      kind: 'select',
      required: true,
      options: branches.map(({ id, label }) => ({ value: String(id), label })),
      ...(chosen && { value: String(chosen.id) }),
    },
    { name: 'day', label: '日期', kind: 'date', required: true, value: known.day ?? dayOf(ctx.now) },
    {
      name: 'form',
      label: '方式',
      kind: 'select',
      required: true,
      value: known.form ?? FORMS[0],
      options: FORM_OPTIONS,
    },
    { name: 'heard', label: '听到的情况', kind: 'longtext', required: false, value: known.heard ?? '' },
    {
      name: 'what',
      label: '要跟进的事',
      kind: 'text',
      required: false,
      value: known.what ?? '',
      hint: '没有就不填',
    },
    {
      name: 'owner',
      label: '跟进人',
      kind: 'text',
      required: false,
      hint: '不填就是支部书记',
      value: ownerWord(ctx, known.owner ?? ''),
    },
    {
      name: 'deadline',
      label: '跟进期限',
      kind: 'date',
      required: false,
      ...(known.deadline && { value: known.deadline }),
    },
  ];
  const submit = press('保存', 'visit.save', { draft: known.draft ?? ctx.key }, 'primary');
  return { privately: true, content: { card: formCard('下基层记录', intro || null, fields, submit) } };
}

function ownerWord(ctx: Ctx, owner: string): string {
  return /^\d+$/.test(owner) ? handleOf(ctx.db, dayOf(ctx.now), Number(owner)) : owner;
}

const FORM_OPTIONS: Option[] = FORMS.map((value) => ({ value, label: value }));

/** Whoever was named, of the committee's; else the branch's secretary. */
function ownerOf(ctx: Ctx, branch: Branch, { owner, what }: Pick<Noted, 'owner' | 'what'>): number {
  if (owner === '我' || owner === String(ctx.person.id)) return ctx.person.id;
  if (what === '' || !owner) return secretaryIn(ctx, branch) ?? ctx.person.id;
  return findByRef(ctx.db, owner, dayOf(ctx.now), branch.parent ?? branch.id).id;
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

/** Whoever sees to it hears of it once, privately; who noted it for themselves needs no message. */
function tellOwner(ctx: Ctx, followUp: FollowUp): string | null {
  const { id, owner } = followUp;
  if (owner === ctx.person.id) return null;
  const to = addressOf(ctx.db, owner);
  const name = handleOf(ctx.db, dayOf(ctx.now), owner);
  if (!to) return `${name}同志还没有接入，请另行告知。`;
  post(ctx.db, ctx.now, {
    key: `followUp:${id}`,
    to,
    person: owner,
    content: { view: 'visit.followUp', input: { followUp: id } },
    topic: `followUp:${id}`,
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
  return `已私下告诉${name}同志；到期前会提醒，办结后告诉您。`;
}
