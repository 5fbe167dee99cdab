import { runDurableObjectAlarm } from 'cloudflare:test';
import { expect, inject, test } from 'vitest';
import { brands } from '../../../db/schema/standard.ts';
import { pdf, photo } from '../../files/bytes.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { cardPress, fileMessage, sealed } from '../../platforms/lark/payloads.ts';
import { app, found, inside, objectOf, stubOf } from './orgs.ts';

const hall = objectOf('files');

test('an object keeps a photo, and a file larger than a row of its database, and hands them out', async () => {
  await found('files', TWO_BRANCHES);
  const secretary = talkAs(hall, '张建国');
  await secretary.says('品牌');
  await secretary.presses('填写品牌');
  await secretary.presses('保存', { name: '先锋岗', motto: '我是党员我先上' });
  await secretary.sends('活动.jpg', photo());
  expect((await secretary.presses('确认')).text).toContain('附件：活动.jpg');
  const large = Buffer.concat([pdf(), Buffer.alloc(4_500_000, 'x')]);
  await secretary.sends('总结.pdf', large);
  expect((await secretary.presses('确认')).text).toContain('附件：总结.pdf');
  expect((await talkAs(hall, '刘洋').says('品牌')).text).toContain('附件：活动.jpg、总结.pdf');
  const { messages } = await talkAs(hall, '刘洋').presses('看附件');
  const links = new Map(messages.flatMap(({ actions }) => actions).map(({ label, url }) => [label, url]));
  const opened = await app.request(links.get('总结.pdf') ?? '');
  expect(opened.status).toBe(200);
  expect(Buffer.from(await opened.arrayBuffer()).equals(large)).toBe(true);
  expect((await app.request(links.get('活动.jpg') ?? '')).headers.get('content-type')).toBe('image/jpeg');
  expect((await app.request(`${links.get('活动.jpg')}x`)).status).toBe(404);
  await secretary.says('品牌');
  await secretary.presses('看附件');
  await secretary.presses('撤回：总结.pdf');
  expect((await app.request(links.get('总结.pdf') ?? '')).status).toBe(410);
});

test('what a platform no longer has is fetched by the object itself, and said', async () => {
  await found('main', {
    机关工委: { kind: 'organsWorkCommittee' },
    '机关工委/试点党支部': { kind: 'branch', people: { 郑重: { posts: ['secretary'] } } },
  });
  await inside('main', (store) =>
    store.change((db) => {
      const { id, unit } = db.get<{ id: number; unit: number }>(
        "select person as id, unit from posts where person = (select id from persons where name = '郑重')",
      );
      db.run(`insert into accounts (platform, id, person, linked_at) values ('lark', 'ou_zheng', ${id}, 0)`);
      const year = new Date().getFullYear();
      db.insert(brands)
        .values({ unit, year, name: '试点', motto: '先行', evidence: '', at: 0, by: id })
        .run();
    }),
  );
  const deliver = (payload: Parameters<typeof sealed>[0]) => app.request(sealed(payload, { at: Date.now() }));
  expect((await deliver(fileMessage('ou_zheng', { key: 'file_gone', name: '总结.pdf' }))).status).toBe(200);
  await runDurableObjectAlarm(stubOf('main'));
  expect(await shownTo('ou_zheng')).toContain('放到“品牌：试点”吗？');
  const input = await inside('main', (store) =>
    store.read((db) => {
      const { offer } = db.get<{ offer: number }>('select max(id) as offer from file_offers');
      const { unit } = db.get<{ unit: number }>("select unit from brands where name = '试点'");
      return { offer, place: 'brand', ref: `${unit}:${new Date().getFullYear()}` };
    }),
  );
  await deliver(cardPress('ou_zheng', { command: 'files.choose', input }));
  await expect
    .poll(async () => {
      await runDurableObjectAlarm(stubOf('main'));
      return await shownTo('ou_zheng');
    })
    .toContain('附件没有保存');
});

async function shownTo(id: string): Promise<string> {
  const shown: { to: string; text: string }[] = await (await fetch(inject('shown'))).json();
  return shown
    .filter((one) => one.to === id)
    .map(({ text }) => text)
    .join('\n');
}
