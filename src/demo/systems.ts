import { eq } from 'drizzle-orm';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { nextWorkday } from '../calendar.ts';
import { isBranch } from '../people/permit.ts';
import { membersOf, subtree } from '../people/store.ts';
import { addDays, dayOf, type Instant } from '../time.ts';
import { writeBrands } from './brands.ts';
import { chanceOf } from './chance.ts';
import { hold } from './history.ts';
import { writeLists } from './lists.ts';
import { writePeerRounds } from './peer.ts';
import { writeRounds } from './rounds.ts';
import { writeStandards } from './standards.ts';
import { writeStars } from './stars.ts';
import { writeTalks } from './talks.ts';
import { personCalled, type Town } from './town.ts';
import { writeTraining } from './training.ts';
import { writeVisits } from './visits.ts';

/** Visits, lists, standards, brands, training and talks, a little of each, so that every word has something to show. */
export function writeSystems(db: Db, now: Instant): void {
  const top = db.select().from(units).where(eq(units.path, units.name)).get();
  if (!top) return;
  const branches = subtree(db, top.lineage, dayOf(now)).filter(({ kind }) => isBranch(kind));
  const town = { db, now, top, branches, staff: personCalled(db, '沈清'), chance: chanceOf(2_026) };
  writeVisits(town);
  writeLists(town);
  writeStandards(town);
  writeBrands(town);
  writeLectures(town);
  writeTraining(town);
  writeTalks(town);
  writeRounds(town);
  writeStars(town);
  writePeerRounds({ ...town, leaders: [personCalled(db, '龙海生'), personCalled(db, '白露')] });
}

const LECTURES = ['党章里的纪律', '身边的榜样', '一封家书', '水文人的坚守', '种子的故事'];

/** A branch in two holds a micro lecture now and then, given by one of its members. */
function writeLectures({ db, now, branches, chance }: Town): void {
  for (const [index, branch] of branches.entries()) {
    if (index % 2 === 1) continue;
    for (const [nth, ago] of [100, 55, 18].entries()) {
      const day = nextWorkday(addDays(dayOf(now), -ago - index));
      const members = membersOf(db, branch.id, day);
      const lecturer = members[(index + nth) % Math.max(members.length, 1)]?.name ?? '';
      const theme = LECTURES[(index + nth) % LECTURES.length] ?? '';
      hold(db, branch.id, ['microLecture'], day, now, chance, { theme, lecturer });
    }
  }
}
