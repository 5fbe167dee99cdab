import readSheets from 'read-excel-file/universal';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../../src/time.ts';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { enters, idOf } from './visitor.ts';

test('trends show twelve months in charts that say in words what they draw, and in numbers', async () => {
  const ho = await enters(await year(), '何书记');
  const { status, text } = await ho.opens('/board/trends?period=2026-11');
  expect(status).toBe(200);
  expect(text).toContain('<h1>财政局机关党委<small>趋势</small></h1>');
  expect(text.match(/<svg class="chart"[^>]* role="img" aria-label="[^"]+"/g)).toHaveLength(3);
  expect(text).toContain('主题党日：已完成 2');
  expect(text).toContain('10月：按时到会 18，缺席 2');
  expect(plain(text)).toContain('2026年10月 5 1 0 4 1 20 18 0 2 0 90%');
  expect(plain(text)).toContain('2026年11月 进行中 — — — 1 20 10 0 10 0 50%');
});

test('trends, their span and their unit are for those who oversee it, and of a branch too', async () => {
  const org = await year();
  const zhang = await enters(org, '张建国');
  expect((await zhang.opens('/board/trends')).text).toContain('<h1>第一党支部<small>趋势</small></h1>');
  for (const path of [`?unit=${idOf(org, RETIRED)}`, '?period=2027-01', '?unit=x'])
    expect([path, (await zhang.opens(`/board/trends${path}`)).status]).toEqual([path, 404]);
  const member = await enters(org, '刘洋');
  expect((await member.opens('/board/trends')).status).toBe(404);
});

test('a summary is handed out as a workbook to whoever may see the page, and to nobody else', async () => {
  const org = await year();
  const ho = await enters(org, '何书记');
  const response = await org.app.request('/board/file?period=2026-10', {
    headers: { cookie: `zhibu=${ho.cookie}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''.*\.xlsx$/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const sheets = await readSheets(await response.arrayBuffer());
  expect(JSON.stringify(sheets)).toContain('退休党支部');
  expect(JSON.stringify(sheets)).not.toContain('教育局');
  expect((await ho.opens(`/board/file?unit=${idOf(org, EDUCATION)}&period=2026-10`)).status).toBe(404);
  expect((await ho.opens('/board/file?period=1999')).status).toBe(404);
  expect((await org.app.request('/board/file?period=2026-10')).status).toBe(401);
});

test('what is overdue can be looked for by duty and by the name of a branch', async () => {
  const org = await year();
  const ho = await enters(org, '何书记');
  const branches = async (query: string) => {
    const { text } = await ho.opens(`/board/overdue${query}`);
    return [...text.matchAll(/<li><h2><a [^>]*>([^<]*)/g)].map(([, name]) => name);
  };
  expect(await branches('')).toEqual(['第一党支部', '退休党支部']);
  expect(await branches('?q=退休')).toEqual(['退休党支部']);
  expect(await branches('?rule=branchCommittee')).toEqual(['第一党支部']);
  expect(await branches('?rule=branchCommittee&q=退休')).toEqual([]);
  expect((await ho.opens('/board/overdue?rule=branchCommittee&q=退休')).text).toContain(
    '没有符合条件的逾期事项',
  );
});

describe('the file has what the page shows, and says what it was narrowed down to', () => {
  const table = async (org: TestOrg, name: string, path: string) => {
    const { cookie, opens } = await enters(org, name);
    const { text } = await opens(path);
    const [, link] = /href="([^"]*\/board\/file[^"]*)"/.exec(text) ?? [];
    const response = await org.app.request(link?.replaceAll('&amp;', '&') ?? '', {
      headers: { cookie: `zhibu=${cookie}` },
    });
    expect([link, response.status]).toEqual([link, 200]);
    const sheets = await readSheets(await response.arrayBuffer());
    const of = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
    return {
      note: String(of('汇总')[1]?.[0]),
      of,
      branches: of('汇总')
        .slice(5, -1)
        .map(([first]) => first),
    };
  };

  test('only what is overdue, one duty, a part of a name, a unit and a quarter', async () => {
    const org = await year();
    const all = await table(org, '陈静', '/board?period=2026Q4');
    expect(all.note).toContain('范围：机关工委。筛选：无。');
    expect(all.note).toContain('2026年10月1日');
    expect(all.branches).toHaveLength(3);
    const late = await table(org, '陈静', '/board?period=2026Q4&only=overdue&rule=themeDay');
    expect(late.note).toContain('筛选：主题党日，只看逾期。');
    expect(late.branches).toEqual(['财政局机关党委/退休党支部', '教育局机关党委/第一党支部']);
    expect(late.of('汇总')[4]?.slice(1, 2)).toEqual(['主题党日']);
    expect(
      late
        .of('分类')
        .slice(5)
        .map(([first]) => first),
    ).toEqual(['主题党日']);
    expect(
      late
        .of('出勤')
        .slice(5)
        .map(([first]) => first),
    ).toEqual([...late.branches, '合计']);
    const one = await table(org, '陈静', `/board?unit=${idOf(org, '机关工委/财政局机关党委')}&q=退休`);
    expect(one.note).toContain('范围：机关工委/财政局机关党委。筛选：名称含“退休”。');
    expect(one.branches).toEqual(['退休党支部']);
    expect(JSON.stringify(one.of('逾期'))).not.toContain('第一党支部');
  });

  test('what is overdue by now, from the page of it', async () => {
    const org = await year();
    const late = await table(org, '何书记', '/board/overdue?rule=branchCommittee');
    expect(late.note).toContain('时间：2026年1月1日');
    expect(late.note).toContain('筛选：支委会，只看逾期。');
    expect(late.branches).toEqual(['第一党支部']);
    expect(
      late
        .of('逾期')
        .slice(5)
        .every(([, what]) => what === '支部委员会会议'),
    ).toBe(true);
  });

  test('the page and its file ask for the same: what nobody owes narrows nothing down', async () => {
    const org = await year();
    expect((await table(org, '何书记', '/board?period=2026-10&rule=x')).note).toContain('筛选：无。');
  });
});

test('one duty alone has its column, and the others are left out', async () => {
  const ho = await enters(await year(), '何书记');
  const { text } = await ho.opens('/board?period=2026-10&rule=themeDay');
  expect(text).toContain('<th scope="col">主题党日</th><th scope="col">逾期</th>');
  expect(text).toContain('<option value="themeDay" selected>主题党日</option>');
  expect(text).toContain('<strong>1 / 2</strong> <small>项</small>');
});

/** A theme day each month from October on, of the first branch; on record since September. */
async function year(): Promise<TestOrg> {
  const org = await testOrg('2026-11-20T10:00', TWO_COMMITTEES);
  await org.store.change((db) => {
    const plannedAt = instantOf('2026-09-28T09:00');
    held(db, FINANCE, '2026-10-13', ['themeDay'], {
      plannedAt,
      expected: 20,
      present: 18,
      onLeave: 0,
      absent: 2,
    });
    held(db, FINANCE, '2026-11-10', ['themeDay'], { expected: 20, present: 10, onLeave: 0, absent: 10 });
  });
  return org;
}

function plain(page: string): string {
  return page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}
