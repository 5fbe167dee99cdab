import { unreachable } from '../../src/errors.ts';
import type { Action, Block, Card, Chart, Column, Count, Tone } from '../card.ts';
import { cut, cutText } from './cut.ts';
import { type Drawn, divider, type LarkCard, note, type Place, plain, text } from './lark/element.ts';
import { form } from './lark/form.ts';
import { type Limits, more, shrunk, WIDEST, within } from './lark/limits.ts';
import { button } from './lark/press.ts';
import { cellOf, chartText, renderText } from './text.ts';
import { kindOf, vchart } from './vchart.ts';

export { FIELD_CODES, type FieldCode, type LarkValue } from './lark/press.ts';
export type { LarkCard, Place };

/**
 * A card as Lark's Card JSON 2.0. Everything that may hold what somebody typed is an element without markup
 * (`plain_text`, a table's `text`), so that no name can become a mention, a link or a picture. What exceeds Lark's
 * limits is cut, ever shorter until it fits, and says how much is left out. `web`: where its form can be filled in in a
 * browser, if not all of it can be here.
 */
export function renderLark(card: Card, place: Place, web?: string): LarkCard {
  return trim(card, place, web).drawn;
}

/** The same as JSON text. */
export function renderLarkJson(card: Card, place: Place, web?: string): string {
  return trim(card, place, web).json;
}

function trim(card: Card, place: Place, web: string | undefined): { drawn: LarkCard; json: string } {
  for (const limits of shrunk(WIDEST)) {
    const drawn = draw(card, place, limits, web);
    const json = JSON.stringify(drawn);
    if (within(json)) return { drawn, json };
  }
  const drawn = renderLarkPlain(card);
  return { drawn, json: JSON.stringify(drawn) };
}

/** The card as one text, for readers whose card Lark has refused to draw. */
export function renderLarkPlain(card: Card): LarkCard {
  return page(card, [text(cutText(renderText({ ...card, title: '' }), 6_000))]);
}

function draw(card: Card, place: Place, limits: Limits, web: string | undefined): LarkCard {
  const blocks = cut(card.blocks, limits.blocks);
  const left = { tables: TABLES, charts: CHARTS, forms: 1, web };
  const elements = blocks.kept.flatMap((block) => blockElements(block, place, limits, left));
  return page(card, [...elements, ...more(blocks.rest), ...actionElements(card.actions, place, limits)]);
}

function page(card: Card, elements: Drawn[]): LarkCard {
  const title = cutText(card.title, 200);
  return {
    schema: '2.0',
    config: { update_multi: true },
    ...(title && { header: { title: plain(title), template: TEMPLATES[card.tone] } }),
    body: { elements: elements.length ? elements : [divider()] },
  };
}

const TEMPLATES: Record<Tone, string> = {
  plain: 'default',
  info: 'blue',
  success: 'green',
  warning: 'orange',
  danger: 'red',
};

/** Tables Lark still allows in this card. */
const TABLES = 5;
/** And charts, as {@link https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/chart} advises. */
const CHARTS = 5;

interface Left {
  tables: number;
  charts: number;
  forms: number;
  web: string | undefined;
}

function blockElements(block: Block, place: Place, limits: Limits, left: Left): Drawn[] {
  switch (block.type) {
    case 'text':
      return words(text, block.text, limits);
    case 'note':
      return words(note, block.text, limits);
    case 'facts':
      return lines(
        block.facts.map(({ label, value }) => `${label}：${value}`),
        limits,
      );
    case 'progress':
      return progress([block.total, ...block.parts], limits);
    case 'roster':
      return roster(block.label, block.names, limits);
    case 'table':
      return left.tables-- > 0
        ? table(block.columns, block.rows, limits)
        : tableLines(block.columns, block.rows, limits);
    case 'chart':
      return left.charts-- > 0 && limits.charts
        ? [chart(block.chart, limits)]
        : lines(chartText(block.chart).split('\n'), limits);
    case 'divider':
      return [divider()];
    case 'form':
      return left.forms-- > 0 ? form(block, place, limits, left.web) : [];
    default:
      return unreachable(block);
  }
}

function words(drawn: (content: string) => Drawn, content: string, limits: Limits): Drawn[] {
  const shown = cutText(content, limits.text);
  return shown ? [drawn(shown)] : [];
}

function lines(all: string[], limits: Limits): Drawn[] {
  const { kept, rest } = cut(all, limits.lines);
  return [...words(text, kept.join('\n'), limits), ...more(rest)];
}

/** Numbers side by side, as long as they stay readable on a phone. */
function progress(counts: Count[], limits: Limits): Drawn[] {
  if (counts.length > 5)
    return lines([counts.map(({ label, count }) => `${label} ${count}`).join('，')], limits);
  return [
    {
      tag: 'column_set',
      flex_mode: 'none',
      columns: counts.map(({ label, count }) => ({
        tag: 'column',
        width: 'weighted',
        weight: 1,
        vertical_spacing: '0px',
        elements: [
          { tag: 'div', text: { ...plain(String(count)), text_size: 'heading', text_align: 'center' } },
          {
            tag: 'div',
            text: {
              ...plain(cutText(label, 20)),
              text_size: 'notation',
              text_color: 'grey',
              text_align: 'center',
            },
          },
        ],
      })),
    },
  ];
}

function roster(label: string, names: string[], limits: Limits): Drawn[] {
  const { kept, rest } = cut(names, limits.names);
  if (!kept.length) return [];
  const tail = rest ? `……另有 ${rest} 项` : '';
  return [text(`${cutText(label, limits.text)}：${cutText(kept.join('、'), limits.text)}${tail}`)];
}

/** Columns get names of their own: Lark wants them unique, and every key of a row declared. */
function table(columns: Column[], rows: Record<string, string>[], limits: Limits): Drawn[] {
  const shown = cut(columns, limits.columns);
  const listed = cut(rows, limits.rows);
  if (!shown.kept.length) return [];
  return [
    {
      tag: 'table',
      page_size: Math.min(10, Math.max(1, listed.kept.length)),
      row_height: 'low',
      header_style: { text_align: 'left', text_color: 'grey', bold: true, lines: 1 },
      columns: shown.kept.map((column, index) => ({
        name: `c${index}`,
        display_name: cutText(column.label, 40),
        data_type: 'text',
        horizontal_align: column.align ?? 'left',
        width: 'auto',
      })),
      rows: listed.kept.map((row) =>
        Object.fromEntries(
          shown.kept.map(({ key }, index) => [`c${index}`, cutText(cellOf(row, key), limits.cell)]),
        ),
      ),
    },
    ...more(listed.rest + shown.rest),
  ];
}

function tableLines(columns: Column[], rows: Record<string, string>[], limits: Limits): Drawn[] {
  const header = columns.map((column) => column.label);
  const cells = rows.map((row) => columns.map(({ key }) => cellOf(row, key)));
  return lines(
    [header, ...cells].map((line) => line.join(' | ')),
    limits,
  );
}

/** As high as its bars need: at the usual ratio many of them are too thin to be read. */
function chart({ kind, title, labels, series, unit }: Chart, limits: Limits): Drawn {
  const shown = cut(labels, limits.rows).kept.map((label) => cutText(label, limits.cell));
  const named = cut(series, MOST_SERIES).kept.map((one) => ({
    ...one,
    name: cutText(one.name, limits.cell),
  }));
  const drawn = { kind, title: cutText(title, limits.cell), labels: shown, series: named, unit };
  const height = heightOf(drawn);
  const spec = vchart(drawn);
  return { tag: 'chart', chart_spec: spec, preview: true, height: `${height}px` };
}

/** In pixels. */
function heightOf(chart: Chart): number {
  const { labels, series } = chart;
  const kind = kindOf(chart);
  switch (kind) {
    case 'stack':
      return Math.min(999, 110 + 34 * labels.length);
    case 'bars':
      return Math.min(999, 110 + (14 + 22 * series.length) * labels.length);
    case 'radar':
      return 340;
    case 'line':
      return 260;
    default:
      return unreachable(kind);
  }
}

/** More cannot be told apart by their colours. */
const MOST_SERIES = 8;

/** Buttons flow side by side. Of too many, the ones that open a page stay: there the rest is found. */
function actionElements(actions: Action[], place: Place, limits: Limits): Drawn[] {
  const links = actions.filter((action) => action.type === 'link').slice(0, 1);
  const first = cut(actions, limits.actions).kept;
  const chosen =
    first.length < actions.length ? [...first, ...links.filter((link) => !first.includes(link))] : first;
  const drawn = chosen.map((action) => button(action, place));
  const buttons = drawn.filter((one) => one !== null);
  const rest = more(actions.length - buttons.length);
  if (!buttons.length) return rest;
  const columns = buttons.map((one) => ({ tag: 'column', width: 'auto', elements: [one] }));
  return [{ tag: 'column_set', flex_mode: 'flow', horizontal_spacing: '8px', columns }, ...rest];
}
