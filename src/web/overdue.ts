import { html } from 'hono/html';
import type { Standing } from '../duty/compliance.ts';
import { lately } from '../duty/period.ts';
import { nameIn, only, summarise, worstFirst } from '../duty/summarise.ts';
import { itemsWord, rulesOf, sourceWord, waivedWords } from '../duty/words.ts';
import { isBranch } from '../people/permit.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, sayDay } from '../time.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, query, slice, turn } from './parts.ts';
import { spanAt } from './span.ts';
import { SIGNS } from './states.ts';

/** Branches on one page. */
const MOST = 200;

/** Everything that is overdue today beneath a unit, the branches with the most first. */
export function overduePage(look: Look, unit: Unit): Html {
  const today = dayOf(look.now);
  const span = lately(today);
  const period = spanAt('year', today).key;
  const standings = worstFirst(summarise(look.db, unit.lineage, span, look.now));
  const late = standings
    .map((standing) => ({ standing, items: only(standing.items, 'overdue') }))
    .filter(({ items }) => items.length > 0);
  const part = slice(look, late.length, MOST);
  const all = late.flatMap(({ items }) => items);
  return page({
    title: `${unit.name} 逾期事项`,
    reader: look.person.name,
    at: 'overdue',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, today)}
<div class="head"><h1>${unit.name}<small>逾期事项</small></h1></div>
<p class="lead">截至${sayDay(today)}，${span.label}${
      all.length === 0
        ? '没有逾期的事项。'
        : html`有 <strong>${late.length}</strong> 个支部、<strong>${all.length}</strong> 项逾期。`
    }</p>
${
  late.length === 0
    ? ''
    : html`<ol class="arrears" start="${part.from + 1}">${late.slice(part.from, part.to).map(
        ({
          standing,
          items,
        }) => html`<li><h2><a href="/board${query({ unit: standing.branch.id, period })}">${nameIn(unit, standing)}</a> <small>${items.length} 项</small></h2>
<ul class="chips">${[...Map.groupBy(items, ({ rule }) => rule.id).values()].map((own) => html`<li class="v">${SIGNS.overdue.sign} ${itemsWord(own, today.slice(0, 4), Number.POSITIVE_INFINITY)}</li>`)}</ul></li>`,
      )}</ol>${turn(part, { unit: unit.id })}
<details class="sources" open><summary>依据</summary><ul>${[...new Set(rulesOf(all).map(sourceWord))].map((word) => html`<li>${word}</li>`)}</ul></details>`
}
${putOff(unit, standings, today.slice(0, 4))}`,
  });
}

/** What is excused for now, and until when, by whom and why. */
function putOff(unit: Unit, standings: readonly Standing[], year: string): Html {
  const lines = standings.flatMap((standing) =>
    waivedWords(standing.items, year).map(
      (word) =>
        html`<li class="w">${SIGNS.waived.sign} ${isBranch(unit.kind) ? '' : `${nameIn(unit, standing)}：`}${word}</li>`,
    ),
  );
  if (lines.length === 0) return html``;
  return html`<section aria-labelledby="waived"><h2 id="waived">暂缓</h2><ul class="chips">${lines.slice(0, MOST)}</ul></section>`;
}
