import { html } from 'hono/html';
import type { Chart, Tone } from '../../cards/card.ts';
import { type Attended, byThemselves } from '../duty/owed/attended.ts';
import { between } from '../duty/period.ts';
import { chartsOf } from '../duty/summary/charts.ts';
import { type Month, type Summary, summaryOf } from '../duty/summary/summary.ts';
import { trendOf } from '../duty/summary/trend.ts';
import { rateWord } from '../duty/words.ts';
import type { Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { figures } from './figure.ts';
import { unitForm } from './filters.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, spans, type Tile, tiles, ways } from './parts.ts';
import { type Span, yearTo } from './span.ts';

/** Twelve months: what was done month by month and duty by duty, who came, and the year before beside it. */
export function trendsPage(look: Look, unit: Unit, span: Span): Html {
  const today = dayOf(look.now);
  const year = yearTo(span);
  const summary = summaryOf(look.db, unit, between(year.from, year.to), {}, look.now);
  const charts = [...chartsOf(summary), monthChart(summary), attendanceChart(summary)].filter(isDrawn);
  return page({
    title: `${unit.name} 趋势`,
    reader: look.person.name,
    at: 'trends',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, today, { span })}
<div class="head"><h1>${unit.name}<small>趋势</small></h1>${spans(span, today, { unit: unit.id })}${ways(unit, span.key, {}, ['board'])}</div>
<p class="lead">${summary.span.label}，截至${span.label}的 12 个月。</p>
${tiles(tilesOf(summary))}
${unitForm(look, unit, '/board/trends', { period: span.key })}
${charts.length === 0 ? html`<p class="blank">这 12 个月还没有可画的记录。</p>` : figures(charts)}
${numbers(summary.months)}
${comparison(summary)}`,
  });
}

function isDrawn(chart: Chart | null): chart is Chart {
  return chart !== null && chart.series.length > 0;
}

function tilesOf({ due, total, attended }: Summary): Tile[] {
  const present = { part: attended.present, whole: attended.expected };
  const self = byThemselves(attended);
  return [
    {
      label: '到期已完成 / 应完成',
      value: `${due.done} / ${due.required}`,
      more: '项',
      share: { part: due.done, whole: due.required },
    },
    {
      label: '逾期',
      value: String(total.overdue),
      more: total.waived > 0 ? `项，另有 ${total.waived} 项暂缓` : '项',
      tone: total.overdue > 0 ? 'bad' : 'good',
    },
    {
      label: '出勤率',
      value: rateWord(attended),
      ...(attended.expected > 0 && { more: `应到 ${attended.expected} 人次` }),
      share: present,
    },
    {
      label: '本人现场签到',
      value: attended.present === 0 ? '—' : `${Math.round((self / attended.present) * 100)}%`,
      ...(attended.enteredLater > 0 && { more: `会后补记 ${attended.enteredLater} 人次` }),
      share: { part: self, whole: attended.present },
    },
  ];
}

/** What fell due in each month that is over. */
function monthChart({ months }: Summary): Chart | null {
  const over = months.filter(({ due }) => due !== null && due.required > 0);
  if (over.length === 0) return null;
  const series = (name: string, tone: Tone, of: (month: Month) => number) => ({
    name,
    tone,
    values: over.map(of),
  });
  return stack('每月到期事项（项）', over, [
    series('已完成', 'success', ({ due }) => due?.done ?? 0),
    series('可补做', 'plain', ({ due }) => (due?.grace ?? 0) + (due?.open ?? 0) + (due?.planned ?? 0)),
    series('暂缓', 'warning', ({ due }) => due?.waived ?? 0),
    series('逾期', 'danger', ({ due }) => due?.overdue ?? 0),
  ]);
}

function attendanceChart({ months }: Summary): Chart | null {
  const held = months.filter(({ attended }) => attended.expected > 0);
  if (held.length === 0) return null;
  const series = (name: string, tone: Tone, of: (attended: Attended) => number) => ({
    name,
    tone,
    values: held.map(({ attended }) => of(attended)),
  });
  return {
    ...stack('每月到会情况（人次）', held, [
      series('按时到会', 'success', ({ present, late }) => present - late),
      series('迟到', 'warning', ({ late }) => late),
      series('请假', 'plain', ({ onLeave }) => onLeave),
      series('缺席', 'danger', ({ absent }) => absent),
    ]),
    unit: '人次',
  };
}

function stack(title: string, months: readonly Month[], series: Chart['series']): Chart {
  const year = months.at(-1)?.period.label.slice(0, 5) ?? '';
  return {
    kind: 'stack',
    title,
    labels: months.map(({ period }) => period.label.replace(year, '').replace(/^20/, '')),
    series: series.filter(({ values }) => values.some((value) => value !== null && value > 0)),
    unit: '项',
  };
}

/** From the first month of which anything is on record. */
function numbers(all: readonly Month[]): Html {
  const first = all.findIndex(({ due, attended }) => (due?.required ?? 0) > 0 || attended.held > 0);
  if (first === -1) return html``;
  const months = all.slice(first);
  const heads = ['到期', '完成', '暂缓', '逾期', '活动', '应到', '实到', '请假', '缺席', '补学', '出勤率'];
  return html`<section aria-labelledby="numbers"><h2 id="numbers">逐月数字</h2><div class="scroll" role="region" aria-label="逐月数字" tabindex="0"><table class="plain numbers">
<thead><tr><th scope="col">月份</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${months.map(({ period, due, attended }) => {
    const owed = due ? [due.required, due.done, due.waived, due.overdue] : ['进行中', '—', '—', '—'];
    const { held, expected, present, onLeave, absent, madeUp } = attended;
    const cells = [...owed, held, expected, present, onLeave, absent, madeUp, rateWord(attended)];
    return html`<tr><th scope="row">${period.label}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
  })}</tbody></table></div></section>`;
}

function comparison(summary: Summary): Html {
  const lines = trendOf(summary);
  if (lines.length === 0) return html``;
  return html`<section aria-labelledby="before"><h2 id="before">与前 12 个月相比</h2><dl class="facts">${lines.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;
}
