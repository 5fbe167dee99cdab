import { z } from 'zod';
import type { Ctx } from '../../chat/command.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf } from '../../time.ts';
import { readSettings } from '../rules/decided.ts';
import { formerlyWithin, onlyOne, unitsMeant, within } from '../scope.ts';
import { PERIOD_HINT, splitPeriod } from '../spoken.ts';
import { both, Filter, type FilterWord, filterWords } from './filter.ts';

/** What a summary is asked for: a time, a unit, and what of it; each may be left out. */
export const Wanted = Filter.extend({
  period: z.string().max(30).optional(),
  unit: IdInput.optional(),
});
export type Wanted = z.infer<typeof Wanted>;

/** 三季度 逾期 机关党委, in any order and with or without spaces between; what is left over is a unit's name or refused. */
export function readWanted(ctx: Ctx, text: string): Wanted {
  const near = within(ctx, 'oversee');
  // Whoever oversees nothing learns that first, and nothing of names.
  if (near.length === 0) return {};
  const words = filterWords(readSettings(ctx.db));
  let wanted: Wanted = {};
  let rest = text.replace(/[。？?！!]+$/, '').trim();
  for (let step = read(ctx, rest, wanted, words, near); step; step = read(ctx, rest, wanted, words, near)) {
    wanted = step.wanted;
    rest = step.rest;
  }
  return rest === '' ? wanted : { ...wanted, unit: onlyOne(rest, unitsIn(ctx, rest, near), PERIOD_HINT) };
}

/** What is there comes before what was. */
function unitsIn(ctx: Ctx, said: string, near: readonly Unit[]): Unit[] {
  const found = unitsMeant(ctx, said, near);
  return found.length > 0 ? found : unitsMeant(ctx, said, formerlyWithin(ctx, 'oversee'));
}

interface Step {
  wanted: Wanted;
  rest: string;
}

/** One word more from either end, or null where all that is left is a unit's name, or nothing. */
function read(
  ctx: Ctx,
  rest: string,
  wanted: Wanted,
  words: readonly FilterWord[],
  near: readonly Unit[],
): Step | null {
  if (rest === '') return null;
  return (
    readPeriod(ctx, rest, wanted) ??
    readFilter(ctx, rest, wanted, words, near) ??
    readMiddle(ctx, rest, wanted, words)
  );
}

function readPeriod(ctx: Ctx, text: string, wanted: Wanted): Step | null {
  const { period, rest } = splitPeriod(text, dayOf(ctx.now));
  if (!period) return null;
  if (wanted.period !== undefined && wanted.period !== period.label) {
    throw new Refusal(
      'invalid',
      `说了两个时间：${wanted.period}和${period.label}。请一次说一个，或者说“10月到11月”。`,
    );
  }
  return { wanted: { ...wanted, period: period.label }, rest: bare(rest) };
}

/** A unit may be called as a kind of activity is: what names one as it stands is no filter. */
function readFilter(
  ctx: Ctx,
  text: string,
  wanted: Wanted,
  words: readonly FilterWord[],
  near: readonly Unit[],
): Step | null {
  const whole = words.find(({ word }) => word === text);
  if (!whole && unitsMeant(ctx, text, near).length > 0) return null;
  const found = whole ?? words.find(({ word }) => text.startsWith(word) || text.endsWith(word));
  if (!found) return null;
  const { word, ...filter } = found;
  const rest = text.startsWith(word) ? text.slice(word.length) : text.slice(0, -word.length);
  return { wanted: { ...wanted, ...both(wanted, filter) }, rest: bare(rest) };
}

/** Between the parts of a unit's path somebody may have said a time: 财政局 三季度 第一党支部. */
function readMiddle(ctx: Ctx, text: string, wanted: Wanted, words: readonly FilterWord[]): Step | null {
  const parts = text.split(/\s+/);
  for (const [index, part] of parts.slice(1, -1).entries()) {
    const rest = parts.toSpliced(index + 1, 1).join(' ');
    const step = readPeriod(ctx, part, wanted);
    if (step && step.rest === '') return { ...step, rest };
    const found = words.find(({ word }) => word === part);
    if (!found) continue;
    const { word: _, ...filter } = found;
    return { wanted: { ...wanted, ...both(wanted, filter) }, rest };
  }
  return null;
}

/** What joins the parts of a sentence means nothing. */
function bare(text: string): string {
  return text.replace(/^[\s的，,、：:]+|[\s的，,、：:]+$/g, '');
}
