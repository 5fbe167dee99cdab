import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { accounts, persons } from '../../../db/schema/people.ts';
import { readConfig } from '../../../src/config.ts';
import { silent } from '../../../src/log.ts';
import { start } from '../../../src/node.ts';
import { newFolder } from '../../helpers/folder.ts';
import { foundUnits, TWO_BRANCHES } from '../../helpers/people.ts';
import { fakeDingTalk } from './fake.ts';

test('a server in stream mode connects by itself, answers what is said, and hangs up when it stops', async () => {
  const ding = await fakeDingTalk();
  onTestFinished(() => ding.close());
  const dataDir = newFolder();
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const connected = ding.streams.connected();
  const server = await start(
    readConfig({
      DATA_DIR: dataDir,
      PORT: '0',
      ZHIBU_SECRET: 'signs the links of a test, and no others',
      DINGTALK_CLIENT_ID: ding.keys.clientId,
      DINGTALK_CLIENT_SECRET: ding.keys.clientSecret,
      DINGTALK_API: ding.api,
      DINGTALK_MODE: 'stream',
    }),
    silent,
  );
  await server.hosted.get('main')?.org.store.change((db) => {
    foundUnits(db, TWO_BRANCHES);
    for (const { id } of db.select().from(persons).all())
      db.insert(accounts)
        .values({ platform: 'dingtalk', id: `staff${id}`, person: id, linkedAt: 0 })
        .run();
  });
  await connected;
  expect((await ding.says('staff3', '帮助')).status).toBe(200);
  await expect.poll(() => ding.messagesTo('staff3').map(({ via }) => via)).toEqual(['session']);
  await server.stop();
  await expect.poll(() => ding.streams.isOpen()).toBe(false);
});
