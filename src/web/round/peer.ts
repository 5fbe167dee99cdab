import { html, raw } from 'hono/html';
import { type Field, fieldSvg, type Mark as Shape } from '../../../cards/render/map.ts';
import { levelChart } from '../../evaluation/charts.ts';
import {
  type CoverageMap,
  countMarks,
  coverageMap,
  type MapRow,
  type Mark,
  type Slot,
} from '../../evaluation/peer/map.ts';
import { readReport } from '../../evaluation/peer/read.ts';
import { subjectsOf } from '../../evaluation/subject.ts';
import { shortDay } from '../../time.ts';
import { figures } from '../figure.ts';
import type { Html } from '../page.ts';
import { query, slice, turn } from '../parts.ts';
import type { Opened } from './opened.ts';

/** Rows in one picture: what is printed is broken between two. */
const ROWS = 22;

/** Units on one page. */
const MOST = 220;

const SHAPES: Record<Mark, Shape> = { seen: 'full', planned: 'open', unplanned: 'none' };

/** Which branches of which units are seen when, as it stands now; the levels once they may be seen. */
export function peerPart({ look, round, unit, results }: Opened): Html {
  const { db } = look;
  const whole = coverageMap(db, round, unit.lineage);
  const part = slice(look, whole.rows.length, MOST);
  const map = { ...whole, rows: whole.rows.slice(part.from, part.to) };
  const counts = countMarks(db, round, subjectsOf(db, round.id, unit.lineage));
  const fields = fieldsOf(map);
  const said = `${whole.rows.length} 个单位，支部已看 ${counts.seen} 个，已排未看 ${counts.planned} 个，未排 ${counts.unplanned} 个；逐个单位见下面的表`;
  return html`${results ? figures([levelChart(readReport(db, round, unit.lineage).levels, { title: '等次分布（个支部）' })]) : ''}
<section aria-labelledby="map"><h2 id="map">观摩进度图</h2>
<p class="legend marks"><span class="seen">■ 已看 ${counts.seen}</span><span class="planned">□ 已排未看 ${counts.planned}</span><span class="unplanned">✕ 未排 ${counts.unplanned}</span></p>
${fields.map(
  (field, index) =>
    html`<div class="scroll map" role="region" aria-label="观摩进度图${fields.length > 1 ? `（${index + 1}）` : ''}" tabindex="0">${raw(fieldSvg(field, said))}</div>`,
)}
<details><summary>看数字</summary><div class="scroll" role="region" aria-label="各单位进度" tabindex="0"><table class="plain"><thead><tr><th scope="col">单位</th><th scope="col" class="number">已看</th><th scope="col" class="number">已排未看</th><th scope="col" class="number">未排</th><th scope="col">安排（已看 / 已排）</th></tr></thead><tbody>${map.rows.map((row) => numbers(row, map.slots))}</tbody></table></div></details>${turn(part, { unit: unit.id })}</section>`;
}

function fieldsOf({ slots, rows }: CoverageMap): Field[] {
  const columns = [
    ...slots.map(({ day, group }) => ({ head: shortDay(day), sub: group ?? '' })),
    ...(rows.some(({ rest }) => rest.length > 0) ? [{ head: '未排', sub: '' }] : []),
  ];
  const drawn = rows.map(({ name, cells, rest }) => ({
    label: name,
    cells: [...cells, ...(columns.length > slots.length ? [rest] : [])].map((cell) =>
      cell.map((mark) => SHAPES[mark]),
    ),
  }));
  return Array.from({ length: Math.ceil(drawn.length / ROWS) }, (_, index) => ({
    columns,
    rows: drawn.slice(index * ROWS, (index + 1) * ROWS),
  }));
}

/** A branch on two routes is in two cells. */
function numbers({ unit, name, cells, rest }: MapRow, slots: readonly Slot[]): Html {
  const all = [...cells.flat(), ...rest];
  const of = (mark: Mark) => all.filter((one) => one === mark).length;
  const words = slots.flatMap(({ day, group }, nth) => {
    const cell = cells[nth] ?? [];
    if (cell.length === 0) return [];
    return [`${shortDay(day)}${group ?? ''} ${cell.filter((one) => one === 'seen').length}/${cell.length}`];
  });
  return html`<tr><th scope="row"><a href="/board${query({ unit })}">${name}</a></th><td class="number">${of('seen')}</td><td class="number">${of('planned')}</td><td class="number">${of('unplanned')}</td><td>${words.join('，')}</td></tr>`;
}
