import { html } from 'hono/html';
import { type Listed, listedIssues } from '../evaluation/listed.ts';
import type { Unit } from '../people/store.ts';
import { shortDay } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';

const MOST = 200;

/** 整改清单: a round's, or all that is not settled, of a unit and beneath it. */
export function issueTable({ db, now }: Look, unit: Unit, round: number | undefined): Html {
  const issues = listedIssues(db, unit, round, now);
  if (issues.length === 0) return html``;
  const overdue = issues.filter((issue) => issue.overdue).length;
  const settled = issues.filter((issue) => issue.settled).length;
  const counts = [
    `共 ${issues.length} 条`,
    settled > 0 ? `已销号 ${settled} 条` : '',
    overdue > 0 ? `逾期 ${overdue} 条` : '没有逾期',
  ];
  return html`<section aria-labelledby="issues"><h2 id="issues">${round === undefined ? '未销号的整改' : '整改'}</h2><p class="lead">${counts.filter((word) => word !== '').join('，')}。</p>
<div class="scroll" role="region" aria-label="整改" tabindex="0"><table class="plain list"><thead><tr><th scope="col">组织</th><th scope="col">问题</th><th scope="col">措施</th><th scope="col">责任人</th><th scope="col">期限</th><th scope="col">状态</th><th scope="col">整改情况</th></tr></thead><tbody>${issues.slice(0, MOST).map(line)}</tbody></table></div>
${issues.length > MOST ? html`<p class="note">另有 ${issues.length - MOST} 条，可说“导出 整改清单”。</p>` : ''}</section>`;
}

function line(issue: Listed): Html {
  const { branch, problem, measure, owner, deadline, state, overdue, settled } = issue;
  const style = overdue ? 'v' : settled ? 'd' : 'o';
  return html`<tr><td>${branch}</td><th scope="row">${problem}</th><td>${measure}</td><td>${owner}</td><td>${deadline === null ? '' : html`<time datetime="${deadline}">${shortDay(deadline)}</time>`}</td><td><span class="tag ${style}">${overdue ? '▲' : settled ? '✓' : '○'} ${state}</span></td><td>${evidence(issue)}</td></tr>`;
}

/** What was handed in to prove that it is done: words, and what was put to them. */
function evidence({ said, files }: Listed): Html {
  const links = files.map(({ id, name }) => html`<br><a href="/board/kept/${id}">${name}</a>`);
  return html`${said}${links}`;
}
