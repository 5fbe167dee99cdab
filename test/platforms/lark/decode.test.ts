import { describe, expect, test } from 'vitest';
import { Rejected } from '../../../src/errors.ts';
import { type Decoded, decode } from '../../../src/platforms/lark/decode.ts';
import { readEvent } from '../../../src/platforms/lark/event.ts';
import type { Incoming } from '../../../src/platforms/platform.ts';
import {
  botAdded,
  botDeleted,
  cardPress,
  event,
  fileMessage,
  type Mentioned,
  menu,
  message,
  messageOf,
  type Payload,
  post,
} from './payloads.ts';

const BOT = 'ou_bot';
const bot: Mentioned = { id: BOT, name: '支部助手' };

function read(payload: Payload, self: string | undefined = BOT): Decoded {
  return decode(readEvent(payload), self);
}

function incoming(payload: Payload, self?: string): Incoming {
  const decoded = read(payload, self);
  if (decoded.kind !== 'incoming' && decoded.kind !== 'tap')
    throw new Error(`it is ${JSON.stringify(decoded)}`);
  return decoded.incoming;
}

function said(text: string, mentions: Mentioned[], self?: string) {
  return incoming(message('ou_zhang', text, { chat: 'oc_group', mentions }), self).event;
}

describe('a message', () => {
  test('in the direct chat is known by its event and by itself', () => {
    const payload = message('ou_zhang', '签到', { id: 'om_1', eventId: 'e1' });
    expect(incoming(payload)).toEqual({
      platform: 'lark',
      keys: ['event:e1', 'message:om_1'],
      account: { id: 'ou_zhang' },
      chat: { kind: 'direct' },
      event: { kind: 'text', text: '签到' },
    });
  });

  test('in a group belongs to the group', () => {
    const payload = message('ou_zhang', '@_user_1 签到', { chat: 'oc_group', mentions: [bot] });
    expect(incoming(payload)).toMatchObject({
      account: { id: 'ou_zhang' },
      chat: { kind: 'group', id: 'oc_group' },
      event: { kind: 'text', text: '签到' },
    });
  });

  test('the mention of the bot goes, those of people become their names', () => {
    const mentions = [bot, { id: 'ou_li', name: '李娜' }, { id: 'ou_wang', name: '王芳' }];
    expect(said('@_user_1 代签 @_user_2 @_user_3', mentions)).toEqual({
      kind: 'text',
      text: '代签 李娜 王芳',
    });
    expect(said('代签@_user_2，@_user_1', mentions)).toEqual({ kind: 'text', text: '代签李娜，' });
  });

  test('the eleventh mention is not the first with a 1 behind it', () => {
    const people = Array.from({ length: 11 }, (_, index) => ({
      id: `ou_${index + 2}`,
      name: `党员${index + 2}`,
    }));
    const text = `@_user_1 代签 ${people.map((_, index) => `@_user_${index + 2}`).join('、')}`;
    const names = people.map(({ name }) => name).join('、');
    expect(said(text, [bot, ...people])).toEqual({ kind: 'text', text: `代签 ${names}` });
  });

  test('a digit right behind a mention stays a digit', () => {
    expect(said('@_user_12号请假', [bot])).toEqual({ kind: 'text', text: '2号请假' });
  });

  test('a name that looks like a mention is not read again', () => {
    const mentions = [bot, { id: 'ou_x', name: '@_user_3' }, { id: 'ou_y', name: '$&王芳$1' }];
    expect(said('@_user_1 代签 @_user_2 @_user_3', mentions)).toEqual({
      kind: 'text',
      text: '代签 @_user_3 $&王芳$1',
    });
  });

  test('@all goes', () => {
    expect(said('@_all @_user_1 名单', [bot])).toEqual({ kind: 'text', text: '名单' });
  });

  test('said in a group without naming the bot is only overheard', () => {
    expect(said('@_user_1 记得签到', [{ id: 'ou_li', name: '李娜' }])).toEqual({
      kind: 'text',
      text: '李娜 记得签到',
      overheard: true,
    });
    expect(said('@_all 明天开会', [])).toEqual({ kind: 'text', text: '明天开会', overheard: true });
    expect(incoming(message('ou_zhang', '好的', { chat: 'oc_group' })).event).toMatchObject({
      overheard: true,
    });
    expect(incoming(message('ou_zhang', '好的')).event).toEqual({ kind: 'text', text: '好的' });
  });

  test('where the bot does not know itself, the mention that opens the message is its own', () => {
    const mentions = [bot, { id: 'ou_li', name: '李娜' }];
    const payload = message('ou_zhang', ' @_user_1 代签 @_user_2', { chat: 'oc_group', mentions });
    expect(decode(readEvent(payload))).toMatchObject({ incoming: { event: { text: '代签 李娜' } } });
    const typed = mentions.map((one) => ({
      ...one,
      type: one.id === BOT ? ('bot' as const) : ('user' as const),
    }));
    const other = message('ou_zhang', '@_user_2 @_user_1 谢谢', { chat: 'oc_group', mentions: typed });
    expect(decode(readEvent(other))).toMatchObject({ incoming: { event: { text: '李娜 谢谢' } } });
  });

  test('line breaks stay, other space is one blank', () => {
    expect(incoming(message('ou_zhang', '  会议记录 \n 第一项\t通过  ')).event).toEqual({
      kind: 'text',
      text: '会议记录 \n 第一项 通过',
    });
  });

  test('rich text is read as its lines', () => {
    const payload = post(
      'ou_zhang',
      '会议记录',
      [
        [
          { tag: 'at', user_id: '@_user_1' },
          { tag: 'text', text: ' 第一项：' },
          { tag: 'a', text: '文件', href: 'https://x.example' },
        ],
        [{ tag: 'img', image_key: 'img_1' }],
        [
          { tag: 'text', text: '通过', style: ['bold'] },
          { tag: 'emotion', emoji_type: 'OK' },
        ],
      ],
      { chat: 'oc_group', mentions: [bot] },
    );
    expect(incoming(payload).event).toEqual({ kind: 'text', text: '会议记录\n 第一项：文件\n\n通过' });
  });

  test('a file in the direct chat is still to be fetched', () => {
    const payload = fileMessage(
      'ou_zhang',
      { key: 'file_1', name: '名册.xlsx' },
      { id: 'om_1', eventId: 'e1' },
    );
    expect(read(payload)).toEqual({
      kind: 'file',
      incoming: {
        platform: 'lark',
        keys: ['event:e1', 'message:om_1'],
        account: { id: 'ou_zhang' },
        chat: { kind: 'direct' },
      },
      message: 'om_1',
      key: 'file_1',
      name: '名册.xlsx',
    });
  });

  test('a picture is handed on with where it stands, and with what was written beside it', () => {
    const handle = (key: string) => JSON.stringify({ message: 'om_1', key, type: 'image' });
    const alone = messageOf('ou_zhang', 'image', { image_key: 'img_1' }, { id: 'om_1' });
    expect(incoming(alone).event).toEqual({ kind: 'sent', parts: [{ handle: handle('img_1'), name: '' }] });
    const lines = [
      [{ tag: 'text', text: '活动室' }],
      [{ tag: 'img', image_key: 'img_1' }],
      [{ tag: 'img', image_key: 'img_2' }],
    ];
    const among = messageOf('ou_zhang', 'post', { title: '', content: lines }, { id: 'om_1' });
    const parts = ['img_1', 'img_2'].map((key) => ({ handle: handle(key), name: '' }));
    expect(incoming(among).event).toEqual({ kind: 'sent', parts, text: '活动室' });
    const shown = messageOf('ou_zhang', 'image', { image_key: 'x' }, { chat: 'oc_group' });
    expect(read(shown)).toEqual({ kind: 'ignored', reason: 'a picture for the group, not for the bot' });
  });

  test('what is nothing to the bot is ignored, with the reason', () => {
    const byApp = message('ou_zhang', '签到');
    (byApp.event as { sender: Payload }).sender.sender_type = 'app';
    const byNobody = message('ou_zhang', '签到');
    (byNobody.event as { sender: Payload }).sender.sender_id = null;
    expect([
      read(byApp),
      read(byNobody),
      read(messageOf('ou_zhang', 'sticker', { file_key: 'x' }, { chat: 'oc_group' })),
      read(fileMessage('ou_zhang', { key: 'f', name: 'a.csv' }, { chat: 'oc_group' })),
      read(event('im.message.recalled_v1', { message_id: 'om_1' })),
      read(event('contact.user.updated_v3', { object: {} })),
      read({ uuid: 'u1', event: { type: 'p2p_chat_create' } }),
    ]).toEqual([
      { kind: 'ignored', reason: 'said by an app' },
      { kind: 'ignored', reason: 'said by nobody known' },
      { kind: 'ignored', reason: 'for the group, not for the bot: sticker' },
      { kind: 'ignored', reason: 'a file for the group, not for the bot' },
      { kind: 'ignored', reason: 'nothing follows from im.message.recalled_v1' },
      { kind: 'ignored', reason: 'nothing follows from contact.user.updated_v3' },
      { kind: 'ignored', reason: 'nothing follows from p2p_chat_create' },
    ]);
  });

  test('schema 1.0 is read too', () => {
    const old = {
      uuid: 'u1',
      event: {
        type: 'message',
        open_id: 'ou_zhang',
        open_message_id: 'om_1',
        open_chat_id: 'oc_group',
        chat_type: 'group',
        msg_type: 'text',
        text: '<at open_id="ou_bot">@支部助手</at> 签到',
        text_without_at_bot: ' 签到',
        is_mention: true,
      },
    };
    expect(incoming(old)).toEqual({
      platform: 'lark',
      keys: ['event:u1', 'message:om_1'],
      account: { id: 'ou_zhang' },
      chat: { kind: 'group', id: 'oc_group' },
      event: { kind: 'text', text: '签到' },
    });
    const added = { uuid: 'u2', event: { type: 'add_bot', open_chat_id: 'oc_group', chat_name: '第一支部' } };
    expect(incoming(added)).toMatchObject({
      chat: { kind: 'group', id: 'oc_group', name: '第一支部' },
      event: { kind: 'joined' },
    });
  });
});

describe('a press', () => {
  const value = { command: 'attendance.checkIn', input: { activity: 7 } };

  test('brings back the command and its input', () => {
    expect(read(cardPress('ou_zhang', value, { message: 'om_1', eventId: 'e1' }))).toEqual({
      kind: 'tap',
      incoming: {
        platform: 'lark',
        keys: ['press:1796281200000000:e1'],
        account: { id: 'ou_zhang' },
        chat: { kind: 'direct' },
        event: { kind: 'tap', message: 'om_1', command: 'attendance.checkIn', input: { activity: 7 } },
      },
    });
  });

  test('without a time, or with one that is none, is known by its id alone', () => {
    const pressed = cardPress('ou_zhang', value, { eventId: 'e1', at: 'now' });
    expect(incoming(pressed).keys).toEqual(['press::e1']);
    const { create_time: _, ...header } = pressed.header as Payload;
    expect(incoming({ ...pressed, header }).keys).toEqual(['press::e1']);
  });

  test('on a card of a group belongs to the group', () => {
    const payload = cardPress('ou_zhang', { ...value, group: true }, { chat: 'oc_group' });
    expect(incoming(payload).chat).toEqual({ kind: 'group', id: 'oc_group' });
  });

  test('a value that came as a string is the same value', () => {
    expect(incoming(cardPress('ou_zhang', JSON.stringify(value))).event).toMatchObject(value);
  });

  const fields = {
    count: 'number',
    day: 'date',
    at: 'datetime',
    open: 'checkbox',
    who: 'list',
    none: 'list',
    more: 'number',
  };
  const form = {
    topic: ' 学习 2026-12-04 +0800',
    count: '１２',
    day: '2026-12-04 +0800',
    at: '2026-12-04 15:00 +0800',
    open: true,
    who: ['p1', 'p2'],
    none: '',
    more: '',
    kind: null,
  };
  const ours = {
    topic: ' 学习 2026-12-04 +0800',
    count: 12,
    day: '2026-12-04',
    at: '2026-12-04T15:00',
    open: true,
    who: ['p1', 'p2'],
    none: [],
  };

  test('a form’s values become ours: numbers, days, wall times, lists', () => {
    expect(incoming(cardPress('ou_zhang', { ...value, fields }, { form })).event).toMatchObject({
      form: ours,
    });
  });

  test('a form that came as a string is the same form', () => {
    const { event } = incoming(cardPress('ou_zhang', { ...value, fields }, { form: JSON.stringify(form) }));
    expect(event).toMatchObject({ form: ours });
  });

  test('a time that was picked abroad is the same moment here', () => {
    const abroad = { at: '2026-12-04 08:30 +0100', other: '2026-12-31 18:00 -0500' };
    const codes = { at: 'datetime', other: 'datetime' };
    expect(
      incoming(cardPress('ou_zhang', { ...value, fields: codes }, { form: abroad })).event,
    ).toMatchObject({
      form: { at: '2026-12-04T15:30', other: '2027-01-01T07:00' },
    });
  });

  test('names typed into a list field are a list', () => {
    const typed = { who: '张伟、李娜, 王芳' };
    expect(
      incoming(cardPress('ou_zhang', { ...value, fields: { who: 'list' } }, { form: typed })).event,
    ).toMatchObject({
      form: { who: ['张伟', '李娜', '王芳'] },
    });
  });

  test('a field may be called whatever JavaScript calls its own', () => {
    const { event } = incoming(
      cardPress('ou_zhang', { ...value, fields: {} }, { form: '{"constructor":"a","__proto__":"b"}' }),
    );
    expect(event).toMatchObject({ form: { constructor: 'a' } });
  });

  test('what is no number is handed on, for the command to refuse', () => {
    const { event } = incoming(
      cardPress('ou_zhang', { ...value, fields: { count: 'number' } }, { form: { count: '十二' } }),
    );
    expect(event).toMatchObject({ form: { count: '十二' } });
  });

  test('a button that is none of ours is rejected', () => {
    for (const strange of [
      {},
      null,
      'hello',
      '{"command":7}',
      { command: '', input: {} },
      { command: 'x', input: [] },
    ]) {
      expect(() => read(cardPress('ou_zhang', strange))).toThrow(Rejected);
    }
  });
});

describe('the rest', () => {
  test('the menu is answered directly', () => {
    expect(incoming(menu('ou_zhang', '我的'))).toMatchObject({
      account: { id: 'ou_zhang', name: '张三' },
      chat: { kind: 'direct' },
      event: { kind: 'menu', key: '我的' },
    });
  });

  test('the bot comes into a group and leaves it', () => {
    expect(incoming(botAdded('oc_group', { by: 'ou_zhang', name: '第一支部' }))).toMatchObject({
      account: { id: 'ou_zhang' },
      chat: { kind: 'group', id: 'oc_group', name: '第一支部' },
      event: { kind: 'joined' },
    });
    expect(incoming(botDeleted('oc_group')).event).toEqual({ kind: 'left' });
  });

  test('what is not of Lark’s shape is rejected and named, without its content', () => {
    const broken = message('ou_zhang', '秘密');
    (broken.event as { message: Payload }).message.message_id = 7;
    expect(() => read(broken)).toThrow('im.message.receive_v1 is not of Lark’s shape at: message.message_id');
    for (const payload of [
      {},
      { header: {} },
      { event: {} },
      { header: { event_id: 'e', event_type: 'card.action.trigger' } },
    ]) {
      expect(() => read(payload)).toThrow(Rejected);
    }
    expect(() => read(messageOf('ou_zhang', 'text', { words: '秘密' }))).toThrow(
      'the message’s content is not of Lark’s shape',
    );
  });
});
