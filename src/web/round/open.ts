import { html } from 'hono/html';
import { unreachable } from '../../errors.ts';
import { WORDS } from '../../evaluation/latest.ts';
import { progressOf } from '../../evaluation/progress.ts';
import { findRound, type Round } from '../../evaluation/round.ts';
import { STAGES } from '../../evaluation/star/template.ts';
import { isBranch, may, unitsUnder } from '../../people/permit.ts';
import { findUnit, type Unit } from '../../people/store.ts';
import { dayOf, sayDay } from '../../time.ts';
import { issueTable } from '../issues.ts';
import type { Look } from '../look.ts';
import { type Html, page } from '../page.ts';
import { crumbs, type Tile, tiles } from '../parts.ts';
import { viewerOf } from '../rounds.ts';
import { awardPart } from './award.ts';
import { debriefPart } from './debrief.ts';
import type { Opened } from './opened.ts';
import { peerPart } from './peer.ts';
import { starPart } from './star.ts';

/** One round; null where there is none for this reader. Of appraisals there is a page for nobody. */
export function roundPage(look: Look, id: number): Html | null {
  const round = findRound(look.db, id);
  const top = round && findUnit(look.db, round.unit);
  const unit = round && top && scopeOf(look, round, top);
  if (!round || !unit) return null;
  const viewer = viewerOf(look);
  const { steps, word } = progressOf(viewer, round, unit.lineage);
  const opened = { look, round, unit, results: seesResults(look, round, unit) };
  return page({
    title: `${round.title} ${unit.name}`,
    reader: look.person.name,
    at: 'rounds',
    oversees: true,
    now: look.now,
    body: html`${crumbs(look, unit, dayOf(look.now))}
<div class="head"><h1>${round.title}<small>${unit.name}</small></h1></div>
<p class="lead">${top.name}${round.publishedAt === null ? '开展，进行中' : `开展，${sayDay(dayOf(round.publishedAt))}公布`}${word === '' ? '' : `，${word}`}。${stagesWord(round)}</p>
${tiles(
  steps.map(
    ({ label, part, whole, unit: of }): Tile => ({
      label,
      value: whole === null ? String(part) : `${part} / ${whole}`,
      more: of,
      ...(whole !== null && { share: { part, whole } }),
    }),
  ),
)}
${partOf(opened)}
${issueTable(look, unit, round.id)}`,
  });
}

/**
 * The unit asked for, the one that holds it, or else the highest of the reader's own beneath it. Who speaks at a 述职评议
 * is no affair of their branch.
 */
function scopeOf(look: Look, round: Round, top: Unit): Unit | null {
  const { db, person, now, query } = look;
  const today = dayOf(now);
  if (round.kind === 'appraisal') return null;
  const whole = may(db, person.id, 'oversee', top.id, today);
  if (round.kind === 'debrief' && !whole) return null;
  const asked = /^\d{1,15}$/.test(query.unit ?? '') ? findUnit(db, Number(query.unit)) : undefined;
  if (asked && asked.kind !== 'memberGroup' && may(db, person.id, 'oversee', asked.id, today)) {
    if (asked.lineage.startsWith(top.lineage)) return asked;
    if (whole && top.lineage.startsWith(asked.lineage)) return top;
  }
  if (whole) return top;
  const own = unitsUnder(db, person.id, 'oversee', today).find(({ lineage }) =>
    lineage.startsWith(top.lineage),
  );
  return (own && findUnit(db, own.id)) ?? null;
}

/** 星级评定 is scored by every committee on the way down, 观摩 by the one that holds it. */
function seesResults({ db, person, now }: Look, round: Round, unit: Unit): boolean {
  if (round.publishedAt !== null) return true;
  const today = dayOf(now);
  if (may(db, person.id, 'administer', round.unit, today)) return true;
  return (
    round.kind === 'starRating' && !isBranch(unit.kind) && may(db, person.id, 'administer', unit.id, today)
  );
}

function stagesWord({ kind, stages, publishedAt }: Round): string {
  if (publishedAt !== null) return '';
  const names = new Map<string, string>(
    kind === 'starRating' ? STAGES.map(({ id, name }) => [id, name]) : [],
  );
  const last = stages.flatMap(({ id, until }) => {
    const name = names.get(id) ?? (id === 'report' ? '述职报告' : undefined);
    return until && name ? [`${name}${sayDay(until)}截止`] : [];
  });
  return last.length > 0 ? `${last.join('，')}。` : '';
}

function partOf(opened: Opened): Html {
  const { kind } = opened.round;
  switch (kind) {
    case 'starRating':
      return starPart(opened);
    case 'peerVisit':
      return peerPart(opened);
    case 'debrief':
      return debriefPart(opened);
    case 'award':
      return awardPart(opened);
    case 'appraisal':
      throw new Error(`${WORDS[kind]} has no page`);
    default:
      return unreachable(kind);
  }
}
