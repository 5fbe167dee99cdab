import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { linesIn } from '../../cards/duty/digest.ts';
import { alerts } from '../../db/schema/alert.ts';
import { units } from '../../db/schema/people.ts';
import { belowOf } from '../../src/duty/alerts/below.ts';
import { About } from '../../src/duty/alerts/ledger.ts';
import { linesOf } from '../../src/duty/alerts/lines.ts';
import { nudge } from '../../src/duty/nudges/nudges.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { findUnit } from '../../src/people/store.ts';
import { instantOf } from '../../src/time.ts';
import type { TestOrg } from '../helpers/org.ts';
import { RETIRED, recordedTown } from './held.ts';

/** 退休党支部 owes October, its term ends in spring, it was asked about it, and it was dissolved on 10 November. */
describe('a branch that was dissolved', () => {
  let org: TestOrg;

  beforeEach(async () => {
    org = await recordedTown('2026-11-02T10:00', '2026-09-01');
    await org.store.change((db) => {
      const now = instantOf('2026-11-02T10:00');
      const unit = db.select().from(units).where(eq(units.path, RETIRED)).get()?.id ?? 0;
      setTerm(db, unit, { began: '2024-05-20', ends: '2027-05-20' }, 1, now);
      nudge(db, { unit, item: '', said: '近期怎么样' }, 2, now);
    });
  });

  async function dissolved() {
    await org.store.change((db) =>
      db.update(units).set({ ended: '2026-11-10' }).where(eq(units.path, RETIRED)).run(),
    );
  }

  async function weeklies() {
    return (await org.as('何书记').messages()).filter(({ text }) => text.includes('本周情况'));
  }

  test('is in no digest any more, neither its duties nor its term nor what it was asked', async () => {
    await dissolved();
    await org.at('2027-01-06T10:00');
    const digests = (await weeklies()).filter(({ at }) => at > '2026-11-11');
    expect(digests.length).toBeGreaterThan(0);
    for (const { text, actions } of digests) {
      expect(text).not.toContain('退休党支部');
      expect(actions.map(({ label }) => label)).not.toContain('督办：退休党支部');
    }
    expect((await org.as('郑强').messages()).filter(({ at }) => at > '2026-11-11')).toEqual([]);
  });

  test('has no line in a digest that is drawn after it, neither its secretary’s nor its committee’s, nor behind its button', async () => {
    await org.at('2026-12-22T20:00');
    const said = org.store.read((db) =>
      db
        .select()
        .from(alerts)
        .all()
        .map(({ about }) => About.parse(about)),
    );
    const at = instantOf('2026-12-22T20:00');
    const drawn = () =>
      org.store.read((db) => {
        const committee = findUnit(db, 2);
        if (!committee) throw new Error('no committee');
        const daily = linesOf(db, said, at).filter(({ unit }) => findUnit(db, unit)?.path === RETIRED);
        const below = linesIn(belowOf(db, committee, said, at)).filter(({ label }) => label === '退休党支部');
        return { daily: daily.map(({ kind }) => kind), below: below.length };
      });
    const before = drawn();
    expect(new Set(before.daily)).toEqual(new Set(['duty', 'term', 'nudged']));
    expect(before.below).toBeGreaterThan(2);
    await dissolved();
    expect(drawn()).toEqual({ daily: [], below: 0 });
  });

  test('while it was there all of that was said', async () => {
    await org.at('2026-12-21T20:00');
    const said = (await weeklies()).map(({ text }) => text).join('\n');
    expect(said).toContain('退休党支部：9—10月主题党日');
    expect(said).toContain('退休党支部：本届任期到2027年5月20日');
    expect(said).toContain('退休党支部：11月2日督办总体情况');
  });

  test('is not among those to ask, and a button from before says why', async () => {
    await org.at('2026-11-09T20:00');
    const before = (await weeklies()).at(-1);
    expect(before?.actions.map(({ label }) => label)).toContain('督办：退休党支部');
    await dissolved();
    await org.at('2026-11-11T10:00');
    const pressed = await org.as('何书记').presses('督办：退休党支部');
    expect(pressed.text).toContain('退休党支部已经撤销，不用再督办');
    const desk = await org.as('何书记').says('督办');
    expect(desk.text).toContain('第一党支部');
    expect(desk.text).not.toContain('退休党支部');
  });

  test('stays in the summaries of the time when it was there', async () => {
    await dissolved();
    await org.at('2026-12-01T10:00');
    expect((await org.as('何书记').says('汇总 10月')).text).toContain('退休党支部');
    const october = (await org.as('何书记').says('汇总 10月 退休党支部')).text;
    expect(october).toContain('退休党支部 2026年10月汇总\n主题党日：0/1，已逾期');
    expect((await org.as('何书记').says('汇总 退休党支部')).text).toContain(
      '退休党支部在2026年12月已经撤销。',
    );
    expect((await org.as('吴书记').says('汇总 10月 退休党支部')).text).toContain('没有找到“退休党支部”');
    expect((await org.as('何书记').says('还差什么 退休党支部')).text).toContain('没有找到“退休党支部”');
  });
});
