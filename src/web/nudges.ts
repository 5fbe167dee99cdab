import { html } from 'hono/html';
import { nudgedBy, nudgedWord } from '../duty/nudges/nudged.ts';
import { nudgesIn } from '../duty/nudges/nudges.ts';
import type { Item } from '../duty/owed/compliance.ts';
import { itemKey } from '../duty/owed/waivers.ts';
import { nameIn } from '../duty/summary/summarise.ts';
import { may } from '../people/permit.ts';
import { findUnit, type Unit } from '../people/store.ts';
import { DAY, dayOf } from '../time.ts';
import type { Look } from './look.ts';
import type { Html } from './page.ts';

/** Answers stay in view for so long. */
const SHOWN = 30 * DAY;
const MOST = 60;

/** 督办 and what became of it. It is between whoever is asked and the committee above: only from above it is seen here. */
export function asked(
  look: Look,
  unit: Unit,
  known: readonly { unit: number; items: readonly Item[] }[],
): Html {
  const { db, now, person } = look;
  const above = unit.parent !== null && may(db, person.id, 'oversee', unit.parent, dayOf(now));
  const found = nudgesIn(db, unit.lineage, now - SHOWN, dayOf(now))
    .filter((one) => one.unit !== unit.id || above)
    .slice(0, MOST);
  if (found.length === 0) return html``;
  const items = new Map(known.map((one) => [one.unit, one.items]));
  const lines = found.flatMap((one) => {
    const whose = findUnit(db, one.unit);
    const item = items.get(one.unit)?.find((of) => itemKey(of) === one.item);
    return whose
      ? [
          {
            label: whose.id === unit.id ? whose.name : nameIn(unit, { branch: whose }),
            value: nudgedWord(nudgedBy(db, one, whose, item, now)),
          },
        ]
      : [];
  });
  return html`<section aria-labelledby="nudges"><h2 id="nudges">督办</h2><dl class="facts">${lines.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl></section>`;
}
