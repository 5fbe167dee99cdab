import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Card, card, type Field, facts, formOf, note, press, text } from '../../../cards/card.ts';
import { renderWecom, renderWecomText } from '../../../cards/render/wecom.ts';
import { anyCard, NASTY } from '../../cards/arbitrary.ts';
import { controlsOf, fault, linksOf, questionsOf, textOf } from './card.ts';

const PAGE =
  'https://zhibu.example/form/main.12.1796095800000.abcdefghijk.0123456789012345678901234567890123456789012';
const people = ['张伟', '李娜', '王芳'].map((label, index) => ({ value: `p${index}`, label }));

function drawn(shown: Card, more: { page?: string; toast?: string; anew?: boolean } = {}) {
  const { card: found, kept } = renderWecom(shown, { task: 'zhibu-1', ...more });
  if (!found) throw new Error('it is a text');
  const node = { ...found };
  return { ...found, node, kept, text: textOf(node), fault: fault(node, more.anew) };
}

function asking(fields: Field[], actions: Card['actions'] = [], words: Card['blocks'] = []): Card {
  return card(
    '选一下',
    [...words, { type: 'form', fields, submit: press('确定', 'x.choose', { step: 2 }) }],
    { actions },
  );
}

const who: Field = {
  name: 'who',
  label: '主持',
  kind: 'person',
  required: true,
  options: people,
  value: 'p1',
};

describe('whatever a noun says, WeCom takes it', () => {
  test('drawn anew, too, and with what is to be said of a press', () => {
    const words = fc.constantFrom('已签到（14:40）。', '<a href="x">', '很长的话'.repeat(60));
    fc.assert(
      fc.property(anyCard, words, (shown, toast) => {
        const found = drawn(shown, { page: PAGE, toast, anew: true });
        expect(found.fault).toBeNull();
        expect(JSON.stringify(found.node)).toContain(toast.slice(0, 5).replaceAll('"', '\\"'));
      }),
      { numRuns: 500 },
    );
  });

  test('as a text of at most 2048 bytes, in which nothing typed is a link in disguise', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom(undefined, PAGE), (shown, page) => {
        const said = renderWecomText(shown, page);
        expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
        expect(said).not.toMatch(/[<>]/);
        expect(said.isWellFormed()).toBe(true);
        if (page && (formOf(shown) || said.includes('另有'))) expect(said).toContain(PAGE);
      }),
      { numRuns: 500 },
    );
  });

  test('and only addresses that a noun gave lead anywhere', () => {
    fc.assert(
      fc.property(anyCard, (shown) => {
        const { card: found } = renderWecom(shown, { task: 't', page: PAGE });
        const own = shown.actions.flatMap((action) => (action.type === 'link' ? [action.url] : []));
        for (const link of found ? linksOf({ ...found }) : []) expect([...own, PAGE]).toContain(link);
      }),
      { numRuns: 300 },
    );
  });

  test.each(NASTY.slice(0, 10))('a person named %s shows as just that', (name) => {
    const shown = drawn(card('会', [text(name)], { actions: [press('好', 'x')] }));
    expect(shown.text.split('\n')[1]).toBe(name.split('\n')[0]);
  });
});

describe('its shape chooses the card', () => {
  test('something to press: buttons, with what is short beside its name', () => {
    const shown = drawn(
      card(
        '主题党日',
        [facts({ 时间: '15:00', 地点: '三楼', 议程: '很长的议程'.repeat(9) }), note('请准时。')],
        {
          actions: [press('签到', 'a', {}, 'primary'), press('请假', 'b'), press('取消', 'c', {}, 'danger')],
        },
      ),
    );
    expect(shown).toMatchObject({ card_type: 'button_interaction', fault: null });
    expect(shown.node).toMatchObject({
      horizontal_content_list: [
        { keyname: '时间', value: '15:00' },
        { keyname: '地点', value: '三楼' },
      ],
      sub_title_text: `议程：${'很长的议程'.repeat(9)}\n请准时。`,
      button_list: [
        { text: '签到', style: 1 },
        { text: '请假', style: 4 },
        { text: '取消', style: 2 },
      ],
    });
  });

  test('something to open: a notice', () => {
    const url = 'https://zhibu.example/board';
    const shown = drawn(
      card('看板', [text('请打开。')], { actions: [{ type: 'link', label: '打开看板', url }] }),
    );
    expect(shown).toMatchObject({ card_type: 'text_notice', fault: null });
    expect(linksOf(shown.node)).toEqual([url, url]);
  });

  test('neither: a text', () => {
    expect(renderWecom(card('已办好', [text('好了。')]), { task: 't' }).card).toBeNull();
  });

  test('one question out of few: a vote', () => {
    const shown = drawn(asking([who]));
    expect(shown).toMatchObject({ card_type: 'vote_interaction', fault: null });
    expect(shown.text).toBe('选一下\n☐ 张伟 ☑ 李娜 ☐ 王芳\n[确定]');
  });

  test('several answers to one question: a vote of several', () => {
    const shown = drawn(asking([{ ...who, kind: 'persons', value: ['p0', 'p2'] }]));
    expect(questionsOf(shown.node)).toMatchObject([{ question: 'who', many: true, chosen: ['p0', 'p2'] }]);
  });

  test('two or three questions: lists', () => {
    const yes: Field = { name: 'yes', label: '公开', kind: 'checkbox', required: false, value: true };
    const shown = drawn(asking([who, yes]));
    expect(shown).toMatchObject({ card_type: 'multiple_interaction', fault: null });
    expect(shown.text).toContain('公开 ☐ 否 ☑ 是');
  });

  test('one question among buttons: a list above them', () => {
    const shown = drawn(asking([who], [press('算了', 'y')], [text('很多要说的。'.repeat(10))]));
    expect(shown).toMatchObject({ card_type: 'button_interaction', fault: null });
    expect(questionsOf(shown.node)).toMatchObject([{ question: 'who', chosen: ['p1'] }]);
    expect(controlsOf(shown.node).map(({ label }) => label)).toEqual(['确定', '算了']);
  });

  test('what need not be answered has an answer for that, and so has what nobody has answered', () => {
    const open: Field = { ...who, required: false };
    expect(questionsOf(drawn(asking([open])).node)[0]?.options[0]).toMatchObject({ id: '-', text: '不选' });
    const { value: _, ...unanswered } = who;
    expect(questionsOf(drawn(asking([unanswered])).node)[0]?.options[0]).toMatchObject({ id: '-' });
  });

  test.each<[string, Field[]]>([
    ['something to type', [{ name: 'why', label: '事由', kind: 'text', required: true }]],
    ['a day', [{ name: 'day', label: '日期', kind: 'date', required: true }]],
    [
      'more choices than a card holds',
      [{ ...who, options: Array.from({ length: 21 }, (_, n) => ({ value: `p${n}`, label: `${n}号` })) }],
    ],
    ['choices that would be cut', [{ ...who, options: [{ value: 'a', label: '机关工委第一党支部的张伟' }] }]],
    [
      'choices that look the same',
      [
        {
          ...who,
          options: [
            { value: 'a', label: '张伟' },
            { value: 'b', label: '张伟' },
          ],
        },
      ],
    ],
    ['four questions', ['a', 'b', 'c', 'd'].map((name) => ({ ...who, name }))],
  ])('%s is asked in a browser', (_fact, fields) => {
    const shown = drawn(asking(fields), { page: PAGE });
    expect(shown).toMatchObject({ card_type: 'button_interaction', fault: null });
    expect(shown.node).toMatchObject({ button_list: [{ type: 1, text: '确定', url: PAGE }] });
  });

  test('in the place of one that stood: what is done cannot be pressed', () => {
    const shown = drawn(card('已办好', [text('好了。')]), { anew: true, toast: '已准假。' });
    expect(shown.text).toBe('已办好\n已准假。\n好了。\n（已处理）');
    expect(controlsOf(shown.node)).toEqual([]);
  });
});

describe('what a card cannot hold', () => {
  test('is counted, and the whole is a tap away', () => {
    const lines = Array.from({ length: 40 }, (_, index) => text(`第${index}项要办的事`));
    const shown = drawn(card('清单', lines, { actions: [press('好', 'x')] }), { page: PAGE });
    expect(shown.fault).toBeNull();
    expect(shown.text).toMatch(/……另有 \d+ 项\n/);
    expect(controlsOf(shown.node)).toEqual([
      { label: '好', key: expect.any(String) },
      { label: '看全部', url: PAGE },
    ]);
  });

  test('as a text, too: cut at a whole line, counted, with the link behind it', () => {
    const names = Array.from({ length: 400 }, (_, index) => `第${index}名党员今天没有签到`);
    const said = renderWecomText(card('名单', names.map(text)), PAGE);
    expect(Buffer.byteLength(said)).toBeLessThanOrEqual(2048);
    expect(said).toMatch(
      new RegExp(
        `\n第\\d+名党员今天没有签到(\n第.*…)?\n……另有 \\d+ 项\n看全部：${PAGE.replaceAll('.', '\\.')}$`,
      ),
    );
    const listed = said.match(/今天没有签到/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(40);
    expect(listed + Number(/另有 (\d+) 项/.exec(said)?.[1])).toBe(400);
  });

  test('buttons beyond six stand in the menu, and beyond that are counted', () => {
    const actions = Array.from({ length: 12 }, (_, index) => press(`按钮${index}`, 'x', { index }));
    const shown = drawn(card('很多', [], { actions }));
    expect(shown.fault).toBeNull();
    expect(controlsOf(shown.node)).toHaveLength(9);
    expect(shown.text).toContain('另有 3 个按钮');
  });

  test('buttons that carry the same are still two', () => {
    const shown = drawn(card('两个', [], { actions: [press('一', 'x'), press('二', 'x')] }));
    expect(shown.fault).toBeNull();
  });

  test('input larger than a key is kept beside the card', () => {
    const input = { agenda: '议'.repeat(500) };
    const shown = drawn(card('仍然安排吗', [], { actions: [press('仍然安排', 'plan', input)] }));
    expect(shown.fault).toBeNull();
    expect(Object.values(shown.kept)).toEqual([{ command: 'plan', input }]);
  });
});
