import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { nudge } from '../../src/duty/nudges/nudges.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { instantOf } from '../../src/time.ts';
import { held } from '../duty/held.ts';
import { type Found, foundUnits } from '../helpers/people.ts';
import {
  appraisalRound,
  awardRound,
  debriefRound,
  peerRound,
  personNamed,
  starRound,
  type Writer,
} from '../web/evaluated.ts';
import { DESKTOP, PHONE } from './browser.ts';
import { faint, fits, LIMIT, openSite } from './site.ts';

const COMMITTEES = 30;
const BRANCHES = 5;

/** A town of thirty committees with five branches each, and a round of every kind. */
const { enter, go, shoot } = openSite({
  pictures: 'board',
  clock: '2026-11-20T10:00:00+08:00',
  seed: (store) =>
    store.change((db) => {
      foundUnits(db, town());
      write(db);
    }),
});

describe('evaluations on the board in a browser', { timeout: LIMIT }, () => {
  it('leads from the overview to every round and to a branch, without a script', async () => {
    const page = await enter('陈静', { ...DESKTOP, javaScriptEnabled: false });
    await page.getByRole('link', { name: '评议', exact: true }).click();
    await page.getByRole('heading', { name: '未销号的整改' }).waitFor();
    await shoot(page, 'rounds');
    await page.getByRole('link', { name: '2026年星级评定' }).click();
    expect(await page.getByRole('img', { name: /各项平均得分率/ }).isVisible()).toBe(true);
    await shoot(page, 'round-star');
    await page.locator('tbody th a').first().click();
    expect(await page.getByRole('img', { name: /各项得分率/ }).isVisible()).toBe(true);
    await shoot(page, 'round-branch');
    await go(page, '/board/rounds');
    await page.getByRole('link', { name: '2026年逐支部观摩' }).click();
    expect(
      await page
        .getByRole('img', { name: /30 个单位，支部已看/ })
        .first()
        .isVisible(),
    ).toBe(true);
    await page.getByText('看数字').click();
    await page.evaluate('scrollTo(0, 0)');
    await shoot(page, 'round-map');
    await go(page, '/board/rounds');
    await page.getByRole('link', { name: '2026年述职评议' }).click();
    await page.getByRole('heading', { name: '还没交述职报告' }).waitFor();
    await shoot(page, 'round-debrief');
    await go(page, '/board/overdue');
    await page.getByRole('heading', { name: '本级事项' }).waitFor();
    await shoot(page, 'overdue-upper');
  });

  it('fits a phone', async () => {
    const page = await enter('陈静', PHONE);
    for (const [name, path] of [
      ['rounds', '/board/rounds'],
      ['round-star', '/board/round/2'],
      ['round-map', '/board/round/3'],
      ['round-branch', '/board?unit=3&period=2026'],
    ]) {
      await go(page, path ?? '');
      await shoot(page, `phone-${name}`);
      await fits(page);
    }
  });

  it('can be read in the dark, against what is behind it', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await enter('陈静', { ...DESKTOP, colorScheme });
      for (const path of [
        '/board',
        '/board/rounds',
        '/board/round/2',
        '/board/round/3',
        '/board/round/4',
        '/board/overdue',
        '/board?unit=3&period=2026',
      ]) {
        await go(page, path);
        expect([colorScheme, path, await faint(page)]).toEqual([colorScheme, path, []]);
      }
      await go(page, '/board/round/2');
      if (colorScheme === 'dark') await shoot(page, 'dark-round-star');
      await go(page, '/board/round/3');
      if (colorScheme === 'dark') await shoot(page, 'dark-round-map');
    }
  });

  it('prints: no picture is cut in two, and none says by colour alone what it says', async () => {
    const page = await enter('陈静', { viewport: { width: 1032, height: 700 } });
    await page.emulateMedia({ media: 'print' });
    for (const [name, path] of [
      ['round-star', '/board/round/2'],
      ['round-map', '/board/round/3'],
    ]) {
      await go(page, path ?? '');
      await shoot(page, `print-${name}`);
      const paper = await page.pdf({ preferCSSPageSize: true });
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
      const heights = (await page.evaluate(
        "[...document.querySelectorAll('.map, figure')].map((one) => one.getBoundingClientRect().height)",
      )) as number[];
      expect(Math.max(...heights)).toBeLessThan(700);
    }
    await page.evaluate("document.documentElement.style.filter = 'grayscale(1)'");
    await shoot(page, 'grey-round-map');
    await go(page, '/board/round/2');
    await page.evaluate("document.documentElement.style.filter = 'grayscale(1)'");
    await shoot(page, 'grey-round-star');
  });
});

function town(): Found {
  const found: Found = {
    机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  };
  for (let one = 1; one <= COMMITTEES; one++) {
    const path = `机关工委/${NAMES[one % NAMES.length]}第${one}局机关党委`;
    found[path] = {
      kind: 'departmentCommittee',
      people: { [`书记${one}`]: { posts: ['secretary'], only: 'post' } },
    };
    for (let branch = 1; branch <= BRANCHES; branch++) {
      found[`${path}/第${branch}党支部`] = {
        kind: 'branch',
        people: { [`支书${one}之${branch}`]: { posts: ['secretary'] } },
      };
    }
  }
  return found;
}

const NAMES = ['财政', '教育', '交通运输', '文化广电旅游', '卫生健康'];

function write(db: Db): void {
  const branches = db
    .select()
    .from(units)
    .all()
    .filter(({ kind }) => kind === 'branch');
  for (const [index, { path }] of branches.entries()) {
    if (index % 3 > 0)
      held(db, path, '2026-10-14', ['themeDay'], { plannedAt: instantOf('2026-01-05T09:00') });
  }
  const [committee] = db.select().from(units).where(eq(units.kind, 'departmentCommittee')).all();
  const at = instantOf('2026-11-10T09:00');
  if (committee) setTerm(db, committee.id, { began: '2021-10-01', ends: '2026-10-01' }, 1, at);
  if (committee) nudge(db, { unit: committee.id, item: '', said: '请抓紧换届' }, 1, at);
  const writer = (day: string): Writer => ({ db, now: instantOf(`${day}T09:00`) });
  starRound(writer('2025-12-20'), 1, 2025, (_, index) => [19, 16 + (index % 3), 18, 13 + (index % 5), 14]);
  starRound(writer('2026-11-18'), 1, 2026, (_, index) => [
    20,
    18,
    17 + (index % 4),
    15 + (index % 6),
    16 + (index % 3),
  ]);
  peerRound(writer('2026-11-17'), 1, { planned: 138, seen: 96, groups: 5, days: 4 });
  const first = branches
    .slice(0, 6)
    .map(({ id }, index) => ({ unit: id, person: personNamed(db, `支书1之${(index % 5) + 1}`) }));
  debriefRound(writer('2026-11-16'), 1, first.slice(0, 5));
  for (const { unit, person } of first.slice(0, 3))
    appraisalRound(writer('2026-11-15'), unit, [person], unit === first[0]?.unit);
  awardRound(
    writer('2026-11-12'),
    1,
    branches.slice(0, 3).map(({ id }) => id),
    true,
  );
}
