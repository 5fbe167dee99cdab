import { html } from 'hono/html';
import { historyOf } from '../evaluation/decision.ts';
import { type Round, roundsOver } from '../evaluation/round.ts';
import { sheetsAbout } from '../evaluation/sheet.ts';
import { branchBasics } from '../evaluation/star/drawn.ts';
import { rolesFor } from '../evaluation/star/role.ts';
import { historyLines } from '../evaluation/star/show/branch.ts';
import { subjectOf } from '../evaluation/subject.ts';
import type { Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { figures } from './figure.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { query } from './parts.ts';

/** A branch's five basics as they are scored, with the year before, and its stars by year; nothing where it was never rated. */
export function rated(look: Look, unit: Unit): Html {
  const { db } = look;
  const [round] = roundsOver(db, unit, 'starRating');
  const history = historyLines(historyOf(db, unit.id, 'starRating'));
  const chart = round && basics(look, round, unit);
  if (!chart && history.length === 0) return html``;
  return html`<section aria-labelledby="stars"><h2 id="stars">星级评定</h2>${figures([chart])}${
    history.length > 0
      ? html`<ul class="chips">${history.map((line) => html`<li class="o">${line}</li>`)}</ul>`
      : ''
  }${round ? html`<p class="more"><a href="/board/round/${round.id}${query({ unit: unit.id })}">看${round.title}</a></p>` : ''}</section>`;
}

/** Before publication a branch sees its own sheet alone, those who score it all of them. */
function basics({ db, now, person }: Look, round: Round, unit: Unit) {
  const subject = subjectOf(db, round.id, unit.id);
  if (!subject) return undefined;
  const roles = rolesFor(db, person.id, round, subject, dayOf(now));
  const all = round.publishedAt !== null || roles.includes('committee') || roles.includes('top');
  const sheets = sheetsAbout(db, round, subject.id).filter(({ role }) => all || role === 'self');
  return branchBasics(db, round, subject, sheets);
}
