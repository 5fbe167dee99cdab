import { type Press, press } from '../../../cards/card.ts';
import type { DigestLine, Sections } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import { loadActivity } from '../../activity/store.ts';
import { unreachable } from '../../errors.ts';
import { isThere } from '../../people/exists.ts';
import { findUnit } from '../../people/store.ts';
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

function lateLines(db: Db, committee: Committee, said: readonly About[], now: Instant): DigestLine[] {
  const keys = new Set(said.flatMap((about) => (about.kind === 'duty' ? [about.item] : [])));
  return (['upper', 'branches'] as const).flatMap((of) => {
    const situation = situationOf(db, committee.lineage, now, of);
    return situation.standings.flatMap((standing) => {
      const items = standing.items.filter((item) => keys.has(itemKey(item)) && isLate(item, situation));
      if (items.length === 0) return [];
      const label = nameIn(committee, standing);
      const value = itemsWord(items, dayOf(now).slice(0, 4), Number.POSITIVE_INFINITY);
      return [{ label, value, action: askPress(label, standing.branch.id) }];
    });
  });
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
