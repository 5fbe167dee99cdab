import { z } from 'zod';
import { formCard } from '../../../cards/activity/form.ts';
import { type Action, press } from '../../../cards/card.ts';
import { answeredCard, type Nudged, nudgeCard, superviseCard } from '../../../cards/duty/nudge.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed } from '../../calendar.ts';
import type { Ctx, Reply, View } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { post, refresh } from '../../outbox/store.ts';
import { isBranch } from '../../people/permit.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { addressOf, findUnit, type Unit } from '../../people/store.ts';
import { DAY, dayOf, type Instant } from '../../time.ts';
import type { Item } from '../compliance.ts';
import { standingsNow } from '../current.ts';
import { answerNudge, loadNudge, type Nudge, nudge, nudgesIn } from '../nudges.ts';
import { loadBranch } from '../owed.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { nameIn, only } from '../summarise.ts';
import { itemKey } from '../waivers.ts';
import { itemsWord, itemWord, shortDay } from '../words.ts';

const Id = z.coerce.number().int().positive();
const About = z.object({ unit: Id, item: z.string().max(100).default('') });

/** Answers stay in view for so long. */
const SHOWN = 30 * DAY;
const MOST = 8;

/** 督办: a committee asks a branch's secretary, privately; the answer is kept and shown to the committee. */
export const superviseCommands = [
  define({
    name: 'duty.supervise',
    words: ['督办'],
    help: '提醒支部处理逾期事项：督办 [单位]',
    who: 'oversee',
    input: z.object({ unit: Id.optional() }),
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'oversee') } : {}),
    run(ctx, { unit }) {
      const found = findUnit(ctx.db, unit ?? highestUnder(ctx, 'oversee'));
      if (!found) throw new Refusal('not_found', '没有找到这个组织，请重新说一次。');
      return isBranch(found.kind) ? branchDesk(ctx, found) : committeeDesk(ctx, found);
    },
  }),

  define({
    name: 'duty.nudgeForm',
    words: [],
    who: 'oversee',
    input: About,
    over: (ctx, { unit }) => superiorOf(ctx.db, unit),
    run(ctx, { unit, item }) {
      const branch = loadBranch(ctx.db, unit);
      const what = wordOf(ctx.db, branch, item, ctx.now);
      const form = formCard(
        `督办：${branch.name}${what ?? ''}`,
        '私下发给支部书记，书记回复后告诉您。',
        [{ name: 'said', label: '说明', kind: 'longtext', required: false, hint: '可以不填' }],
        press('发出督办', 'duty.nudge', { unit, item }, 'primary'),
      );
      return { content: { card: form }, privately: true };
    },
  }),

  define({
    name: 'duty.nudge',
    words: [],
    who: 'oversee',
    input: About.extend({ said: z.string().trim().max(500, '说明请不超过 500 字。').nullish() }),
    over: (ctx, { unit }) => superiorOf(ctx.db, unit),
    run(ctx, { unit, item, said }) {
      const branch = loadBranch(ctx.db, unit);
      const secretary = secretaryOf(ctx.db, unit, dayOf(ctx.now));
      if (!secretary) throw new Refusal('conflict', `${branch.name}的书记还没有接入，请电话联系。`);
      const made = nudge(ctx.db, { unit, item, said: said ?? '' }, ctx.person.id, ctx.now);
      post(ctx.db, ctx.now, {
        key: `nudge:${made.id}`,
        ...secretary,
        content: { view: 'duty.nudge', input: { nudge: made.id } },
        topic: topicOf(made),
        urgency: 'notice',
        dueAt: nextAllowed(ctx.now),
      });
      return { ...branchDesk(ctx, branch), toast: { tone: 'success', text: '已发给支部书记。' } };
    },
  }),

  define({
    name: 'duty.answerForm',
    words: [],
    who: 'organise',
    input: z.object({ nudge: Id }),
    over: (ctx, input) => loadNudge(ctx.db, input.nudge).unit,
    run(ctx, input) {
      const found = loadNudge(ctx.db, input.nudge);
      if (found.answeredAt !== null) throw new Refusal('conflict', '这条督办已经回复过了。');
      const form = formCard(
        '回复督办',
        '写明打算怎么办、什么时候办好。',
        [{ name: 'answer', label: '回复', kind: 'longtext', required: true }],
        press('提交回复', 'duty.answer', { nudge: found.id }, 'primary'),
      );
      return { content: { card: form }, privately: true };
    },
  }),

  define({
    name: 'duty.answer',
    words: [],
    who: 'organise',
    input: z.object({
      nudge: Id,
      answer: z.string('请写明回复。').trim().min(1, '请写明回复。').max(500, '回复请不超过 500 字。'),
    }),
    over: (ctx, input) => loadNudge(ctx.db, input.nudge).unit,
    run(ctx, input) {
      const found = loadNudge(ctx.db, input.nudge);
      answerNudge(ctx.db, found, input.answer, ctx.person.id, ctx.now);
      refresh(ctx.db, ctx.now, topicOf(found));
      const to = addressOf(ctx.db, found.by);
      if (to) {
        post(ctx.db, ctx.now, {
          key: `nudge:${found.id}:answered`,
          to,
          person: found.by,
          content: { view: 'duty.answered', input: { nudge: found.id } },
          urgency: 'notice',
          dueAt: nextAllowed(ctx.now),
        });
      }
      return {
        content: { view: 'duty.nudge', input: { nudge: found.id } },
        privately: true,
        toast: { tone: 'success', text: '已回复上级党组织。' },
      };
    },
  }),
];

const Which = z.object({ nudge: z.number() });

export const nudgeViews: Record<string, View> = {
  'duty.nudge': ({ db, now }, input) => nudgeCard(nudgedOf(db, Which.parse(input).nudge, now)),
  'duty.answered': ({ db, now }, input) => answeredCard(nudgedOf(db, Which.parse(input).nudge, now)),
};

function nudgedOf(db: Db, id: number, now: Instant): Nudged {
  const found = loadNudge(db, id);
  const branch = loadBranch(db, found.unit);
  const item = itemOf(db, branch, found.item, now);
  return {
    id,
    branch: branch.name,
    what: found.item === '' ? null : item ? itemWord(item, dayOf(now).slice(0, 4)) : '此前的事项',
    said: found.said,
    from: findUnit(db, branch.parent ?? branch.id)?.name ?? '',
    answer: found.answer,
    compose: press('新建活动', 'activity.compose', {
      unit: item?.holder.id ?? branch.id,
      kinds: item ? [...item.rule.kinds].slice(0, 1) : [],
    }),
  };
}

function topicOf(nudge: Pick<Nudge, 'id'>): string {
  return `nudge:${nudge.id}`;
}

/** Only from above is a branch asked: its own secretary oversees it too. */
function superiorOf(db: Db, unit: number): number {
  const { parent } = loadBranch(db, unit);
  if (parent === null) throw new Refusal('not_allowed', '督办由上级党组织来做。');
  return parent;
}

function branchDesk(ctx: Ctx, branch: Unit): Reply {
  const year = dayOf(ctx.now).slice(0, 4);
  const standings = standingsNow(ctx.db, branch.lineage, ctx.now);
  const late = standings.flatMap(({ items }) => only(items, 'overdue'));
  const actions: Action[] = [
    ...late
      .slice(0, MOST)
      .map((item) =>
        press(`督办：${itemWord(item, year)}`, 'duty.nudgeForm', { unit: branch.id, item: itemKey(item) }),
      ),
    press('督办总体情况', 'duty.nudgeForm', { unit: branch.id, item: '' }),
  ];
  return {
    privately: true,
    content: {
      card: superviseCard({
        unit: branch.name,
        lines: late.map((item) => ({ label: itemWord(item, year), value: '已逾期' })),
        nudges: nudgesIn(ctx.db, branch.lineage, ctx.now - SHOWN).map((one) => nudgeLine(ctx, one)),
        actions,
      }),
    },
  };
}

function committeeDesk(ctx: Ctx, committee: Unit): Reply {
  const late = standingsNow(ctx.db, committee.lineage, ctx.now)
    .map((standing) => ({ standing, items: only(standing.items, 'overdue') }))
    .filter(({ items }) => items.length > 0)
    .slice(0, MOST);
  return {
    privately: true,
    content: {
      card: superviseCard({
        unit: committee.name,
        lines: late.map(({ standing, items }) => ({
          label: nameIn(committee, standing),
          value: itemsWord(items, dayOf(ctx.now).slice(0, 4), 4),
        })),
        nudges: nudgesIn(ctx.db, committee.lineage, ctx.now - SHOWN).map((one) => nudgeLine(ctx, one)),
        actions: late.map(({ standing }) =>
          press(`督办：${nameIn(committee, standing)}`, 'duty.supervise', { unit: standing.branch.id }),
        ),
      }),
    },
  };
}

function nudgeLine(ctx: Ctx, { id, at, answer }: Nudge): { label: string; value: string } {
  const { branch, what } = nudgedOf(ctx.db, id, ctx.now);
  const asked = `${shortDay(dayOf(at))}督办${what ?? '总体情况'}`;
  return {
    label: branch,
    value: answer === null ? `${asked}，等待回复` : `${asked}，回复：${answer}`,
  };
}

function itemOf(db: Db, branch: Unit, key: string, now: Instant): Item | undefined {
  return standingsNow(db, branch.lineage, now)
    .flatMap(({ items }) => items)
    .find((item) => itemKey(item) === key);
}

function wordOf(db: Db, branch: Unit, key: string, now: Instant): string | null {
  const item = itemOf(db, branch, key, now);
  return item ? itemWord(item, dayOf(now).slice(0, 4)) : null;
}
