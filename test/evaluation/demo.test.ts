import { expect, test } from 'vitest';
import { rounds } from '../../db/schema/evaluation.ts';
import { foundDemo } from '../../src/demo/found.ts';
import { appraisedIn, loadAppraisal } from '../../src/evaluation/appraisal/read.ts';
import { openRounds } from '../../src/evaluation/round.ts';
import { findPerson, findUnit, holdersOf } from '../../src/people/store.ts';
import { instantOf } from '../../src/time.ts';
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
