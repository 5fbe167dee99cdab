import { expect, test } from 'vitest';
import { dingTalkOrg } from './org.ts';

async function known() {
  const { ding, hosted } = await dingTalkOrg('2026-12-01T09:30');
  ding.departments.push(
    {
      dept_id: 1,
      name: '市直机关',
      parent: 0,
      people: [{ userid: 'u0', name: '局长', mobile: '+86-13800138000' }],
    },
    { dept_id: 20, name: '水利局', parent: 1, people: [] },
    {
      dept_id: 21,
      name: '办公室',
      parent: 20,
      people: Array.from({ length: 250 }, (_, at) => ({ userid: `u${at}`, name: `同事${at}` })),
    },
  );
  return { ding, read: () => hosted.org.platforms.get('dingtalk')?.directory?.() };
}

test('departments are read from the top, and their people page by page, each once', async () => {
  const { read } = await known();
  const found = await read();
  expect(found?.departments).toEqual([
    { id: '1', name: '市直机关', parent: null },
    { id: '20', name: '水利局', parent: '1' },
    { id: '21', name: '办公室', parent: '20' },
  ]);
  expect(found?.people).toHaveLength(250);
  expect(found?.people[0]).toMatchObject({ id: 'u0', departments: ['1', '21'] });
});

test('a phone is without its country code', async () => {
  const { ding, read } = await known();
  ding.departments.splice(1);
  expect((await read())?.people).toEqual([
    { id: 'u0', name: '局长', phone: '13800138000', departments: ['1'] },
  ]);
});

test.each([
  [{ status: 200, body: { errcode: 60011, errmsg: '没有权限' } }, /权限管理/],
  [{ status: 200, body: { errcode: 90020, errmsg: '超过限制' } }, /调用量已用完/],
])('what may not be read is refused with a sentence', async (answer, sentence) => {
  const { ding, read } = await known();
  ding.next(answer);
  await expect(read()).rejects.toThrow(sentence);
});

test('a token that has run out is asked for anew', async () => {
  const { ding, read } = await known();
  ding.next(null, { status: 200, body: { errcode: 40014, errmsg: '不合法的access_token' } });
  expect((await read())?.people).toHaveLength(250);
});
