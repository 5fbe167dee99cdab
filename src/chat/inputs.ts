import { z } from 'zod';
import { isDay } from '../time.ts';

/** What commands take from buttons and forms. Clients write numbers as text, and leave out what is empty. */

/** A row's, as a button carries it. */
export const IdInput = z.coerce.number().int().positive();

/** Where a page of a list begins. */
export const FromInput = z.coerce.number().int().min(0).default(0);

/** A box that was ticked. */
export const Ticked = z.preprocess((raw) => raw === true || raw === 'true' || raw === 'on', z.boolean());

/** `missing`: what to say where none was chosen. */
export function dayInput(missing: string) {
  return z.string(missing).refine(isDay, '日期没看懂，请写成 2026-12-04 这样。');
}

/** A field of free text: absent is empty. */
export function textInput(label: string, most: number) {
  return changeInput(label, most)
    .nullable()
    .transform((text) => text ?? '');
}

/** One that has to be filled in; `missing`: what to say where it was not. */
export function neededText(missing: string, label: string, most: number) {
  return z.string(missing).trim().min(1, missing).max(most, tooLong(label, most));
}

/** A field of a form that changes something: what it does not send stays as it was. */
export function changeInput(label: string, most: number) {
  return z.string().trim().max(most, tooLong(label, most)).optional();
}

function tooLong(label: string, most: number): string {
  return `${label}请不超过 ${most} 字。`;
}

/** One or several: some clients send a single choice bare. */
export function listInput<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (raw) => (raw === undefined || raw === null || raw === '' ? [] : Array.isArray(raw) ? raw : [raw]),
    z.array(item),
  );
}
