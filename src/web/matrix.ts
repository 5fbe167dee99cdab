import { html, raw } from 'hono/html';
import type { Db } from '../../db/store.ts';
import type { Assessment, Item, Standing } from '../duty/owed/compliance.ts';
import { summariseUpper } from '../duty/owed/upper.ts';
import type { Rule } from '../duty/rules/rules.ts';
import { countItem, type Figures, nothing, sumOf } from '../duty/summary/figures.ts';
import { type Filter, isNamed, isWanted } from '../duty/summary/filter.ts';
import { inColumns, only, summariseMonths } from '../duty/summary/summarise.ts';
import { countOf, countWord, rateWord, sourceWord } from '../duty/words.ts';
import type { Unit } from '../people/store.ts';
import { dayOf } from '../time.ts';
import { askedBy, filterIn } from './asked.ts';
import { duties } from './duties.ts';
import { committees, narrowedTo, narrowing, unitForm } from './filters.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, legend, query, type Slice, slice, spans, tiles, turn, ways } from './parts.ts';
import { rounds } from './rounds.ts';
import type { Span } from './span.ts';
import { signOf } from './states.ts';
import { trend } from './trend.ts';

/** What a page may weigh in its rows, and what a row's name and each of its cells do: in bytes, without compression. */
const ROWS = 260_000;
const NAME = 150;
const CELL = 36;

/** A committee's branches and what each has done of every duty. */
export function matrixPage(look: Look, unit: Unit, span: Span): Html {
  const today = dayOf(look.now);
  const filter = filterIn(look);
  const whole = summariseMonths(look.db, unit.lineage, span, null, look.now);
  const all = inColumns(new Set(whole.owed.map(({ rule }) => rule)));
  const assessed = narrowed(whole, filter);
  const { standings } = assessed;
  const shown = standings
    .filter(({ items }) => filter.only === undefined || items.some((item) => item.state === 'overdue'))
    .filter(({ branch }) => isNamed(filter, branch));
  const rules = all.filter((rule) => isWanted(filter, { rule }));
  const asked = askedBy(filter);
  const rest = { unit: unit.id, ...asked };
  const most = Math.floor(ROWS / (NAME + rules.length * CELL));
  const part = slice(look, shown.length, most);
  return page({
    title: `${unit.name} ${span.label}`,
    reader: look.person.name,
    at: 'board',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, today, { span })}
<div class="head"><h1>${unit.name}</h1>${spans(span, today, rest)}${ways(unit, span.key, asked)}</div>
${totals(assessed)}
${filters(look, unit, span, all, filter)}${narrowedTo(filter, all)}
${
  shown.length === 0
    ? html`<p class="blank">${standings.length === 0 ? '这段时间还没有党支部。' : '没有符合条件的党支部。'}</p>`
    : html`<div class="scroll" role="region" aria-label="各支部完成情况" tabindex="0">${table(look.db, unit, span, shown, rules, part)}</div>${turn(part, { ...rest, period: span.key })}${legend()}`
}
${upper(look, unit, span)}
${rounds(look, unit)}
${trend(look, unit, span, whole)}
<details class="sources"><summary>每一项的依据</summary><ul>${rules.map((rule) => html`<li>${sourceWord(rule)}</li>`)}</ul></details>`,
  });
}

/** One duty alone, where no more is asked for; who came is of all gatherings still. */
function narrowed(whole: Assessment, filter: Filter): Assessment {
  if (filter.kinds === undefined) return whole;
  return {
    ...whole,
    standings: whole.standings.map((one) => ({
      ...one,
      items: one.items.filter((item) => isWanted(filter, item)),
    })),
    owed: whole.owed.filter((one) => isWanted(filter, one)),
  };
}

/** What the 党委 itself owes; those beneath have pages of their own. */
function upper({ db, now }: Look, unit: Unit, span: Span): Html {
  const own = summariseUpper(db, unit.lineage, span, now).find(({ branch }) => branch.id === unit.id);
  if (!own || own.items.length === 0) return html``;
  return html`<section aria-labelledby="upper"><h2 id="upper">本级应完成事项</h2>${duties(own.items, span.to.slice(0, 4))}</section>`;
}

function totals({ standings, owed }: Assessment): Html {
  const { required, done, overdue } = sumOf(owed.map(({ figures }) => figures));
  const late = standings.filter(({ items }) => items.some((item) => item.state === 'overdue')).length;
  const sum = attendanceOf(standings);
  return tiles([
    { label: '党支部', value: String(standings.length), more: '个' },
    {
      label: '已完成 / 应完成',
      value: `${done} / ${required}`,
      more: '项',
      share: { part: done, whole: required },
    },
    {
      label: '逾期',
      value: String(overdue),
      more: overdue > 0 ? `项，${late} 个支部` : '项',
      tone: overdue > 0 ? 'bad' : 'good',
    },
    {
      label: '出勤率',
      value: rateWord(sum),
      ...(sum.expected > 0 && { more: `应到 ${sum.expected} 人次，实到 ${sum.present}` }),
      share: { part: sum.present, whole: sum.expected },
    },
  ]);
}

function attendanceOf(standings: readonly Standing[]): { expected: number; present: number } {
  return standings.reduce(
    (sum, one) => ({ expected: sum.expected + one.expected, present: sum.present + one.present }),
    { expected: 0, present: 0 },
  );
}

function filters(look: Look, unit: Unit, span: Span, rules: readonly Rule[], filter: Filter): Html {
  return unitForm(
    look,
    unit,
    '/board',
    { period: span.key },
    html`${narrowing(rules, filter)}
<label class="check"><input type="checkbox" name="only" value="overdue"${filter.only ? html` checked` : ''}> 只看逾期</label>`,
  );
}

/** There may be hundreds of rows: each is as short as HTML allows, and nothing but names and numbers is in it. */
function table(
  db: Db,
  unit: Unit,
  span: Span,
  all: readonly Standing[],
  rules: readonly Rule[],
  { from, to }: Slice,
): Html {
  const ids = new Map(committees(db, unit.lineage).map((one) => [one.path, one]));
  const rows = all.slice(from, to);
  const groups = Map.groupBy(rows, ({ branch }) => branch.path.slice(0, branch.path.lastIndexOf('/')));
  const columns = rules.length + 3;
  const sums = byRule(all);
  return html`<table class="matrix">
<caption class="unseen">${unit.name}${span.label}，每行一个支部，每列一项；数字是已完成与应完成的次数</caption>
<thead><tr><th scope="col">党支部</th>${rules.map((rule) => html`<th scope="col">${rule.short}</th>`)}<th scope="col">逾期</th><th scope="col">出勤</th></tr>
<tr class="sum"><th scope="row">合计（${all.length} 个支部）</th>${rules.map((rule) => html`<td>${countWord(sums.get(rule.id) ?? nothing())}</td>`)}<td>${sumOf([...sums.values()]).overdue}</td><td>${rateWord(attendanceOf(all))}</td></tr></thead>
${[...groups].map(([path, own]) => {
  const above = ids.get(path);
  const head =
    groups.size > 1 && above && above.id !== unit.id
      ? html`<tr class="group"><th scope="rowgroup" colspan="${columns}"><a href="${query({ unit: above.id, period: span.key })}">${above.path.startsWith(`${unit.path}/`) ? above.path.slice(unit.path.length + 1) : above.name}</a> <small>${own.length} 个支部</small></th></tr>`
      : '';
  return html`<tbody>${head}${raw(own.map((one) => row(one, rules, span)).join(''))}</tbody>\n`;
})}</table>`;
}

function byRule(standings: readonly Standing[]): Map<string, Figures> {
  const sums = new Map<string, Figures>();
  for (const { items } of standings) {
    for (const item of items) {
      const figures = sums.get(item.rule.id) ?? nothing();
      countItem(figures, item);
      sums.set(item.rule.id, figures);
    }
  }
  return sums;
}

function row({ branch, items, expected, present }: Standing, rules: readonly Rule[], span: Span): string {
  const byRule = Map.groupBy(items, (item) => item.rule.id);
  const cells = rules.map((rule) => cell(rule, byRule.get(rule.id) ?? [])).join('');
  const overdue = only(items, 'overdue').length;
  const name = html`<a href="?unit=${branch.id}&amp;period=${span.key}">${branch.name}</a>`;
  return `<tr><th scope=row>${name}${cells}<td class=n>${overdue || '—'}<td class=r>${rateWord({ expected, present })}`;
}

/** Its label is for narrow screens, where what is open stands under the branch and what is done does not. */
function cell(rule: Rule, items: readonly Item[]): string {
  if (items.length === 0) return '<td>—';
  const { style, sign } = signOf(items);
  const label = style === 'd' ? '' : `<b>${html`${rule.short}`}</b>`;
  return `<td class=${style}>${label}${sign} ${countWord(countOf(items))}`;
}
