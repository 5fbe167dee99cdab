import { and, asc, like, notInArray } from 'drizzle-orm';
import { html } from 'hono/html';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import type { Rule } from '../duty/rules/rules.ts';
import { type Filter, filterWord } from '../duty/summary/filter.ts';
import type { Unit } from '../people/store.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';

export type Committee = Pick<Unit, 'id' | 'name' | 'path' | 'lineage'>;

/** A unit and the committees beneath it, as their paths are ordered. */
export function committees(db: Db, lineage: string): Committee[] {
  return db
    .select({ id: units.id, name: units.name, path: units.path, lineage: units.lineage })
    .from(units)
    .where(
      and(
        like(units.lineage, `${lineage}%`),
        notInArray(units.kind, ['branch', 'jointBranch', 'temporaryBranch', 'memberGroup']),
      ),
    )
    .orderBy(asc(units.path))
    .all();
}

/** Which unit beneath this one, where there is a choice, and whatever else a page asks for: any browser sends it as an address. */
export function unitForm(
  { db }: Look,
  unit: Unit,
  action: string,
  kept: Record<string, string>,
  more: Html | string = '',
): Html {
  const beneath = committees(db, unit.lineage);
  if (beneath.length <= 1 && more === '') return html``;
  return html`<form class="filters" method="get" action="${action}">
${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${
  beneath.length > 1
    ? html`<label>范围 <select name="unit">${beneath.map(
        (one) =>
          html`<option value="${one.id}"${one.id === unit.id ? html` selected` : ''}>${'　'.repeat(depth(one, unit))}${one.name}</option>`,
      )}</select></label>`
    : html`<input type="hidden" name="unit" value="${unit.id}">`
}
${more}
<button class="button">查看</button>
</form>`;
}

/** One duty alone, or units by a part of their name. */
export function narrowing(rules: readonly Pick<Rule, 'id' | 'short'>[], { kinds, name }: Filter): Html {
  return html`<label>事项 <select name="rule"><option value="">全部</option>${rules.map(
    ({ id, short }) =>
      html`<option value="${id}"${kinds?.includes(id) ? html` selected` : ''}>${short}</option>`,
  )}</select></label>
<label>名称 <input name="q" value="${name ?? ''}" maxlength="40" size="12"></label>`;
}

/** What a page was narrowed down to, for paper, where there is no form that says it. */
export function narrowedTo(filter: Filter, rules: readonly Rule[]): Html {
  const words = filterWord(filter, rules);
  return words === '' ? html`` : html`<p class="lead printed">筛选：${words}。</p>`;
}

function depth(one: Committee, unit: Unit): number {
  return one.lineage.split('/').length - unit.lineage.split('/').length;
}
