import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import { type Press, press } from '../../cards/card.ts';
import { listItems, ticks } from '../../db/schema/list.ts';
import { posts } from '../../db/schema/people.ts';
import { trainings } from '../../db/schema/training.ts';
import { visits } from '../../db/schema/visit.ts';
import type { Undoable, Undoables } from '../chat/undoable.ts';
import { may } from '../people/permit.ts';
import { findUnit } from '../people/store.ts';
import { addDays, dayOf, sayDay, startOfDay } from '../time.ts';
import { brief } from './brief.ts';
import { itemAbout, nudgedOf } from './nudges/nudged.ts';
import { nudgesBy } from './nudges/nudges.ts';
import { loadOwing, puttingOff } from './owed/owed.ts';
import { waiversBy } from './owed/waivers.ts';
import { itemWord } from './words.ts';

type Own = Parameters<Undoables>[0];

/** What somebody can take back about duties, lists and visits. */
export const dutyUndoables: readonly Undoables[] = [putOff, asked, ticked, visited, trained];

/** Of each only the last ones, since what the records say of them is looked up one by one. */
const MOST = 12;

/** 暂缓, until its last day is over. */
function putOff({ db, now, person }: Own): Undoable[] {
  const today = dayOf(now);
  return waiversBy(db, person, today, MOST).flatMap(({ id, unit: of, item, at, until }) => {
    const unit = loadOwing(db, of);
    if (!may(db, person, 'organise', puttingOff(unit), today)) return [];
    const about = itemAbout(db, unit, item, now);
    const what = `${unit.name}${about ? itemWord(about, today.slice(0, 4)) : ''}`;
    const action = press(`撤销暂缓：${what}`, 'duty.unwaive', { waiver: id, person, at });
    const confirm = '撤销后按原来的期限办，确定吗？';
    const last = `暂缓到${sayDay(until)}，到期前可以撤销`;
    return [{ at, what: `暂缓：${what}`, until: last, press: { ...action, confirm } }];
  });
}

/** 督办 that nobody has answered. */
function asked({ db, now, person }: Own): Undoable[] {
  return nudgesBy(db, person, MOST).flatMap(({ id, unit, at }) => {
    const parent = findUnit(db, unit)?.parent;
    if (parent == null || !may(db, person, 'oversee', parent, dayOf(now))) return [];
    const { branch, what } = nudgedOf(db, id, now);
    const name = `${branch}${what ?? '总体情况'}`;
    const action = press(`撤销督办：${name}`, 'duty.unnudge', { nudge: id, person, at });
    const confirm = '督办会收回，对方不用再回复，确定吗？';
    return [{ at, what: `督办：${name}`, until: '对方回复前可以撤销', press: { ...action, confirm } }];
  });
}

/** What was ticked today. */
function ticked({ db, now, person }: Own): Undoable[] {
  return db
    .select({ tick: ticks, says: listItems.says })
    .from(ticks)
    .innerJoin(listItems, eq(listItems.id, ticks.item))
    .where(
      and(
        sql`${ticks.unit} in (select ${posts.unit} from ${posts} where ${eq(posts.person, person)})`,
        eq(ticks.by, person),
        gte(ticks.at, startOfDay(dayOf(now))),
        isNull(ticks.undoneAt),
      ),
    )
    .all()
    .map(({ tick: { id, at }, says }) =>
      today(at, '勾选', brief(says, 20), press('', 'list.untick', { tick: id })),
    );
}

/** A visit that was noted today, of that day or one before. */
function visited({ db, now, person }: Own): Undoable[] {
  const noted = and(
    eq(visits.leader, person),
    gte(visits.day, addDays(dayOf(now), -400)),
    gte(visits.at, startOfDay(dayOf(now))),
    isNull(visits.withdrawnAt),
  );
  return db
    .select({ id: visits.id, at: visits.at, unit: visits.unit, day: visits.day })
    .from(visits)
    .where(noted)
    .all()
    .map(({ id, at, unit, day }) => {
      const name = `${sayDay(day)}${findUnit(db, unit)?.name ?? ''}`;
      return today(at, '下基层记录', name, press('', 'visit.withdraw', { visit: id }));
    });
}

/** Training elsewhere that was noted today, of that day or one before. */
function trained({ db, now, person }: Own): Undoable[] {
  const noted = and(
    gte(trainings.day, addDays(dayOf(now), -800)),
    eq(trainings.by, person),
    gte(trainings.at, startOfDay(dayOf(now))),
    isNull(trainings.withdrawnAt),
  );
  return db
    .select({
      id: trainings.id,
      at: trainings.at,
      unit: trainings.unit,
      day: trainings.day,
      what: trainings.what,
    })
    .from(trainings)
    .where(noted)
    .all()
    .filter(({ unit }) => may(db, person, 'organise', unit, dayOf(now)))
    .map(({ id, at, day, what }) =>
      today(at, '学时记录', `${sayDay(day)}${what}`, press('', 'training.withdraw', { training: id })),
    );
}

function today(at: number, word: string, name: string, action: Press): Undoable {
  const said = { ...action, label: `撤回${word}：${name}` };
  return { at, what: `${word}：${name}`, until: '今天可以撤回', press: said };
}
