import { and, asc, gt, isNull, notInArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { waivers } from '../../../db/schema/alert.ts';
import { units } from '../../../db/schema/people.ts';
import type { Db } from '../../../db/store.ts';
import { isDayOff, nextAllowed } from '../../calendar.ts';
import type { Job, Span } from '../../chat/job.ts';
import { type Message, overtake, post } from '../../outbox/store.ts';
import { isThere } from '../../people/exists.ts';
import { findUnit } from '../../people/store.ts';
import type { Address } from '../../platforms/platform.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant, mondayOf, startOfDay } from '../../time.ts';
import { isKept, itemKey } from '../owed/waivers.ts';
import { lateAlerts, situationOf } from './due.ts';
import { type Alert, collective, enter, untold } from './ledger.ts';
import { answeredAlerts, unansweredAlerts } from './nudged.ts';
import { readersOf } from './readers.ts';
import { leftIn, weeklyRoom } from './room.ts';
import { lateTasks } from './tasks.ts';
import { termAlerts } from './term.ts';

const TIME = '09:30';

/** One that could not be delivered for so long is past its use. */
const LATEST = 30 * DAY;

/**
 * On the first working day of a week a committee's staff hear, once, what is new about the branches beneath it: what
 * is overdue beyond the grace, what was put off and why, what they answered, which terms end. Nearer committees hear
 * instead of farther ones.
 */
export const weeklyJob: Job = { name: 'duty.weekly', next, run };

function next(_db: Db, after: Instant): Instant {
  let monday = mondayOf(dayOf(after));
  for (;;) {
    const at = momentIn(monday);
    if (at !== null && at > after) return at;
    monday = addDays(monday, 7);
  }
}

/** Null for a week without a working day. */
function momentIn(monday: Day): Instant | null {
  for (let offset = 0; offset < 7; offset++) {
    const day = addDays(monday, offset);
    if (!isDayOff(day)) return atTime(day, TIME);
  }
  return null;
}

function* run({ db, from, to }: Span): Generator<void, void, void> {
  const today = dayOf(to);
  const at = momentIn(mondayOf(today));
  if (at === null || at > to || from >= at) return;
  const told = new Map<number, Told>();
  const nearest = committees(db, today);
  const tell = (below: number, alerts: readonly Alert[]) => {
    const committee = alerts.length > 0 ? nearest(below) : undefined;
    if (!committee) return;
    const own = told.get(committee.unit) ?? { ...committee, alerts: [] };
    own.alerts.push(...alerts);
    told.set(committee.unit, own);
  };
  const branches = situationOf(db, '/', to);
  yield;
  const situations = [branches, situationOf(db, '/', to, 'upper')];
  const since = new Map<string, Day>();
  for (const one of situations)
    for (const standing of one.standings) {
      tell(standing.branch.id, lateAlerts(standing, one));
      for (const item of standing.items) since.set(itemKey(item), item.deadline);
    }
  for (const one of putOffNow(db, today))
    tell(one.unit, [{ key: `waived:${one.id}`, about: { kind: 'waived', waiver: one.id } }]);
  const nudged = [...answeredAlerts(db, situations, to), ...unansweredAlerts(db, 'waiting', situations, to)];
  for (const { unit, alert } of [...nudged, ...termAlerts(db, 'termBelow', today)]) tell(unit, [alert]);
  for (const { unit, alert } of lateTasks(db, today)) tell(unit, [alert]);
  for (const own of told.values()) {
    send(db, own, since, to);
    yield;
  }
}

interface Committee {
  unit: number;
  readers: { person: number; to: Address }[];
}

interface Told extends Committee {
  alerts: Alert[];
}

/** The nearest committee above a unit where somebody can be reached: its 党务干部, else its secretary. Of what has ended nobody hears. */
function committees(db: Db, today: Day): (below: number) => Committee | undefined {
  const known = new Map<number, Committee | undefined>();
  const found = new Map(
    db
      .select({ id: units.id, parent: units.parent, kind: units.kind })
      .from(units)
      .where(
        and(
          notInArray(units.kind, ['branch', 'jointBranch', 'temporaryBranch', 'memberGroup']),
          or(isNull(units.ended), gt(units.ended, today)),
        ),
      )
      .all()
      .map((unit) => [unit.id, unit]),
  );
  return (below) => (isThere(db, below, today) ? at(findUnit(db, below)?.parent ?? null) : undefined);

  function at(id: number | null): Committee | undefined {
    const unit = id === null ? undefined : found.get(id);
    if (!unit) return undefined;
    if (!known.has(unit.id)) {
      const readers = readersOf(db, unit.id, today);
      known.set(unit.id, readers.length > 0 ? { unit: unit.id, readers } : at(unit.parent));
    }
    return known.get(unit.id);
  }
}

function putOffNow(db: Db, today: Day): { id: number; unit: number }[] {
  const rows = db
    .select({ id: waivers.id, unit: waivers.unit, item: waivers.item, until: waivers.until })
    .from(waivers)
    .where(isKept)
    .orderBy(asc(waivers.id))
    .all();
  const last = [...new Map(rows.map((row) => [row.item, row])).values()];
  return last.filter(({ until }) => until >= today);
}

/** What was owed first is said first, so that nothing waits for ever. */
function daysOf({ about }: Alert, since: ReadonlyMap<string, Day>): Instant {
  const day = about.kind === 'duty' ? since.get(about.item) : undefined;
  return day === undefined ? 0 : startOfDay(day);
}

/** What earlier ones were to say to a reader and could not yet is said with it; what has no room is said with the next. */
function send(db: Db, { unit, readers, alerts }: Told, since: ReadonlyMap<string, Day>, now: Instant): void {
  const fresh = untold(db, alerts);
  if (fresh.length === 0) return;
  const dueAt = nextAllowed(now);
  const digest = collective(unit, mondayOf(dayOf(now)));
  const room = weeklyRoom(fresh.toSorted((a, b) => daysOf(a, since) - daysOf(b, since)));
  enter(db, digest, room.said, now);
  const unread = overtake(db, now, `digest:${collective(unit, '')}`, `digest:${digest}`);
  for (const { person, to } of readers) {
    const also = unread.filter((one) => one.person === person).flatMap(digestsOf);
    post(db, now, {
      key: `digest:${digest}:${person}`,
      to,
      person,
      content: {
        view: 'duty.weekly',
        input: { digest, unit, ...leftIn(room), ...(also.length > 0 && { also }) },
      },
      urgency: 'digest',
      dueAt,
      expiresAt: dueAt + LATEST,
    });
  }
}

function digestsOf({ content }: Message): string[] {
  if (!('view' in content)) return [];
  const { digest, also } = Said.parse(content.input);
  return [...also, digest];
}

const Said = z.object({ digest: z.string(), also: z.array(z.string()).default([]) });
