import { html } from 'hono/html';
import { type Arrears, arrearsIn, endedTerms } from '../duty/owed/arrears.ts';
import type { Item, Standing } from '../duty/owed/compliance.ts';
import { lately } from '../duty/period.ts';
import type { Beside } from '../duty/summary/beside.ts';
import { type Filter, isNamed, isWanted } from '../duty/summary/filter.ts';
import { columnsOf, nameIn, only, summarise, worstFirst } from '../duty/summary/summarise.ts';
import { itemsWord, rulesOf, sourceWord, waivedWords } from '../duty/words.ts';
import { isBranch } from '../people/permit.ts';
import type { Unit } from '../people/store.ts';
import { dayOf, sayDay } from '../time.ts';
import { askedBy, filterIn, LATELY } from './asked.ts';
import { narrowedTo, narrowing, unitForm } from './filters.ts';
import type { Look } from './look.ts';
import { asked as nudges } from './nudges.ts';
import { type Html, page } from './page.ts';
import { crumbs, query, slice, turn, ways } from './parts.ts';
import { SIGNS } from './states.ts';

/** Branches on one page. */
const MOST = 200;

/** A unit with what of it is overdue: duties, and others in words. */
interface Late {
  unit: { id: number; name: string; path: string };
  items: Item[];
  others: string[];
}

/** Everything that is overdue today at a unit and beneath it: what committees owe themselves, then the branches with the most first. */
export function overduePage(look: Look, unit: Unit): Html {
  const { db, now } = look;
  const today = dayOf(now);
  const year = today.slice(0, 4);
  const span = lately(today);
  const standings = worstFirst(summarise(db, unit.lineage, span, now));
  const committees = arrearsIn(db, unit.lineage, now);
  const filter = filterIn(look);
  const every = [...upperOf(committees), ...branchesOf(look, standings)];
  const narrow = (one: Late) => narrowed(one, filter);
  const upper = upperOf(committees).flatMap(narrow);
  const late = branchesOf(look, standings).flatMap(narrow);
  const part = slice(look, late.length, MOST);
  const all = [...upper, ...late].flatMap(({ items }) => items);
  const asked = askedBy(filter);
  const rules = columnsOf(every.flatMap(({ items }) => items));
  return page({
    title: `${unit.name} 逾期事项`,
    reader: look.person.name,
    at: 'overdue',
    oversees: true,
    now,
    body: html`${crumbs(look, unit, today)}
<div class="head"><h1>${unit.name}<small>逾期事项</small></h1>${ways(unit, LATELY, { ...asked, only: 'overdue' }, [])}</div>
<p class="lead">截至${sayDay(today)}，${span.label}${
      upper.length + late.length === 0
        ? `没有${every.length > 0 ? '符合条件的' : ''}逾期事项。`
        : html`有 <strong>${late.length}</strong> 个支部、<strong>${countOf(late)}</strong> 项逾期${upper.length > 0 ? html`；党委等本级 <strong>${countOf(upper)}</strong> 项` : ''}。`
    }</p>
${
  every.length > 0 && !isBranch(unit.kind)
    ? unitForm(look, unit, '/board/overdue', {}, narrowing(rules, filter))
    : ''
}${narrowedTo(filter, rules)}
${
  upper.length === 0
    ? ''
    : html`<section aria-labelledby="upper"><h2 id="upper">本级事项</h2><ol class="arrears">${upper.map((one) => entry(unit, one, year))}</ol></section>`
}
${
  late.length === 0
    ? ''
    : html`<section aria-labelledby="branches"><h2 id="branches">支部</h2><ol class="arrears" start="${part.from + 1}">${late
        .slice(part.from, part.to)
        .map((one) => entry(unit, one, year))}</ol>${turn(part, { unit: unit.id, ...asked })}</section>`
}
${all.length === 0 ? '' : html`<details class="sources" open><summary>依据</summary><ul>${[...new Set(rulesOf(all).map(sourceWord))].map((word) => html`<li>${word}</li>`)}</ul></details>`}
${putOff(unit, committees, standings, filter, year)}
${nudges(look, unit, [...committees.map((one) => ({ ...one, unit: one.unit.id })), ...standings.map(({ branch, items }) => ({ unit: branch.id, items }))])}`,
  });
}

function upperOf(committees: readonly Arrears[]): Late[] {
  return committees.flatMap(({ unit, items, others }) => {
    const late = only(items, 'overdue');
    return late.length + others.length > 0 ? [{ unit, items: late, others }] : [];
  });
}

function branchesOf({ db, now }: Look, standings: readonly Standing[]): Late[] {
  const terms = endedTerms(db, dayOf(now));
  return standings.flatMap(({ branch, items }) => {
    const late = only(items, 'overdue');
    const others = terms.get(branch.id) ?? [];
    return late.length + others.length > 0 ? [{ unit: branch, items: late, others }] : [];
  });
}

/** What is no duty is left out where one duty is asked for. */
function narrowed({ unit, items, others }: Late, filter: Filter): Late[] {
  const left = {
    unit,
    items: items.filter((item) => isWanted(filter, item)),
    others: filter.kinds === undefined ? others : [],
  };
  return isNamed(filter, unit) && left.items.length + left.others.length > 0 ? [left] : [];
}

/** What is overdue and no duty, as a sheet behind the duties': terms that have ended, and what committees left of lists. */
export function othersBeside(look: Look, unit: Unit, filter: Filter): Beside[] {
  const standings = summarise(look.db, unit.lineage, lately(dayOf(look.now)), look.now);
  const all = [...upperOf(arrearsIn(look.db, unit.lineage, look.now)), ...branchesOf(look, standings)];
  const lines = all
    .flatMap((one) => narrowed(one, filter))
    .flatMap(({ unit: branch, others }) => others.map((other) => [nameIn(unit, { branch }), other]));
  if (lines.length === 0) return [];
  return [{ title: '换届和清单', lines: [], sheet: { widths: [34, 80], head: ['组织', '逾期情况'], lines } }];
}

function countOf(late: readonly Late[]): number {
  return late.reduce((sum, { items, others }) => sum + items.length + others.length, 0);
}

function entry(above: Unit, { unit, items, others }: Late, year: string): Html {
  const words = [
    ...[...Map.groupBy(items, ({ rule }) => rule.id).values()].map((own) =>
      itemsWord(own, year, Number.POSITIVE_INFINITY),
    ),
    ...others,
  ];
  return html`<li><h2><a href="/board${query({ unit: unit.id, period: year })}">${nameIn(above, { branch: unit })}</a> <small>${items.length + others.length} 项</small></h2>
<ul class="chips">${words.map((word) => html`<li class="v">${SIGNS.overdue.sign} ${word}</li>`)}</ul></li>`;
}

/** What is excused for now, and until when, by whom and why. */
function putOff(
  unit: Unit,
  committees: readonly Arrears[],
  standings: readonly Standing[],
  filter: Filter,
  year: string,
): Html {
  const all = [...committees.map((one) => ({ branch: one.unit, items: one.items })), ...standings].filter(
    ({ branch }) => isNamed(filter, branch),
  );
  const lines = all.flatMap(({ branch, items }) =>
    waivedWords(
      items.filter((item) => isWanted(filter, item)),
      year,
    ).map(
      (word) =>
        html`<li class="w">${SIGNS.waived.sign} ${isBranch(unit.kind) ? '' : `${nameIn(unit, { branch })}：`}${word}</li>`,
    ),
  );
  if (lines.length === 0) return html``;
  return html`<section aria-labelledby="waived"><h2 id="waived">暂缓</h2><ul class="chips">${lines.slice(0, MOST)}</ul>${
    lines.length > MOST
      ? html`<p class="note">另有 ${lines.length - MOST} 条，请选“范围”或“事项”，或者填“名称”来查看。</p>`
      : ''
  }</section>`;
}
