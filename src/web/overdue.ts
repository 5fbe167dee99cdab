import { html } from 'hono/html';
import type { Item, Standing } from '../duty/compliance.ts';
import { lately } from '../duty/period.ts';
import { columnsOf, nameIn, only, summarise, worstFirst } from '../duty/summarise.ts';
import { itemsWord, rulesOf, sourceWord, waivedWords } from '../duty/words.ts';
import { isBranch } from '../people/permit.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, sayDay } from '../time.ts';
import { unitForm } from './filters.ts';
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
  const { rule, q = '' } = look.query;
  const every = standings.flatMap((standing) => {
    const items = only(standing.items, 'overdue');
    return items.length > 0 ? [{ standing, items }] : [];
  });
  const late = every
    .map(({ standing, items }) => ({
      standing,
      items: rule ? items.filter((item) => item.rule.id === rule) : items,
    }))
    .filter(({ standing, items }) => items.length > 0 && standing.branch.name.includes(q.trim()));
  const part = slice(look, late.length, MOST);
  const all = late.flatMap(({ items }) => items);
  const asked = { unit: unit.id, rule, q };
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
        ? `没有${every.length > 0 ? '符合条件的' : ''}逾期事项。`
        : html`有 <strong>${late.length}</strong> 个支部、<strong>${all.length}</strong> 项逾期。`
    }</p>
${every.length > 0 && !isBranch(unit.kind) ? unitForm(look, unit, '/board/overdue', {}, wanted(every, look.query)) : ''}
${
  late.length === 0
    ? ''
    : html`<ol class="arrears" start="${part.from + 1}">${late.slice(part.from, part.to).map(
        ({
          standing,
          items,
        }) => html`<li><h2><a href="/board${query({ unit: standing.branch.id, period })}">${nameIn(unit, standing)}</a> <small>${items.length} 项</small></h2>
<ul class="chips">${[...Map.groupBy(items, ({ rule }) => rule.id).values()].map((own) => html`<li class="v">${SIGNS.overdue.sign} ${itemsWord(own, today.slice(0, 4), Number.POSITIVE_INFINITY)}</li>`)}</ul></li>`,
      )}</ol>${turn(part, asked)}
<details class="sources" open><summary>依据</summary><ul>${[...new Set(rulesOf(all).map(sourceWord))].map((word) => html`<li>${word}</li>`)}</ul></details>`
}
${putOff(unit, standings, today.slice(0, 4))}`,
  });
}

/** One duty alone, or branches by a part of their name. */
function wanted(late: readonly { items: Item[] }[], { rule, q }: Look['query']): Html {
  const rules = columnsOf(late.flatMap(({ items }) => items));
  return html`<label>事项 <select name="rule"><option value="">全部</option>${rules.map(
    ({ id, short }) => html`<option value="${id}"${id === rule ? html` selected` : ''}>${short}</option>`,
  )}</select></label>
<label>支部名称 <input name="q" value="${q ?? ''}" maxlength="40" size="12"></label>`;
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
