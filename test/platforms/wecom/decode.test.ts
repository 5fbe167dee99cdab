import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { press as button, card } from '../../../cards/card.ts';
import { renderWecom } from '../../../cards/render/wecom.ts';
import { Rejected } from '../../../src/errors.ts';
import { type Decoded, decode } from '../../../src/platforms/wecom/decode.ts';
import { readEvent } from '../../../src/platforms/wecom/event.ts';
import { click, event, left, message, press, text, xml } from './payloads.ts';

function read(plain: string, kept: Parameters<typeof decode>[1] = () => undefined): Decoded {
  return decode(readEvent(plain), kept);
}

function refusal(plain: string): string {
  try {
    read(plain);
  } catch (error) {
    if (error instanceof Rejected) return `${error.status} ${error.message}`;
  }
  throw new Error('it was not rejected');
}

describe('what somebody says', () => {
  test('is known by its id, which is longer than a number', () => {
    expect(read(text('zhang', ' 签到 ', { id: '7000000000000000001' }))).toEqual({
      kind: 'incoming',
      incoming: {
        platform: 'wecom',
        keys: ['wecom:message:7000000000000000001'],
        account: { id: 'zhang' },
        chat: { kind: 'direct' },
        event: { kind: 'text', text: '签到' },
      },
    });
  });

  test('is text, whatever it looks like', () => {
    const typed = fc.oneof(
      fc.constantFrom(
        '<a href="x">y</a>',
        '&lt;&#33;',
        '<!DOCTYPE xml>',
        ']]>',
        '<xml>',
        '0007',
        '1e3',
        '__proto__',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(typed, (said) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no control characters
        const legal = said.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replaceAll('\r', ' ');
        const { incoming } = read(text('zhang', legal)) as Extract<Decoded, { kind: 'incoming' }>;
        expect(incoming.event).toEqual({ kind: 'text', text: legal.trim() });
      }),
    );
  });

  test('a picture is handed on with the id it is had by', () => {
    const plain = message('zhang', 'image', { PicUrl: 'x', MediaId: 'm1' }, { id: '9' });
    expect(read(plain)).toMatchObject({
      kind: 'incoming',
      incoming: {
        keys: ['wecom:message:9'],
        event: { kind: 'sent', parts: [{ handle: 'm1', name: '' }] },
      },
    });
  });

  test('a file is still to be fetched', () => {
    const plain = message('zhang', 'file', { MediaId: 'm1', FileName: '名册.csv' }, { id: '9' });
    expect(read(plain)).toMatchObject({
      kind: 'file',
      media: 'm1',
      name: '名册.csv',
      incoming: { keys: ['wecom:message:9'] },
    });
    expect(read(message('zhang', 'file', { MediaId: 'm1' }))).toMatchObject({ kind: 'file', name: '' });
  });
});

describe('an event', () => {
  test('of the menu is its key, known by who chose it and when', () => {
    expect(read(click('zhang', '签到', { at: 100 }))).toMatchObject({
      incoming: { keys: ['wecom:event:zhang:100:click:签到'], event: { kind: 'menu', key: '签到' } },
    });
  });

  test('of opening the chat is the same one for a month', () => {
    const keys = [
      read(event('zhang', 'enter_agent', { EventKey: '' }, { at: 1 })),
      read(event('zhang', 'subscribe', {}, { at: 2 })),
    ];
    for (const one of keys)
      expect(one).toMatchObject({ incoming: { keys: ['wecom:entered:zhang'], event: { kind: 'entered' } } });
  });

  test('of somebody leaving the company names whose account it was, and nobody did it', () => {
    const decoded = read(left('wang', { at: 5 }));
    expect(decoded).toEqual({
      kind: 'incoming',
      incoming: {
        platform: 'wecom',
        keys: ['wecom:event:5:departed:wang'],
        chat: { kind: 'direct' },
        event: { kind: 'departed', accounts: ['wang'] },
      },
    });
  });

  test.each(['voice', 'video', 'location', 'link'])('%s is handed on as something without words', (type) => {
    expect(read(message('zhang', type, {}))).toMatchObject({ incoming: { event: { kind: 'wordless' } } });
  });

  test.each([
    [
      'a kind of message that is new',
      message('zhang', 'hologram', {}),
      'nothing follows from a message of type hologram',
    ],
    ['a place', event('zhang', 'LOCATION', { Latitude: '1' }), 'nothing follows from the event LOCATION'],
    [
      'a change of contacts',
      event('sys', 'change_contact', { ChangeType: 'update_user', UserID: 'x' }),
      'nothing follows from the change update_user of contacts',
    ],
  ])('%s is left, and why is said', (_fact, plain, reason) => {
    expect(read(plain)).toEqual({ kind: 'ignored', reason });
  });
});

describe('a press', () => {
  const place = { task: 't1' };

  function keyOf(drawn: ReturnType<typeof renderWecom>, index = 0): string {
    if (drawn.card?.card_type !== 'button_interaction') throw new Error('no buttons');
    const found = drawn.card.button_list[index];
    return found?.type === 0 ? found.key : '';
  }

  test('is the command that the button was made with', () => {
    const drawn = renderWecom(
      card('会', [], { actions: [button('签到', 'activity.checkIn', { activity: 7 })] }),
      place,
    );
    expect(read(press('zhang', 't1', keyOf(drawn), { at: 9, code: 'c1' }))).toMatchObject({
      kind: 'tap',
      task: 't1',
      code: 'c1',
      incoming: {
        keys: ['wecom:event:zhang:9:press:t1:c1'],
        event: { kind: 'tap', message: 't1', command: 'activity.checkIn', input: { activity: 7 } },
      },
    });
  });

  test('of the menu on a card is one like any other', () => {
    const drawn = renderWecom(card('会', [], { actions: [button('签到', 'x')] }), place);
    expect(read(press('zhang', 't1', keyOf(drawn), { menu: true }))).toMatchObject({
      incoming: { event: { command: 'x' } },
    });
  });

  test('that carries more than a key holds is looked up', () => {
    const input = { agenda: '议'.repeat(900) };
    const drawn = renderWecom(
      card('会', [], { actions: [button('仍然安排', 'activity.plan', input)] }),
      place,
    );
    const key = keyOf(drawn);
    expect(Buffer.byteLength(key)).toBeLessThan(100);
    const known = read(press('zhang', 't1', key), (task, reference) =>
      task === 't1' ? drawn.kept[reference] : undefined,
    );
    expect(known).toMatchObject({ incoming: { event: { command: 'activity.plan', input } } });
    expect(read(press('zhang', 't1', key))).toMatchObject({ incoming: { event: { command: 'gone' } } });
  });

  test('with choices fills in the form’s fields', () => {
    const fields = JSON.stringify({
      c: 'x',
      f: { one: 'one', none: 'one', all: 'list', yes: 'checkbox', unasked: 'one' },
    });
    const selected = { one: ['a'], none: ['-'], all: ['a', 'b'], yes: ['true'], other: ['z'] };
    expect(read(press('zhang', 't1', fields, { selected }))).toMatchObject({
      incoming: { event: { form: { one: 'a', all: ['a', 'b'], yes: true } } },
    });
    const { incoming } = read(press('zhang', 't1', fields, { selected: {} })) as Extract<
      Decoded,
      { kind: 'tap' }
    >;
    expect(incoming.event).toMatchObject({ form: {} });
  });

  test.each([
    'nothing',
    '{}',
    '[]',
    '{"c":""}',
    '{"c":"x","i":[]}',
    '{"c":"x","f":{"a":"b"}}',
  ])('on a button that is none of ours (%s) is refused', (key) => {
    expect(refusal(press('zhang', 't1', key))).toMatch(/^400 /);
  });
});

describe('XML is read, and nothing is expanded', () => {
  const inside =
    '<FromUserName>z</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId>';
  const cases: [fact: string, plain: string, refused: RegExp][] = [
    [
      'a document type',
      `<!DOCTYPE xml [<!ENTITY a "b">]><xml>${inside}<Content>&a;</Content></xml>`,
      /open with <xml>/,
    ],
    [
      'one inside',
      `<xml><!DOCTYPE x [<!ENTITY a "b">]>${inside}<Content>&a;</Content></xml>`,
      /declares something/,
    ],
    ['a comment', `<xml>${inside}<!-- x --><Content>a</Content></xml>`, /declares something/],
    ['an instruction', `<xml>${inside}<?php x ?><Content>a</Content></xml>`, /declares something/],
    ['something nested without end', `<xml>${'<a>'.repeat(100_000)}`, /nested deeper than 16/],
    ['something that is not closed', `<xml>${inside}<Content>`, /not XML/],
    ['something else', 'hello', /open with <xml>/],
    ['another root', `<html>${inside}</html>`, /open with <xml>/],
    ['nothing in it', '<xml></xml>', /shape at/],
    [
      'an id that is none',
      xml({ FromUserName: 'z', CreateTime: 1, MsgType: 'text', MsgId: '1; drop', Content: '' }),
      /MsgId/,
    ],
    ['a sender that is a tree', '<xml><FromUserName><a>1</a></FromUserName></xml>', /shape at/],
  ];

  test.each(cases)('%s is refused', (_fact, plain, refused) => {
    expect(refusal(plain)).toMatch(refused);
  });

  test('what looks like an entity stays what it is', () => {
    const plain = `<xml>${inside}<Content>&lt;b&gt; &amp;#x41;</Content></xml>`;
    expect(read(plain)).toMatchObject({ incoming: { event: { text: '&lt;b&gt; &amp;#x41;' } } });
  });

  test('a name that means something to JavaScript changes nothing', () => {
    const plain = `<xml>${inside}<__proto__><polluted>1</polluted></__proto__><Content>a</Content></xml>`;
    try {
      read(plain);
    } catch (error) {
      expect(error).toBeInstanceOf(Rejected);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('whatever comes from WeCom is decoded or rejected', () => {
  const piece = fc.constantFrom(
    '<xml>',
    '</xml>',
    '<a>',
    '</a>',
    '<a/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '&#0;',
    '<?',
    '"',
    '=',
    '__proto__',
  );
  const noise = fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 20 }));
  const name = fc.constantFrom(
    'FromUserName',
    'CreateTime',
    'MsgType',
    'Event',
    'EventKey',
    'TaskId',
    'MsgId',
    'Content',
    'SelectedItems',
    'ChangeType',
    'UserID',
    'AgentID',
    'MediaId',
    '__proto__',
    'constructor',
  );
  const value = fc.oneof(
    noise,
    fc.constantFrom(
      'text',
      'event',
      'file',
      'click',
      'template_card_event',
      'change_contact',
      'delete_user',
      '1',
      '{"c":"x"}',
      '{"c":"x","f":{"__proto__":"one"}}',
    ),
    fc.constant(
      '<SelectedItem><QuestionKey>__proto__</QuestionKey><OptionIds><OptionId>a</OptionId></OptionIds></SelectedItem>',
    ),
  );
  const elements = fc.array(fc.tuple(name, value), { maxLength: 12 });
  const shaped = elements.map(
    (all) => `<xml>${all.map(([tag, held]) => `<${tag}>${held}</${tag}>`).join('')}</xml>`,
  );
  const anything = fc.oneof(
    shaped,
    fc.array(noise, { maxLength: 12 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(anything, (plain) => {
      try {
        expect(['incoming', 'tap', 'file', 'ignored']).toContain(read(plain).kind);
      } catch (error) {
        if (!(error instanceof Rejected)) throw error;
        expect(error.status).toBe(400);
      }
    }),
    { numRuns: 2_000 },
  );
});
