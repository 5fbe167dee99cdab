import type { Db } from '../../../db/store.ts';
import { organiserOf } from '../../activity/organisers.ts';
import { isAllowed, nextWorkday } from '../../calendar.ts';
import type { Job, Span } from '../../chat/job.ts';
import { post } from '../../outbox/store.ts';
import { secretaryOf } from '../../people/secretary.ts';
import { addressOf } from '../../people/store.ts';
import type { Address } from '../../platforms/platform.ts';
import { addDays, atTime, DAY, type Day, dayOf, type Instant } from '../../time.ts';
import type { Standing } from '../compliance.ts';
import { absenceAlerts } from './absent.ts';
import { dueAlerts, type Situation, situationOf } from './due.ts';
import { type Alert, enter, personal, untold } from './ledger.ts';
import { minutesAlerts } from './minutes.ts';
import { unansweredAlerts } from './nudged.ts';
import { requestAlerts } from './requests.ts';
import { taskAlerts } from './tasks.ts';
import { termAlerts } from './term.ts';

const HOUR = '09:00';

/** One that could not be delivered for so long is past its use. */
const LATEST = 30 * DAY;

/** Branches in a piece of the work. */
const PIECE = 50;

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

interface Told {
  to: Address;
  alerts: Alert[];
}

function* run({ db, from, to }: Span): Generator<void, void, void> {
  const today = dayOf(to);
  const at = atTime(today, HOUR);
  if (at > to || from >= at || !isAllowed(to)) return;
  const told = new Map<number, Told>();
  const tell = (reader: { person: number; to: Address } | undefined, alerts: readonly Alert[]) => {
    if (!reader || alerts.length === 0) return;
    const own = told.get(reader.person) ?? { to: reader.to, alerts: [] };
    own.alerts.push(...alerts);
    told.set(reader.person, own);
  };
  for (const { unit, alert } of minutesAlerts(db, to)) tell(secretaryOf(db, unit, today), [alert]);
  for (const { unit, about, alert } of requestAlerts(db, to))
    tell(reachable(db, organiserOf(db, unit, today, about.person)), [alert]);
  for (const { unit, alert } of termAlerts(db, 'term', today)) tell(secretaryOf(db, unit, today), [alert]);
  yield;
  for (const { person, alert } of taskAlerts(db, today)) tell(reachable(db, person), [alert]);
  yield;
  const situation = situationOf(db, '/', to);
  for (const { unit, alert } of unansweredAlerts(db, 'nudged', situation, to))
    tell(secretaryOf(db, unit, today), [alert]);
  yield;
  for (const one of [situation, situationOf(db, '/', to, 'upper')]) {
    for (let first = 0; first < one.standings.length; first += PIECE) {
      const piece = one.standings.slice(first, first + PIECE);
      for (const { unit, alerts } of news(db, piece, one)) {
        const secretary = secretaryOf(db, unit, today);
        tell(
          secretary,
          alerts.filter(({ about }) => about.kind !== 'absence' || about.person !== secretary?.person),
        );
      }
      yield;
    }
  }
  for (const [person, own] of told) send(db, person, own, today, to);
}

/** What nobody was told yet of some branches, or 党委: mostly nothing. */
function news(
  db: Db,
  standings: readonly Standing[],
  situation: Situation,
): { unit: number; alerts: Alert[] }[] {
  const { today } = situation;
  const found = standings
    .filter(({ branch }) => exists(branch, today))
    .map((standing) => ({
      unit: standing.branch.id,
      alerts: [...dueAlerts(standing, situation), ...absenceAlerts(db, standing.branch.id, today)],
    }));
  const fresh = new Set(
    untold(
      db,
      found.flatMap(({ alerts }) => alerts),
    ),
  );
  return found
    .map(({ unit, alerts }) => ({ unit, alerts: alerts.filter((alert) => fresh.has(alert)) }))
    .filter(({ alerts }) => alerts.length > 0);
}

function send(db: Db, person: number, { to, alerts }: Told, today: Day, now: Instant): void {
  const digest = personal(person, today);
  const fresh = untold(db, alerts);
  if (fresh.length === 0) return;
  const posted = post(db, now, {
    key: `digest:${digest}`,
    to,
    person,
    content: { view: 'duty.daily', input: { digest } },
    urgency: 'digest',
    dueAt: now,
    expiresAt: now + LATEST,
  });
  if (posted) enter(db, digest, fresh, now);
}

function exists({ began, ended }: { began: Day | null; ended: Day | null }, today: Day): boolean {
  return (began === null || began <= today) && (ended === null || ended > today);
}

function reachable(db: Db, person: number | undefined): { person: number; to: Address } | undefined {
  const to = person === undefined ? undefined : addressOf(db, person);
  return person !== undefined && to ? { person, to } : undefined;
}
