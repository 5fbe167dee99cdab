import { z } from 'zod';
import { chooseCard, formCard } from '../../../cards/activity/form.ts';
import { card, press, text } from '../../../cards/card.ts';
import { waiveCard } from '../../../cards/duty/waive.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { refresh } from '../../outbox/live.ts';
import { addDays, dayOf, isDay, sayDay } from '../../time.ts';
import { openNudge } from '../nudges.ts';
import { findOwing, loadBranch, owingOf, ownBranches } from '../owed.ts';
import { itemKey, waive } from '../waivers.ts';
import { itemWord, stateWord } from '../words.ts';
import { nudgeTopic } from './answer.ts';

const Id = z.coerce.number().int().positive();
const One = z.object({ unit: Id, item: z.string().max(100) });

/** Longer than half a year nothing is put off at once. */
const LONGEST = 183;

/** 暂缓: why something owed is not done, and until when. The committee sees it. */
export const waiveCommands = [
  define({
    name: 'duty.waive',
    words: ['暂缓'],
    help: '暂时开不成的，说明原因和期限',
    who: 'organise',
    input: z.object({ unit: Id.optional() }),
    over: (ctx, { unit }) => unit ?? firstBranch(ownBranches(ctx)),
    run(ctx, { unit }) {
      const own = unit === undefined ? ownBranches(ctx) : [loadBranch(ctx.db, unit)];
      const [only] = own;
      if (!only || own.length > 1) {
        const choices = own.map((one) => ({
          label: one.name,
          action: press('', 'duty.waive', { unit: one.id }),
        }));
        return { content: { card: chooseCard('哪个支部的事项要暂缓？', choices) }, privately: true };
      }
      const year = dayOf(ctx.now).slice(0, 4);
      const lines = owingOf(ctx.db, only, ctx.now).map((item) => ({
        label: itemWord(item, year),
        value: stateWord(item),
        item: itemKey(item),
      }));
      return { content: { card: waiveCard(only, lines) }, privately: true };
    },
  }),

  define({
    name: 'duty.waiveForm',
    words: [],
    who: 'organise',
    input: One,
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, item }) {
      const found = findOwing(ctx.db, loadBranch(ctx.db, unit), item, ctx.now);
      const form = formCard(
        `暂缓：${itemWord(found, dayOf(ctx.now).slice(0, 4))}`,
        '写明原因和期限，上级党组织能看到；到期前不算逾期。',
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
        press('暂缓', 'duty.waiveUntil', { unit, item }, 'primary'),
      );
      return { content: { card: form }, privately: true };
    },
  }),

  define({
    name: 'duty.waiveUntil',
    words: [],
    who: 'organise',
    input: One.extend({
      reason: z
        .string('请写明暂缓的原因。')
        .trim()
        .min(1, '请写明暂缓的原因。')
        .max(200, '原因请不超过 200 字。'),
      until: z.string('请选择暂缓到哪一天。').refine(isDay, '日期没看懂，请写成 2026-12-04 这样。'),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, item, reason, until }) {
      const today = dayOf(ctx.now);
      const found = findOwing(ctx.db, loadBranch(ctx.db, unit), item, ctx.now);
      if (until < today) throw new Refusal('invalid', '暂缓的日期已经过去了，请选今天或以后。');
      if (until > addDays(today, LONGEST)) throw new Refusal('invalid', '一次最多暂缓半年，到时可以再说明。');
      waive(ctx.db, { unit, item, reason, until }, ctx.person.id, ctx.now);
      const asked = openNudge(ctx.db, unit, item);
      if (asked) refresh(ctx.db, ctx.now, nudgeTopic(asked));
      const word = itemWord(found, today.slice(0, 4));
      return {
        privately: true,
        toast: { tone: 'success', text: '已记下，上级党组织能看到。' },
        content: {
          card: card(`${word}暂缓到${sayDay(until)}`, [text(`原因：${reason}`)], { tone: 'success' }),
        },
      };
    },
  }),
];

function firstBranch([first]: readonly { id: number }[]): number {
  if (!first) throw new Refusal('not_allowed', '暂缓由支部书记或组织委员来说明。');
  return first.id;
}
