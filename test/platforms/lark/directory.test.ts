import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accounts, departments, memberships, persons } from '../../../db/schema/people.ts';
import { deliver } from '../../../src/deliver.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { larkOrg } from './org.ts';
import { event } from './payloads.ts';

const NOW = '2026-12-04T10:00';

/** A company whose 财务处 is the first branch, by name nearly, and whose 后勤 has nothing to do with the Party. */
async function company() {
  const org = await larkOrg(NOW, {
    ...TWO_BRANCHES,
    '机关工委/财务处党支部': { kind: 'branch', people: { 钱进: {}, 孙立: { posts: ['secretary'] } } },
  });
  const { lark, store, ou } = org;
  const works: Promise<void>[] = [];
  org.org.keep = (work) => void works.push(work);
  lark.scopes.add('contact:contact.base:readonly');
  const department = (id: string, name: string, parent?: string) =>
    lark.directory.departments.push({
      open_department_id: id,
      name,
      ...(parent && { parent_department_id: parent }),
    });
  const user = (id: string, name: string, departments: string[], mobile?: string) =>
    lark.directory.users.push({ open_id: id, name, department_ids: departments, ...(mobile && { mobile }) });
  lark.directory.tops.push('od-0');
  department('od-0', '某某公司');
  department('od-1', '第一党支部', 'od-0');
  department('od-2', '财务处', 'od-0');
  department('od-3', '后勤', 'od-0');
  const linked = store.read((db) => db.select().from(accounts).all());
  for (const { id } of linked) if (id !== ou('钱进') && id !== ou('刘洋')) user(id, '某人', ['od-0']);
  user('ou_new_liu', '刘洋', ['od-1'], '+8613800000001');
  user('ou_qian', '钱进', ['od-2']);
  user('ou_chef', '王大厨', ['od-3']);
  user('ou_clerk', '周小会', ['od-2']);
  user('ou_alone', '单列', ['od-9']);
  lark.directory.alone.push('ou_alone');
  await store.change((db) => {
    db.delete(accounts)
      .where(eq(accounts.id, ou('钱进')))
      .run();
    db.update(persons).set({ phone: '13800000001' }).where(eq(persons.name, '刘洋')).run();
  });
  const admin = ou('管理员甲');
  return { ...org, admin, asks };

  async function asks(): Promise<void> {
    await lark.says(admin, '导入通讯录');
    await Promise.all(works.splice(0));
    await deliver(org.org);
  }
}

test('a directory links accounts by phone and by name, asks what a department is, and changes nothing before it is confirmed', async () => {
  const { lark, admin, asks, store, wait, ou } = await company();
  await asks();
  const asked = lark.lastTo(admin);
  expect(asked.text).toContain('部门对应哪个党组织？');
  await lark.press(asked, '下一步', { by: admin, form: { d0: '逐个看下级部门' } });
  await lark.press(lark.lastTo(admin), '下一步', {
    by: admin,
    form: { d0: '机关工委/财务处党支部', d1: '不导入' },
  });
  const shown = lark.lastTo(admin);
  expect(shown.text).toContain('绑定账号：2 人');
  expect(shown.text).toContain('绑定账号：刘洋、钱进');
  expect(shown.text).toContain('不在名册里，不加入：周小会');
  expect(shown.text).not.toContain('王大厨');
  const before = store.read((db) => db.select().from(accounts).all());
  await lark.press(shown, '确认导入', { by: admin });
  expect(lark.lastTo(admin).text).toContain('通讯录已导入');
  const linked = store.read((db) => db.select().from(accounts).all());
  expect(linked.map(({ id }) => id)).toEqual(expect.arrayContaining(['ou_qian', 'ou_new_liu']));
  expect(linked.map(({ id }) => id)).not.toContain(ou('刘洋'));
  expect(linked).toHaveLength(before.length + 1);
  await wait(5);
});

test('what was said of departments is not asked again; nothing new is nothing to confirm', async () => {
  const { lark, admin, asks, store } = await company();
  await asks();
  await lark.press(lark.lastTo(admin), '下一步', { by: admin, form: { d0: '逐个看下级部门' } });
  await lark.press(lark.lastTo(admin), '下一步', {
    by: admin,
    form: { d0: '机关工委/财务处党支部', d1: '不导入' },
  });
  await lark.press(lark.lastTo(admin), '确认导入', { by: admin });
  expect(store.read((db) => db.select().from(departments).all())).toHaveLength(2);
  await asks();
  await lark.press(lark.lastTo(admin), '下一步', { by: admin, form: { d0: '逐个看下级部门' } });
  expect(lark.lastTo(admin).text).toContain('通讯录没有带来变化');
});

test('newcomers join where that is wanted', async () => {
  const { lark, admin, asks, store } = await company();
  await asks();
  await lark.press(lark.lastTo(admin), '下一步', {
    by: admin,
    form: { d0: '逐个看下级部门', newcomers: '作为正式党员加入' },
  });
  await lark.press(lark.lastTo(admin), '下一步', {
    by: admin,
    form: { d0: '机关工委/财务处党支部', d1: '不导入' },
  });
  expect(lark.lastTo(admin).text).toContain('加入：周小会（财务处党支部）');
  await lark.press(lark.lastTo(admin), '确认导入', { by: admin });
  const clerk = store.read((db) => db.select().from(persons).where(eq(persons.name, '周小会')).get());
  expect(
    store.read((db) =>
      db
        .select()
        .from(memberships)
        .where(eq(memberships.person, clerk?.id ?? 0))
        .get(),
    ),
  ).toMatchObject({
    category: 'full',
    began: '2026-12-04',
  });
});

test('whoever has left is unlinked and stays a member; the secretary is asked to see to it', async () => {
  const { lark, admin, asks, store, ou, at } = await company();
  const zhao = ou('赵敏');
  lark.leaves(zhao);
  await asks();
  await lark.press(lark.lastTo(admin), '下一步', { by: admin, form: { d0: '不导入（连同下级部门）' } });
  expect(lark.lastTo(admin).text).toContain('已不在通讯录，解绑账号：赵敏');
  await lark.press(lark.lastTo(admin), '确认导入', { by: admin });
  expect(store.read((db) => db.select().from(accounts).all()).map(({ id }) => id)).not.toContain(zhao);
  const person = store.read((db) => db.select().from(persons).where(eq(persons.name, '赵敏')).get());
  expect(
    store.read((db) =>
      db
        .select()
        .from(memberships)
        .where(eq(memberships.person, person?.id ?? 0))
        .all(),
    ),
  ).toMatchObject([{ ended: null }]);
  await at('2026-12-04T10:05');
  expect(lark.lastTo(ou('张建国')).text).toContain('赵敏已不在本单位的飞书里');
});

test('whoever is only out of the app’s sight can be kept, while the others are linked', async () => {
  const { lark, admin, asks, store, ou } = await company();
  lark.leaves(ou('赵敏'));
  await asks();
  await lark.press(lark.lastTo(admin), '下一步', { by: admin, form: { d0: '不导入（连同下级部门）' } });
  await lark.press(lark.lastTo(admin), '只绑定，不解绑', { by: admin });
  const linked = store.read((db) => db.select().from(accounts).all()).map(({ id }) => id);
  expect(linked).toEqual(expect.arrayContaining([ou('赵敏'), 'ou_new_liu']));
});

test('whoever Lark says has left the company is unlinked at once', async () => {
  const { lark, store, ou, at } = await company();
  await lark.deliver(event('contact.user.deleted_v3', { object: { open_id: ou('赵敏'), name: '赵敏' } }));
  expect(store.read((db) => db.select().from(accounts).all()).map(({ id }) => id)).not.toContain(ou('赵敏'));
  await at('2026-12-04T10:05');
  expect(lark.lastTo(ou('张建国')).text).toContain('赵敏已不在本单位的飞书里');
});

test('without the scope it is said which one is missing; whoever may not administer reads nothing', async () => {
  const { lark, admin, asks, ou } = await company();
  lark.scopes.delete('contact:contact.base:readonly');
  await asks();
  expect(lark.lastTo(admin).text).toContain('应用还不能读通讯录');
  const calls = lark.calls.length;
  await lark.says(ou('刘洋'), '导入通讯录');
  expect(lark.lastTo(ou('刘洋')).text).toContain('由上级党组织的党务干部来做');
  expect(lark.calls.slice(calls).filter(({ path }) => path.includes('contact'))).toEqual([]);
});

test('导入名册 offers the directory', async () => {
  const { lark, admin } = await company();
  await lark.says(admin, '导入名册');
  expect(lark.lastTo(admin).text).toContain('[从通讯录绑定账号]');
});
