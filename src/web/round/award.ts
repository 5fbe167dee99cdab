import { html } from 'hono/html';
import { nomineesOf, stepOf } from '../../evaluation/award/read.ts';
import { dayOf } from '../../time.ts';
import type { Html } from '../page.ts';
import type { Opened } from './opened.ts';

/** Those made public, then those chosen: what every member may read. Nobody stands before anybody else. */
export function awardPart({ look, round }: Opened): Html {
  const today = dayOf(look.now);
  const step = stepOf(round, today);
  if (step === 'nominating') return html``;
  const shown = nomineesOf(look.db, round, today).filter(({ decision }) =>
    step === 'published' ? decision !== undefined && decision.level !== null : decision?.level !== null,
  );
  if (shown.length === 0) return html``;
  return html`<section aria-labelledby="named"><h2 id="named">${step === 'published' ? '入选' : '公示'}</h2><div class="scroll" role="region" aria-label="名单" tabindex="0"><table class="plain list"><thead><tr><th scope="col">名称</th><th scope="col">事迹</th></tr></thead><tbody>${shown.map(
    ({ called, deeds }) => html`<tr><th scope="row">${called}</th><td>${deeds}</td></tr>`,
  )}</tbody></table></div></section>`;
}
