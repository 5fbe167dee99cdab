import { and, asc, eq, gte, isNull, sql } from 'drizzle-orm';
import { rounds, visitGroups, visitStops } from '../../db/schema/evaluation.ts';
import { type Db, prepared } from '../../db/store.ts';
import { MORNING } from '../calendar.ts';
import type { Job, Span } from '../chat/job.ts';
import { post } from '../outbox/store.ts';
import { addressOf } from '../people/store.ts';
import { addDays, atTime, dayOf, type Instant, startOfDay } from '../time.ts';
import './tasks.ts';
import { partiesOf } from './peer/store.ts';

/** On the morning of a day with stops everybody who goes along has the route of the day in the chat: that day's one reminder. */
const morning: Job = {
  name: 'peer.morning',
  next(db, after) {
    const first = stopsFrom(db, after)[0];
    if (!first) return null;
    const at = atTime(dayOf(first.startsAt), MORNING);
    if (at > after) return at;
    const later = stopsFrom(db, startOfDay(addDays(dayOf(first.startsAt), 1)))[0];
    return later ? atTime(dayOf(later.startsAt), MORNING) : null;
  },
  run({ db, from, to }: Span) {
    const today = dayOf(to);
    const at = atTime(today, MORNING);
    if (at > to || from >= at) return;
    const end = startOfDay(addDays(today, 1));
    const going = stopsFrom(db, to).filter(({ startsAt }) => startsAt < end);
    for (const round of new Set(going.map((stop) => stop.round))) {
      const groups = new Set(going.filter((stop) => stop.round === round).map(({ group }) => group));
      for (const party of partiesOf(db, round)) {
        if (!groups.has(party.id)) continue;
        for (const { person } of party.members) {
          const address = addressOf(db, person);
          if (!address) continue;
          post(db, to, {
            key: `remind:${person}:${today}`,
            to: address,
            person,
            content: { view: 'peer.route', input: { group: party.id } },
            urgency: 'reminder',
            expiresAt: end,
          });
        }
      }
    }
  },
};

export const evaluationJobs: readonly Job[] = [morning];

/** Stops of rounds that go on, from an instant on, the first first. */
function stopsFrom(db: Db, from: Instant): { round: number; group: number; startsAt: Instant }[] {
  return selectStops(db).all({ from });
}

/** Asked at every tick. */
const selectStops = prepared((db) =>
  db
    .select({ round: rounds.id, group: visitStops.group, startsAt: visitStops.startsAt })
    .from(visitStops)
    .innerJoin(visitGroups, eq(visitGroups.id, visitStops.group))
    .innerJoin(rounds, eq(rounds.id, visitGroups.round))
    .where(
      and(
        gte(visitStops.startsAt, sql.placeholder('from')),
        isNull(rounds.publishedAt),
        isNull(rounds.cancelledAt),
      ),
    )
    .orderBy(asc(visitStops.startsAt))
    .prepare(),
);
