import { unreachable } from '../../src/errors.ts';
import { instantOf, isDay, isWallTime, say, sayDay } from '../../src/time.ts';
import type { Block, Card, Chart, Column, Field, Json } from '../card.ts';

/**
 * A card as plain text: its title, its blocks, a form's fields with their values, its links. What a platform
 * shows when it cannot draw cards, and what tests read. Buttons that only a tap can press are left out.
 */
export function renderText(card: Card): string {
  const links = card.actions.flatMap((action) =>
    action.type === 'link' ? [`${action.label}：${action.url}`] : [],
  );
  return [card.title, ...card.blocks.map(blockText), ...links].filter((part) => part !== '').join('\n');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'note':
      return block.text;
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}：${value}`).join('\n');
    case 'progress':
      return [block.total, ...block.parts].map(({ label, count }) => `${label} ${count}`).join('，');
    case 'roster':
      return block.names.length ? `${block.label}：${block.names.join('、')}` : '';
    case 'table':
      return tableText(block.columns, block.rows);
    case 'chart':
      return chartText(block.chart);
    case 'divider':
      return '————';
    case 'form':
      return block.fields.map((field) => `${field.label}：${valueText(field)}`).join('\n');
    default:
      return unreachable(block);
  }
}

function tableText(columns: Column[], rows: Record<string, string>[]): string {
  const header = columns.map((column) => column.label);
  const lines = rows.map((row) => columns.map((column) => cellOf(row, column.key)));
  return [header, ...lines].map((cells) => cells.join(' | ')).join('\n');
}

/** Label by label, what is not there left out: 主题党日 已完成 4，逾期 2; a ring of labels is a table. */
export function chartText(chart: Chart): string {
  const { kind, title, labels, series, unit } = chart;
  if (kind === 'radar') {
    const { columns, rows } = chartTable(chart);
    return [title, tableText(columns, rows)].join('\n');
  }
  const lines = labels.map((label, index) => {
    const parts = series.flatMap(({ name, values }) => {
      const value = values[index] ?? 0;
      return value === 0 && unit !== '%'
        ? []
        : [`${name} ${values[index] ?? '—'}${unit === '%' && values[index] != null ? '%' : ''}`];
    });
    return `${label}：${parts.length > 0 ? parts.join('，') : '—'}`;
  });
  return [title, ...lines].join('\n');
}

/** The same as a table: a label a line, a series a column. */
export function chartTable({ labels, series, unit }: Chart): {
  columns: Column[];
  rows: Record<string, string>[];
} {
  const keys = series.map(({ name }, index) => ({ key: `s${index}`, label: name, align: 'right' as const }));
  const sign = unit === '%' ? '%' : '';
  return {
    columns: [{ key: 'label', label: '项目' }, ...keys],
    rows: labels.map((label, index) => ({
      label,
      ...Object.fromEntries(
        series.map(({ values }, of) => [`s${of}`, values[index] == null ? '—' : `${values[index]}${sign}`]),
      ),
    })),
  };
}

/** A key is whatever a noun calls its column, `constructor` included. */
export function cellOf(row: Record<string, string>, key: string): string {
  return Object.hasOwn(row, key) ? (row[key] ?? '') : '';
}

/** What a field holds, as a person reads it: the option's label, the day with its weekday, 是 or 否. */
function valueText(field: Field): string {
  const { value } = field;
  if (field.kind === 'checkbox') return value === true ? '是' : '否';
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) {
    return field.required ? '（待填）' : '（选填）';
  }
  return Array.isArray(value) ? value.map((one) => oneText(field, one)).join('、') : oneText(field, value);
}

function oneText(field: Field, value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field.kind === 'date' && isDay(value)) return sayDay(value);
  if (field.kind === 'datetime' && isWallTime(value)) return say(instantOf(value));
  return field.options?.find((option) => option.value === value)?.label ?? value;
}
