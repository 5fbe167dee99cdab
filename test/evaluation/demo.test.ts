import { expect, test } from 'vitest';
import { rounds } from '../../db/schema/evaluation.ts';
import { foundDemo } from '../../src/demo/found.ts';
import { appraisedIn, loadAppraisal } from '../../src/evaluation/appraisal/read.ts';
import { openRounds } from '../../src/evaluation/round.ts';
import { findPerson, findUnit, holdersOf } from '../../src/people/store.ts';
import { instantOf } from '../../src/time.ts';
import { recountAll, wrongAnywhere } from '../activity/recount.ts';
import { testOrg } from '../helpers/org.ts';

const NOW = '2026-11-23T10:00';

test('the invented organisation has a year of reports, appraisals and awards behind it, and nothing of them is open', async () => {
  const org = await testOrg(NOW);
  expect(await foundDemo(org.store, instantOf(NOW))).toBe(true);
  const found = org.store.read((db) => {
    const all = db.select().from(rounds).all();
    const round = loadAppraisal(db, all.find(({ kind }) => kind === 'appraisal')?.id ?? 0);
    const secretary = holdersOf(db, round.unit, '2026-11-23').find(({ post }) => post === 'secretary');
    const member = appraisedIn(db, round, '2026-11-23').find((one) => one.member !== secretary?.person);
    return {
      open: (['debrief', 'appraisal', 'award'] as const).flatMap((kind) => openRounds(db, kind)),
      branch: findUnit(db, round.unit)?.name ?? '',
      secretary: secretary?.name ?? '',
      member: findPerson(db, member?.member ?? 0)?.name ?? '',
    };
  });
  expect(found.open).toEqual([]);
  const desk = await org.as('沈清').says('述职评议');
  expect(desk.text).toContain('2025年述职评议');
  expect(desk.text).toContain('已交 | 好');
  expect((await org.as(found.secretary).says('述职评议')).text).toContain('等次：好');
  expect((await org.as(found.secretary).says('民主评议')).text).toContain(
    `2025年民主评议党员 · ${found.branch}`,
  );
  expect((await org.as(found.member).says('民主评议')).text).toContain('等次：合格');
  expect((await org.as(found.member).says('评选')).text).toContain('：入选');
});

test('stars and visits of last year are published in it, and this year’s are on their way', async () => {
  const org = await testOrg(NOW);
  await foundDemo(org.store, instantOf(NOW));
  const staff = org.as('沈清');
  const stars = await staff.says('星级评定');
  expect(stars.text).toContain('2026年星级评定');
  expect(stars.text).toContain('申报：7/10 个支部');
  expect(stars.text).toContain('五星 | 5 | 5 | 4 | 0');
  expect((await staff.says('观摩')).text).toMatch(/第一组\n.*龙海生（组长）/);
  expect((await staff.presses('总体情况')).text).toContain('支部 10，已看 8，未看 2');
  expect((await staff.presses('情况报告')).text).toMatch(/阵地保障·问题\n· .*活动室面积小，设备旧/);
  expect((await staff.says('整改')).text).toContain('已逾期');
  expect((await org.as('白露').says('观摩')).messages.at(-1)?.actions.map(({ label }) => label)).toContain(
    '调整路线',
  );
  const rounds = org.store.read(
    (db) => openRounds(db, 'starRating').length + openRounds(db, 'peerVisit').length,
  );
  expect(rounds).toBe(2);
});

test('the counts kept beside all that it held are those of its attendance', async () => {
  const org = await testOrg(NOW);
  await foundDemo(org.store, instantOf(NOW));
  const { all, wrong } = org.store.read((db) => ({
    all: recountAll(db, instantOf(NOW)).length,
    wrong: wrongAnywhere(db, instantOf(NOW)),
  }));
  expect(all).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
