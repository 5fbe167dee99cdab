import { createSecretKey } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { PEER_TEMPLATE } from '../../src/evaluation/peer/template.ts';
import { openPoll } from '../../src/evaluation/poll.ts';
import { loadRound } from '../../src/evaluation/round.ts';
import { saveSheet } from '../../src/evaluation/sheet.ts';
import { subjectsOf } from '../../src/evaluation/subject.ts';
import { instantOf } from '../../src/time.ts';
import { EDUCATION, FINANCE, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import {
  appraisalRound,
  awardRound,
  debriefRound,
  marksOf,
  peerRound,
  personNamed,
  starRound,
  type Writer,
} from './evaluated.ts';
import { enters } from './visitor.ts';

const NOW = '2026-11-20T10:00';
const COMMITTEE = '机关工委/财政局机关党委';

describe('every round of evaluation stands on the board for whoever may see it', () => {
  test('the newest of each kind on the overview, all of them on a page of their own', async () => {
    const org = await town((writer, id) => {
      starRound(writer, 1, 2025, () => [20, 20, 20, 20, 20]);
      starRound(writer, 1, 2026, () => [16, 18, 20, 14, 12], false);
      peerRound(writer, 1, { planned: 2, seen: 1 });
      awardRound(writer, 1, [id(FINANCE)], true);
    });
    const staff = await enters(org, '陈静');
    const { text } = await staff.opens('/board');
    for (const title of ['2026年星级评定', '2026年逐支部观摩', '2026年标杆党支部评选'])
      expect(text).toMatch(new RegExp(`<a href="/board/round/\\d+\\?unit=1">${title}</a>`));
    expect(text).not.toContain('2025年星级评定');
    expect(text).toMatch(/<dt>自评<\/dt><dd>3 \/ 3 <small>个支部/);
    expect(text).toMatch(/<dt>已看支部<\/dt><dd>1 \/ 3/);
    const all = (await staff.opens('/board/rounds')).text;
    expect(all).toMatch(/往年[\s\S]*2025年星级评定<\/a><\/th><td>机关工委<\/td><td>已公布/);
    expect((await staff.opens('/board?unit=2')).text).toMatch(/<dt>自评<\/dt><dd>2 \/ 2/);
  });

  test('nothing is said of them where there is none', async () => {
    const org = await town(() => undefined);
    const staff = await enters(org, '陈静');
    expect((await staff.opens('/board')).text).not.toContain('id="rounds"');
    expect((await staff.opens('/board/rounds')).text).toContain('还没有开展过');
  });

  test('a page is for those above its part of the tree, and looks like none for everybody else', async () => {
    const org = await town((writer, id) => {
      starRound(writer, id(COMMITTEE), 2026, () => [20, 20, 20, 20, 20]);
      debriefRound(writer, 1, [{ unit: id(FINANCE), person: personNamed(writer.db, '张建国') }]);
      appraisalRound(writer, id(FINANCE), [personNamed(writer.db, '刘洋')], true);
    });
    const status = async (name: string, id: number) =>
      (await (await enters(org, name)).opens(`/board/round/${id}`)).status;
    for (const name of ['陈静', '何书记', '张建国'])
      expect([name, await status(name, 1)]).toEqual([name, 200]);
    for (const name of ['吴书记', '孙丽', '赵敏']) expect([name, await status(name, 1)]).toEqual([name, 404]);
    expect(await status('陈静', 2)).toBe(200);
    for (const name of ['何书记', '张建国', '吴书记'])
      expect([name, await status(name, 2)]).toEqual([name, 404]);
    for (const name of ['陈静', '何书记', '张建国', '刘洋'])
      expect([name, await status(name, 3)]).toEqual([name, 404]);
    expect(await status('陈静', 99)).toBe(404);
  });
});

describe('民主评议 and 述职评议', () => {
  test('of members’ appraisals the board has how far they are, and nothing of anybody’s result', async () => {
    const org = await town((writer, id) => {
      const unit = id(FINANCE);
      const members = ['张建国', '刘洋', '赵敏'].map((name) => personNamed(writer.db, name));
      const round = appraisalRound(writer, unit, members, false);
      const questions = [{ how: 'text' as const, id: 's1', name: '互评' }];
      const key = createSecretKey(Buffer.alloc(32, 7));
      const settings = { url: '', signing: { org: 'main', key } };
      openPoll(writer.db, settings, { round: round.id, questions, voters: members }, 1, writer.now);
      appraisalRound(writer, id(RETIRED), [personNamed(writer.db, '郑强')], true);
    });
    const pages: string[] = [];
    for (const name of ['陈静', '何书记', '张建国', '郑强']) {
      const one = await enters(org, name);
      for (const path of ['/board', '/board/rounds']) pages.push((await one.opens(path)).text);
    }
    const committee = pages[2] ?? '';
    expect(committee).toMatch(/2026年民主评议 <small>2 个党组织开展[\s\S]*进行中，1 个已告知本人/);
    expect(committee).toMatch(/<dt>自评<\/dt><dd>2 \/ 4 <small>人/);
    expect(committee).toMatch(/<dt>互评<\/dt><dd>0 \/ 3 <small>份/);
    for (const text of pages) expect(text).not.toMatch(/优秀|不合格|机密/);
  });

  test('of reports it says how many are handed in, to the committee alone, and no level of anybody', async () => {
    const org = await town((writer, id) => {
      debriefRound(writer, 1, [
        { unit: id(FINANCE), person: personNamed(writer.db, '张建国') },
        { unit: id(EDUCATION), person: personNamed(writer.db, '孙丽') },
      ]);
    });
    const staff = await enters(org, '陈静');
    const { text } = await staff.opens('/board/round/1');
    expect(text).toContain('<dt>述职报告</dt><dd><strong>1 / 2</strong>');
    expect(text).toContain('○ 教育局机关党委/第一党支部');
    expect(text).toMatch(/整改[\s\S]*逾期 1 条[\s\S]*台账不全[\s\S]*▲ 已逾期/);
    expect(text).not.toMatch(/机密|述职报告全文|<td>差/);
    expect((await (await enters(org, '何书记')).opens('/board')).text).not.toContain('述职评议');
    expect((await (await enters(org, '张建国')).opens('/board')).text).not.toContain('述职评议');
  });
});

describe('pictures', () => {
  test('the stars beside the year before, and the mean of the five basics as a ring', async () => {
    const org = await town((writer) => {
      starRound(writer, 1, 2025, () => [18, 16, 20, 14, 12]);
      starRound(writer, 1, 2026, (_, index) => (index === 0 ? [20, 20, 20, 20, 20] : [18, 18, 20, 16, 14]));
    });
    const { text } = await (await enters(org, '陈静')).opens('/board/round/2');
    const said = [...text.matchAll(/<svg class="chart"[^>]* aria-label="([^"]*)"/g)].map(
      ([, label]) => label,
    );
    expect(said).toEqual([
      '星级分布（个支部）\n五星：2026年 1\n四星：2026年 2，2025年 3\n三星：—\n二星：—',
      '各项平均得分率（3 个支部）\n项目 | 2026年 | 2025年\n基本组织 | 93% | 90%\n基本队伍 | 93% | 80%\n基本制度 | 100% | 100%\n基本活动 | 87% | 70%\n基本保障 | 80% | 60%',
    ]);
    const branch = (await (await enters(org, '张建国')).opens('/board')).text;
    expect(branch).toContain('aria-label="各项得分率\n项目 | 2026年 | 2025年\n基本组织 | 100% | 90%');
    expect(branch).toContain('2026年：五星，晋升');
  });

  test('before publication a branch sees its own sheet, its committee what it scores, and others no points', async () => {
    const org = await town((writer) => {
      starRound(writer, 1, 2026, () => [18, 16, 20, 14, 12], false);
    });
    expect((await (await enters(org, '张建国')).opens('/board')).text).toContain('aria-label="各项得分率');
    const own = (await (await enters(org, '张建国')).opens('/board/round/1')).text;
    expect(own).not.toMatch(/得分<\/th>|定星<\/th>|<svg class="chart"/);
    const above = (await (await enters(org, '何书记')).opens('/board/round/1')).text;
    expect(above).toMatch(/<th scope="col">得分<\/th>/);
    expect(above).toContain('各项平均得分率（2 个支部）');
    expect(above).not.toContain('教育局');
  });

  test('the map of a round of visits has each branch once: seen, planned or not planned, with a table that says the same', async () => {
    const org = await town((writer) => {
      peerRound(writer, 1, { planned: 2, seen: 1 });
    });
    const { text } = await (await enters(org, '陈静')).opens('/board/round/1');
    expect(text).toContain('■ 已看 1</span>');
    expect(text).toContain('□ 已排未看 1</span>');
    expect(text).toContain('✕ 未排 1</span>');
    expect(text).toContain(
      'aria-label="2 个单位，支部已看 1 个，已排未看 1 个，未排 1 个；逐个单位见下面的表"',
    );
    expect(text).toContain('>第1组</text>');
    expect(text).toMatch(/财政局机关党委<\/a><\/th><td class="number">1<\/td><td class="number">1<\/td>/);
    expect(text).toContain('11月20日第1组 1/1');
    const below = (await (await enters(org, '吴书记')).opens('/board/round/1')).text;
    expect(below).toContain('✕ 未排 1</span>');
    expect(below).not.toContain('财政局');
  });

  test('it is live: one more sheet, one more square', async () => {
    const org = await town((writer) => {
      peerRound(writer, 1, { planned: 3, seen: 1 });
    });
    const staff = await enters(org, '陈静');
    expect((await staff.opens('/board/round/1')).text).toContain('■ 已看 1</span>');
    await org.store.change((db) => {
      const round = loadRound(db, 1, 'peerVisit');
      const subject = subjectsOf(db, 1)[1]?.id ?? 0;
      const marks = marksOf(PEER_TEMPLATE, [20, 20, 20, 20, 20]);
      const sheet = { subject, role: 'visitor', scorer: 'person:1' as const, marks, notes: [] };
      saveSheet(db, round, sheet, 1, instantOf(NOW));
    });
    expect((await staff.opens('/board/round/1')).text).toContain('■ 已看 2</span>');
  });
});

async function town(write: (writer: Writer, id: (path: string) => number) => void): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.store.change((db) => write({ db, now: instantOf(NOW) }, (path) => unitAt(db, path)));
  return org;
}

function unitAt(db: Db, path: string): number {
  const found = db.select().from(units).where(eq(units.path, path)).get();
  if (!found) throw new Error(`no unit ${path}`);
  return found.id;
}
