import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type Chart, card, type Field, facts, note, press, text } from '../../../cards/card.ts';
import { renderLark, renderLarkJson } from '../../../cards/render/lark.ts';
import { anyCard, NASTY } from '../../cards/arbitrary.ts';
import { type Element, fault, textOf, walk } from './card.ts';
import { press as pressOn } from './client.ts';

describe('whatever a noun says, Lark draws it', () => {
  test('every card is within Lark’s limits', () => {
    fc.assert(
      fc.property(anyCard, fc.constantFrom('direct' as const, 'group' as const), (drawn, place) => {
        const json = renderLarkJson(drawn, place);
        expect(fault(json)).toBeNull();
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(28 * 1024);
      }),
      { numRuns: 500 },
    );
  });

  test('nothing typed becomes a mention, a link, a picture or any other markup', () => {
    fc.assert(
      fc.property(anyCard, (drawn) => {
        const rendered = renderLark(drawn, 'group');
        for (const { element } of walk(rendered)) {
          expect(MARKUP_FREE).toContain(element.tag);
          if (element.tag === 'table')
            expect((element.columns as Element[]).every((column) => column.data_type === 'text')).toBe(true);
        }
        expect(
          links(rendered).every((url) =>
            drawn.actions.some((action) => action.type === 'link' && action.url === url),
          ),
        ).toBe(true);
        expect(links(rendered).every((url) => /^https?:/i.test(url))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each(NASTY.slice(0, 10))('a person named %s shows as just that', (name) => {
    const shown = card(
      name,
      [text(name), facts({ 主持: name }), { type: 'roster', label: '请假', names: [name] }],
      {
        actions: [press(name, 'x')],
      },
    );
    const all = textOf(renderLark(shown, 'group')).split('\n');
    expect(all).toEqual(
      [name, name, `主持：${name}`, `请假：${name}`, `[${name}]`].flatMap((line) => line.split('\n')),
    );
  });
});

const MARKUP_FREE = [
  'plain_text',
  'div',
  'hr',
  'column_set',
  'column',
  'table',
  'chart',
  'form',
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'date_picker',
  'picker_datetime',
  'checker',
];

function links(rendered: unknown): string[] {
  return [...walk(rendered)].flatMap(({ element }) =>
    ((element.behaviors ?? []) as { default_url?: string }[]).flatMap(({ default_url: url }) =>
      url === undefined ? [] : [url],
    ),
  );
}

describe('a card', () => {
  test('reads from its title to its buttons', () => {
    const meeting = card(
      '支部党员大会',
      [
        text('请按时参加。'),
        { type: 'progress', total: { label: '应到', count: 20 }, parts: [{ label: '已签到', count: 12 }] },
        { type: 'divider' },
        {
          type: 'table',
          columns: [
            { key: 'unit', label: '支部' },
            { key: 'rate', label: '到会率', align: 'right' },
          ],
          rows: [{ unit: '第一支部', rate: '95%' }, { unit: '第二支部' }],
        },
        note('依据：《支部工作条例》'),
      ],
      {
        tone: 'info',
        actions: [
          press('签到', 'attendance.checkIn', { activity: 7 }, 'primary'),
          { type: 'link', label: '看板', url: 'https://zhibu.example/board' },
        ],
      },
    );
    const rendered = renderLark(meeting, 'direct');
    expect(rendered.header).toEqual({
      title: { tag: 'plain_text', content: '支部党员大会' },
      template: 'blue',
    });
    expect(textOf(rendered)).toBe(
      [
        '支部党员大会',
        '请按时参加。',
        '20',
        '应到',
        '12',
        '已签到',
        '支部 | 到会率',
        '第一支部 | 95%',
        '第二支部 | ',
        '依据：《支部工作条例》',
        '[签到]',
        '[看板]',
      ].join('\n'),
    );
    expect(pressOn(rendered, '签到').value).toEqual({
      command: 'attendance.checkIn',
      input: { activity: 7 },
    });
    expect(links(rendered)).toEqual(['https://zhibu.example/board']);
  });

  test('in a group its buttons say so', () => {
    const rendered = renderLark(card('会', [], { actions: [press('签到', 'x')] }), 'group');
    expect(pressOn(rendered, '签到').value).toEqual({ command: 'x', input: {}, group: true });
  });

  test('asks before a press that says so', () => {
    const cancel = { ...press('取消活动', 'x', {}, 'danger'), confirm: '取消后会通知所有人。' };
    const rendered = renderLark(card('会', [], { actions: [cancel] }), 'direct');
    const drawn = [...walk(rendered)].find(({ element }) => element.tag === 'button')?.element;
    expect(drawn).toMatchObject({
      type: 'danger',
      confirm: {
        title: { tag: 'plain_text', content: '请确认' },
        text: { tag: 'plain_text', content: '取消后会通知所有人。' },
      },
    });
  });

  test('with nothing in it is still a card', () => {
    expect(fault(renderLarkJson(card('这张卡片已经过期', []), 'direct'))).toBeNull();
    expect(fault(renderLarkJson(card('', []), 'direct'))).toBeNull();
  });

  test('a branch of four hundred fits, and how many are left out is said', () => {
    const names = Array.from({ length: 4000 }, (_, index) => `第${index}名党员`);
    const shown = textOf(renderLark(card('名单', [{ type: 'roster', label: '未签到', names }]), 'group'));
    const listed = shown.match(/第\d+名党员/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(300);
    expect(shown).toMatch(/……另有 \d+ 项$/);
    expect(listed + Number(/另有 (\d+) 项/.exec(shown)?.[1])).toBe(4000);
  });

  test('of too many buttons the link stays, and the rest is counted', () => {
    const actions = [
      ...Array.from({ length: 40 }, (_, index) => press(`按钮${index}`, 'x')),
      { type: 'link' as const, label: '在网页上看', url: 'https://zhibu.example/board' },
    ];
    const shown = textOf(renderLark(card('很多', [], { actions }), 'direct'));
    expect(shown).toContain('[在网页上看]');
    expect(shown).toContain('另有 20 项');
  });

  test('a sixth table is shown as lines', () => {
    const table: Block = { type: 'table', columns: [{ key: 'a', label: '甲' }], rows: [{ a: '乙' }] };
    const rendered = renderLark(card('表', Array(6).fill(table)), 'direct');
    expect(textOf(rendered).match(/乙/g)).toHaveLength(6);
    expect([...walk(rendered)].filter(({ element }) => element.tag === 'table')).toHaveLength(5);
  });
});

describe('a chart', () => {
  const done: Chart = {
    kind: 'stack',
    title: '各项完成情况',
    labels: ['主题党日', '党课'],
    series: [
      { name: '已完成', tone: 'success', values: [4, 1] },
      { name: '逾期', tone: 'danger', values: [2, 0] },
    ],
    unit: '项',
  };

  test('is one specification that Lark draws, as high as its bars need', () => {
    const [element] = renderLark(card('汇总', [{ type: 'chart', chart: done }]), 'direct').body.elements;
    expect(element).toMatchObject({
      tag: 'chart',
      height: '178px',
      chart_spec: { type: 'bar', stack: true, direction: 'horizontal', color: ['#2f8557', '#c8402f'] },
    });
    expect(textOf(element)).toBe('各项完成情况\n已完成: 4 主题党日\n逾期: 2 主题党日\n已完成: 1 党课');
  });

  test('a sixth one is said in words', () => {
    const six = card(
      '汇总',
      Array.from({ length: 6 }, () => ({ type: 'chart' as const, chart: done })),
    );
    const { elements } = renderLark(six, 'direct').body;
    expect(elements.filter(({ tag }) => tag === 'chart')).toHaveLength(5);
    expect(textOf(elements.at(-1))).toBe('各项完成情况\n主题党日：已完成 4，逾期 2\n党课：已完成 1');
  });
});

describe('a form', () => {
  const people = [
    { value: 'p1', label: '张伟' },
    { value: 'p2', label: '李娜' },
    { value: 'p3', label: '王芳' },
  ];
  const fields: Field[] = [
    { name: 'topic', label: '主题', kind: 'text', required: true, value: '学习' },
    { name: 'record', label: '记录', kind: 'longtext', required: false },
    { name: 'count', label: '人数', kind: 'number', required: false, value: 3 },
    { name: 'kind', label: '类型', kind: 'select', required: true, value: 'p2', options: people },
    {
      name: 'kinds',
      label: '类别',
      kind: 'multiselect',
      required: false,
      value: ['p1', 'p3'],
      options: people,
    },
    { name: 'day', label: '日期', kind: 'date', required: true, value: '2026-12-04' },
    { name: 'at', label: '时间', kind: 'datetime', required: true, value: '2026-12-04T15:00' },
    { name: 'open', label: '公开', kind: 'checkbox', required: false, value: true },
    { name: 'host', label: '主持', kind: 'person', required: false, options: people },
    { name: 'guests', label: '列席', kind: 'persons', required: false, options: people },
    { name: 'others', label: '其他人', kind: 'persons', required: false },
  ];
  const rendered = renderLark(
    card('新建活动', [{ type: 'form', fields, submit: press('保存', 'activity.plan', { step: 2 }) }]),
    'direct',
  );

  test('is drawn with every kind of field', () => {
    expect(fault(JSON.stringify(rendered))).toBeNull();
    const tags = [...walk(rendered)]
      .filter(({ element }) => element.name)
      .map(({ element }) => `${element.name} ${element.tag}`);
    expect(tags).toEqual([
      'zhibu_form form',
      'topic input',
      'record input',
      'count input',
      'kind select_static',
      'kinds multi_select_static',
      'day date_picker',
      'at picker_datetime',
      'open checker',
      'host select_static',
      'guests multi_select_static',
      'others input',
      'zhibu_submit button',
    ]);
  });

  test('submitted as it stands sends what it shows', () => {
    expect(pressOn(rendered, '保存')).toEqual({
      value: {
        command: 'activity.plan',
        input: { step: 2 },
        fields: {
          count: 'number',
          kinds: 'list',
          day: 'date',
          at: 'datetime',
          open: 'checkbox',
          guests: 'list',
          others: 'list',
        },
      },
      form: {
        topic: '学习',
        record: '',
        count: '3',
        kind: 'p2',
        kinds: ['p1', 'p3'],
        day: '2026-12-04 +0800',
        at: '2026-12-04 15:00 +0800',
        open: true,
        others: '',
      },
    });
  });

  test('a text too long for Lark’s field is not put in cut, as saving would lose the rest', () => {
    const record: Field = {
      name: 'record',
      label: '记录',
      kind: 'longtext',
      required: true,
      value: '字'.repeat(1500),
    };
    const long = renderLark(
      card('记录', [{ type: 'form', fields: [record], submit: press('保存', 'x') }]),
      'direct',
    );
    expect(textOf(long)).toContain('原有 1500 字，这里改不了');
    expect(pressOn(long, '保存').form).toEqual({});
  });

  test('of too many options the chosen one stays', () => {
    const options = Array.from({ length: 500 }, (_, index) => ({
      value: `p${index}`,
      label: `党员${index}`,
    }));
    const who: Field = { name: 'who', label: '主持', kind: 'person', required: true, value: 'p499', options };
    const long = renderLark(
      card('选人', [{ type: 'form', fields: [who], submit: press('保存', 'x') }]),
      'direct',
    );
    expect(fault(JSON.stringify(long))).toBeNull();
    expect(pressOn(long, '保存').form).toEqual({ who: 'p499' });
    expect(textOf(long)).toMatch(/另有 \d+ 项/);
  });
});

describe('a form that not all of can be filled in here', () => {
  const WEB = 'https://zhibu.example/form/main.1.2.3.4';
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ value: String(index), label: `选项${index}` }));
  const asking = (field: Partial<Field>, input = {}) =>
    card('表', [
      {
        type: 'form',
        fields: [{ name: 'a', label: '一项', kind: 'longtext', required: true, ...field }],
        submit: press('好', 'x', input),
      },
    ]);

  test.each([
    ['a text that is too long', asking({ value: '很长的文字'.repeat(250) })],
    ['more choices than a card holds', asking({ kind: 'select', options: many(300) })],
    ['more carried than a button holds', asking({}, { draft: '很长的文字'.repeat(1000) })],
  ])('%s: a button leads to the web', (_, drawn) => {
    expect(links(renderLark(drawn, 'direct', WEB))).toEqual([WEB]);
    expect(links(renderLark(drawn, 'direct'))).toEqual([]);
  });

  test('one that can be has no such button', () => {
    expect(links(renderLark(asking({ value: '短' }), 'direct', WEB))).toEqual([]);
  });
});
