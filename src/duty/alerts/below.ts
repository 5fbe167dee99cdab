import { type Press, press } from '../../../cards/card.ts';
import type { DigestLine, Sections } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import { loadActivity } from '../../activity/store.ts';
import { unreachable } from '../../errors.ts';
import { isThere } from '../../people/exists.ts';
import { isBranch } from '../../people/permit.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { itemAbout, nudgedOf, nudgedWord } from '../nudges/nudged.ts';
import { loadNudge } from '../nudges/nudges.ts';
import { termOf } from '../owed/terms.ts';
import { findWaiver, itemKey, loadWaiver } from '../owed/waivers.ts';
import { nameIn } from '../summary/summarise.ts';
import { itemsWord, itemWord, waivedWord } from '../words.ts';
import { isLate, situationOf } from './due.ts';
import type { About } from './ledger.ts';
import { termWord } from './lines.ts';
import { findTask } from './tasks.ts';

interface Committee {
  path: string;
  lineage: string;
}

/** What a committee's digest says now of the units beneath it that are there still, each line with what can be done about it. */
export function belowOf(db: Db, committee: Committee, all: readonly About[], now: Instant): Sections {
  const said = all.filter((about) => isThere(db, unitOf(db, about), dayOf(now)));
  return {
    late: lateLines(db, committee, said, now),
    tasks: said.flatMap((about) => {
      const task = about.kind === 'task' ? findTask(db, about.task, dayOf(now)) : undefined;
      if (!task) return [];
      const label = nameOf(db, task.unit);
      return [{ label, value: `${task.label}：${task.what}`, action: askPress(label, task.unit) }];
    }),
    waived: said.flatMap((about) => (about.kind === 'waived' ? waivedLine(db, about.waiver, now) : [])),
    answered: nudgedLines(db, said, now),
    terms: said.flatMap((about) => {
      const value = about.kind === 'term' ? termWord(termOf(db, about.unit), now) : null;
      if (about.kind !== 'term' || value === null) return [];
      const label = nameOf(db, about.unit);
      return [{ label, value, action: press(`换届：${label}`, 'duty.term', { unit: about.unit }) }];
    }),
  };
}

/** What the 党委 owe themselves comes first, then the branches. */
function lateLines(db: Db, committee: Committee, said: readonly About[], now: Instant): DigestLine[] {
  const duties = said.filter((about) => about.kind === 'duty');
  const keys = new Set(duties.map(({ item }) => item));
  return [...new Set(duties.map(({ unit }) => unit))]
    .flatMap((id) => findUnit(db, id) ?? [])
    .toSorted((a, b) => Number(isBranch(a.kind)) - Number(isBranch(b.kind)) || a.id - b.id)
    .flatMap((unit) => lateLine(db, committee, unit, keys, now));
}

/** Looks at this one unit alone, since a digest speaks of a few among hundreds. */
function lateLine(
  db: Db,
  committee: Committee,
  { id, kind, lineage }: Unit,
  keys: ReadonlySet<string>,
  now: Instant,
): DigestLine[] {
  const situation = situationOf(db, lineage, now, isBranch(kind) ? 'branches' : 'upper');
  const standing = situation.standings.find(({ branch }) => branch.id === id);
  const late = standing?.items.filter((item) => keys.has(itemKey(item)) && isLate(item, situation)) ?? [];
  if (!standing || late.length === 0) return [];
  const value = itemsWord(late, dayOf(now).slice(0, 4), Number.POSITIVE_INFINITY);
  const label = nameIn(committee, standing);
  return [{ label, value, action: askPress(label, id) }];
}

/** Each nudge once, however many of its answers were new. */
function nudgedLines(db: Db, said: readonly About[], now: Instant): DigestLine[] {
  const ids = said.flatMap((about) =>
    about.kind === 'answered' || about.kind === 'nudged' ? [about.nudge] : [],
  );
  return [...new Set(ids)].map((id) => {
    const nudged = nudgedOf(db, id, now);
    const action = askPress(nudged.branch, loadNudge(db, id).unit);
    return { label: nudged.branch, value: nudgedWord(nudged), action };
  });
}

function unitOf(db: Db, about: About): number {
  switch (about.kind) {
    case 'waived':
      return loadWaiver(db, about.waiver).unit;
    case 'answered':
    case 'nudged':
      return loadNudge(db, about.nudge).unit;
    case 'minutes':
    case 'unannounced':
    case 'request':
      return loadActivity(db, about.activity).unit;
    case 'duty':
    case 'absence':
    case 'term':
    case 'task':
      return about.unit;
    default:
      return unreachable(about);
  }
}

function waivedLine(db: Db, id: number, now: Instant): DigestLine[] {
  const waiver = findWaiver(db, id);
  const unit = waiver && findUnit(db, waiver.unit);
  if (!waiver || !unit) return [];
  const item = itemAbout(db, unit, waiver.item, now);
  const what = item ? itemWord(item, dayOf(now).slice(0, 4)) : '';
  const action = press(`看：${unit.name}`, 'duty.owed', { unit: unit.id });
  return [{ label: unit.name, value: `${what}${waivedWord(waiver, dayOf(now))}`, action }];
}

function askPress(name: string, unit: number): Press {
  return press(`督办：${name}`, 'duty.supervise', { unit });
}

export function nameOf(db: Db, unit: number): string {
  return findUnit(db, unit)?.name ?? '';
}
