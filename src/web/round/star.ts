import { html } from 'hono/html';
import { decidedLevels, meanBasics } from '../../evaluation/star/drawn.ts';
import { HOW_WORDS, type Rated, ratedIn } from '../../evaluation/star/read.ts';
import { decidedWord } from '../../evaluation/star/show/branch.ts';
import { namerOf } from '../../evaluation/subject.ts';
import { levelNamed } from '../../evaluation/template.ts';
import { totalWord } from '../../evaluation/words.ts';
import { figures } from '../figure.ts';
import type { Html } from '../page.ts';
import { slice, turn } from '../parts.ts';
import type { Opened } from './opened.ts';

/** Branches on one page. */
const MOST = 400;

/** The stars beside the year before, the mean of the five basics, and branch by branch in the order of the tree. */
export function starPart({ look, round, unit, results }: Opened): Html {
  const { db } = look;
  const rated = ratedIn(db, round).filter(({ subject }) => subject.lineage.startsWith(unit.lineage));
  const part = slice(look, rated.length, MOST);
  const name = namerOf(db, round);
  const heads = ['支部', '申报', '自评', '评分', ...(results ? ['得分', '定星'] : [])];
  return html`${
    results
      ? figures([decidedLevels(db, round, unit.lineage), meanBasics(db, round, unit.lineage, rated)])
      : ''
  }
<section aria-labelledby="branches"><h2 id="branches">支部</h2><div class="scroll" role="region" aria-label="支部" tabindex="0"><table class="plain list"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rated
    .slice(part.from, part.to)
    .map((one) => line(one))}</tbody></table></div>${turn(part, { unit: unit.id })}</section>`;

  function line({ subject, declared, sheets, proposal, decision }: Rated): Html {
    const scored = (self: boolean) => (sheets.some(({ role }) => (role === 'self') === self) ? '✓' : '—');
    const wanted = declared
      ? `${HOW_WORDS[declared.how]}${levelNamed(round.template, declared.level)?.name ?? ''}`
      : '—';
    const given = results
      ? html`<td><b>得分</b>${proposal.total === null ? '—' : totalWord(proposal.total)}</td><td><b>定星</b>${decision ? decidedWord(round.template, decision) : '—'}</td>`
      : '';
    return html`<tr><th scope="row"><a href="/board?unit=${subject.unit}&amp;period=${round.year}">${name(subject)}</a></th><td><b>申报</b>${wanted}</td><td><b>自评</b>${scored(true)}</td><td><b>评分</b>${scored(false)}</td>${given}</tr>`;
  }
}
