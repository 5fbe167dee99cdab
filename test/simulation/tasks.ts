import { isNull } from 'drizzle-orm';
import { dutySettings } from '../../db/schema/duty.ts';
import { listItems, lists, ticks } from '../../db/schema/list.ts';
import { persons, units } from '../../db/schema/people.ts';
import { followUps, liaisons, visits } from '../../db/schema/visit.ts';
import type { Db } from '../../db/store.ts';
import { addDays, type Day, dayOf, type Instant } from '../../src/time.ts';
import { spansOf } from './asked.ts';
import { postsIn } from './posts.ts';
import { type Due, type Morning, type Stage, weekOf } from './stages.ts';

type Unit = typeof units.$inferSelect;

/** Something with a deadline that no gathering proves. */
interface Task {
  label: string;
  /** As its holder reads it. */
  whose?: string;
  unit: Unit;
  readers(day: Day): string[];
  /** From when on it is asked for. */
  from: Day;
  /** So many days ahead it is brought up. */
  ahead: number;
  deadline: Day;
  isDone(at: Instant): boolean;
  /** A person's own, of which no committee hears. */
  own?: true;
}

/** All that should have been said of lists, of what visits asked for, and of visits themselves. */
export function tasksDue(db: Db, mornings: readonly Morning[]): Due[] {
  const posts = postsIn(db);
  return [...listed(db), ...followed(db), ...visited(db)].flatMap((task) => {
    const told = new Set<string>();
    const { label, whose = '', unit } = task;
    return mornings.flatMap((morning) => {
      const { day } = morning;
      return stagesAt(task, morning).flatMap((stage): Due[] => {
        if (told.has(stage)) return [];
        const readers = stage === 'late' ? posts.above(unit, day) : task.readers(day);
        told.add(stage);
        return stage === 'late'
          ? readers.map((reader) => ({ stage, day: weekOf(day), reader, of: unit.name, what: label }))
          : readers.map((reader) => ({ stage, day, reader, of: '', what: `${label}${whose}` }));
      });
    });
  });
}

/** The committee hears of what is undone more than seven days after its last. */
function stagesAt(task: Task, { day, at, begins }: Morning): Stage[] {
  if (day < task.from || day < addDays(task.deadline, -task.ahead) || task.isDone(at)) return [];
  if (day <= task.deadline) return ['soon'];
  return begins && day > addDays(task.deadline, 7) && !task.own ? ['overdue', 'late'] : ['overdue'];
}

/** Of every list one line for all that is undone by one day; what the records prove is a duty's. */
function listed(db: Db): Task[] {
  const [all, posts] = [db.select().from(units).all(), postsIn(db)];
  const items = db.select().from(listItems).all();
  const done = db.select().from(ticks).where(isNull(ticks.undoneAt)).all();
  return db
    .select()
    .from(lists)
    .all()
    .flatMap((list) => {
      const lineage = all.find(({ id }) => id === list.unit)?.lineage ?? '';
      const published = dayOf(list.publishedAt ?? 0);
      const slots = items
        .filter((item) => item.list === list.id && item.rule === null)
        .flatMap(({ id, every, deadline }) =>
          every === 'once'
            ? [{ item: id, period: deadline ?? '', from: published, deadline: deadline ?? '' }]
            : [2026, 2027].flatMap((year) =>
                spansOf({ id: '', short: '', every, kind: 'themeDay', of: 'branch' }, year)
                  .filter(({ to }) => to >= published)
                  .map(({ from, to }) => ({ item: id, period: from, from, deadline: to })),
              ),
        );
      return all
        .filter(({ kind }) => kind === (list.level === 'branch' ? 'branch' : 'departmentCommittee'))
        .filter((unit) => unit.lineage.startsWith(lineage))
        .flatMap((unit) =>
          [...Map.groupBy(slots, ({ deadline }) => deadline)].map(([deadline, own]): Task => {
            const isDone = (at: Instant) =>
              own.every(({ item, period }) =>
                done.some(
                  (tick) =>
                    tick.item === item && tick.period === period && tick.unit === unit.id && tick.at <= at,
                ),
              );
            const readers = (day: Day) => posts.holders(unit, list.post ?? 'secretary', day);
            const from = own.map((one) => one.from).toSorted()[0] ?? deadline;
            const said = { label: list.name, whose: `（${unit.name}）` };
            return { ...said, unit, readers, from, ahead: 10, deadline, isDone };
          }),
        );
    });
}

function followed(db: Db): Task[] {
  const all = db.select().from(units).all();
  const at = new Map(
    db
      .select()
      .from(visits)
      .all()
      .map((visit) => [visit.id, visit]),
  );
  return db
    .select()
    .from(followUps)
    .all()
    .flatMap(({ visit, owner, deadline, doneAt }): Task[] => {
      const to = at.get(visit);
      const unit = all.find(({ id }) => id === to?.unit);
      if (!to || !unit || deadline === null) return [];
      const isDone = (now: Instant) => doneAt !== null && doneAt <= now;
      const readers = () => [nameOf(db, owner)];
      return [{ label: '下基层跟进', unit, readers, from: to.day, ahead: 10, deadline, isDone }];
    });
}

/** Whoever keeps in touch with branches visits four times a year, or as often as their committee wants; a month ahead they hear what is wanting. */
function visited(db: Db): Task[] {
  const all = db.select().from(units).all();
  const noted = db.select().from(visits).all();
  const settings = db.select().from(dutySettings).all();
  const leaders = Map.groupBy(db.select().from(liaisons).all(), ({ leader }) => leader);
  return [...leaders].flatMap(([leader, [first]]): Task[] => {
    const branch = all.find(({ id }) => id === first?.unit);
    const unit = all.find(({ id }) => id === branch?.parent);
    if (!unit) return [];
    const decided = settings.find(({ rule, unit: of }) => rule === 'grassrootsVisit' && of === unit.id);
    const own = noted.filter((one) => one.leader === leader && one.withdrawnAt === null);
    const isDone = (at: Instant) => own.filter((one) => one.at <= at).length >= (decided?.times ?? 4);
    const readers = () => [nameOf(db, leader)];
    const year = { from: '2026-01-01', deadline: '2026-12-31', ahead: 30 };
    return [{ label: '2026年下基层', unit, readers, ...year, isDone, own: true }];
  });
}

function nameOf(db: Db, person: number): string {
  return (
    db
      .select()
      .from(persons)
      .all()
      .find(({ id }) => id === person)?.name ?? ''
  );
}
