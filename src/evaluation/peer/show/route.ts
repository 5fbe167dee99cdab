import { type Card, press } from '../../../../cards/card.ts';
import { peerRouteCard } from '../../../../cards/evaluation/peer.ts';
import type { Db } from '../../../../db/store.ts';
import { handleOf } from '../../../people/names.ts';
import { may } from '../../../people/permit.ts';
import { type Day, dayOf, type Instant, sayDay, shortDay, timeOf } from '../../../time.ts';
import type { Round } from '../../round.ts';
import { namesOf } from '../../subject.ts';
import { type Party, type Stop, scoredBy, stopsOf } from '../store.ts';

/** A group's route on its next day, for one who goes along: what is to be scored first. */
export function routeCard(
  { db, now }: { db: Db; now: Instant },
  reader: number | null,
  round: Round,
  group: Party,
): Card {
  const stops = stopsOf(db, round.id).filter((stop) => stop.group === group.id);
  const day = dayToShow(stops, dayOf(now));
  const today = stops.filter(({ startsAt }) => dayOf(startsAt) === day);
  const names = namesOf(db, round);
  const done = reader === null ? new Set<number>() : scoredBy(db, round.id, reader);
  const open = today.filter(({ subject, startsAt }) => !done.has(subject) && dayOf(startsAt) <= dayOf(now));
  const seated = group.members.some(({ person }) => person === reader);
  return peerRouteCard({
    title: round.title,
    group: group.name,
    who: `${handleOf(db, dayOf(now), group.leader)}（组长）等 ${group.members.length} 人`,
    days: daysWord(stops),
    day: `${sayDay(day)}，${today.length} 站`,
    stops: today.map(({ subject, startsAt, endsAt }) => ({
      time: `${timeOf(startsAt)}—${timeOf(endsAt)}`,
      branch: names.get(subject) ?? '',
      mark: done.has(subject) ? '已评' : '',
    })),
    actions: [
      ...(seated
        ? open
            .slice(0, 5)
            .map(({ id, subject }, index) =>
              press(
                `评分：${names.get(subject) ?? ''}`,
                'peer.scoreForm',
                { stop: id },
                index === 0 ? 'primary' : undefined,
              ),
            )
        : []),
      ...(stops.length > 0 && mends(db, reader, round, group, dayOf(now))
        ? [press('调整路线', 'peer.arrange', { group: group.id, day })]
        : []),
    ],
  });
}

function mends(db: Db, reader: number | null, round: Round, group: Party, today: Day): boolean {
  if (reader === null || round.publishedAt !== null) return false;
  return group.leader === reader || may(db, reader, 'administer', round.unit, today);
}

/** Today if there are stops, else the next day, else the last. */
function dayToShow(stops: readonly Stop[], today: Day): Day {
  const days = [...new Set(stops.map(({ startsAt }) => dayOf(startsAt)))].toSorted();
  return days.find((day) => day >= today) ?? days.at(-1) ?? today;
}

function daysWord(stops: readonly Stop[]): string {
  const days = Map.groupBy(stops, ({ startsAt }) => dayOf(startsAt));
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, own]) => `${shortDay(day)} ${own.length} 站`)
    .join('，');
}
