import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accounts, chats } from '../../../db/schema/people.ts';
import { readText } from '../../../src/chat/commands.ts';
import { makeGroup } from '../../../src/cli/group.ts';
import { putMenu } from '../../../src/cli/menu.ts';
import { Usage, type Verb } from '../../../src/cli/verb.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { wecomOrg } from './org.ts';

const BRANCH = '机关工委/第一党支部';

async function town() {
  const found = await wecomOrg('2026-12-01T09:30', TWO_BRANCHES);
  const printed: string[] = [];
  const run = (...args: string[]) => runs(makeGroup, args);
  return { ...found, run, runs, printed };

  function runs(verb: Verb, args: string[] = []): Promise<number> {
    return verb.run({
      config: { host: '', port: 0, dataDir: '', orgs: [found.config] },
      args,
      now: found.clock.now,
      print: (line) => printed.push(line),
      readFile: () => new Uint8Array(),
      writeFile: () => {},
      open: () => found.store,
      openCopy: () => Promise.reject(new Error('not here')),
    });
  }
}

test('a group is made of everybody in the branch, the secretary its owner, and notices go there', async () => {
  const { wecom, run, printed, store, user, fills } = await town();
  expect(await run(BRANCH)).toBe(0);
  expect(printed).toEqual(['已建群，共 7 人。']);
  const [[id, chat] = ['', undefined]] = [...wecom.chats];
  expect(chat).toMatchObject({ name: '第一党支部', owner: user('张建国') });
  expect(store.read((db) => db.select().from(chats).all())).toMatchObject([
    { platform: 'wecom', id, name: '第一党支部' },
  ]);

  const zhang = user('张建国');
  await wecom.says(zhang, '新建活动');
  await fills(wecom.lastTo(zhang), { kinds: 'themeDay', startsAt: '2026-12-04T15:00', place: '三楼会议室' });
  expect(wecom.lastTo(id).text).toContain('三楼会议室');
});

test('made again, it gets who came and loses who left', async () => {
  const { wecom, run, printed, store, user } = await town();
  await run(BRANCH);
  const gone = user('刘洋');
  await store.change((db) => {
    db.delete(accounts).where(eq(accounts.id, gone)).run();
  });
  expect(await run(BRANCH)).toBe(0);
  expect(printed.at(-1)).toBe('群成员已更新：加入 0 人，移出 1 人。');
  expect([...wecom.chats.values()][0]?.members).not.toContain(gone);
  expect(store.read((db) => db.select().from(chats).all())).toHaveLength(1);
});

test('what stands in the way is one sentence', async () => {
  const { wecom, run, printed } = await town();
  await expect(run()).rejects.toThrow(Usage);
  await expect(run('机关工委/第九党支部')).rejects.toThrow('no unit is called 机关工委/第九党支部');
  Object.assign(wecom.app, { allow_partys: { partyid: [2] } });
  expect(await run(BRANCH)).toBe(1);
  expect(printed.at(-1)).toBe('WeCom answers 60011: no privilege');
});

test('every entry of the menu is a word that the bot knows, and answers', async () => {
  const { wecom, runs, printed, user } = await town();
  expect(await runs(putMenu)).toBe(0);
  expect(printed).toEqual(['菜单已设置，成员下次进入应用时可以看到。']);
  expect(wecom.menu()).toHaveLength(11);
  for (const key of wecom.menu()) expect([key, readText(key)?.rest]).toEqual([key, '']);
  await wecom.chooses(user('刘洋'), wecom.menu()[0] ?? '');
  expect(wecom.lastTo(user('刘洋')).text).toContain('签到');
  wecom.trust(false);
  expect(await runs(putMenu)).toBe(1);
  expect(printed.at(-1)).toContain('企业可信IP');
});
