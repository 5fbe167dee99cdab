import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rejected } from '../../../src/errors.ts';
import { decodeCard, decodeEvent, decodeRobot } from '../../../src/platforms/dingtalk/decode.ts';
import { cardPress, fileMessage, messageOf, said } from './payloads.ts';

/** A genuine payload of which anything may have become anything. */
function spoilt(payload: Record<string, unknown>) {
  const keys = Object.keys(payload);
  return fc
    .dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.constant(undefined)), { maxKeys: 4 })
    .map((changes) => ({ ...payload, ...changes }));
}

test('whatever comes is decoded or rejected, and nothing else', () => {
  const session = { url: 'https://oapi.dingtalk.com/robot/sendBySession?session=x', until: 1 };
  const robots = [
    said('staff3', '帮助', { session }),
    said('staff3', '签到 #aaaaaaaaaa', { group: 'cid1' }),
    fileMessage('staff3', 'code', '名册.csv'),
    messageOf('staff3', 'richText'),
    messageOf(null, 'text', { session }),
  ];
  const total = (decode: () => unknown) => {
    try {
      expect(decode()).toBeTypeOf('object');
    } catch (error) {
      expect(error).toBeInstanceOf(Rejected);
    }
  };
  fc.assert(
    fc.property(fc.oneof(...robots.map(spoilt), fc.jsonValue()), (payload) =>
      total(() => decodeRobot(payload)),
    ),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.oneof(spoilt(cardPress('staff3', 'x', { code: 'y' })), fc.jsonValue()), (payload) =>
      total(() => decodeCard(payload)),
    ),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.constantFrom('user_leave_org', 'user_add_org', ''), fc.jsonValue(), (type, payload) =>
      total(() => decodeEvent(type, payload, 'id')),
    ),
  );
});

test('in a group it is the group that is answered, and the first word there says that there is one', () => {
  const decoded = decodeRobot(said('staff3', '帮助', { group: 'cid1', title: '第一党支部' }));
  expect(decoded).toMatchObject({
    kind: 'incoming',
    incoming: {
      account: { id: 'staff3', name: '昵称staff3' },
      chat: { kind: 'group', id: 'cid1', name: '第一党支部', unannounced: true },
      event: { kind: 'text', text: '帮助' },
    },
  });
});

test.each([
  'video',
  'audio',
])('%s without words is handed on as that; for a group it is none for the bot', (type) => {
  expect(decodeRobot(messageOf('staff3', type))).toMatchObject({ incoming: { event: { kind: 'wordless' } } });
  expect(decodeRobot(messageOf('staff3', type, { group: 'cid1' }))).toEqual({
    kind: 'ignored',
    reason: `for the group, not for the bot: ${type}`,
  });
});

test('a picture is handed on with the code it is had by; for a group it is none for the bot', () => {
  const picture = { ...messageOf('staff3', 'picture'), content: { downloadCode: 'c1' } };
  expect(decodeRobot(picture)).toMatchObject({
    incoming: { event: { kind: 'sent', parts: [{ handle: 'c1', name: '' }] } },
  });
  const shown = { ...messageOf('staff3', 'picture', { group: 'cid1' }), content: { downloadCode: 'c1' } };
  expect(decodeRobot(shown)).toEqual({
    kind: 'ignored',
    reason: 'a picture for the group, not for the bot',
  });
});

test('pictures among words come with the words; in a group the words alone are read', () => {
  const content = { richText: [{ text: '活动室 ' }, { downloadCode: 'c1' }, { downloadCode: 'c2' }] };
  expect(decodeRobot({ ...messageOf('staff3', 'richText'), content })).toMatchObject({
    incoming: { event: { kind: 'sent', text: '活动室', parts: [{ handle: 'c1' }, { handle: 'c2' }] } },
  });
  expect(decodeRobot({ ...messageOf('staff3', 'richText', { group: 'cid1' }), content })).toMatchObject({
    incoming: { event: { kind: 'text', text: '活动室' } },
  });
});

test('a file for a group is none for the bot', () => {
  const decoded = decodeRobot(fileMessage('staff3', 'code', '名册.csv', { group: 'cid1' }));
  expect(decoded).toEqual({ kind: 'ignored', reason: 'a file for the group, not for the bot' });
});

test.each([
  [{ userId: ['a', 'b'] }, ['a', 'b']],
  [{ UserId: 'a' }, ['a']],
  [{}, []],
])('who left is read from %j', (payload, accounts) => {
  expect(decodeEvent('user_leave_org', payload, 'e1')).toMatchObject({
    kind: 'departed',
    incoming: { keys: ['dingtalk:event:e1'], event: { kind: 'departed', accounts } },
  });
});
