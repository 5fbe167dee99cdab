import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActivityKind } from '../../db/schema/activity.ts';
import { hoursOf, hoursOfAll } from '../../src/duty/training/hours.ts';
import { addDays, HOUR, instantOf, MINUTE } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';
import { foundUnits } from '../helpers/people.ts';
import { FINANCE, TWO_COMMITTEES } from './held.ts';
import { type Town, townOf } from './learned.ts';

const RETIRED = '机关工委/财政局机关党委/退休党支部';
const EDUCATION = '机关工委/教育局机关党委/第一党支部';
const TODAY = '2026-11-23';

describe('hours of training by the records', () => {
  fact('whoever was at a party lecture has its length, and whoever was not has none', (town) => {
    town.holds('2026-03-06', ['partyLecture'], ['赵敏', '刘洋']);
    expect(town.hours()).toEqual({ 张建国: 0, 李红梅: 0, 王磊: 0, 刘洋: 2, 赵敏: 2 });
  });

  fact(
    'party lectures, micro lectures and trainings count, the first kind or not; other meetings do not',
    (town) => {
      const counting: ActivityKind[][] = [
        ['partyLecture'],
        ['microLecture'],
        ['training'],
        ['themeDay', 'partyLecture'],
      ];
      const others: ActivityKind[][] = [
        ['themeDay'],
        ['memberAssembly'],
        ['groupMeeting'],
        ['organizationLifeMeeting'],
      ];
      for (const kinds of [...counting, ...others]) town.holds('2026-03-06', kinds, ['赵敏']);
      expect(town.hours().赵敏).toBe(2 * counting.length);
    },
  );

  fact('a theme day that was planned as 集中学习 counts, in another form it does not', (town) => {
    town.holds('2026-03-06', ['themeDay'], ['赵敏'], { form: '集中学习、交流研讨' });
    town.holds('2026-04-10', ['themeDay'], ['赵敏'], { form: '志愿服务' });
    expect(town.hours().赵敏).toBe(2);
  });

  fact('it is as long as it was on record, closed early or not', (town) => {
    const startsAt = instantOf('2026-03-06T14:30');
    town.holds('2026-03-06', ['partyLecture'], ['赵敏'], { startsAt, endsAt: startsAt + 45 * MINUTE });
    expect(town.hours().赵敏).toBe(0.75);
  });

  fact('of a training of three days every day counts with eight hours at most', (town) => {
    const endsAt = instantOf('2026-03-06T15:00') + 50 * HOUR;
    town.holds('2026-03-06', ['training'], ['赵敏'], { endsAt });
    expect(town.hours().赵敏).toBe(24);
  });

  fact(
    'who made up for it has its hours once the secretary has confirmed it, in the year of the lecture',
    (town) => {
      const lecture = town.holds('2025-12-26', ['partyLecture'], []);
      town.made(lecture, '赵敏', { makeUpAskedAt: 1, makeUpGranted: null });
      expect(town.hours(FINANCE, 2025).赵敏).toBe(0);
      town.made(lecture, '刘洋', { makeUpAskedAt: 1, makeUpGranted: true, makeUpDay: '2026-01-05' });
      town.made(lecture, '王磊', { makeUpAskedAt: 1, makeUpGranted: false });
      expect(town.hours(FINANCE, 2025)).toMatchObject({ 刘洋: 2, 王磊: 0 });
      expect(town.hours(FINANCE, 2026).刘洋).toBe(0);
    },
  );

  fact('who was granted leave or was absent has none', (town) => {
    const lecture = town.holds('2026-03-06', ['partyLecture'], []);
    town.made(lecture, '赵敏', { leaveAskedAt: 1, leaveGranted: true });
    town.made(lecture, '刘洋', {});
    expect(town.hours()).toMatchObject({ 赵敏: 0, 刘洋: 0 });
  });

  fact('who sat in on another branch’s lecture as an observer was there', (town) => {
    const lecture = town.holds('2026-03-06', ['partyLecture'], [], {}, EDUCATION);
    town.made(lecture, '赵敏', { role: 'observer', presentAt: 1 });
    expect(town.hours().赵敏).toBe(2);
  });

  fact('what was cancelled, what is to come and what was in another year is not counted', (town) => {
    town.holds('2026-03-06', ['partyLecture'], ['赵敏'], { cancelledAt: 1 });
    town.holds('2026-11-24', ['partyLecture'], ['赵敏']);
    town.holds('2025-12-31', ['partyLecture'], ['赵敏']);
    town.holds('2026-01-01', ['partyLecture'], ['刘洋']);
    expect(town.hours()).toMatchObject({ 赵敏: 0, 刘洋: 2 });
    expect(town.hours(FINANCE, 2025)).toMatchObject({ 赵敏: 2, 刘洋: 0 });
  });

  fact('as of an earlier day only what had been by then counts', (town) => {
    town.holds('2026-03-06', ['partyLecture'], ['赵敏']);
    town.notes('2026-05-06', ['赵敏'], 8);
    expect(town.hours(FINANCE, 2026, '2026-03-05').赵敏).toBe(0);
    expect(town.hours(FINANCE, 2026, '2026-03-06').赵敏).toBe(2);
    expect(town.hours(FINANCE, 2026, '2026-05-06').赵敏).toBe(10);
  });

  fact('training elsewhere counts for all who were named, on its day, until it is withdrawn', (town) => {
    const noted = town.notes('2026-05-06', ['赵敏', '刘洋'], 8);
    town.notes('2025-12-31', ['赵敏'], 4);
    expect(town.hours()).toMatchObject({ 赵敏: 8, 刘洋: 8, 王磊: 0 });
    town.withdraws(noted);
    expect(town.hours()).toMatchObject({ 赵敏: 0, 刘洋: 0 });
  });

  fact(
    'a member who moved in mid-year brings what they learned before, and is no more in the old branch’s list',
    (town) => {
      town.holds('2026-03-06', ['partyLecture'], ['赵敏', '刘洋']);
      town.notes('2026-05-06', ['赵敏'], 8);
      town.moves('赵敏', FINANCE, RETIRED, '2026-07-01');
      town.holds('2026-09-04', ['partyLecture'], ['赵敏'], {}, RETIRED);
      expect(town.hours(RETIRED).赵敏).toBe(12);
      expect(town.hours()).not.toHaveProperty('赵敏');
      expect(town.hours(FINANCE, 2026, '2026-06-30').赵敏).toBe(10);
    },
  );

  fact('last year’s list is of those who were members at its end', (town) => {
    town.holds('2025-03-07', ['partyLecture'], ['赵敏']);
    town.moves('赵敏', FINANCE, RETIRED, '2026-01-01');
    expect(town.hours(FINANCE, 2025).赵敏).toBe(2);
    expect(town.hours(RETIRED, 2025)).not.toHaveProperty('赵敏');
  });

  fact('more is wanted of a secretary, wherever they are one, and nothing where no norm is', (town) => {
    const wanted = hoursOf(town.db, town.unit(FINANCE), 2026, TODAY).map((one) => one.wanted);
    expect(wanted).toEqual([0, 0, 0, 0, 0]);
    town.elects('刘洋', '机关工委/财政局机关党委', '2026-07-01');
    const norm = { member: 60, secretary: 120 };
    const of = (day: string) =>
      hoursOf(town.db, town.unit(FINANCE), 2026, day, norm).map((one) => one.wanted);
    expect(of('2026-06-30')).toEqual([120, 60, 60, 60, 60]);
    expect(of(TODAY)).toEqual([120, 60, 60, 120, 60]);
  });

  fact('who was admitted in mid-year is in the list from then on; activists are in none', (town) => {
    town.joins('许晴', FINANCE, '2026-07-01', 'probationary');
    town.joins('吴迪', FINANCE, '2026-01-01', 'activist');
    expect(Object.keys(town.hours(FINANCE, 2026, '2026-06-30'))).not.toContain('许晴');
    expect(Object.keys(town.hours())).toEqual(['张建国', '李红梅', '王磊', '刘洋', '赵敏', '许晴']);
  });

  fact('a year to come has its members and no hours', (town) => {
    town.holds('2026-03-06', ['partyLecture'], ['赵敏']);
    expect(Object.values(town.hours(FINANCE, 2027))).toEqual([0, 0, 0, 0, 0]);
  });
});

fact(
  'whatever is recorded and noted, all branches at once have what each has alone, and more never lowers it',
  (town) => {
    const people = ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '郑强', '冯雪', '孙丽', '周杰'];
    const some = fc.uniqueArray(fc.constantFrom(...people), { maxLength: 5 });
    const day = fc.integer({ min: 0, max: 690 }).map((days) => addDays('2025-01-01', days));
    const year = fc.constantFrom(2025, 2026);
    const kinds = fc.constantFrom<ActivityKind[]>(
      ['partyLecture'],
      ['themeDay', 'training'],
      ['memberAssembly'],
    );
    const gathering = fc.record({ kinds, day, place: fc.constantFrom(FINANCE, RETIRED, EDUCATION), some });
    const hours = fc.integer({ min: 1, max: 400 }).map((halves) => halves / 2);
    const events = fc.array(fc.oneof(gathering, fc.record({ hours, day, some })), {
      minLength: 1,
      maxLength: 8,
    });
    const property = fc.property(events, year, (all, of) => {
      let before = alone(town, of);
      for (const one of all) {
        if ('hours' in one) town.notes(one.day, one.some, one.hours);
        else town.holds(one.day, one.kinds, one.some, {}, one.place);
        const after = alone(town, of);
        for (const [person, minutes] of after)
          expect(minutes).toBeGreaterThanOrEqual(before.get(person) ?? 0);
        before = after;
      }
      const together = [...hoursOfAll(town.db, '/1/', of, TODAY).values()].flat();
      expect(new Map(together.map(({ person, minutes }) => [person, minutes]))).toEqual(before);
    });
    fc.assert(property, { numRuns: 40 });
  },
);

fact('of thousands of people the hours are the same as of few', (town) => {
  const branch = town.unit(RETIRED);
  town.db.run(sql`insert into persons (id, name) with recursive all_of(n) as (
    select 100 union all select n + 1 from all_of where n < 2200) select n, '党员' || n from all_of`);
  town.db.run(sql`insert into memberships (person, unit, category, began)
    select id, ${branch}, 'full', '2020-01-01' from persons where id >= 100`);
  for (const path of [RETIRED, EDUCATION]) {
    const activity = town.holds('2026-03-06', ['partyLecture'], ['郑强', '冯雪', '孙丽'], {}, path);
    town.db.run(sql`insert into attendance (activity, person, role, present_at)
      select ${activity}, id, 'expected', 1 from persons where id % 7 = 0 and id >= 100`);
  }
  town.notes('2026-05-06', ['郑强'], 8);
  expect(hoursOfAll(town.db, '/1/', 2026, TODAY).get(branch)).toEqual(hoursOf(town.db, branch, 2026, TODAY));
});

fact('a committee beneath has its own branches and no others', (town) => {
  const all = hoursOfAll(town.db, '/1/2/', 2026, TODAY);
  expect([...all.keys()]).toEqual([town.unit(FINANCE), town.unit(RETIRED)]);
  expect(all.get(town.unit(FINANCE))).toEqual(hoursOf(town.db, town.unit(FINANCE), 2026, TODAY));
});

function alone({ db, unit }: Town, year: number): Map<number, number> {
  const all = [FINANCE, RETIRED, EDUCATION].flatMap((path) => hoursOf(db, unit(path), year, TODAY));
  return new Map(all.map(({ person, minutes }) => [person, minutes]));
}

/** All of it within one change of a new database. */
function fact(name: string, holds: (town: Town) => void): void {
  test(name, async () => {
    await testStore().store.change((db) => {
      foundUnits(db, TWO_COMMITTEES);
      holds(townOf(db));
    });
  });
}
