import { and, gte, isNull, like, lt, sql } from 'drizzle-orm';
import { html } from 'hono/html';
import { activities } from '../../db/schema/activity.ts';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Standing } from '../duty/compliance.ts';
import { type Period, periodsIn } from '../duty/period.ts';
import { summarise } from '../duty/summarise.ts';
import { type Count, countOf, rateWord } from '../duty/words.ts';
import type { Unit } from '../people/store.ts';
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { type Span, yearTo } from './span.ts';

interface Month extends Count {
  period: Period;
  expected: number;
  present: number;
}

const WIDTH = 1200;
const HEIGHT = 230;
const TOP = 30;
const FOOT = 180;
const STEP = WIDTH / 12;

/** Twelve months: what was done of what fell due in each, and how many came. Drawn here; a table says the same. */
export function trend(look: Look, unit: Unit, span: Span, shown: readonly Standing[]): Html {
  const months = monthsOf(look, unit, span, shown);
  if (months.every(({ required, expected }) => required === 0 && expected === 0)) return html``;
  return html`<section class="trend" aria-labelledby="trend"><h2 id="trend">近 12 个月</h2>
<p class="legend"><span class="bars">■ 按期完成率</span><span class="line">● 出勤率</span><span>浅色：还没有结束</span></p>
<div class="scroll" role="region" aria-label="趋势图" tabindex="0"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="近 12 个月的完成率和出勤率，数字见下面的表"><g class="grid"><path d="M0 ${TOP}H${WIDTH}M0 ${(TOP + FOOT) / 2}H${WIDTH}M0 ${FOOT}H${WIDTH}"/></g>
${months.map((month, index) => column(month, index, dayOf(look.now)))}<path class="rate" d="${path(months)}"/>${months.map(point)}</svg></div>
<details><summary>看数字</summary><div class="scroll" role="region" aria-label="趋势数字" tabindex="0"><table class="plain"><thead><tr><th scope="col">月份</th><th scope="col">已完成 / 到期</th><th scope="col">出勤率</th></tr></thead><tbody>${months.map(
    (month) =>
      html`<tr><th scope="row">${month.period.label}</th><td>${month.required === 0 ? '—' : `${month.done} / ${month.required}`}</td><td>${rateWord(month)}</td></tr>`,
  )}</tbody></table></div></details></section>`;
}

/** What was owed by the end of each month that is over or is going on. */
function monthsOf({ db, now }: Look, unit: Unit, span: Span, shown: readonly Standing[]): Month[] {
  const year = yearTo(span);
  const standings = year.from === span.from ? shown : summarise(db, unit.lineage, year, now);
  const items = standings.flatMap((standing) => standing.items);
  const due = Map.groupBy(items, (item) => item.period.to.slice(0, 7));
  const came = attendanceByMonth(db, unit.lineage, year, now);
  return periodsIn('month', year.from, year.to).map((period) => {
    const key = period.to.slice(0, 7);
    return { period, ...countOf(due.get(key) ?? []), ...(came.get(key) ?? { expected: 0, present: 0 }) };
  });
}

function attendanceByMonth(db: Db, lineage: string, { from, to }: Period, now: Instant) {
  const month = sql<string>`strftime('%Y-%m', ${activities.startsAt} / 1000 + 28800, 'unixepoch')`;
  const rows = db
    .select({
      month,
      expected: sql<number>`sum(${activities.expected})`,
      present: sql<number>`sum(${activities.present})`,
    })
    .from(activities)
    .where(
      and(
        sql`${activities.unit} in (select ${units.id} from ${units} where ${like(units.lineage, `${lineage}%`)})`,
        gte(activities.startsAt, startOfDay(from)),
        lt(activities.startsAt, startOfDay(addDays(to, 1))),
        isNull(activities.cancelledAt),
        sql`(${activities.closedAt} is not null or ${activities.endsAt} <= ${now})`,
        sql`${activities.present} > 0`,
      ),
    )
    .groupBy(month)
    .all();
  return new Map(rows.map(({ month: key, expected, present }) => [key, { expected, present }]));
}

function column({ period, done, required }: Month, index: number, today: Day): Html {
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

function at({ expected, present }: Month, index: number): { x: number; y: string } | null {
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
