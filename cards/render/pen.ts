import type { Tone } from '../card.ts';
import { COLOURS } from './vchart.ts';

/** What every chart is drawn with: its width, its letters, its colours; numbers and words as an SVG takes them. */
export const WIDTH = 480;
export const LETTER = 14;

/** The height of a legend. */
export const KEY = 26;

/** What is written on these is dark. */
export const PALE: ReadonlySet<Tone> = new Set(['plain', 'warning']);

export function said(x: number, y: number, text: string, more: string): string {
  return `<text x="${at(x)}" y="${at(y)}" ${more}>${escaped(text)}</text>`;
}

export function colour(tone: Tone): string {
  return `var(--chart-${tone}, ${COLOURS[tone]})`;
}

/** Han characters are as wide as they are high, others about half. */
export function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2000 ? LETTER : LETTER * 0.58), 0);
}

export function fitted(text: string, room: number): string {
  if (width(text) <= room) return text;
  let kept = [...text];
  while (kept.length > 0 && width(`${kept.join('')}…`) > room) kept = kept.slice(0, -1);
  return `${kept.join('')}…`;
}

export function at(number: number): string {
  return String(Math.round(number * 10) / 10);
}

export function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']|[^\P{Cc}\n]/gu, (mark) => ENTITIES[mark] ?? ' ');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
