import { html } from 'hono/html';
import { isOver } from '../activity/attendance.ts';
import { titleOf } from '../activity/kinds.ts';
import type { Activity } from '../activity/store.ts';
import type { Standing } from '../duty/owed/compliance.ts';
import { activitiesOf } from '../duty/store.ts';
import { only, summariseMonths } from '../duty/summary/summarise.ts';
import { countOf, rateWord } from '../duty/words.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, type Instant, saySoon, shortDay } from '../time.ts';
import { duties } from './duties.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, legend, spans, tiles, ways } from './parts.ts';
import { rated } from './rated.ts';
import { rounds } from './rounds.ts';
import type { Span } from './span.ts';
import { trend } from './trend.ts';

/** One branch: what it owes, what became of it, and what it held. */
export function branchPage(look: Look, unit: Unit, span: Span): Html {
  const today = dayOf(look.now);
  const assessed = summariseMonths(look.db, unit.lineage, span, null, look.now);
  const [standing] = assessed.standings;
  const groups = standing?.branch.groups ?? [];
  const held = activitiesOf(look.db, [unit.id, ...groups.map(({ id }) => id)], span.from, span.to).filter(
    (one) => isKnown(one, look.now),
  );
  return page({
    title: `${unit.name} ${span.label}`,
    reader: look.person.name,
    at: 'board',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, today, { span })}
<div class="head"><h1>${unit.name}</h1>${spans(span, today, { unit: unit.id })}${ways(unit, span.key)}</div>
${standing ? owed(standing, span) : html`<p class="blank">${span.label}里还没有这个支部。</p>`}
${activitiesTable(held, new Map(groups.map(({ id, name }) => [id, name])), look.now)}
${rated(look, unit)}
${rounds(look, unit)}
${trend(look, unit, span, assessed)}`,
  });
}

/** Before its notice only those who plan it know of it. */
export function isKnown(activity: Activity, now: Instant): boolean {
  return activity.cancelledAt === null && (activity.noticedAt !== null || isOver(activity, now));
}

function owed(standing: Standing, span: Span): Html {
  const { items } = standing;
  const { required, done } = countOf(items);
  const overdue = only(items, 'overdue').length;
  const year = span.to.slice(0, 4);
  const summary = tiles([
    {
      label: '已完成 / 应完成',
      value: `${done} / ${required}`,
      more: '项',
      share: { part: done, whole: required },
    },
    { label: '逾期', value: String(overdue), more: '项', tone: overdue > 0 ? 'bad' : 'good' },
    {
      label: '出勤率',
      value: rateWord(standing),
      ...(standing.expected > 0 && { more: `应到 ${standing.expected} 人次，实到 ${standing.present}` }),
      share: { part: standing.present, whole: standing.expected },
    },
    { label: '开展活动', value: String(standing.held), more: '次' },
  ]);
  return html`${summary}
<section aria-labelledby="owed"><h2 id="owed">应完成事项</h2>
${duties(items, year)}
${legend()}</section>`;
}

function activitiesTable(held: readonly Activity[], groups: Map<number, string>, now: Instant): Html {
  if (held.length === 0)
    return html`<section><h2>活动</h2><p class="blank">这段时间没有活动记录。</p></section>`;
  return html`<section aria-labelledby="held"><h2 id="held">活动</h2><div class="scroll" role="region" aria-label="活动" tabindex="0"><table class="plain list">
<thead><tr><th scope="col">时间</th><th scope="col">活动</th><th scope="col" class="number">实到 / 应到</th><th scope="col">备注</th></tr></thead>
<tbody>${held.map((one) => line(one, groups.get(one.unit), now))}</tbody></table></div></section>`;
}

function line(activity: Activity, group: string | undefined, now: Instant): Html {
  const over = isOver(activity, now);
  const theme = activity.theme === '' ? '' : `：${activity.theme}`;
  return html`<tr><td><time datetime="${dayOf(activity.startsAt)}">${over ? shortDay(dayOf(activity.startsAt)) : saySoon(activity.startsAt)}</time></td>
<th scope="row"><a href="/board/activity/${activity.id}">${titleOf(activity.kinds)}${group === undefined ? '' : `（${group}）`}${theme}</a></th>
<td class="number">${over ? `${activity.present} / ${activity.expected}` : '—'}</td><td>${remark(activity, over)}</td></tr>`;
}

function remark(activity: Activity, over: boolean): string {
  if (!over) return '已安排';
  if (activity.present === 0) return '没有到会登记，不计入';
  return activity.minutedAt === null ? '会议记录待补' : '';
}
