import { z } from 'zod';
import { formCard } from '../../../../cards/activity/form.ts';
import { card, press, text } from '../../../../cards/card.ts';
import { goneCard } from '../../../../cards/evaluation/gone.ts';
import { IdInput } from '../../../activity/inputs.ts';
import { nextAllowed } from '../../../calendar.ts';
import type { Ctx, Reply, View } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { privately } from '../../../duty/commands/asked.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { findByRef, handleOf } from '../../../people/names.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { addDays, dayOf } from '../../../time.ts';
import { decide, decisionOf, decisionsOf } from '../../decision.ts';
import { Deadline, Reason } from '../../inputs.ts';
import { type Raised, raiseAll } from '../../issue.ts';
import {
  assignContact,
  foundIn,
  loadRound,
  loadSubject,
  nameOf,
  publish,
  type Round,
  subjectsOf,
} from '../../round.ts';
import { sheetsOf } from '../../sheet.ts';
import { levelNamed } from '../../template.ts';
import { totalWord } from '../../words.ts';
import { proposalFor, readReport, topOf } from '../read.ts';
import type { SeenBranch } from '../report.ts';
import { branchCard, deskCard, namesIn } from '../show.ts';
import { partiesOf, stopsOf } from '../store.ts';

const This = z.object({ round: IdInput });
const Which = z.object({ subject: IdInput });

function over(ctx: Ctx, { round }: { round: number }): number {
  return loadRound(ctx.db, round).unit;
}

function overSubject(ctx: Ctx, { subject }: { subject: number }): number {
  return loadRound(ctx.db, loadSubject(ctx.db, subject).round).unit;
}

/** What the means come to is a proposal; people decide, name who looks after whom, and publish. */
export const visitResultCommands = [
  define({
    name: 'peer.results',
    words: [],
    who: 'administer',
    input: This,
    over,
    run: (ctx, { round }) => results(ctx, loadRound(ctx.db, round)),
  }),

  define({
    name: 'peer.decideAll',
    words: [],
    who: 'administer',
    input: This,
    over,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const decided = decisionsOf(ctx.db, id);
      const clear = readReport(ctx.db, round).seen.filter(
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
        ...results(ctx, round),
        toast: { tone: 'success', text: `已评定 ${clear.length} 个支部，可以逐个调整。` },
      };
    },
  }),

  define({
    name: 'peer.list',
    words: [],
    who: 'administer',
    input: This.extend({ level: z.string().max(40), from: z.coerce.number().int().min(0).default(0) }),
    over,
    run(ctx, { round: id, level, from }) {
      const round = loadRound(ctx.db, id);
      const listed = readReport(ctx.db, round).seen.filter((one) => one.level === level);
      const rest = Math.max(0, listed.length - from - PAGE);
      const name = levelNamed(round.template, level)?.name ?? '';
      return privately(
        card(
          `${name}支部（${listed.length} 个）`,
          [
            {
              type: 'facts',
              facts: listed.slice(from, from + PAGE).map(({ subject, proposal }) => ({
                label: nameOf(ctx.db, round, subject),
                value: `${totalWord(proposal.total)}${subject.contact === null ? '' : `，联系领导${handleOf(ctx.db, dayOf(ctx.now), subject.contact)}`}`,
              })),
            },
          ],
          {
            tone: 'info',
            actions: [
              ...listed
                .slice(from, from + PAGE)
                .map(({ subject }) =>
                  press(nameOf(ctx.db, round, subject), 'peer.subject', { subject: subject.id }),
                ),
              ...(rest > 0 ? [press('下一页', 'peer.list', { round: id, level, from: from + PAGE })] : []),
            ],
          },
        ),
      );
    },
  }),

  define({
    name: 'peer.decideForm',
    words: [],
    who: 'administer',
    input: Which,
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
    input: Which.extend({
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
      return {
        ...privately(branchCard(ctx, round, subject)),
        toast: { tone: 'success', text: `${subject.name}：${chosen.name}。` },
      };
    },
  }),

  define({
    name: 'peer.contactForm',
    words: [],
    who: 'administer',
    input: Which,
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
    input: Which.extend({ leader: z.string('请填写姓名。').trim().min(1, '请填写姓名。') }),
    over: overSubject,
    run(ctx, { subject: id, leader }) {
      const subject = loadSubject(ctx.db, id);
      const round = loadRound(ctx.db, subject.round);
      const person = findByRef(ctx.db, leader, dayOf(ctx.now), round.unit);
      assignContact(ctx.db, subject, person.id, ctx.person.id, ctx.now);
      return {
        ...privately(branchCard(ctx, round, loadSubject(ctx.db, id))),
        toast: { tone: 'success', text: `${person.name}同志联系${subject.name}。` },
      };
    },
  }),

  define({
    name: 'peer.contactAll',
    words: [],
    who: 'administer',
    input: This,
    over,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const without = behind(round, readReport(ctx.db, round).seen).filter(
        ({ subject }) => subject.contact === null,
      );
      const leaders = new Map(partiesOf(ctx.db, id).map((party) => [party.id, party.leader]));
      const groups = new Map(stopsOf(ctx.db, id).map(({ subject, group }) => [subject, group]));
      for (const { subject } of without) {
        const leader = leaders.get(groups.get(subject.id) ?? 0);
        if (leader !== undefined) assignContact(ctx.db, subject, leader, ctx.person.id, ctx.now);
      }
      return { ...results(ctx, round), toast: { tone: 'success', text: '已由各组组长联系，可以逐个改。' } };
    },
  }),

  define({
    name: 'peer.raiseForm',
    words: [],
    who: 'administer',
    input: This,
    over,
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
    input: This.extend({
      deadline: Deadline,
    }),
    over,
    run(ctx, { round: id, deadline }) {
      const round = loadRound(ctx.db, id);
      if (deadline < dayOf(ctx.now)) throw new Refusal('invalid', '整改期限已经过去了，请选今天或以后。');
      const themes = new Map(round.template.sections.map((section) => [section.id, section.name]));
      const units = new Map(subjectsOf(ctx.db, id).map((subject) => [subject.id, subject.unit]));
      const wanted = sheetsOf(ctx.db, round).flatMap(({ subject, notes }) =>
        notes.flatMap(({ kind, theme, text: problem }): Raised[] => {
          const unit = units.get(subject);
          if (kind !== 'issue' || unit === undefined) return [];
          const known = { round: id, subject, unit, theme: themes.get(theme) ?? '' };
          return [{ ...known, problem, measure: '', owner: null, deadline }];
        }),
      );
      const raised = raiseAll(ctx.db, id, wanted, ctx.person.id, ctx.now);
      return {
        ...results(ctx, round),
        toast: { tone: 'success', text: `整改清单共 ${raised.length} 条，到期前会提醒。` },
      };
    },
  }),

  define({
    name: 'peer.publish',
    words: [],
    who: 'administer',
    input: This,
    over,
    run(ctx, { round: id }) {
      const round = open(ctx, id);
      const { seen } = readReport(ctx.db, round);
      const decided = decisionsOf(ctx.db, id);
      const waiting = seen.filter(({ subject }) => !decided.has(subject.id)).length;
      if (seen.length === 0) throw new Refusal('conflict', '还没有评分表，先观摩再公布。');
      if (waiting > 0) throw new Refusal('conflict', `还有 ${waiting} 个支部没有评定，评定好再公布。`);
      const alone = behind(round, seen).filter(({ subject }) => subject.contact === null).length;
      if (alone > 0) throw new Refusal('conflict', `还有 ${alone} 个后进支部没有联系领导，明确好再公布。`);
      publish(ctx.db, round, ctx.person.id, ctx.now);
      for (const { subject } of seen) {
        const secretary = secretaryOf(ctx.db, subject.unit, dayOf(ctx.now));
        if (!secretary) continue;
        post(ctx.db, ctx.now, {
          key: `peer:${id}:result:${subject.id}`,
          ...secretary,
          content: { view: 'peer.result', input: { subject: subject.id } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return {
        ...privately(deskCard(ctx, loadRound(ctx.db, id), topOf(ctx.db, round))),
        toast: { tone: 'success', text: `已公布 ${seen.length} 个支部的结果，并告诉各支部书记。` },
      };
    },
  }),
];

const PAGE = 10;

export const visitResultViews: Record<string, View> = {
  'peer.result'({ db, now }, input) {
    const found = foundIn(db, Which.parse(input).subject);
    if (!found) return goneCard();
    const { round, subject } = found;
    const level = levelNamed(round.template, decisionOf(db, subject.id)?.level ?? null)?.name ?? '';
    const leader = subject.contact === null ? '' : `联系领导：${handleOf(db, dayOf(now), subject.contact)}。`;
    return card(
      `${round.title}：${subject.name}`,
      [text(`评定为${level}。${leader}`), text('平均分、亮点和问题，说“观摩”查看；要整改的，说“整改”查看。')],
      { tone: 'info' },
    );
  },
};

function open(ctx: Ctx, id: number): Round {
  const round = loadRound(ctx.db, id);
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
  return round;
}

/** The lowest level there is. */
function behind({ template }: Round, seen: readonly SeenBranch[]): SeenBranch[] {
  const last = template.levels.at(-1)?.id;
  return seen.filter(({ level }) => level === last);
}

function results(ctx: Ctx, round: Round): Reply {
  const { db } = ctx;
  const { seen, levels } = readReport(db, round);
  const decided = decisionsOf(db, round.id);
  const names = namesIn(db, round);
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
