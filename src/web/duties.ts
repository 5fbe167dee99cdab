import { html } from 'hono/html';
import type { Item } from '../duty/owed/compliance.ts';
import { countOf, countWord, periodWord, sourceWord, stateWord } from '../duty/words.ts';
import type { Html } from './page.ts';
import { SIGNS } from './states.ts';

/** What one unit owes, rule by rule, and what became of each. */
export function duties(items: readonly Item[], year: string): Html {
  const byRule = [...Map.groupBy(items, ({ rule }) => rule.id).values()];
  return html`<ul class="duties">${byRule.map((own) => duty(own, year))}</ul>`;
}

function duty(items: readonly Item[], year: string): Html {
  const [first] = items;
  if (!first) return html``;
  return html`<li><h3>${first.rule.name} <small>${countWord(countOf(items))}</small></h3>
<ul class="chips">${items.map((item) => chip(item, year))}</ul>
<p class="source">${sourceWord(first.rule)}</p></li>`;
}

function chip(item: Item, year: string): Html {
  const { style, sign } = SIGNS[item.state];
  const whose = item.rule.owedBy === 'groups' ? `${item.holder.name} ` : '';
  return html`<li class="${style}"><strong>${sign} ${whose}${periodWord(item.period, year)}</strong> ${stateWord(item)}</li>`;
}
