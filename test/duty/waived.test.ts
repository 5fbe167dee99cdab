import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { record } from '../../src/audit/store.ts';
import { waive } from '../../src/duty/owed/waivers.ts';
import { instantOf } from '../../src/time.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { enters } from '../web/visitor.ts';
import { recordedTown } from './held.ts';

const SAID = '暂缓至12月20日，郑强说明：多数同志驻村抗洪';

describe('what is put off says so wherever duties are shown, until its last day', () => {
  test('a branch: 还差什么, 为什么, 逾期, 汇总, 预测, 暂缓', async () => {
    const org = await putOff();
    const zheng = org.as('郑强');
    expect((await zheng.says('还差什么')).text).toContain(`11月主题党日：${SAID}`);
    expect((await zheng.says('还差什么')).text).not.toContain('此前逾期');
    expect((await zheng.says('为什么')).text).toContain(`11月主题党日：${SAID}`);
    expect((await zheng.says('逾期')).text).toContain(
      '没有逾期。\n说明了暂缓的，到期前不算逾期：\n退休党支部：11月主题党日暂缓至',
    );
    const summary = (await zheng.says('汇总 上月')).text;
    expect(summary).toContain(`主题党日：0/1，${SAID}`);
    expect(summary).not.toContain('逾期：');
    expect((await zheng.says('预测')).text).toContain(
      `暂缓的，到期还没开展才计入逾期：\n退休党支部：11月主题党日${SAID}`,
    );
    expect((await zheng.says('暂缓')).text).toContain(`11月主题党日：${SAID}`);
  });

  test('its committee: counted as put off and not as overdue; nobody nudges', async () => {
    const org = await putOff();
    const he = org.as('何书记');
    expect((await he.says('汇总 上月')).text).toMatch(/已完成 0 项，逾期 \d+ 项（1 个支部），暂缓 1 项。/);
    expect((await he.says('汇总 上月')).text).toContain('暂缓 11月主题党日');
    const overdue = (await he.says('逾期')).text;
    expect(overdue).toContain(`退休党支部：11月主题党日${SAID}`);
    expect(overdue).toContain('第一党支部：11月主题党日');
    expect((await he.says('督办')).text).not.toContain('退休党支部：11月主题党日');
    expect((await org.as('吴书记').says('逾期')).text).not.toContain('驻村');
  });

  test('the board: a sign of its own in the matrix, and a list of its own beneath what is overdue', async () => {
    const he = await enters(await putOff(), '何书记');
    expect((await he.opens('/board?period=2026-11')).text).toContain('<td class=w><b>主题党日</b>◇ 0/1');
    const { text } = await he.opens('/board/overdue');
    expect(text).toContain(`◇ 退休党支部：11月主题党日${SAID}`);
    expect(text).not.toContain('▲ 11月主题党日</li></ul></li></ol>');
  });

  test('of more than a page holds 逾期 says how many follow and turns to them, and shows those of the duty asked for', async () => {
    const names = Array.from({ length: 25 }, (_, nth) => `支部${String(nth + 1).padStart(2, '0')}`);
    const paths = names.map((name) => `机关工委/${name}`);
    const org = await testOrg('2026-12-01T09:30', {
      机关工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
      ...Object.fromEntries(paths.map((path) => [path, { kind: 'branch' as const }])),
    });
    await org.store.change((db) => {
      const at = instantOf('2026-11-01T08:00');
      record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' });
      const said = { until: '2026-12-20', reason: '驻村抗洪' };
      for (const { id } of db.select().from(units).where(eq(units.kind, 'branch')).all())
        waive(db, { unit: id, item: `themeDay:${id}:2026-11-01`, ...said }, 1, at);
    });
    const first = (await org.as('陈静').says('逾期')).text;
    expect(first).toContain('没有逾期');
    expect(first.match(/支部\d\d/g)).toEqual(names.slice(0, 20));
    expect(first).toContain('另有 5 条暂缓，请按“下一页”。');
    const next = (await org.as('陈静').presses('下一页')).text;
    expect(next).toContain('没有逾期');
    expect(next.match(/支部\d\d/g)).toEqual(names.slice(20));
    expect(next).not.toContain('另有');
    expect((await org.as('陈静').says('逾期 主题党日')).text).toContain('支部01：11月主题党日暂缓至');
    expect((await org.as('陈静').says('逾期 党员大会')).text).not.toContain('暂缓');
    expect((await org.as('陈静').says('预测')).text).toContain('另有 5 条暂缓，说“逾期”查看全部。');
    const board = await enters(org, '陈静');
    expect((await board.opens('/board/overdue?q=支部07')).text.match(/支部\d\d：/g)).toEqual(['支部07：']);
    expect((await board.opens('/board/overdue?rule=memberAssembly')).text).not.toContain('驻村抗洪');
  });

  test('two months put off until the same day are one line', async () => {
    const org = await putOff();
    await org.as('郑强').says('暂缓');
    await org.as('郑强').presses('暂缓：12月主题党日');
    await org.as('郑强').presses('暂缓', { reason: '多数同志驻村抗洪', until: '2026-12-20' });
    expect((await org.as('何书记').says('逾期')).text).toContain(`退休党支部：11—12月主题党日${SAID}`);
  });

  test('after its last day it is overdue again', async () => {
    const org = await putOff();
    await org.at('2026-12-20T20:00');
    expect((await org.as('郑强').says('逾期')).text).toContain('没有逾期');
    await org.at('2026-12-21T08:00');
    const text = (await org.as('郑强').says('逾期')).text;
    expect(text).toContain('主题党日：11月主题党日，共 1 项');
    expect(text).not.toContain('暂缓');
    expect((await org.as('何书记').says('汇总 上月')).text).not.toContain('暂缓');
  });
});

/** The retired branch has put off its theme day of November until 20 December. */
async function putOff(): Promise<TestOrg> {
  const org = await recordedTown('2026-12-01T09:30', '2026-11-01');
  await org.as('郑强').says('暂缓');
  await org.as('郑强').presses('暂缓：11月主题党日');
  await org.as('郑强').presses('暂缓', { reason: '多数同志驻村抗洪', until: '2026-12-20' });
  return org;
}
