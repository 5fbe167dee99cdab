import { z } from 'zod';
import { type Card, card, press, text } from '../../../cards/card.ts';
import { putOffCard, waiveCard } from '../../../cards/duty/waive.ts';
import { chooseCard, formCard } from '../../../cards/form.ts';
import { nextAllowed } from '../../calendar.ts';
import { type Ctx, privately, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { dayInput, IdInput, neededText } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { refresh } from '../../outbox/live.ts';
import { post } from '../../outbox/store.ts';
import { exists } from '../../people/exists.ts';
import { isBranch, unitsUnder } from '../../people/permit.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { addDays, dayOf, sayDay } from '../../time.ts';
import { openNudge } from '../nudges/nudges.ts';
import { findOwing, loadOwing, owingOf, ownBranches, puttingOff } from '../owed/owed.ts';
import { summariseUpper } from '../owed/upper.ts';
import { itemKey, waive } from '../owed/waivers.ts';
import { lately } from '../period.ts';
import { unitNamed } from '../scope.ts';
import { itemWord, stateWord } from '../words.ts';
import { nudgeTopic } from './answer.ts';

const One = z.object({ unit: IdInput, item: z.string().max(100) });

/** Longer than half a year nothing is put off at once. */
const LONGEST = 183;

/**
 * 暂缓: why something owed is not done, and until when. A branch says so itself and the committee sees it; what a
 * committee owes itself is put off by the one above it.
 */
export const waiveCommands = [
  define({
    name: 'duty.waive',
    words: ['暂缓'],
    help: '暂时开不成的，说明原因和期限',
    who: 'organise',
    input: z.object({ unit: IdInput.optional() }),
    over: (ctx, { unit }) => puttingOff(unit === undefined ? first(waivable(ctx)) : loadOwing(ctx.db, unit)),
    fromText: (ctx, rest) => (rest ? { unit: unitNamed(ctx, rest, 'oversee') } : {}),
    run(ctx, { unit }) {
      const own = unit === undefined ? waivable(ctx) : [loadOwing(ctx.db, unit)];
      const [only] = own;
      if (!only || own.length > 1) {
        const choices = own.map((one) => ({
          label: one.name,
          action: press('', 'duty.waive', { unit: one.id }),
        }));
        return privately(chooseCard('哪个党组织的事项要暂缓？', choices));
      }
      const year = dayOf(ctx.now).slice(0, 4);
      const lines = owingOf(ctx.db, only, ctx.now).map((item) => ({
        label: itemWord(item, year),
        value: stateWord(item),
        item: itemKey(item),
      }));
      return privately(waiveCard(only, lines));
    },
  }),

  define({
    name: 'duty.waiveForm',
    words: [],
    who: 'organise',
    input: One,
    over: (ctx, { unit }) => puttingOff(loadOwing(ctx.db, unit)),
    run(ctx, { unit: id, item }) {
      const unit = loadOwing(ctx.db, id);
      const found = findOwing(ctx.db, unit, item, ctx.now);
      const form = formCard(
        `暂缓：${whose(unit)}${itemWord(found, dayOf(ctx.now).slice(0, 4))}`,
        isBranch(unit.kind)
          ? '写明原因和期限，上级党组织能看到；到期前不算逾期。'
          : '写明原因和期限，会告诉这个党组织；到期前不算逾期。',
        [
          { name: 'reason', label: '原因', kind: 'text', required: true, hint: '如：多数同志驻村抗洪' },
          {
            name: 'until',
            label: '暂缓到',
            kind: 'date',
            required: true,
            value: addDays(dayOf(ctx.now), 30),
          },
        ],
        press('暂缓', 'duty.waiveUntil', { unit: id, item }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'duty.waiveUntil',
    words: [],
    who: 'organise',
    input: One.extend({
      reason: neededText('请写明暂缓的原因。', '原因', 200),
      until: dayInput('请选择暂缓到哪一天。'),
    }),
    over: (ctx, { unit }) => puttingOff(loadOwing(ctx.db, unit)),
    run(ctx, { unit: id, item, reason, until }) {
      const today = dayOf(ctx.now);
      const unit = loadOwing(ctx.db, id);
      const found = findOwing(ctx.db, unit, item, ctx.now);
      if (until < today) throw new Refusal('invalid', '暂缓的日期已经过去了，请选今天或以后。');
      if (until > addDays(today, LONGEST)) throw new Refusal('invalid', '一次最多暂缓半年，到时可以再说明。');
      const fresh = waive(ctx.db, { unit: id, item, reason, until }, ctx.person.id, ctx.now);
      const asked = openNudge(ctx.db, id, item);
      if (asked) refresh(ctx.db, ctx.now, nudgeTopic(asked));
      const word = `${itemWord(found, today.slice(0, 4))}暂缓到${sayDay(until)}`;
      if (fresh && !isBranch(unit.kind)) tellOwing(ctx, unit, (from) => putOffCard({ from, word, reason }));
      return {
        privately: true,
        ...success(isBranch(unit.kind) ? '已记下，上级党组织能看到。' : '已记下，会告诉这个党组织。'),
        content: { card: card(`${whose(unit)}${word}`, [text(`原因：${reason}`)], { tone: 'success' }) },
      };
    },
  }),
];

/** A committee hears that what it owes was put off for it, or is no more. */
export function tellOwing(ctx: Ctx, unit: Unit, saying: (from: string) => Card): void {
  const secretary = secretaryOf(ctx.db, unit.id, dayOf(ctx.now));
  if (!secretary || secretary.person === ctx.person.id) return;
  const from = findUnit(ctx.db, puttingOff(unit))?.name ?? '';
  post(ctx.db, ctx.now, {
    key: `waived:${unit.id}:${ctx.key}`,
    ...secretary,
    content: { card: saying(from) },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

function whose(unit: Unit): string {
  return isBranch(unit.kind) ? '' : unit.name;
}

/** Somebody's own branches, and the committees right beneath theirs (or theirs, if it stands on top) that owe something. */
function waivable(ctx: Ctx): Unit[] {
  const today = dayOf(ctx.now);
  const upper = unitsUnder(ctx.db, ctx.person.id, 'organise', today)
    .filter(({ id }) => !isBranch(findUnit(ctx.db, id)?.kind ?? 'memberGroup'))
    .flatMap(({ id, lineage }) =>
      summariseUpper(ctx.db, lineage, lately(today), ctx.now)
        .filter(({ branch, items }) => exists(branch, today) && items.some(({ state }) => state !== 'done'))
        .flatMap(({ branch }) => findUnit(ctx.db, branch.id) ?? [])
        .filter((unit) => puttingOff(unit) === id),
    );
  return [...new Map([...ownBranches(ctx), ...upper].map((unit) => [unit.id, unit])).values()];
}

function first([unit]: readonly Unit[]): Unit {
  if (!unit)
    throw new Refusal('not_allowed', '支部的暂缓由支部书记或组织委员来说明，党委的由上级党组织来定。');
  return unit;
}
