import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { memberships, posts } from '../../db/schema/people.ts';
import { verify } from '../../src/audit/store.ts';
import { begun } from '../duty/begun.ts';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { begunPeer } from '../evaluation/peer.ts';
import { sheetsIn } from '../evaluation/sheets.ts';
import { tap } from '../evaluation/tap.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Talk } from '../helpers/talk.ts';
import { enters } from '../web/visitor.ts';
import { docx, GPS, pdf, photo, png } from './bytes.ts';

const NOW = '2026-12-01T09:30';

describe('述职报告 as a file', () => {
  test('is put to the report by one tap, counts as handed in, and is had by its speaker and the committee alone', async () => {
    const org = await debriefBegun();
    const zhang = org.as('张建国');
    const asked = await zhang.sends('述职报告.pdf', pdf());
    expect(asked.text).toContain('这个文件放到“2026年述职评议：述职报告”吗？');
    expect(countOf(org, 'file_pieces')).toBe(0);
    const kept = await zhang.presses('确认');
    expect(kept.text).toContain('已附上');
    expect(kept.text).toContain('附件：述职报告.pdf');
    const own = await zhang.says('述职评议');
    expect(own.text).toContain('述职报告：已交');
    expect(own.text).toContain('附件：述职报告.pdf');
    expect((await org.as('陈静').says('述职评议')).text).toContain('报告：1/3 份');
    await org.at('2026-12-02T10:00');
    expect(await zhang.finds('还没有交')).toBeUndefined();
    expect(await org.as('孙丽').finds('还没有交')).toBeDefined();

    const link = await linkOn(zhang, '看附件', '述职报告.pdf');
    const opened = await org.app.request(link);
    expect(opened.status).toBe(200);
    expect(opened.headers.get('content-type')).toBe('application/pdf');
    expect(opened.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(opened.headers.get('x-content-type-options')).toBe('nosniff');
    expect(opened.headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    expect(opened.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(pdf());

    for (const name of ['李红梅', '何书记', '郑强', '刘洋'])
      expect(await tap(org, name, 'files.show', { place: 'debrief', ref: '1' })).toContain('附件只给能看');
    expect(await tap(org, '陈静', 'files.show', { place: 'debrief', ref: '1' })).toContain('述职报告.pdf');
    const { rows } = await sheetsIn(org, await org.as('陈静').says('导出 述职评议 表格'));
    expect(rows.报告?.[1]?.[3]).toBe('附件：述职报告.pdf');
    expect(rows.结果?.[1]?.[3]).toBe('已交');
  });

  test('is not taken after the last day', async () => {
    const org = await debriefBegun();
    await org.at('2026-12-10T20:00');
    await org.as('张建国').sends('述职报告.pdf', pdf());
    await org.at('2026-12-11T09:00');
    expect((await org.as('张建国').presses('确认')).text).toContain('这一项现在不能附材料');
    expect((await org.as('张建国').sends('述职报告.pdf', pdf())).text).toContain('没有等您附材料的事项');
    expect(countOf(org, 'files')).toBe(0);
  });
});

describe('整改 with a photo', () => {
  test('several things are open: the nearest are buttons, the rest stands behind 其他事项', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    const asked = await zhang.sends('活动室.jpg', photo());
    expect(asked.text).toContain('这个文件放到哪一项？');
    expect(asked.text).toContain('整改：台账缺2个月');
    const labels = asked.messages.at(-1)?.actions.map(({ label }) => label) ?? [];
    expect(labels).toContain('整改：台账缺2个月');
    expect(labels.slice(-2)).toEqual(['其他事项', '不用存']);
    await zhang.presses('其他事项');
    const kept = await zhang.presses('放到这里', { target: 'issue:1' });
    expect(kept.text).toContain('放到：整改：台账缺2个月');
    expect((await zhang.presses('看整改')).text).toContain('附件：活动室.jpg');
    const staff = org.as('陈静');
    await staff.says('整改');
    expect((await staff.presses('看：台账缺2个月')).text).toContain('附件：活动室.jpg');

    const opened = await org.app.request(await linkOn(staff, '看附件', '活动室.jpg'));
    expect(opened.headers.get('content-disposition')).toContain('inline');
    expect(opened.headers.get('content-type')).toBe('image/jpeg');
    const bytes = Buffer.from(await opened.arrayBuffer());
    expect(photo().includes(GPS)).toBe(true);
    expect(bytes.includes(GPS)).toBe(false);
    const { rows } = await sheetsIn(org, await staff.says('导出 整改清单 表格'));
    expect(JSON.stringify(rows)).toContain('附件：活动室.jpg');
    expect(org.store.read(verify).ok).toBe(true);
  });

  test('photos that come one after another are asked about once', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    for (const seed of [1, 2, 3]) await zhang.sends('.jpg', photo(seed));
    const asking = (await zhang.messages()).filter(({ text }) => text.includes('放到哪一项'));
    expect(asking).toHaveLength(1);
    await org.at('2026-12-01T09:31');
    expect((await zhang.finds('放到哪一项'))?.text).toContain('这 3 个文件');
    const kept = await zhang.presses('整改：台账缺2个月');
    expect(kept.text).toContain('附件：照片1.jpg、照片2.jpg、照片3.jpg');
    await zhang.sends('同一张.jpg', photo(1));
    await zhang.presses('整改：台账缺2个月');
    expect(countOf(org, 'files')).toBe(3);
  });

  test('a photo is never asked for, and words alone do as before', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    await zhang.says('整改');
    await zhang.presses('看：台账缺2个月');
    await zhang.presses('报整改完成');
    expect((await zhang.presses('提交', { evidence: '已补齐' })).text).toContain('已上报');
    const said = (await zhang.messages()).map(({ text }) => text).join('\n');
    expect(said).not.toMatch(/缺少?照片|照片未|没有照片|请上传|必须/);
  });

  test('who sent it takes it back: bytes and name are gone, the journal says that it was there', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    await zhang.sends('活动室.jpg', photo());
    await zhang.presses('整改：台账缺2个月');
    const link = await linkOn(zhang, '看附件', '活动室.jpg');
    expect(await tap(org, '陈静', 'files.withdraw', { file: 1 })).toContain('由发来的同志本人撤回');
    expect((await zhang.presses('撤回：活动室.jpg')).text).toContain('已撤回，文件已删除');
    expect((await org.app.request(link)).status).toBe(410);
    expect(countOf(org, 'file_pieces') + countOf(org, 'file_bodies')).toBe(0);
    expect(await tap(org, '张建国', 'files.withdraw', { file: 1 })).toContain('已经撤回了');
    const lines = org.store.read((db) => db.select().from(audit).all());
    expect(lines.filter(({ action }) => action.startsWith('file.')).map(({ action }) => action)).toEqual([
      'file.kept',
      'file.withdrawn',
    ]);
    expect(JSON.stringify(lines)).not.toContain('活动室.jpg');
    const sent = org.store.read((db) => db.all('select content from outbox'));
    expect(JSON.stringify(sent)).not.toMatch(/活动室\.jpg|\/file\//);
    await org.at('2026-12-01T09:31');
    expect((await zhang.messages()).some(({ text }) => text.includes('活动室.jpg'))).toBe(false);
    expect(org.store.read(verify).ok).toBe(true);
    await zhang.says('整改');
    expect((await zhang.presses('看：台账缺2个月')).text).not.toContain('附件');
  });

  test('the same bytes put to two things are kept once, until both are taken back', async () => {
    const org = await raised();
    await tap(org, '陈静', 'issue.raise', { subject: 1, problem: '活动室小', deadline: '2026-12-20' });
    const zhang = org.as('张建国');
    for (const label of ['整改：台账缺2个月', '整改：活动室小']) {
      await zhang.sends('一张.jpg', photo());
      await zhang.presses(label);
    }
    expect([countOf(org, 'files'), countOf(org, 'file_bodies')]).toEqual([2, 1]);
    await tap(org, '张建国', 'files.withdraw', { file: 1 });
    expect(countOf(org, 'file_pieces')).toBe(1);
    await tap(org, '张建国', 'files.withdraw', { file: 2 });
    expect(countOf(org, 'file_pieces')).toBe(0);
  });
});

describe('观摩 with a photo', () => {
  test('whoever goes along puts it to the stop on the day; the branch sees it when the results are out, and nobody who it was', async () => {
    const org = await begunPeer();
    const staff = org.as('陈静');
    await staff.says('观摩');
    await staff.presses('安排路线');
    await staff.presses('排路线', { from: '2026-12-02', days: 1, hours: '9:00-11:00', minutes: 40 });
    expect((await org.as('王磊').sends('现场.jpg', photo())).text).toContain('没有等您附材料的事项');
    await org.at('2026-12-02T09:30');
    const asked = await org.as('王磊').sends('现场.jpg', photo());
    expect(asked.text).toContain('观摩：财政局机关党委/第一党支部');
    await org.as('王磊').presses('观摩：财政局机关党委/第一党支部');
    const show = { place: 'peerVisit', ref: '1' };
    const seen = await tap(org, '陈静', 'files.show', show);
    expect(seen).toContain('现场.jpg');
    expect(seen).not.toContain('王磊');
    expect(await tap(org, '张建国', 'files.show', show)).toContain('附件只给能看');
    await org.store.change((db) => {
      db.run('update rounds set published_at = 1, published_by = 1');
    });
    expect(await tap(org, '张建国', 'files.show', show)).toContain('现场.jpg');
    expect(await tap(org, '孙丽', 'files.show', show)).toContain('附件只给能看');
    expect(await tap(org, '王磊', 'files.withdraw', { file: 1 })).toContain('已撤回，文件已删除');
    await org.at('2026-12-02T09:31');
    expect(await org.as('王磊').finds('附件已撤回')).toBeDefined();
    expect(countOf(org, 'file_pieces')).toBe(0);
  });
});

describe('lists, standards, brands and stars', () => {
  test('a standard with a day takes a photo before it is reported and while it waits', async () => {
    const org = await begun('2026-11-23T10:00');
    const unit = unitOf(org, '退休党支部');
    await tap(org, '郑强', 'standard.report', { book: 'sanhua', unit, mark: 'place', said: '有活动室' });
    await org.as('郑强').sends('活动室.jpg', photo());
    expect((await org.as('郑强').presses('确认')).text).toContain('放到：三化建设：活动场所');
    const page = await org.as('何书记').says('三化 退休党支部');
    expect(page.text).toMatch(/活动场所：已报送.*，附件 1 个/);
    expect((await org.as('何书记').presses('附件：活动场所')).text).toContain('活动室.jpg：郑强，');
    expect((await org.as('冯雪').says('三化')).text).not.toContain('附件');
    const { rows } = await sheetsIn(org, await org.as('何书记').says('导出 三化建设'));
    expect(JSON.stringify(rows)).toContain('有活动室；附件：活动室.jpg');
  });

  test('an item of a list takes a file from whoever holds the post', async () => {
    const org = await begun('2026-11-23T10:00');
    await org.as('何书记').says('写清单');
    await org.as('何书记').presses('预览', {
      name: '书记责任清单',
      level: 'branch',
      post: 'secretary',
      lines: '走访党员，每月',
    });
    await org.as('何书记').presses('发布');
    await org.as('郑强').sends('走访.docx', docx());
    expect((await org.as('郑强').presses('确认')).text).toContain('放到：书记责任清单：走访党员');
    expect((await org.as('郑强').says('清单')).text).toContain('，附件 1 个');
    expect((await org.as('冯雪').says('清单')).text).not.toContain('附件');
    const { rows } = await sheetsIn(org, await org.as('何书记').says('导出 清单 表格'));
    expect(JSON.stringify(rows)).toContain('附件：走访.docx');
  });

  test('a brand’s file is its members’ to see; what the records prove of stars takes none', async () => {
    const org = await raised();
    await tap(org, '张建国', 'brand.set', {
      unit: unitOf(org, '第一党支部'),
      name: '青年先锋',
      motto: '向前',
      year: 2026,
    });
    const zhang = org.as('张建国');
    const asked = await zhang.sends('活动.png', png());
    await zhang.presses('其他事项');
    const form = (await zhang.messages()).at(-1)?.form?.[0];
    const options = form?.options?.map(({ label }) => label) ?? [];
    expect(options).toContain('品牌：青年先锋');
    expect(options.filter((label) => label.startsWith('星级自评')).length).toBeGreaterThan(3);
    expect(options).not.toContain('星级自评：主题党日缺开');
    expect(asked.text).not.toContain('品牌：青年先锋');
    await zhang.presses('放到这里', {
      target: form?.options?.find(({ label }) => label === '品牌：青年先锋')?.value,
    });
    expect((await org.as('刘洋').says('品牌')).text).toContain('附件：活动.png');
    expect((await org.as('刘洋').presses('看附件')).text).toContain('活动.png');
    const { rows } = await sheetsIn(org, await org.as('何书记').says('导出 品牌'));
    expect(JSON.stringify(rows)).toContain('附件：活动.png');
    expect(
      await tap(org, '孙丽', 'files.show', { place: 'brand', ref: `${unitOf(org, '第一党支部')}:2026` }),
    ).toContain('附件只给能看');
    await zhang.sends('材料.pdf', pdf());
    await zhang.presses('其他事项');
    const star = (await zhang.messages())
      .at(-1)
      ?.form?.[0]?.options?.find(({ label }) => label.startsWith('星级自评'));
    await zhang.presses('放到这里', { target: star?.value });
    expect((await zhang.says('星级评定')).text).toContain('附件：材料.pdf');
    await org.as('何书记').says('星级评定');
    await org.as('何书记').presses('逐个评分');
    expect((await org.as('何书记').presses('财政局机关党委/第一党支部')).text).toContain('附件：材料.pdf');
  });
});

describe('what is not taken', () => {
  test('members for whom nothing is open, 民主评议 included, are told kindly, and nothing is stored', async () => {
    const org = await raised();
    await tap(org, '张建国', 'appraisal.open', {
      unit: unitOf(org, '第一党支部'),
      year: 2026,
      self: '2026-12-20',
    });
    expect(countOf(org, "rounds where kind = 'appraisal'")).toBe(1);
    const said = await org.as('刘洋').sends('自评.docx', docx());
    expect(said.text).toContain('没有等您附材料的事项，所以没有保存');
    expect(countOf(org, 'file_offers') + countOf(org, 'sent_files')).toBe(0);
    expect(await tap(org, '刘洋', 'files.choose', { offer: 1, place: 'appraisal', ref: '1' })).toContain(
      '没有保存',
    );
  });

  test('nobody puts a file to what is another’s, nor chooses for another', async () => {
    const org = await raised();
    await tap(org, '孙丽', 'brand.set', {
      unit: unitOf(org, '第一党支部', '教育局'),
      name: '书香',
      motto: '读书',
      year: 2026,
    });
    await org.as('孙丽').sends('活动.jpg', photo());
    const forced = { offer: 1, place: 'issue', ref: '1' };
    expect(await tap(org, '孙丽', 'files.choose', forced)).toContain('这一项现在不能附材料');
    expect(await tap(org, '张建国', 'files.choose', forced)).toContain('请重新发一次');
    expect(await tap(org, '孙丽', 'files.chooseOne', { offer: 1, target: 'nothing' })).toContain(
      '这一项现在不能附材料',
    );
    expect(countOf(org, 'files')).toBe(0);
    expect((await org.as('孙丽').presses('不用存')).text).toContain('没有保存');
    expect(countOf(org, 'sent_files')).toBe(0);
  });

  test.each([
    ['录像.mp4', pdf(), '“录像.mp4”没有保存。能收的有'],
    ['名单.zip', pdf(), '“名单.zip”没有保存'],
    ['名册.csv', pdf(), '“名册.csv”没有保存'],
    ['大.pdf', Buffer.alloc(20 * 1024 * 1024 + 1, '%PDF-'), '“大.pdf”超过了 20 MB'],
  ])('%s is refused before it is stored anywhere', async (name, bytes, says) => {
    const org = await raised();
    expect((await org.as('张建国').sends(name, bytes)).text).toContain(says);
    expect(countOf(org, 'sent_files')).toBe(0);
  });

  test.each([
    ['网页.jpg', Buffer.from('<html><script>alert(1)</script>'), '认不出这是什么文件'],
    ['压缩.docx', Buffer.from('PK\x03\x04 nothing in it'), '压缩包不能收'],
    ['坏.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), '图片打不开'],
  ])('%s is refused when it is looked at, in one clear word', async (name, bytes, why) => {
    const org = await raised();
    await org.as('张建国').sends(name, bytes);
    await org.as('张建国').presses('整改：台账缺2个月');
    const told = (await org.as('张建国').messages()).filter(({ text }) => text.includes('附件没有保存'));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain(why);
    expect(countOf(org, 'files')).toBe(0);
    expect(org.store.read((db) => db.all<{ handle: string }>('select handle from sent_files'))).toEqual([
      { handle: '' },
    ]);
  });

  test('what nobody put anywhere within a day is forgotten', async () => {
    const org = await raised();
    await org.as('张建国').sends('活动室.jpg', photo());
    await org.at('2026-12-02T09:29');
    expect(countOf(org, 'sent_files')).toBe(1);
    await org.at('2026-12-02T09:31');
    expect(countOf(org, 'sent_files') + countOf(org, 'file_offers')).toBe(0);
    expect((await org.as('张建国').finds('请重新发一次'))?.text).toContain('没有保存');
    expect(await tap(org, '张建国', 'files.choose', { offer: 1, place: 'issue', ref: '1' })).toContain(
      '请重新发一次',
    );
  });

  test('one thing takes nine, so that nobody has to look through a hundred', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    for (let seed = 0; seed < 9; seed++) await zhang.sends(`${seed}.jpg`, photo(seed));
    await zhang.presses('整改：台账缺2个月');
    expect(countOf(org, 'files')).toBe(9);
    await zhang.sends('10.jpg', photo(10));
    expect((await zhang.presses('整改：台账缺2个月')).text).toContain('一项最多 9 个附件，这里还能放 0 个');
  });
});

describe('a link', () => {
  test('is refused once its reader no longer sees the thing, runs out, and is nobody’s to make', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    await zhang.sends('活动室.jpg', photo());
    await zhang.presses('整改：台账缺2个月');
    const { messages } = {
      messages: JSON.parse(await tap(org, '何书记', 'files.show', { place: 'issue', ref: '1' })).messages,
    };
    const link = messages.at(-1).actions.find(({ url }: { url?: string }) => url).url;
    expect((await org.app.request(link)).status).toBe(200);
    expect(
      (await org.app.request(link.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status,
    ).toBe(404);
    expect((await org.app.request(link.replace('main.1.', 'main.2.'))).status).toBe(404);
    await org.store.change((db) => {
      db.update(posts).set({ ended: '2026-01-01' }).run();
      db.update(memberships).set({ ended: '2026-01-01' }).run();
    });
    const refused = await org.app.request(link);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('不能查看这个附件');
    await org.at('2026-12-01T09:46');
    expect((await org.app.request(link)).status).toBe(410);
    expect((await org.app.request('http://127.0.0.1/file/nonsense')).status).toBe(404);
  });

  test('on the board the same file stands beside what was said, for whoever is in and sees it', async () => {
    const org = await raised();
    const zhang = org.as('张建国');
    await zhang.sends('活动室.jpg', photo());
    await zhang.presses('整改：台账缺2个月');
    const he = await enters(org, '何书记');
    expect((await he.opens('/board/rounds')).text).toContain('<a href="/board/kept/1">活动室.jpg</a>');
    expect((await he.opens('/board/kept/1')).status).toBe(200);
    expect((await he.opens('/board/kept/2')).status).toBe(404);
    expect((await (await enters(org, '吴书记')).opens('/board/kept/1')).status).toBe(403);
    expect((await org.app.request('http://127.0.0.1:3000/board/kept/1')).status).toBe(404);
  });

  test('a file of many pieces arrives whole', async () => {
    const org = await debriefBegun();
    const large = Buffer.concat([pdf(), Buffer.alloc(3_500_000, 'x')]);
    await org.as('张建国').sends('大报告.pdf', large);
    await org.as('张建国').presses('确认');
    expect(countOf(org, 'file_pieces')).toBe(4);
    const opened = await org.app.request(await linkOn(org.as('张建国'), '看附件', '大报告.pdf'));
    expect(Buffer.from(await opened.arrayBuffer()).equals(large)).toBe(true);
  });
});

async function debriefBegun(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const staff = org.as('陈静');
  await staff.says('述职评议');
  await staff.presses('开始述职评议');
  await staff.presses('开始', { year: 2026, whom: 'branches', report: '2026-12-10' });
  return org;
}

/** A problem of the first branch, in a round of stars whose self-scoring goes on. */
async function raised(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const staff = org.as('陈静');
  await staff.says('星级评定');
  await staff.presses('开始星级评定');
  await staff.presses('开始', { year: 2026 });
  await tap(org, '陈静', 'issue.raise', { subject: 1, problem: '台账缺2个月', deadline: '2026-12-15' });
  return org;
}

/** Where a file on the newest card can be had. */
async function linkOn(talk: Talk, button: string, name: string): Promise<string> {
  const { messages } = await talk.presses(button);
  const found = messages.flatMap(({ actions }) => actions).find(({ label, url }) => url && label === name);
  if (!found?.url) throw new Error(`no link to ${name}: ${JSON.stringify(messages.map(({ text }) => text))}`);
  return found.url;
}

function countOf({ store }: TestOrg, table: string): number {
  return store.read((db) => db.get<{ n: number }>(`select count(*) as n from ${table}`)).n;
}

function unitOf({ store }: TestOrg, name: string, within = '财政局'): number {
  const found = store.read((db) =>
    db.get<{ id: number }>(`select id from units where name = '${name}' and path like '%${within}%'`),
  );
  return found.id;
}
