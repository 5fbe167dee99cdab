import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { found, objectOf } from './orgs.ts';

const app = objectOf('lists');

test('an object keeps lists, standards, visits, brands and training', async () => {
  await found('lists', TWO_BRANCHES);
  const [staff, secretary, member] = [talkAs(app, '陈静'), talkAs(app, '张建国'), talkAs(app, '刘洋')];

  await staff.says('写清单');
  const list = { name: '书记责任清单', level: 'branch', post: 'secretary' };
  const lines = '组织开展主题党日，每月，主题党日\n"听取汇报, 研究困难",每季度';
  expect((await staff.presses('预览', { ...list, lines })).text).toContain('按记录自动勾选（主题党日）');
  await staff.presses('发布');
  await secretary.says('清单');
  await secretary.presses('完成：四季度 听取汇报, 研究困难');
  await secretary.presses('完成', { evidence: '支委会已研究' });
  expect((await staff.says('清单')).text).toContain('党支部·书记 | 2 | 1/4 | 0');

  await secretary.says('三化');
  await secretary.presses('报送：组织设置');
  await secretary.presses('报送', { said: '按期换届' });
  await staff.says('三化 第一党支部');
  expect((await staff.presses('确认：组织设置')).text).toContain('三化建设：1/10（10%）');

  const visit = await staff.says('下基层记录：今天到一支部，反映活动室漏水，月底前解决');
  expect(visit.text).toContain('支部：第一党支部');
  await staff.presses('保存');
  expect((await secretary.finds('下基层跟进：活动室漏水'))?.text).toContain('陈静同志');

  await secretary.says('品牌');
  await secretary.presses('填写品牌');
  await secretary.presses('保存', { name: '先锋岗', motto: '我是党员我先上' });
  expect((await member.says('品牌')).text).toContain('口号：我是党员我先上');
  await secretary.says('学时 全体党员 8 县委党校');
  await secretary.presses('保存');
  expect((await member.says('学时')).text).toContain('累计：8 学时');
  expect((await secretary.says('学时')).text).toContain('刘洋 | 8 | 8');
  expect((await staff.says('学时')).text).toContain('第一党支部 | 7 | 7');
  expect((await staff.says('五定')).text).toContain('共 2 个支部');
  expect((await staff.says('微型党课')).text).toContain('没有开展微型党课');
});
