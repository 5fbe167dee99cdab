import { count } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { inbox } from '../../../db/schema/inbox.ts';
import { outbox } from '../../../db/schema/outbox.ts';
import { deliver } from '../../../src/deliver.ts';
import { cardSecret } from '../../../src/platforms/dingtalk/verify.ts';
import { createSeal } from '../../../src/platforms/seal.ts';
import { HOUR, MINUTE } from '../../../src/time.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { csvOf } from '../../people/sheet.ts';
import { type DingTalkOrg, dingTalkOrg } from './org.ts';
import {
  cardPress,
  cardSigned,
  fileMessage,
  HOOK,
  keys,
  posted,
  said,
  sealed,
  sealSign,
  signed,
} from './payloads.ts';

const MORNING = '2026-12-01T09:30';

function rows({ store }: DingTalkOrg): number {
  return store.read((db) =>
    [inbox, outbox].reduce(
      (sum, table) => sum + (db.select({ rows: count() }).from(table).get()?.rows ?? 0),
      0,
    ),
  );
}

test('the address check is answered with the sealed word success', async () => {
  const { app, clock } = await dingTalkOrg(MORNING);
  const response = await app.fetch(sealed({ EventType: 'check_url' }, { at: clock.now() }));
  expect(response.status).toBe(200);
  const {
    encrypt,
    msg_signature: signature,
    timeStamp,
    nonce,
  } = (await response.json()) as Record<string, string>;
  const { message, owner } = createSeal(keys.aesKey, 'AES_KEY').open(encrypt ?? '');
  expect([Buffer.from(message).toString(), owner]).toEqual(['success', keys.clientId]);
  expect(sealSign(keys.token, timeStamp ?? '', nonce ?? '', encrypt ?? '')).toBe(signature);
});

test('somebody who left the company is written to no more, and their secretary learns of it once', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const event = {
    EventType: 'user_leave_org',
    UserId: [town.id('刘洋'), 'nobody'],
    TimeStamp: '1',
    CorpId: 'c',
  };
  for (let time = 0; time < 2; time++)
    expect((await town.app.fetch(sealed(event, { at: town.clock.now() }))).status).toBe(200);
  await deliver(town.org);
  expect(town.ding.messagesTo(town.id('张建国')).map(({ title }) => title)).toEqual([
    '刘洋已不在本单位的钉钉里',
  ]);
  expect(town.ding.messagesTo(town.id('刘洋'))).toEqual([]);
  await town.ding.says(town.id('刘洋'), '我的');
  expect(town.ding.lastTo(town.id('刘洋')).text).not.toContain('第一党支部');
});

test('a sealed event that is forged, stale or for another app is refused, each with its reason', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const event = { EventType: 'user_leave_org', UserId: [town.id('刘洋')] };
  const at = town.clock.now();
  const tried = {
    'the signature does not match': sealed(event, { at, query: { nonce: 'another' } }),
    'the signature is not a SHA-1 in hexadecimal': sealed(event, { at, query: { msg_signature: 'zz' } }),
    'nonce is missing': sealed(event, { at, query: { nonce: null } }),
    'the request is too old': sealed(event, { at: at - 2 * HOUR }),
    'the event is for another app than DINGTALK_CLIENT_ID': sealed(event, { at, owner: 'dingother' }),
    'the body is no sealed event': posted({}, `${HOOK}?signature=${'0'.repeat(40)}&timestamp=1&nonce=1`),
  };
  for (const [reason, request] of Object.entries(tried)) {
    const response = await town.app.fetch(request);
    expect([reason, response.status]).toEqual([
      reason,
      reason.includes('app') || reason.includes('body') ? 400 : 401,
    ]);
    expect(await response.json()).toEqual({ error: reason });
  }
  expect(rows(town)).toBe(0);
});

test('without a token and a key no event is let in', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES, {
    config: ({ token: _token, aesKey: _aesKey, ...config }) => config,
  });
  const response = await town.app.fetch(sealed({ EventType: 'check_url' }, { at: town.clock.now() }));
  expect(response.status).toBe(401);
});

test('the same message is done once, whatever session it brings', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const { ding, id } = town;
  for (let time = 0; time < 3; time++) await ding.says(id('刘洋'), '帮助', { id: 'one' });
  expect(ding.messagesTo(id('刘洋'))).toHaveLength(1);
});

test('a mention and the space behind it are no part of what is said', async () => {
  const { ding, id } = await dingTalkOrg(MORNING, TWO_BRANCHES);
  for (const text of ['  帮助', '@支部助手 帮助', '@支部助手\u2005帮助 ', '/帮助'])
    await ding.says(id('刘洋'), text);
  expect(ding.messagesTo(id('刘洋')).map(({ title }) => title)).toEqual(
    Array.from({ length: 4 }, () => '刘洋同志，您可以这样说'),
  );
});

test('words in rich text and in a voice are words', async () => {
  const { ding, id } = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const by = id('刘洋');
  const rich = {
    ...said(by, ''),
    msgtype: 'richText',
    content: { richText: [{ text: '帮' }, { text: '助' }, { downloadCode: 'x' }] },
  };
  const voice = { ...said(by, ''), msgtype: 'audio', content: { recognition: '帮助', downloadCode: 'x' } };
  await ding.deliver(rich);
  await ding.deliver(voice);
  expect(ding.messagesTo(by)).toHaveLength(2);
});

test('an outsider is told kindly, once for each message, and given nothing', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const { ding } = town;
  expect((await ding.says(null, '汇总')).status).toBe(200);
  expect(ding.shown.map(({ text }) => text)).toEqual([expect.stringContaining('您还不在本组织的钉钉里')]);
  await ding.deliver({
    ...said('staff6', '我的', { session: ding.session('staff6') }),
    senderCorpId: 'dingother',
  });
  expect(ding.lastTo('staff6').text).toContain('您还不在本组织的钉钉里');
  expect(rows(town)).toBe(0);
});

test('an outsider’s address for answers is written to only if it is DingTalk’s own', async () => {
  const { ding, clock, logged } = await dingTalkOrg(MORNING, TWO_BRANCHES);
  for (const url of [
    'http://127.0.0.1:9/steal',
    'https://dingtalk.com.evil.example/x',
    'https://x@evil.example',
    'no address',
  ])
    expect(
      (await ding.deliver(said(null, '汇总', { session: { url, until: clock.now() + HOUR } }))).status,
    ).toBe(200);
  expect(logged.join()).not.toContain('cannot be reached');
});

test('a roster that is sent is fetched and read; another file is not even fetched where nothing takes it', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const { ding, id } = town;
  const csv = csvOf([
    {
      党组织: '机关工委/第三党支部',
      组织类型: '党支部',
      姓名: '何平',
      党员类别: '正式党员',
      钉钉ID: 'staffhe',
    },
  ]);
  await ding.sends(id('管理员甲'), '名册.csv', new TextEncoder().encode(csv));
  expect(ding.lastTo(id('管理员甲')).text).toContain('第三党支部');
  await ding.sends(id('管理员甲'), '照片.png', new Uint8Array([1]));
  expect(ding.lastTo(id('管理员甲')).text).toContain('没有等您附材料的事项');
  await ding.sends(id('管理员甲'), '名册.csv', new Uint8Array(6 * 1024 * 1024));
  expect(ding.lastTo(id('管理员甲')).title).toContain('文件太大');
  ding.next({ status: 400, code: 'invalidParameter.downloadCode' });
  await ding.deliver(fileMessage(id('管理员甲'), 'gone', '名册.csv'));
  expect(ding.lastTo(id('管理员甲')).title).toContain('文件没有取到');
});

test('a press on a template’s card is signed, or refused', async () => {
  const town = await dingTalkOrg(MORNING, TWO_BRANCHES);
  const { app, clock, hosted } = town;
  if (!hosted.dingtalk) throw new Error('not on DingTalk');
  const secret = cardSecret(hosted.dingtalk.config);
  const press = cardPress('staff3', 'x', { code: '签到 #aaaaaaaaaa' });
  const at = clock.now();
  const tried: [Request, number][] = [
    [cardSigned(press, 'another secret', { at }), 401],
    [cardSigned(press, secret, { at: at - 6 * MINUTE }), 401],
    [cardSigned(press, secret, { at, headers: { 'x-ddpaas-signature-timestamp': null } }), 401],
    [cardSigned({ type: 'actionCallback' }, secret, { at }), 400],
    [cardSigned({ ...press, content: '{' }, secret, { at }), 400],
  ];
  for (const [request, status] of tried) expect((await app.fetch(request)).status).toBe(status);
  expect(rows(town)).toBe(0);
  const old = await app.fetch(cardSigned(press, secret, { at }));
  expect(await old.json()).toMatchObject({
    userPrivateData: { cardParamMap: { toast: expect.stringContaining('过期') } },
  });
});

test('an unknown organisation, and one that is not on DingTalk or only by its stream, is not found', async () => {
  const { app, clock } = await dingTalkOrg(
    MORNING,
    {},
    {
      config: ({ token: _token, aesKey: _aesKey, ...config }) => ({ ...config, mode: 'stream' }),
    },
  );
  expect((await app.fetch(signed(said('staff1', '帮助'), { at: clock.now() }))).status).toBe(404);
  expect((await app.request('/hooks/other/dingtalk', { method: 'POST' })).status).toBe(404);
});

test('no secret, no session and nothing that was said stands in the log', async () => {
  const { ding, id, logged } = await dingTalkOrg(MORNING, TWO_BRANCHES);
  await ding.says(id('刘洋'), '我的手机是13800138000');
  await ding.says(null, '悄悄话');
  for (const secret of [keys.clientSecret, keys.aesKey, 'sendBySession', '13800138000', '悄悄话'])
    expect(logged.join('\n')).not.toContain(secret);
});
