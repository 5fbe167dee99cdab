import { z } from 'zod';
import { formCard } from '../../../cards/activity/form.ts';
import { type Action, press } from '../../../cards/card.ts';
import { superviseCard } from '../../../cards/duty/nudge.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed } from '../../calendar.ts';
import type { Ctx, Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { post } from '../../outbox/store.ts';
import { isBranch, may } from '../../people/permit.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { DAY, dayOf, type Instant } from '../../time.ts';
import { standingsNow } from '../current.ts';
import { itemAbout, nudgedOf, nudgedWord } from '../nudged.ts';
import { type Nudge, nudge, nudgesIn } from '../nudges.ts';
import { loadBranch } from '../owed.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { nameIn, only } from '../summarise.ts';
import { itemKey } from '../waivers.ts';
import { itemsWord, itemWord } from '../words.ts';
import { nudgeTopic } from './answer.ts';

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
      if (!isBranch(found.kind)) return committeeDesk(ctx, found);
      demandAbove(ctx, found);
      return branchDesk(ctx, found);
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
        topic: nudgeTopic(made),
        urgency: 'notice',
        dueAt: nextAllowed(ctx.now),
      });
      return { ...branchDesk(ctx, branch), toast: { tone: 'success', text: '已发给支部书记。' } };
    },
  }),
];

/** Only from above is a branch asked: its own secretary oversees it too. */
function superiorOf(db: Db, unit: number): number {
  const { parent } = loadBranch(db, unit);
  if (parent === null) throw new Refusal('not_allowed', OF_SUPERIORS);
  return parent;
}

/** Nobody is shown buttons that would refuse them. */
function demandAbove(ctx: Ctx, branch: Unit): void {
  if (branch.parent !== null && may(ctx.db, ctx.person.id, 'oversee', branch.parent, dayOf(ctx.now))) return;
  throw new Refusal('not_allowed', OF_SUPERIORS);
}

const OF_SUPERIORS = '督办由上级党组织来做。本支部的情况，请说“还差什么”。';

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
        more: 0,
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
    .filter(({ items }) => items.length > 0);
  const shown = late.slice(0, MOST);
  return {
    privately: true,
    content: {
      card: superviseCard({
        unit: committee.name,
        more: late.length - shown.length,
        lines: shown.map(({ standing, items }) => ({
          label: nameIn(committee, standing),
          value: itemsWord(items, dayOf(ctx.now).slice(0, 4), 4),
        })),
        nudges: nudgesIn(ctx.db, committee.lineage, ctx.now - SHOWN).map((one) => nudgeLine(ctx, one)),
        actions: shown.map(({ standing }) =>
          press(`督办：${nameIn(committee, standing)}`, 'duty.supervise', { unit: standing.branch.id }),
        ),
      }),
    },
  };
}

function nudgeLine(ctx: Ctx, { id }: Nudge): { label: string; value: string } {
  const nudged = nudgedOf(ctx.db, id, ctx.now);
  return { label: nudged.branch, value: nudgedWord(nudged) };
}

function wordOf(db: Db, branch: Unit, key: string, now: Instant): string | null {
  const item = itemAbout(db, branch, key, now);
  return item ? itemWord(item, dayOf(now).slice(0, 4)) : null;
}
