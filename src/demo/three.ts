import { and, asc, isNotNull, isNull, like } from 'drizzle-orm';
import { activities } from '../../db/schema/activity.ts';
import { type Level, threeUrns } from '../../db/schema/three.ts';
import type { Db } from '../../db/store.ts';
import { organiserOf } from '../activity/organisers.ts';
import type { Activity } from '../activity/store.ts';
import { LEAST } from '../activity/three/mark.ts';
import { giveWord } from '../activity/three/office.ts';
import { endOf } from '../activity/three/open.ts';
import { findUnit, holdersOf } from '../people/store.ts';
import { DAY, dayOf, type Instant, MINUTE } from '../time.ts';
import { type Chance, chanceOf } from './chance.ts';

const SAID = ['准备充分，讨论热烈', '结合业务紧', '到会齐，时间稍紧', '', '', ''];

/** 三评 of the theme days on record: some of each, since nobody has to; of last week's members may still say something. */
export function writeThree(db: Db, now: Instant): void {
  const chance = chanceOf(35);
  const held = db
    .select()
    .from(activities)
    .where(
      and(
        like(activities.kinds, '%"themeDay"%'),
        isNotNull(activities.closedAt),
        isNull(activities.cancelledAt),
      ),
    )
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .all();
  for (const activity of held) {
    const closedAt = activity.closedAt ?? now;
    writeMarks(db, activity, closedAt, now, chance);
    const secretary = organiserOf(db, activity.unit, dayOf(closedAt));
    if (secretary !== undefined && chance() < 0.6) {
      const said = SAID[Math.floor(chance() * SAID.length)] ?? '';
      giveWord(
        db,
        activity,
        { review: 'branch', level: levelBy(chance), said },
        secretary,
        closedAt + 5 * MINUTE,
      );
    }
    const above = speakerAbove(db, activity.unit, closedAt);
    if (above !== undefined && chance() < 0.4 && closedAt + 3 * DAY <= now)
      giveWord(db, activity, { review: 'above', level: levelBy(chance) }, above, closedAt + 3 * DAY);
  }
}

/** As they would have been counted. */
function writeMarks(db: Db, activity: Activity, closedAt: Instant, now: Instant, chance: Chance): void {
  const until = endOf(closedAt);
  if (until > now) return;
  const levels = Array.from({ length: activity.present }, () => (chance() < 0.6 ? levelBy(chance) : null));
  const given = levels.filter((level) => level !== null);
  if (given.length === 0) return;
  const counts = { good: 0, fair: 0, plain: 0, poor: 0 };
  for (const level of given) counts[level] += 1;
  const urn = { activity: activity.id, review: 'self', salt: '', until, countedAt: until } as const;
  db.insert(threeUrns)
    .values({ ...urn, counts: given.length < LEAST ? null : counts })
    .run();
}

function levelBy(chance: Chance): Level {
  const luck = chance();
  if (luck < 0.6) return 'good';
  return luck < 0.93 ? 'fair' : 'plain';
}

function speakerAbove(db: Db, unit: number, at: Instant): number | undefined {
  const parent = findUnit(db, unit)?.parent;
  return parent == null ? undefined : holdersOf(db, parent, dayOf(at))[0]?.person;
}
