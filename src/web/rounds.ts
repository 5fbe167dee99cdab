import { html } from 'hono/html';
import { glanceAt, type StarGlance, type VisitGlance } from '../evaluation/glance.ts';
import { findUnit, type Unit } from '../people/store.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';
import { query, tiles } from './parts.ts';

/** 星级评定 and 观摩 as they stand beneath a unit; nothing where neither was ever held. */
export function rounds(look: Look, unit: Unit): Html {
  const { star, visit } = glanceAt(look.db, unit);
  return html`${star ? starSection(star) : ''}${visit ? visitSection(look, visit) : ''}`;
}

function starSection({ title, branches, declared, self, decided, levels }: StarGlance): Html {
  const of = (label: string, part: number) => ({
    label,
    value: `${part} / ${branches}`,
    more: '个支部',
    share: { part, whole: branches },
  });
  return html`<section aria-labelledby="star"><h2 id="star">${title}</h2>${tiles([
    of('申报', declared),
    of('自评', self),
    of('定星', decided),
    ...levels.map(({ name, count }) => of(name, count)),
  ])}</section>`;
}

function visitSection({ db }: Look, { title, coverage, units, levels }: VisitGlance): Html {
  const { branches, units: heads, sheets } = coverage;
  return html`<section aria-labelledby="visit"><h2 id="visit">${title}</h2>${tiles([
    {
      label: '已到单位',
      value: `${heads.seen} / ${heads.all}`,
      more: `个，全部看完 ${heads.whole} 个`,
      share: { part: heads.seen, whole: heads.all },
    },
    {
      label: '已看支部',
      value: `${branches.seen} / ${branches.all}`,
      more: '个',
      share: { part: branches.seen, whole: branches.all },
    },
    { label: '评分表', value: String(sheets), more: '份' },
    ...levels.map(({ name, count }) => ({
      label: name,
      value: String(count),
      more: '个支部',
      share: { part: count, whole: branches.seen },
    })),
  ])}<details><summary>各单位进度</summary><ul class="chips">${units.map(
    ({ id, seen, all }) =>
      html`<li><a href="/board${query({ unit: id })}">${findUnit(db, id)?.name ?? ''}</a> ${seen}/${all}</li>`,
  )}</ul></details></section>`;
}
