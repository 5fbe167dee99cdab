import { html, raw } from 'hono/html';
import { unreachable } from '../../src/errors.ts';
import type { Block, Card, Column, Count, Form } from '../card.ts';
import { svg } from './svg.ts';
import { cellOf, chartText } from './text.ts';

type Html = ReturnType<typeof html>;

/** A card's blocks for a page; whatever somebody typed is text there too. Its form is drawn by whoever can take it in. */
export function renderHtml(card: Card, form: (form: Form) => Html): Html {
  return html`${card.blocks.map((block) => (block.type === 'form' ? form(block) : blockHtml(block)))}`;
}

function blockHtml(block: Exclude<Block, Form>): Html {
  switch (block.type) {
    case 'text':
      return html`<p class="text">${block.text}</p>`;
    case 'note':
      return html`<p class="text note">${block.text}</p>`;
    case 'facts':
      return block.facts.length === 0
        ? html``
        : html`<dl class="facts">${block.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
    case 'progress':
      return counts([block.total, ...block.parts]);
    case 'roster':
      return block.names.length === 0
        ? html``
        : html`<p class="text">${block.label}：${block.names.join('、')}</p>`;
    case 'table':
      return table(block.columns, block.rows);
    case 'chart':
      return html`${raw(svg(block.chart, chartText(block.chart)))}`;
    case 'divider':
      return html`<hr>`;
    default:
      return unreachable(block);
  }
}

function counts(all: readonly Count[]): Html {
  return html`<dl class="counts">${all.map(({ label, count }) => html`<div><dt>${label}</dt><dd>${count}</dd></div>`)}</dl>`;
}

function table(columns: readonly Column[], rows: readonly Record<string, string>[]): Html {
  return html`<div class="scroll" role="region" aria-label="${columns.map(({ label }) => label).join('、')}" tabindex="0"><table class="plain"><thead><tr>${columns.map(
    ({ label, align }) =>
      html`<th scope="col"${align === 'right' ? html` class="number"` : ''}>${label}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${columns.map(({ key, align }) => html`<td${align === 'right' ? html` class="number"` : ''}>${cellOf(row, key)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
