import type { Db } from '../../../db/store.ts';
import { organiserOf } from '../../activity/organisers.ts';
import { isAllowed, nextWorkday } from '../../calendar.ts';
import type { Job, Span } from '../../chat/job.ts';
import { findByKey, overtake, post } from '../../outbox/store.ts';
import { isBranch } from '../../people/permit.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { addressOf } from '../../people/store.ts';
import type { Address } from '../../platforms/platform.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant } from '../../time.ts';
import type { Standing } from '../owed/compliance.ts';
import { absenceAlerts, hearsOfAbsence } from './absent.ts';
import { dueAlerts, type Situation, situationOf } from './due.ts';
import { type Alert, enter, personal, takeBack, untold } from './ledger.ts';
import { minutesAlerts } from './minutes.ts';
import { unansweredAlerts } from './nudged.ts';
import { readersOf } from './readers.ts';
import { requestAlerts } from './requests.ts';
import { dailyRoom, leftIn } from './room.ts';
import { taskAlerts } from './tasks.ts';
import { termAlerts } from './term.ts';
import { unannouncedAlerts } from './unannounced.ts';

const HOUR = '09:00';

/** One that could not be delivered for so long is past its use. */
const LATEST = 30 * DAY;

/** Branches, or things to say, in a piece of the work; and digests. */
const PIECE = 50;
const SENT = 10;

/**
 * On working days at nine a secretary hears, once a day at most and privately, what is new: of each thing once a
 * stage. What is new is seen in the records, so that nothing is lost with a morning when the machine stood still.
 */
export const dailyJob: Job = { name: 'duty.daily', next, run };

function next(_db: Db, after: Instant): Instant {
  const today = nextWorkday(dayOf(after));
  const at = atTime(today, HOUR);
  return at > after ? at : atTime(nextWorkday(addDays(today, 1)), HOUR);
}

interface Reader {
  person: number;
  to: Address;
}

/** Something to say, and to whom: who that is, is asked only of what is new. */
interface Found {
  alert: Alert;
  reader: () => Reader | undefined;
}

interface Told {
  to: Address;
  alerts: Alert[];
}

function* run({ db, from, to }: Span): Generator<void, void, void> {
  const today = dayOf(to);
  const at = atTime(today, HOUR);
  if (at > to || from >= at || !isAllowed(to)) return;
  const told = new Map<number, Told>();
  for (const pieces of [recordsIn(db, to), standingsIn(db, to)]) {
    for (const piece of pieces) {
      tellNew(db, piece, told);
      yield;
    }
  }
  let sent = 0;
  for (const [person, own] of told) {
    send(db, person, own, today, to);
    sent += 1;
    if (sent % SENT === 0) yield;
  }
}

/** What is to be said of activities, requests, terms and tasks, in pieces. */
function* recordsIn(db: Db, now: Instant): Generator<Found[]> {
  const today = dayOf(now);
  const found: Found[] = [
    ...minutesAlerts(db, now).map(({ unit, alert }) => ({
      alert,
      reader: () => secretaryOf(db, unit, today),
    })),
    ...unannouncedAlerts(db, now).map(({ unit, alert }) => ({
      alert,
      reader: () => reachable(db, organiserOf(db, unit, today)),
    })),
    ...requestAlerts(db, now).map(({ unit, about, alert }) => ({
      alert,
      reader: () => reachable(db, organiserOf(db, unit, today, about.person)),
    })),
    ...termAlerts(db, 'term', today).map(({ unit, alert }) => ({
      alert,
      reader: () => secretaryOf(db, unit, today),
    })),
    ...taskAlerts(db, today).map(({ person, alert }) => ({ alert, reader: () => reachable(db, person) })),
  ];
  for (let first = 0; first < found.length; first += PIECE) yield found.slice(first, first + PIECE);
}

/** What is to be said of duties and members, branch by branch, then of what the 党委 owe themselves. */
function* standingsIn(db: Db, now: Instant): Generator<Found[]> {
  const today = dayOf(now);
  const branches = situationOf(db, '/', now);
  yield [];
  const situations = [branches, situationOf(db, '/', now, 'upper')];
  yield unansweredAlerts(db, 'nudged', situations, now).map(({ unit, alert }) => ({
    alert,
    reader: () => secretaryOf(db, unit, today),
  }));
  for (const one of situations) {
    for (let first = 0; first < one.standings.length; first += PIECE)
      yield one.standings.slice(first, first + PIECE).flatMap((standing) => foundOf(db, standing, one));
  }
}

function foundOf(db: Db, standing: Standing, situation: Situation): Found[] {
  const { today } = situation;
  const unit = standing.branch.id;
  // A committee may have staff and no secretary.
  const staff = () => (isBranch(standing.branch.kind) ? undefined : readersOf(db, unit, today)[0]);
  const duties = dueAlerts(standing, situation).map((alert) => ({
    alert,
    reader: () => secretaryOf(db, unit, today) ?? staff(),
  }));
  const absences = absenceAlerts(db, unit, today).map((alert) => ({
    alert,
    reader: () => reachable(db, hearsOfAbsence(db, unit, alert.about.person, today)),
  }));
  return [...duties, ...absences];
}

function tellNew(db: Db, found: readonly Found[], told: Map<number, Told>): void {
  const fresh = new Set(
    untold(
      db,
      found.map(({ alert }) => alert),
    ),
  );
  for (const { alert, reader } of found) {
    const to = fresh.has(alert) ? reader() : undefined;
    if (!to) continue;
    const own = told.get(to.person) ?? { to: to.to, alerts: [] };
    own.alerts.push(alert);
    told.set(to.person, own);
  }
}

/** What an earlier one was to say and could not yet is said with it; what has no room is said with the next. */
function send(db: Db, person: number, { to, alerts }: Told, today: Day, now: Instant): void {
  const digest = personal(person, today);
  const fresh = untold(db, alerts);
  if (fresh.length === 0) return;
  if (findByKey(db, `digest:${digest}`)) return;
  const since = personal(person, dayOf(now - LATEST));
  const unread = overtake(db, now, `digest:${since}`, `digest:${digest}`).flatMap(({ content }) =>
    'view' in content ? takeBack(db, String(content.input.digest)) : [],
  );
  const room = dailyRoom([...unread, ...fresh]);
  post(db, now, {
    key: `digest:${digest}`,
    to,
    person,
    content: { view: 'duty.daily', input: { digest, ...leftIn(room) } },
    urgency: 'digest',
    dueAt: now,
    expiresAt: now + LATEST,
  });
  enter(db, digest, room.said, now);
}

function reachable(db: Db, person: number | undefined): Reader | undefined {
  const to = person === undefined ? undefined : addressOf(db, person);
  return person !== undefined && to ? { person, to } : undefined;
}
