import { z } from 'zod';
import { type Action, press } from '../../../cards/card.ts';
import { superviseCard } from '../../../cards/duty/nudge.ts';
import { formCard } from '../../../cards/form.ts';
import type { Db } from '../../../db/store.ts';
import { nextAllowed } from '../../calendar.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { post } from '../../outbox/store.ts';
import { exists } from '../../people/exists.ts';
import { isBranch, may } from '../../people/permit.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { loadUnit, type Unit } from '../../people/store.ts';
import { DAY, dayOf, type Instant } from '../../time.ts';
import { itemAbout, nudgedOf, nudgedWord } from '../nudges/nudged.ts';
import { type Nudge, nudge, nudgesIn } from '../nudges/nudges.ts';
import type { Item } from '../owed/compliance.ts';
import { standingsNow } from '../owed/current.ts';
import { itemsOf, loadOwing } from '../owed/owed.ts';
import { summariseUpper } from '../owed/upper.ts';
import { itemKey } from '../owed/waivers.ts';
import { lately } from '../period.ts';
import { highestUnder, unitNamed } from '../scope.ts';
import { nameIn, only } from '../summary/summarise.ts';
import { itemsWord, itemWord } from '../words.ts';
import { nudgeTopic } from './answer.ts';

const About = z.object({ unit: IdInput, item: z.string().max(100).default('') });

/** Answers stay in view for so long. */
const SHOWN = 30 * DAY;
const MOST = 8;

/** 督办: a committee asks the secretary of a branch or a committee beneath it, privately; the answer is kept and shown to it. */
export const superviseCommands = [
  define({
    name: 'duty.supervise',
    words: ['督办'],
    help: '提醒下级党组织处理逾期事项：督办 [单位]',
    who: 'oversee',
    input: z.object({ unit: IdInput.optional() }),
    over: (ctx, { unit }) => unit ?? highestUnder(ctx, 'oversee'),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'oversee') } : {}),
    run(ctx, { unit }) {
      const found = loadUnit(ctx.db, unit ?? highestUnder(ctx, 'oversee'));
      refuseEnded(ctx, found);
      if (!isBranch(found.kind)) return committeeDesk(ctx, found);
      if (!isAbove(ctx, found)) throw new Refusal('not_allowed', OF_SUPERIORS);
      return unitDesk(ctx, found);
    },
  }),

  define({
    name: 'duty.nudgeForm',
    words: [],
    who: 'oversee',
    input: About,
    over: (ctx, { unit }) => superiorOf(ctx.db, unit),
    run(ctx, { unit, item }) {
      const found = loadAsked(ctx, unit);
      const what = wordOf(ctx.db, found, item, ctx.now);
      const form = formCard(
        `督办：${found.name}${what ?? ''}`,
        `私下发给${secretaryWord(found)}，书记回复后告诉您。`,
        [{ name: 'said', label: '说明', kind: 'longtext', required: false, hint: '可以不填' }],
        press('发出督办', 'duty.nudge', { unit, item }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'duty.nudge',
    words: [],
    who: 'oversee',
    input: About.extend({ said: z.string().trim().max(500, '说明请不超过 500 字。').nullish() }),
    over: (ctx, { unit }) => superiorOf(ctx.db, unit),
    run(ctx, { unit, item, said }) {
      const found = loadAsked(ctx, unit);
      const secretary = secretaryOf(ctx.db, unit, dayOf(ctx.now));
      if (!secretary) throw new Refusal('conflict', `${found.name}的书记还没有接入，请电话联系。`);
      const made = nudge(ctx.db, { unit, item, said: said ?? '' }, ctx.person.id, ctx.now);
      post(ctx.db, ctx.now, {
        key: `nudge:${made.id}`,
        ...secretary,
        content: { view: 'duty.nudge', input: { nudge: made.id } },
        topic: nudgeTopic(made),
        urgency: 'notice',
        dueAt: nextAllowed(ctx.now),
      });
      return { ...unitDesk(ctx, found), ...success(`已发给${secretaryWord(found)}。`) };
    },
  }),
];

/** Only from above is somebody asked: a branch's own secretary oversees it too. */
export function superiorOf(db: Db, unit: number): number {
  const { parent } = loadOwing(db, unit);
  if (parent === null) throw new Refusal('not_allowed', OF_SUPERIORS);
  return parent;
}

/** Nobody is shown buttons that would refuse them. */
function isAbove(ctx: Ctx, { parent }: Unit): boolean {
  return parent !== null && may(ctx.db, ctx.person.id, 'oversee', parent, dayOf(ctx.now));
}

function loadAsked(ctx: Ctx, id: number): Unit {
  const found = loadOwing(ctx.db, id);
  refuseEnded(ctx, found);
  return found;
}

/** Its button may stand on a card from before. */
function refuseEnded(ctx: Ctx, unit: Unit): void {
  if (!exists(unit, dayOf(ctx.now))) throw new Refusal('conflict', `${unit.name}已经撤销，不用再督办。`);
}

const OF_SUPERIORS = '督办由上级党组织来做。本支部的情况，请说“还差什么”。';

function secretaryWord({ kind }: Unit): string {
  return isBranch(kind) ? '支部书记' : '书记';
}

/** What a branch or a committee owes itself, each with its button. */
function unitDesk(ctx: Ctx, unit: Unit): Reply {
  const year = dayOf(ctx.now).slice(0, 4);
  const late = only(itemsOf(ctx.db, unit, ctx.now), 'overdue');
  return desk({
    unit: unit.name,
    more: 0,
    lines: late.map((item) => ({ label: itemWord(item, year), value: '已逾期' })),
    nudges: nudgesIn(ctx.db, unit.lineage, ctx.now - SHOWN, dayOf(ctx.now))
      .filter((one) => one.unit === unit.id)
      .map((one) => nudgeLine(ctx, one)),
    actions: ownActions(ctx, unit, late),
  });
}

function ownActions(ctx: Ctx, unit: Unit, late: readonly Item[]): Action[] {
  const year = dayOf(ctx.now).slice(0, 4);
  const name = isBranch(unit.kind) ? '' : unit.name;
  return [
    ...late.slice(0, MOST).map((item) =>
      press(`督办：${name}${itemWord(item, year)}`, 'duty.nudgeForm', {
        unit: unit.id,
        item: itemKey(item),
      }),
    ),
    press(`督办${name}总体情况`, 'duty.nudgeForm', { unit: unit.id, item: '' }),
  ];
}

/** What the committees owe themselves stands first, then their branches; whoever stands above can ask the committee itself. */
function committeeDesk(ctx: Ctx, committee: Unit): Reply {
  const year = dayOf(ctx.now).slice(0, 4);
  const own = only(itemsOf(ctx.db, committee, ctx.now), 'overdue');
  const upper = summariseUpper(ctx.db, committee.lineage, lately(dayOf(ctx.now)), ctx.now);
  const late = [...upper, ...standingsNow(ctx.db, committee.lineage, ctx.now)]
    .map((standing) => ({ standing, items: only(standing.items, 'overdue') }))
    .filter(
      ({ standing: { branch }, items }) =>
        items.length > 0 && branch.id !== committee.id && exists(branch, dayOf(ctx.now)),
    );
  const shown = late.slice(0, MOST);
  return desk({
    unit: committee.name,
    more: late.length - shown.length,
    lines: [
      ...(own.length > 0 ? [{ label: '本级', value: itemsWord(own, year, 4) }] : []),
      ...shown.map(({ standing, items }) => ({
        label: nameIn(committee, standing),
        value: itemsWord(items, year, 4),
      })),
    ],
    nudges: nudgesIn(ctx.db, committee.lineage, ctx.now - SHOWN, dayOf(ctx.now))
      .filter(({ unit }) => unit !== committee.id || isAbove(ctx, committee))
      .map((one) => nudgeLine(ctx, one)),
    actions: [
      ...(isAbove(ctx, committee) ? ownActions(ctx, committee, own) : []),
      ...shown.map(({ standing, items }) => askFor(nameIn(committee, standing), standing.branch.id, items)),
    ],
  });
}

/** A committee beneath has branches of its own, so that what it owes itself is asked for at once. */
function askFor(name: string, unit: number, items: readonly Item[]): Action {
  const [item] = items;
  return item?.rule.owedBy === 'upper'
    ? press(`督办：${name}（本级）`, 'duty.nudgeForm', { unit, item: itemKey(item) })
    : press(`督办：${name}`, 'duty.supervise', { unit });
}

function desk(shown: Parameters<typeof superviseCard>[0]): Reply {
  return privately(superviseCard(shown));
}

function nudgeLine(ctx: Ctx, { id }: Nudge): { label: string; value: string } {
  const nudged = nudgedOf(ctx.db, id, ctx.now);
  return { label: nudged.branch, value: nudgedWord(nudged) };
}

function wordOf(db: Db, unit: Unit, key: string, now: Instant): string | null {
  const item = itemAbout(db, unit, key, now);
  return item ? itemWord(item, dayOf(now).slice(0, 4)) : null;
}
