import { html, raw } from 'hono/html';
import type { Chart } from '../../cards/card.ts';
import { svg } from '../../cards/render/svg.ts';
import { chartText } from '../../cards/render/text.ts';
import type { Html } from './page.ts';

/** Charts side by side where there is room; what one shows is said beside it too, for whoever does not see it. */
export function figures(charts: readonly (Chart | undefined)[]): Html {
  const drawn = charts.flatMap((chart) => (chart && chart.series.length > 0 ? [chart] : []));
  if (drawn.length === 0) return html``;
  return html`<div class="charts">${drawn.map((chart) => html`<figure>${raw(svg(chart, chartText(chart)))}</figure>`)}</div>`;
}
