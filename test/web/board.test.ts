import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendance } from '../../db/schema/activity.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { persons, posts, units } from '../../db/schema/people.ts';
import { instantOf } from '../../src/time.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { enters, idOf, linkFor, visitor } from './visitor.ts';

const NOW = '2026-11-20T10:00';

test('看板 gives a link, privately; it opens one session and then no other', async () => {
  const org = await committees();
  const link = await linkFor(org, '陈静');
  const first = visitor(org);
  const entered = await first.opens(link);
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/board']);
  expect(entered.headers.get('set-cookie')).toMatch(
    /^zhibu=main\.[\w-]{43}; Max-Age=43200; Path=\/board; HttpOnly; SameSite=Lax$/,
  );
  expect((await first.opens('/board')).text).toContain('<h1>机关工委</h1>');
  const again = await visitor(org).opens(link);
  expect(again.status).toBe(401);
  expect(again.text).toContain('链接已经失效');
  expect((await first.opens(link)).status).toBe(303);
});

test('in a group the link goes to the asker alone', async () => {
  const org = await committees();
  await org.as('郑强').says('看板', '退休党支部');
  expect(await org.as('郑强').finds('board/enter')).toMatchObject({
    chat: expect.not.stringMatching('退休党支部'),
  });
  expect(await org.as('冯雪').finds('board/enter')).toBeUndefined();
  const said = org.store.read((db) => db.select().from(outbox).all());
  expect(JSON.stringify(said.map(({ content }) => content))).not.toContain('enter?t=');
});

test('what only looks ahead does not use a link up', async () => {
  const org = await committees();
  const link = await linkFor(org, '陈静');
  expect((await org.app.request(link, { method: 'HEAD' })).status).toBe(204);
  expect((await org.app.request(link, { headers: { 'sec-purpose': 'prefetch' } })).status).toBe(204);
  expect((await visitor(org).opens(link)).status).toBe(303);
});

test('a link that is old, forged or none leads nowhere, and says what to do', async () => {
  const org = await committees();
  const link = await linkFor(org, '陈静');
  for (const bad of [
    link.replace(/.$/, (last) => (last === '_' ? 'A' : '_')),
    link.replace('main.', 'other.'),
    '/board/enter',
    '/board/enter?t=x',
  ]) {
    const { status, text } = await visitor(org).opens(bad);
    expect([bad, status]).toEqual([bad, 401]);
    expect(text).toContain('说“看板”');
  }
  await org.at('2026-11-20T10:15');
  expect((await visitor(org).opens(link)).status).toBe(401);
});

test('without a session there is nothing to see, with an ended or an old one neither', async () => {
  const org = await committees();
  expect((await visitor(org).opens('/board')).status).toBe(401);
  expect((await visitor(org, 'main.madeup').opens('/board')).status).toBe(401);
  const chen = await enters(org, '陈静');
  const stolen = visitor(org, chen.cookie);
  expect((await chen.opens('/board/leave', { method: 'POST' })).text).toContain('已退出');
  expect((await stolen.opens('/board')).status).toBe(401);
  const again = await enters(org, '陈静');
  await org.at('2026-11-20T22:00');
  expect((await again.opens('/board')).status).toBe(401);
});

test('a committee sees its branches and duties; each cell has a sign beside its colour', async () => {
  const org = await committees();
  const ho = await enters(org, '何书记');
  const { text } = await ho.opens('/board?period=2026-10');
  expect(text).toContain('<h1>财政局机关党委</h1>');
  expect(text).toContain('2026年10月');
  expect(text).toMatch(/第一党支部<\/a><td class=d>✓ 1\/1/);
  expect(text).toMatch(/退休党支部<\/a><td class=v><b>主题党日<\/b>▲ 0\/1/);
  expect(text).toContain('辅助记录，不作考核依据');
  expect(text).not.toContain('教育局');
});

test('a committee sees what it owes itself', async () => {
  const org = await committees();
  const { text } = await (await enters(org, '何书记')).opens('/board?period=2026');
  expect(text).toMatch(/本级应完成事项[\s\S]*书记/);
});

test('a quarter and a year are one address away, what has not begun is not', async () => {
  const org = await committees();
  const ho = await enters(org, '何书记');
  const { text } = await ho.opens('/board?period=2026Q4');
  expect(text).toContain('2026年第四季度');
  expect(text).toContain('period=2026Q3');
  expect((await ho.opens('/board?period=2026')).text).toContain('2026年<');
  for (const bad of ['2027-01', '2026-12', '2026-13', '2026Q5', 'x']) {
    expect((await ho.opens(`/board?period=${bad}`)).status).toBe(404);
  }
});

test('filters leave what is overdue, or what has the name', async () => {
  const org = await committees();
  const ho = await enters(org, '何书记');
  const rows = async (path: string) =>
    [...(await ho.opens(path)).text.matchAll(/<th scope=row><a [^>]*>([^<]*)/g)].map(([, name]) => name);
  expect(await rows('/board?period=2026-10')).toEqual(['第一党支部', '退休党支部']);
  expect(await rows('/board?period=2026-10&q=退休')).toEqual(['退休党支部']);
  expect(await rows('/board?period=2026-10&q=无')).toEqual([]);
  expect(await rows('/board?period=2026-11&only=overdue')).toEqual([]);
  const said = async (path: string) => />筛选：[^<]*/.exec((await ho.opens(path)).text)?.[0];
  expect(await said('/board?period=2026-10&q=退休&rule=themeDay&only=overdue')).toBe(
    '>筛选：主题党日，只看逾期，名称含“退休”。',
  );
  expect(await said('/board/overdue?q=退休')).toBe('>筛选：名称含“退休”。');
  expect(await said('/board?period=2026-10')).toBeUndefined();
});

test('everything outside the subtree, and everything that is not there, looks alike', async () => {
  const org = await committees();
  const ho = await enters(org, '何书记');
  const own = idOf(org, FINANCE);
  const foreign = [
    `/board?unit=${idOf(org, EDUCATION)}`,
    `/board?unit=${idOf(org, '机关工委')}`,
    `/board?unit=${idOf(org, '机关工委/教育局机关党委')}`,
    `/board/overdue?unit=${idOf(org, EDUCATION)}`,
    '/board/activity/0',
    `/board/activity/${await org.store.change((db) => held(db, EDUCATION, '2026-11-12', ['themeDay']))}`,
    '/board?unit=999999',
    '/board?unit=1%20or%201=1',
    '/board/nothing',
  ];
  const texts = new Set<string>();
  for (const path of foreign) {
    const { status, text } = await ho.opens(path);
    expect([path, status]).toEqual([path, 404]);
    texts.add(text);
  }
  expect(texts).toHaveProperty('size', 1);
  expect((await ho.opens(`/board?unit=${own}`)).status).toBe(200);
});

test('rights are asked anew at every page: whoever loses the post sees nothing more of it', async () => {
  const org = await committees();
  const ho = await enters(org, '何书记');
  const path = `/board?unit=${idOf(org, FINANCE)}`;
  expect((await ho.opens(path)).status).toBe(200);
  await org.store.change((db) => {
    const person = personOf(org, '何书记');
    db.update(posts).set({ ended: '2026-11-20' }).where(eq(posts.person, person)).run();
  });
  expect((await ho.opens(path)).status).toBe(404);
});

test('a branch is shown with its duties, their rules, its activities and twelve months', async () => {
  const org = await committees();
  const zhang = await enters(org, '张建国');
  const { text } = await zhang.opens('/board?period=2026Q4');
  expect(text).toContain('<h1>第一党支部</h1>');
  expect(text).toContain('✓ 10月</strong> 已完成（10月13日）');
  expect(text).toContain('支部工作条例');
  expect(text).toMatch(/<a href="\/board\/activity\/\d+">主题党日<\/a>/);
  expect(text).toMatch(/<td class="number">9 \/ 10<\/td>/);
  expect(text).toContain('<svg class="months"');
});

test('an activity names who was there to those who oversee it, and to a member their own part alone', async () => {
  const org = await committees();
  const id = await attended(org);
  for (const name of ['陈静', '何书记', '张建国', '王磊']) {
    const { text } = await (await enters(org, name)).opens(`/board/activity/${id}`);
    expect(text).toMatch(/刘洋[\s\S]*已签到[\s\S]*赵敏[\s\S]*请假/);
    expect(text).not.toContain('住院');
  }
  const zhao = await (await enters(org, '赵敏')).opens(`/board/activity/${id}`);
  expect(zhao.status).toBe(200);
  expect(zhao.text).toMatch(/本人<\/dt><dd>请假/);
  expect(zhao.text).not.toContain('刘洋');
  expect((await (await enters(org, '冯雪')).opens(`/board/activity/${id}`)).status).toBe(404);
  expect((await (await enters(org, '孙丽')).opens(`/board/activity/${id}`)).status).toBe(404);
});

test('what was not announced yet is nobody’s to see', async () => {
  const org = await committees();
  const id = await org.store.change((db) =>
    held(db, FINANCE, '2026-11-28', ['themeDay'], { ...PLANNED, noticedAt: null }),
  );
  expect((await (await enters(org, '陈静')).opens(`/board/activity/${id}`)).status).toBe(404);
});

test('a plain member finds their own records, and no board', async () => {
  const org = await committees();
  await attended(org);
  const zhao = await enters(org, '赵敏');
  const { text } = await zhao.opens('/board');
  expect(text).toContain('赵敏同志');
  expect(text).not.toContain('总览');
  expect(text).not.toContain('刘洋');
  expect((await zhao.opens(`/board?unit=${idOf(org, FINANCE)}`)).status).toBe(404);
  expect((await zhao.opens('/board/overdue')).status).toBe(404);
});

test('the overdue list has each branch and what it owes', async () => {
  const org = await committees();
  const { text } = await (await enters(org, '陈静')).opens('/board/overdue');
  expect(text).toMatch(/财政局机关党委\/退休党支部<\/a>[\s\S]*▲ 1—10月主题党日/);
});

test('what people write is text', async () => {
  const org = await committees();
  const evil = '<script>alert(1)<b onload=x>"\'&';
  const id = await org.store.change((db) => {
    db.update(units)
      .set({ name: evil, path: `机关工委/财政局机关党委/${evil}` })
      .where(eq(units.id, idOf(org, RETIRED)))
      .run();
    return held(db, FINANCE, '2026-11-09', ['themeDay'], { theme: evil, place: evil, agenda: evil });
  });
  const chen = await enters(org, '陈静');
  const renamed = idOf(org, `机关工委/财政局机关党委/${evil}`);
  const q = encodeURIComponent(evil);
  for (const path of [
    '/board',
    `/board?q=${q}`,
    '/board/overdue',
    `/board?unit=${idOf(org, FINANCE)}`,
    `/board?unit=${renamed}`,
    `/board/activity/${id}`,
  ]) {
    const { status, text } = await chen.opens(path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toMatch(/<script|<b onload|\sstyle=/);
    expect(text).toContain('&lt;script&gt;');
  }
});

test('every page forbids scripts, framing and storing', async () => {
  const org = await committees();
  const chen = await enters(org, '陈静');
  for (const path of ['/board', '/board/mine', '/board/nothing']) {
    const { headers, text } = await chen.opens(path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self';.*frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('辅助记录，不作考核依据');
  }
});

/** October and November of the first branch, nothing of the others. */
async function committees(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  await org.store.change((db) => {
    held(db, FINANCE, '2026-10-13', ['themeDay'], { plannedAt: instantOf('2025-12-01T09:00') });
    held(db, FINANCE, '2026-11-10', ['themeDay']);
    held(db, FINANCE, '2026-11-11', ['memberAssembly', 'partyLecture']);
  });
  return org;
}

/** 刘洋 came, 赵敏 had leave. */
async function attended(org: TestOrg): Promise<number> {
  return await org.store.change((db) => {
    const id = held(db, FINANCE, '2026-11-12', ['partyLecture'], { expected: 2, present: 1, onLeave: 1 });
    const at = instantOf('2026-11-12T14:50');
    const common = { activity: id, role: 'expected' as const, category: 'full' as const };
    db.insert(attendance)
      .values([
        { ...common, person: personOf(org, '刘洋'), presentAt: at, recordedAt: at, how: 'self' as const },
        {
          ...common,
          person: personOf(org, '赵敏'),
          leaveReason: '住院',
          leaveAskedAt: at,
          leaveGranted: true,
        },
      ])
      .run();
    return id;
  });
}

function personOf(org: TestOrg, name: string): number {
  const found = org.store.read((db) => db.select().from(persons).where(eq(persons.name, name)).get());
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}
