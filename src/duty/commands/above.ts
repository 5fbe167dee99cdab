import { z } from 'zod';
import { type Action, press } from '../../../cards/card.ts';
import { aboveCard, nothingAboveCard } from '../../../cards/duty/above.ts';
import type { Level } from '../../../db/schema/three.ts';
import { LevelInput } from '../../activity/commands/three.ts';
import { withActivity } from '../../activity/find.ts';
import { fiveOf } from '../../activity/five.ts';
import { type Activity, loadActivity } from '../../activity/store.ts';
import { levelActions } from '../../activity/three/ask.ts';
import { giveWord, refuseWord, wordOf } from '../../activity/three/office.ts';
import { reviewFacts } from '../../activity/three/reviewed.ts';
import { type Waiting, waitingAbove } from '../../activity/three/waiting.ts';
import { LEVEL_WORDS, readLevel } from '../../activity/three/words.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { demand, unitsUnder } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { dayOf, say, shortDay } from '../../time.ts';
import { unitNamed } from '../scope.ts';

/** Only theme days beneath this unit. */
const Within = z.object({ unit: IdInput.optional() });

/** 上级评价: the committee above goes through what its branches held, one after the other, one tap each. Nobody is reminded. */
export const aboveCommands = [
  define({
    name: 'three.above',
    words: ['上级评价'],
    help: '给下级支部的主题党日评一评，可不评：上级评价 [单位] [好]',
    section: 'committee',
    who: 'administer',
    input: Within.extend({
      /** This one, though something was said of it. */
      activity: IdInput.optional(),
      /** The next one after this. */
      after: IdInput.optional(),
      level: LevelInput.optional(),
    }),
    fromText: read,
    run(ctx, { unit, activity, after, level }) {
      if (activity !== undefined) return show(ctx, load(ctx, activity), unit, []);
      const waiting = waitingFor(ctx, unit);
      if (level === undefined) return next(ctx, unit, waiting, after);
      return withActivity(
        ctx,
        undefined,
        () => waiting.slice(0, CHOICES).map(({ id }) => loadActivity(ctx.db, id)),
        () => '没有可评的主题党日。',
        {
          name: 'three.giveAbove',
          question: `给哪一次评“${LEVEL_WORDS[level]}”？`,
          input: { level, was: null },
        },
        (found) => give(ctx, found, { level, was: null }, unit),
      );
    },
  }),

  define({
    name: 'three.giveAbove',
    words: [],
    who: 'administer',
    input: Within.extend({ activity: IdInput, level: LevelInput, was: LevelInput.nullish() }),
    run: (ctx, { activity, unit, ...given }) => give(ctx, load(ctx, activity), given, unit),
  }),
];

/** 第一党支部 好: the level stands behind. */
function read(ctx: Ctx, rest: string): Record<string, unknown> {
  const parts = rest.split(/\s+/).filter(Boolean);
  const level = readLevel(parts.at(-1) ?? '')?.level;
  const name = (level ? parts.slice(0, -1) : parts).join(' ');
  return { ...(level && { level }), ...(name && { unit: unitNamed(ctx, name, 'administer') }) };
}

/** One of a unit beneath somebody's own; its right is over the unit above that whose it is. */
function load(ctx: Ctx, id: number): Activity {
  const activity = loadActivity(ctx.db, id);
  const parent = findUnit(ctx.db, activity.unit)?.parent;
  if (parent == null) throw new Refusal('conflict', '本级的活动没有上级来评。');
  demand(ctx.db, ctx.person.id, 'administer', parent, dayOf(ctx.now));
  return activity;
}

/** More are not asked about. */
const CHOICES = 7;

function waitingFor(ctx: Ctx, within: number | undefined): Waiting[] {
  const own = unitsUnder(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now)).map(({ lineage }) => lineage);
  const asked = within === undefined ? '' : (findUnit(ctx.db, within)?.lineage ?? '');
  return waitingAbove(ctx.db, own, ctx.now).filter(({ lineage }) => lineage.startsWith(asked));
}

/** The first that comes after one, and from the beginning again. */
function next(
  ctx: Ctx,
  unit: number | undefined,
  waiting: readonly Waiting[],
  after?: number,
  more: Action[] = [],
): Reply {
  const last = after === undefined ? undefined : loadActivity(ctx.db, after);
  const follows = ({ startsAt, id }: Waiting) =>
    last === undefined || startsAt > last.startsAt || (startsAt === last.startsAt && id > last.id);
  const found = waiting.find(follows) ?? waiting[0];
  if (found) return show(ctx, loadActivity(ctx.db, found.id), unit, more, waiting.length);
  const name = unit === undefined ? null : (findUnit(ctx.db, unit)?.name ?? null);
  return privately(nothingAboveCard(name, more));
}

function show(ctx: Ctx, activity: Activity, unit: number | undefined, more: Action[], waiting = 1): Reply {
  refuseWord(ctx.db, activity, 'above', ctx.now);
  const was = wordOf(ctx.db, activity.id, 'above')?.level ?? null;
  const input = { activity: activity.id, ...(unit !== undefined && { unit }) };
  const card = aboveCard({
    waiting,
    facts: factsOf(ctx, activity),
    actions: [
      ...levelActions('上级评价', 'three.giveAbove', { ...input, was }),
      ...(waiting > 1
        ? [press('下一次', 'three.above', { after: activity.id, ...(unit !== undefined && { unit }) })]
        : []),
      ...more,
    ],
  });
  return privately(card);
}

function factsOf({ db }: Ctx, activity: Activity): { label: string; value: string }[] {
  const unit = findUnit(db, activity.unit);
  const path = unit?.path.split('/').slice(-2).join('/') ?? '';
  return [
    { label: '支部', value: path },
    { label: '时间', value: say(activity.startsAt) },
    { label: '主题', value: activity.theme || '—' },
    { label: '到会', value: `应到 ${activity.expected}，实到 ${activity.present}` },
    { label: '五定', value: fiveOf(db, activity, activity.expected) ?? '—' },
    ...reviewFacts(db, activity),
  ];
}

function give(
  ctx: Ctx,
  activity: Activity,
  given: { level: Level; was?: Level | null | undefined },
  unit: number | undefined,
): Reply {
  const done = giveWord(ctx.db, activity, { review: 'above', ...given }, ctx.person.id, ctx.now);
  const held = `${findUnit(ctx.db, activity.unit)?.name ?? ''}${shortDay(dayOf(activity.startsAt))}主题党日`;
  if (!done) {
    const now = wordOf(ctx.db, activity.id, 'above');
    const text = `${held}已经有上级评价“${LEVEL_WORDS[now?.level ?? given.level]}”，没有改动；要改请再点一次。`;
    return { ...show(ctx, activity, unit, []), toast: { tone: 'info', text } };
  }
  const change = press('改刚才的', 'three.above', {
    activity: activity.id,
    ...(unit !== undefined && { unit }),
  });
  const toast = { tone: 'success', text: `${held}：${LEVEL_WORDS[given.level]}。` } as const;
  return { ...next(ctx, unit, waitingFor(ctx, unit), activity.id, [change]), toast };
}
