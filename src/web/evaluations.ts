import { html } from 'hono/html';
import { glancesOf, type Held, newestOf, roundsSeen } from '../evaluation/glance.ts';
import type { Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { unitForm } from './filters.ts';
import { issueTable } from './issues.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, query } from './parts.ts';
import { cards, viewerOf } from './rounds.ts';

/** Earlier rounds on one page. */
const MOST = 100;

/** Every round that the reader may see of a unit, the newest with how far it is, and what is left to put right. */
export function evaluationsPage(look: Look, unit: Unit): Html {
  const today = dayOf(look.now);
  const viewer = viewerOf(look);
  const all = roundsSeen(viewer, unit);
  const newest = newestOf(all);
  const now = new Set(newest.map(({ id }) => id));
  const earlier = all.filter(({ id }) => !now.has(id));
  return page({
    title: `${unit.name} 评议`,
    reader: look.person.name,
    at: 'rounds',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, today)}
<div class="head"><h1>${unit.name}<small>评议</small></h1></div>
${unitForm(look, unit, '/board/rounds', {})}
${
  all.length === 0
    ? html`<p class="blank">还没有开展过星级评定、观摩、述职评议、民主评议或评选。</p>`
    : cards(glancesOf(viewer, unit, newest), unit)
}
${issueTable(look, unit, undefined)}
${past(earlier, unit)}`,
  });
}

/** What appraisals found is for each member alone: they have no page. */
function past(earlier: readonly Held[], unit: Unit): Html {
  if (earlier.length === 0) return html``;
  const line = ({ id, kind, title, holder, publishedAt }: Held) =>
    html`<tr><th scope="row">${
      kind === 'appraisal'
        ? title
        : html`<a href="/board/round/${id}${query({ unit: unit.id })}">${title}</a>`
    }</th><td>${holder}</td><td>${publishedAt === null ? '没有公布' : kind === 'appraisal' ? '已告知本人' : '已公布'}</td></tr>`;
  return html`<section aria-labelledby="past"><h2 id="past">往年</h2><div class="scroll" role="region" aria-label="往年" tabindex="0"><table class="plain list"><thead><tr><th scope="col">名称</th><th scope="col">组织</th><th scope="col">结果</th></tr></thead><tbody>${earlier.slice(0, MOST).map(line)}</tbody></table></div></section>`;
}
