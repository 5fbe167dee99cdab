import { expect, test } from 'vitest';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { app, found } from './orgs.ts';

const HOST = 'http://127.0.0.1:8787';

test('the worker finds the object by a link, a cookie and a calendar’s address', async () => {
  await found('hall', TWO_BRANCHES);
  const said = await talkAs(app, '陈静').says('看板');
  const [link] = /\/board\/enter\?t=hall\.\S+/.exec(said.text) ?? [];
  const entered = await app.request(`${HOST}${link}`, { redirect: 'manual' });
  expect(entered.status).toBe(303);
  const [cookie = ''] = /^zhibu=hall\.[^;]+/.exec(entered.headers.get('set-cookie') ?? '') ?? [];
  const board = await app.request(`${HOST}/board`, { headers: { cookie } });
  expect(board.status).toBe(200);
  expect(await board.text()).toMatch(/<h1>机关工委<\/h1>[\s\S]*第一党支部/);
  expect((await app.request(`${HOST}${link}`, { redirect: 'manual' })).status).toBe(401);

  const calendar = await talkAs(app, '刘洋').says('日历');
  const [address] = /\/calendar\/hall\.\S+\.ics/.exec(calendar.text) ?? [];
  const file = await app.request(`${HOST}${address}`);
  expect(await file.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect((await app.request(`${HOST}/calendar/yard.unknown.ics`)).status).toBe(404);
  expect((await app.request(`${HOST}/calendar/nowhere.unknown.ics`)).status).toBe(404);
});

test('whoever brings nothing is told how to come in', async () => {
  const answer = await app.request(`${HOST}/board`);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('说“看板”');
});
