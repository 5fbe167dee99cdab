import { html } from 'hono/html';
import { isHandedIn, speakersOf } from '../../evaluation/debrief/read.ts';
import { namesOf } from '../../evaluation/subject.ts';
import { dayOf } from '../../time.ts';
import type { Html } from '../page.ts';
import type { Opened } from './opened.ts';

/** Who has not handed in yet, by the unit: levels are of persons, and told to them. */
export function debriefPart({ look, round, unit }: Opened): Html {
  if (round.publishedAt !== null) return html``;
  const names = namesOf(look.db, round);
  const late = speakersOf(look.db, round, dayOf(look.now)).filter(
    (speaker) => speaker.lineage.startsWith(unit.lineage) && !isHandedIn(speaker),
  );
  if (late.length === 0) return html``;
  return html`<section aria-labelledby="waiting"><h2 id="waiting">还没交述职报告</h2><ul class="chips">${late.map(({ id }) => html`<li class="o">○ ${names.get(id) ?? ''}</li>`)}</ul></section>`;
}
