import { expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { begun, forged } from './begun.ts';
import { EDUCATION, FINANCE, held, PLANNED, RETIRED } from './held.ts';

test('a branch names its brand, a year later another; both stay, and the committee sees all branches', async () => {
  const org = await begun('2026-11-23T10:00');
  expect((await org.as('郑强').says('品牌')).text).toContain('退休党支部还没有品牌');
  await org.as('郑强').presses('填写品牌');
  expect((await org.as('郑强').presses('保存', { name: '银', motto: '退休不褪色' })).text).toContain(
    '至少两个字',
  );
  await org.as('郑强').presses('保存', { name: '银龄先锋', motto: '退休不褪色', evidence: '结对帮扶 6 户' });
  const page = (await org.as('冯雪').says('品牌')).text;
  expect(page).toContain('退休党支部 品牌：银龄先锋');
  expect(page).toContain('口号：退休不褪色');
  expect(page).toContain('做法和成效：结对帮扶 6 户');
  await org.at('2027-02-01T10:00');
  await org.as('郑强').says('一支部一品牌');
  await org.as('郑强').presses('更新');
  await org.as('郑强').presses('保存', { name: '银龄讲堂', motto: '讲好老故事' });
  const later = (await org.as('冯雪').says('品牌')).text;
  expect(later).toContain('品牌：银龄讲堂');
  expect(later).toContain('2026年：银龄先锋——退休不褪色');
  const all = (await org.as('何书记').says('品牌')).text;
  expect(all).toContain('共 2 个支部，1 个有品牌');
  expect(all).toContain('第一党支部 | — |');
  expect(all).toContain('退休党支部 | 银龄讲堂 | 讲好老故事 | 2027年');
  const journal = org.store.read((db) => db.select().from(audit).all());
  expect(journal.filter(({ action }) => action === 'brand.set')).toHaveLength(2);
});

test('the brand is its branch’s organisers’ to write, and others’ branches are not looked into', async () => {
  const org = await begun('2026-11-23T10:00');
  const own = await org.as('郑强').says('品牌');
  const seen = await org.as('冯雪').says('品牌');
  expect(seen.messages[0]?.actions).toEqual([]);
  expect(await forged(org, '冯雪', seen.messages[0]?.id, own.messages[0]?.actions[0]?.id)).toContain(
    '由本支部的书记',
  );
  expect((await org.as('吴书记').says('品牌 退休党支部')).text).toContain('没有找到');
  expect((await org.as('郑强').says('品牌 第一党支部')).text).toContain('没有找到');
});

test('微型党课 are counted by lecturer from what was held, as the units come and by name', async () => {
  const org = await begun('2026-11-23T10:00');
  await org.store.change((db) => {
    const lecture = (path: string, day: string, lecturer: string, more = {}) =>
      held(db, path, day, ['microLecture'], { lecturer, theme: `第${day.slice(8)}课`, ...more });
    lecture(RETIRED, '2026-11-05', '冯雪');
    lecture(FINANCE, '2026-11-06', '赵敏、刘洋');
    lecture(FINANCE, '2026-11-07', '刘洋');
    lecture(FINANCE, '2026-11-08', '');
    lecture(FINANCE, '2026-11-09', '王磊', { present: 0 });
    lecture(FINANCE, '2026-12-09', '王磊', PLANNED);
    lecture(EDUCATION, '2026-11-05', '孙丽');
  });
  const all = (await org.as('何书记').says('微型党课')).text;
  expect(all).toContain('共 4 次，2 个支部，4 位主讲人');
  expect(all.split('\n').filter((line) => line.includes(' | '))).toEqual([
    '支部 | 主讲人 | 次数 | 主题',
    '第一党支部 | （没有填主讲人） | 1 | 第08课',
    '第一党支部 | 刘洋 | 2 | 第06课；第07课',
    '第一党支部 | 赵敏 | 1 | 第06课',
    '退休党支部 | 冯雪 | 1 | 第05课',
  ]);
  expect((await org.as('何书记').says('微型党课 10月')).text).toContain('没有开展微型党课');
  expect((await org.as('刘洋').says('微型党课')).text).toContain('只能查看自己所在组织');
});
