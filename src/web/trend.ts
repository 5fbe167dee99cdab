import { html } from 'hono/html';
import type { Attended } from '../duty/owed/attended.ts';
import type { Assessment } from '../duty/owed/compliance.ts';
import type { Period } from '../duty/period.ts';
import { type Figures, nothing } from '../duty/summary/figures.ts';
import { summariseMonths } from '../duty/summary/summarise.ts';
import { figuresByMonth } from '../duty/summary/summary.ts';
import { rateWord } from '../duty/words.ts';
import type { Unit } from '../people/store.ts';
import { type Day, dayOf } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { type Span, yearTo } from './span.ts';

interface Month {
  period: Period;
  /** What was owed by its end. */
  figures: Figures;
  attended: Attended;
}

const WIDTH = 1200;
const HEIGHT = 230;
const TOP = 30;
const FOOT = 180;
const STEP = WIDTH / 12;

/** Twelve months: what was done of what fell due in each, and how many came. Drawn here; a table says the same. */
export function trend(look: Look, unit: Unit, span: Span, shown: Assessment): Html {
  const months = monthsOf(look, unit, span, shown);
  if (months.every(({ figures, attended }) => figures.required === 0 && attended.expected === 0))
    return html``;
  return html`<section class="trend" aria-labelledby="trend"><h2 id="trend">近 12 个月</h2>
<p class="legend"><span class="bars">■ 按期完成率</span><span class="line">● 出勤率</span><span>浅色：还没有结束</span></p>
<div class="scroll" role="region" aria-label="趋势图" tabindex="0"><svg class="months" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="近 12 个月的完成率和出勤率，数字见下面的表"><g class="grid"><path d="M0 ${TOP}H${WIDTH}M0 ${(TOP + FOOT) / 2}H${WIDTH}M0 ${FOOT}H${WIDTH}"/></g>
${months.map((month, index) => column(month, index, dayOf(look.now)))}<path class="rate" d="${path(months)}"/>${months.map(point)}</svg></div>
<details><summary>看数字</summary><div class="scroll" role="region" aria-label="趋势数字" tabindex="0"><table class="plain"><thead><tr><th scope="col">月份</th><th scope="col">已完成 / 到期</th><th scope="col">出勤率</th></tr></thead><tbody>${months.map(
    (month) =>
      html`<tr><th scope="row">${month.period.label}</th><td>${month.figures.required === 0 ? '—' : `${month.figures.done} / ${month.figures.required}`}</td><td>${rateWord(month.attended)}</td></tr>`,
  )}</tbody></table></div></details></section>`;
}

/** What was owed by the end of each month that is over or is going on. */
function monthsOf({ db, now }: Look, unit: Unit, span: Span, shown: Assessment): Month[] {
  const year = yearTo(span);
  const same = year.from === span.from;
  const { owed, months } = same ? shown : summariseMonths(db, unit.lineage, year, null, now);
  const due = figuresByMonth(owed);
  return months.map(({ period, attended }) => ({
    period,
    attended,
    figures: due.get(period.to.slice(0, 7)) ?? nothing(),
  }));
}

function column({ period, figures }: Month, index: number, today: Day): Html {
  const { done, required } = figures;
  const x = index * STEP + 26;
  const wide = STEP - 52;
  const going = period.to >= today;
  const share = required === 0 ? 0 : done / required;
  const high = share * (FOOT - TOP);
  const month = Number(period.to.slice(5, 7));
  const year =
    index === 0 || month === 1
      ? html`<text class="year" x="${x + wide / 2}" y="${HEIGHT - 8}">${period.to.slice(0, 4)}</text>`
      : '';
  return html`<g><rect class="rail" x="${x}" y="${TOP}" width="${wide}" height="${FOOT - TOP}" rx="5"/>${
    required > 0 && period.from <= today
      ? html`<rect class="${going ? 'going' : 'col'}" x="${x}" y="${(FOOT - high).toFixed(1)}" width="${wide}" height="${high.toFixed(1)}" rx="5"/><text class="value" x="${x + wide / 2}" y="${TOP - 9}">${Math.round(share * 100)}%</text>`
      : ''
  }<text x="${x + wide / 2}" y="${FOOT + 22}">${month}月</text>${year}</g>`;
}

function at({ attended: { expected, present } }: Month, index: number): { x: number; y: string } | null {
  if (expected === 0) return null;
  return { x: index * STEP + STEP / 2, y: (FOOT - (present / expected) * (FOOT - TOP)).toFixed(1) };
}

/** The line is broken where nothing was held. */
function path(months: readonly Month[]): string {
  return months
    .map((month, index) => {
      const here = at(month, index);
      const earlier = months[index - 1];
      if (!here) return '';
      return `${earlier && at(earlier, index - 1) ? 'L' : 'M'}${here.x} ${here.y}`;
    })
    .join('');
}

function point(month: Month, index: number): Html | string {
  const here = at(month, index);
  return here ? html`<circle class="dot" cx="${here.x}" cy="${here.y}" r="5"/>` : '';
}
