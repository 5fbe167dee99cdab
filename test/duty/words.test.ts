import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { units } from '../../db/schema/people.ts';
import { foundDemo } from '../../src/demo/found.ts';
import { holdersOf, membersOf } from '../../src/people/store.ts';
import { instantOf } from '../../src/time.ts';
import { testOrg } from '../helpers/org.ts';

const NOW = '2026-11-23T10:00';

/** What each word says to whom when it is said alone, in the invented organisation. */
const ALONE = {
  下基层: { member: '挂点联系', secretary: '挂点联系', committee: '下基层汇总', leader: '本地要求每年 4 次' },
  三化: { member: '三化建设：', secretary: '报送：|全部|三化建设：', committee: '总体', leader: '总体' },
  清单: { member: '的清单', secretary: '同志的清单', committee: '2 张清单', leader: '2 张清单' },
  品牌: { member: '品牌', secretary: '品牌', committee: '共 10 个支部，5 个有品牌', leader: '共 5 个支部' },
  八有: { member: '八有活动室：', secretary: '八有活动室：', committee: '八有活动室', leader: '八有活动室' },
  七好: { member: '七好：', secretary: '七好：', committee: '七好', leader: '七好' },
  六好: { member: '六好：', secretary: '六好：', committee: '六好', leader: '六好' },
  五定: {
    member: '\\| 好 \\d',
    secretary: '支部点评',
    committee: '五定齐全 \\| 党员自评 \\| 支部点评 \\| 上级评价',
    leader: '五定齐全',
  },
  评: { member: '党员自评|没有请您评', secretary: '党员自评|没有请您评', committee: '没有', leader: '没有' },
  上级评价: { member: '由上级', secretary: '由上级', committee: '次可评', leader: '次可评' },
  微型党课: { member: '只能查看', secretary: '微型党课', committee: '位主讲人', leader: '位主讲人' },
  撤销: {
    member: '请联系书记更正',
    secretary: '代签：活动结束前|要撤销哪一个',
    committee: '督办：|要撤销哪一个',
    leader: '督办：|要撤销哪一个',
  },
  换届: { member: '届满', secretary: '届满', committee: '要看下级的', leader: '届满' },
} as const;

test('every word answers something useful when it is said alone, to a member, a secretary, a committee and a leader', async () => {
  const org = await testOrg(NOW);
  expect(await foundDemo(org.store, instantOf(NOW))).toBe(true);
  const people = { member: '', secretary: '', committee: '沈清', leader: '龙海生' };
  const found = org.store.read((db) => {
    const unit = db.select().from(units).where(eq(units.name, '河道管理党支部')).get()?.id ?? 0;
    const holders = holdersOf(db, unit, NOW.slice(0, 10));
    const members = membersOf(db, unit, NOW.slice(0, 10));
    return { holders, plain: members.find((one) => holders.every(({ person }) => person !== one.person)) };
  });
  people.secretary = found.holders.find(({ post }) => post === 'secretary')?.name ?? '';
  people.member = found.plain?.name ?? '';
  expect(Object.values(people).every((name) => name !== '')).toBe(true);
  for (const [word, said] of Object.entries(ALONE)) {
    for (const [role, wanted] of Object.entries(said)) {
      const name = people[role as keyof typeof people];
      const { text } = await org.as(name).says(word);
      expect(text, `${word} to ${role} ${name}`).toMatch(new RegExp(wanted));
    }
  }
});
