import { html } from 'hono/html';
import type { Db } from '../../db/store.ts';
import { may } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import type { Day } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { after, before, resized, SCALES, type Span } from './span.ts';
import { SIGNS } from './states.ts';

/** The way down to a unit, as far up as the reader may look. */
export function crumbs(
  { db, person }: Look,
  unit: Unit,
  today: Day,
  { span, itself = false }: { span?: Span; itself?: boolean } = {},
): Html {
  const above = [...aboveOf(db, unit), ...(itself ? [unit] : [])].filter(
    (one) => one.kind !== 'memberGroup' && may(db, person.id, 'oversee', one.id, today),
  );
  if (above.length === 0) return html``;
  return html`<nav class="crumbs" aria-label="上级组织"><ol>${above.map(
    (one) => html`<li><a href="/board${query({ unit: one.id, period: span?.key })}">${one.name}</a></li>`,
  )}</ol></nav>`;
}

function aboveOf(db: Db, unit: Unit): Unit[] {
  const parent = unit.parent === null ? undefined : findUnit(db, unit.parent);
  return parent ? [...aboveOf(db, parent), parent] : [];
}

/** From month to month, and to quarters and years. Other parts of the address stay. */
export function spans(span: Span, today: Day, rest: Record<string, string | number | undefined>): Html {
  const to = (other: Span) => query({ ...rest, period: other.key });
  const next = after(span, today);
  return html`<nav class="spans" aria-label="时间">
<p class="step"><a href="${to(before(span))}" aria-label="往前：${before(span).label}">‹</a><strong>${span.label}</strong>${
    next
      ? html`<a href="${to(next)}" aria-label="往后：${next.label}">›</a>`
      : html`<span class="end"></span>`
  }</p>
<p class="scales">${SCALES.map(
    ({ scale, word }) =>
      html`<a href="${to(resized(span, scale, today))}"${scale === span.scale ? html` aria-current="true"` : ''}>${word}</a>`,
  )}</p>
</nav>`;
}

/** `?unit=3&period=2026-11`, without what is not set. */
export function query(parts: Record<string, string | number | undefined>): string {
  const set = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] satisfies [string, string]],
  );
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '?';
}

const WAYS = {
  board: { path: '/board', word: '看总览' },
  trends: { path: '/board/trends', word: '看趋势' },
};

/** What else there is of a unit over a time, and what the page shows as a file: with what it was narrowed down to. */
export function ways(
  unit: Pick<Unit, 'id'>,
  period: string,
  asked: Record<string, string | undefined> = {},
  to: readonly (keyof typeof WAYS)[] = ['trends'],
): Html {
  const rest = { unit: unit.id, period };
  return html`<p class="ways">${to.map(
    (way) => html`<a class="button" href="${WAYS[way].path}${query(rest)}">${WAYS[way].word}</a>`,
  )}<a class="button" href="/board/file${query({ ...rest, ...asked })}" download>下载表格</a></p>`;
}

export interface Tile {
  label: string;
  value: string;
  more?: string;
  /** Of a whole, drawn as a bar. */
  share?: { part: number; whole: number };
  tone?: 'bad' | 'good';
}

export function tiles(of: readonly Tile[]): Html {
  return html`<dl class="tiles">${of.map(
    ({ label, value, more, share, tone }) =>
      html`<div class="tile ${tone ?? ''}"><dt>${label}</dt><dd><strong>${value}</strong>${
        more ? html` <small>${more}</small>` : ''
      }${share && share.whole > 0 ? bar(share.part / share.whole) : ''}</dd></div>`,
  )}</dl>`;
}

/** A share of a whole, beside its number. */
export function bar(share: number): Html {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="6"/><rect class="fill" width="${(share * 100).toFixed(1)}" height="6"/></svg>`;
}

export function legend(): Html {
  return html`<p class="legend"><span class="unseen">图例：</span>${Object.values(SIGNS).map(
    ({ style, sign, word }) => html`<span class="${style}">${sign} ${word}</span>`,
  )}</p>`;
}

/** One page of what does not fit on one, from a row on and until before another. */
export interface Slice {
  page: number;
  pages: number;
  from: number;
  to: number;
}

export function slice({ query: asked }: Look, rows: number, most: number): Slice {
  const pages = Math.max(1, Math.ceil(rows / most));
  const page = Math.min(pages, Math.max(1, Number.parseInt(asked.page ?? '', 10) || 1));
  return { page, pages, from: (page - 1) * most, to: page * most };
}

/** To the other pages, where there are any. */
export function turn({ page, pages }: Slice, rest: Record<string, string | number | undefined>): Html {
  if (pages === 1) return html``;
  const all = Array.from({ length: pages }, (_, index) => index + 1);
  return html`<nav class="pages" aria-label="分页">${all.map(
    (one) =>
      html`<a class="button" href="${query({ ...rest, page: one })}"${one === page ? html` aria-current="page"` : ''}>第 ${one} 页</a>`,
  )}</nav>`;
}
