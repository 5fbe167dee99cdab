import { html } from 'hono/html';
import { type Glance, glancesOf, newestOf, roundsSeen } from '../evaluation/glance.ts';
import type { Step, Viewer } from '../evaluation/progress.ts';
import { stateWord } from '../evaluation/summary.ts';
import type { Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { bar, query } from './parts.ts';

export function viewerOf({ db, person, now }: Look): Viewer {
  return { db, person: person.id, today: dayOf(now) };
}

/** The newest of every system of evaluation, as numbers of what stands beneath a unit; nothing where none was ever held. */
export function rounds(look: Look, unit: Unit): Html {
  const viewer = viewerOf(look);
  const glances = glancesOf(viewer, unit, newestOf(roundsSeen(viewer, unit)));
  if (glances.length === 0) return html``;
  return html`<section aria-labelledby="rounds"><h2 id="rounds">评议</h2>${cards(glances, unit)}<p class="more"><a href="/board/rounds${query({ unit: unit.id })}">全部评议和整改</a></p></section>`;
}

export function cards(glances: readonly Glance[], unit: Pick<Unit, 'id'>): Html {
  return html`<ul class="rounds">${glances.map((glance) => card(glance, unit))}</ul>`;
}

function card(glance: Glance, unit: Pick<Unit, 'id'>): Html {
  const { title, holder, page, steps, levels } = glance;
  const name =
    page === null ? title : html`<a href="/board/round/${page}${query({ unit: unit.id })}">${title}</a>`;
  return html`<li><h3>${name} <small>${holder}</small></h3><p class="state">${stateWord(glance)}</p>
${steps.length > 0 ? html`<dl class="steps">${steps.map(stepLine)}</dl>` : ''}${
  levels.length > 0
    ? html`<ul class="chips">${levels.map(({ name: level, count }) => html`<li class="o"><strong>${level}</strong> ${count}</li>`)}</ul>`
    : ''
}</li>`;
}

function stepLine({ label, part, whole, unit }: Step): Html {
  return html`<div><dt>${label}</dt><dd>${whole === null ? part : `${part} / ${whole}`} <small>${unit}</small>${whole ? bar(part / whole) : ''}</dd></div>`;
}
