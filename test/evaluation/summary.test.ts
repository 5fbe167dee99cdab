import { expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { publish } from '../../src/evaluation/round.ts';
import { instantOf } from '../../src/time.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import {
  appraisalRound,
  awardRound,
  debriefRound,
  peerRound,
  personNamed,
  starRound,
  type Writer,
} from '../web/evaluated.ts';
import { sheetsIn } from './sheets.ts';

const NOW = '2026-11-20T10:00';

test('a committee’s 汇总 says which rounds go on, how far they are, and what is to be put right', async () => {
  const org = await town();
  const { text } = await org.as('陈静').says('汇总 本月');
  const own = text.slice(text.indexOf('\n评议\n'));
  expect(own).toContain(
    '2026年星级评定：已公布，申报 3/3 个支部，自评 3/3 个支部，评分 3/3 个支部，定星 3/3 个支部；五星 1，四星 2，三星 0，二星 0',
  );
  expect(own).toContain(
    '2026年逐支部观摩：已公布，已到单位 1/2 个，已看支部 2/3 个，评分表 2 份；先进 0，中间 0，后进 0',
  );
  expect(own).toContain('2026年述职评议：进行中，述职报告 1/2 份，定等次 1/2 人');
  expect(own).toContain('2026年民主评议党员：进行中，自评 1/3 人');
  expect(own).toContain('2026年标杆党支部评选：推荐中，推荐 1 个');
  expect(own).toContain('整改：未完成 1 条，逾期 1 条');
  expect(text).not.toMatch(/机密|不合格|优秀/);
});

test('a 党委 has its own part of them, and nothing of what is its superior’s', async () => {
  const org = await town();
  const { text } = await org.as('何书记').says('汇总 本月');
  expect(text).toContain('2026年星级评定：已公布，申报 2/2 个支部');
  expect(text).toContain('2026年民主评议党员：进行中，自评 1/3 人');
  expect(text).not.toContain('述职评议');
  expect(text).toContain('2026年标杆党支部评选：推荐中\n');
  const other = (await org.as('吴书记').says('汇总 本月')).text;
  expect(other).not.toMatch(/民主评议党员|整改/);
});

test('nothing where there are none, in a time before them, or where the summary was narrowed down', async () => {
  const none = await testOrg(NOW, TWO_COMMITTEES);
  expect((await none.as('陈静').says('汇总')).text).not.toContain('\n评议\n');
  const org = await town();
  expect((await org.as('陈静').says('汇总 主题党日')).text).not.toContain('\n评议\n');
  expect((await org.as('吴书记').says('汇总 10月')).text).not.toContain('\n评议\n');
});

test('the workbook has a sheet of them, on the board’s file too', async () => {
  const org = await town();
  const { rows } = await sheetsIn(org, await org.as('陈静').says('导出 汇总'));
  const lines = rows.评议 ?? [];
  expect(lines[0]).toEqual(['名称', '组织', '进展', '项目', '数量', '总数', '单位']);
  expect(lines).toContainEqual(['2026年星级评定', '机关工委', '已公布', '五星', 1, null, '个支部']);
  expect(lines).toContainEqual(['2026年述职评议', '机关工委', '进行中', '述职报告', 1, 2, '份']);
  expect(lines).toContainEqual(['整改', null, null, '已逾期', 1, 1, '条']);
  expect(JSON.stringify(rows)).not.toMatch(/机密|不合格/);
});

async function town(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.store.change((db) => {
    const writer: Writer = { db, now: instantOf('2026-11-10T10:00') };
    const [finance, education] = db
      .select()
      .from(units)
      .all()
      .filter(({ name }) => name === '第一党支部')
      .map(({ id }) => id);
    if (finance === undefined || education === undefined) throw new Error('no branches');
    starRound(writer, 1, 2026, (_, index) => (index === 0 ? [20, 20, 20, 20, 20] : [18, 16, 20, 14, 14]));
    publish(db, peerRound(writer, 1, { planned: 3, seen: 2 }), 1, writer.now);
    debriefRound(writer, 1, [
      { unit: finance, person: personNamed(db, '张建国') },
      { unit: education, person: personNamed(db, '孙丽') },
    ]);
    const members = ['张建国', '刘洋', '赵敏'].map((name) => personNamed(db, name));
    appraisalRound(writer, finance, members, false);
    awardRound(writer, 1, [education], false);
  });
  return org;
}
