import fc from 'fast-check';
import type { Block, Card, Field } from '../../cards/card.ts';

/** What people type to be more than text. */
export const NASTY = [
  '<at id=all></at>',
  '<at user_id="all"></at>',
  '[点我](http://evil.example)',
  '![](img_v2_1)',
  '**粗**',
  '<font color=red>红</font>',
  '&lt;at id=all&gt;',
  '<person id="ou_1"></person>',
  '<link url="http://evil.example">x</link>',
  '"},{"tag":"at","user_id":"all"}',
  '\u0000\u0001\u001f',
  '\ud83d',
  '\n\n# 标题\n---',
  '```x```',
];

const word = fc.oneof(
  fc.constantFrom(...NASTY, '', '张伟', '欧阳娜娜', '第一党支部'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const long = fc.oneof(
  word,
  fc.nat(12_000).map((length) => '很长的文字'.repeat(length / 5)),
);
const option = fc.record({ value: word, label: word });
const kind = fc.constantFrom<Field['kind']>(
  'text',
  'longtext',
  'number',
  'select',
  'multiselect',
  'date',
  'datetime',
  'checkbox',
  'person',
  'persons',
);
const value = fc.oneof(
  long,
  fc.integer(),
  fc.boolean(),
  fc.array(word, { maxLength: 5 }),
  fc.constantFrom('2026-12-04', '2026-12-04T15:00', null),
);
const field: fc.Arbitrary<Field> = fc
  .record({
    name: word,
    label: word,
    kind,
    required: fc.boolean(),
    value,
    options: fc.array(option, { maxLength: 300 }),
    hint: word,
  })
  .chain((whole) =>
    fc.constantFrom(whole, {
      name: whole.name,
      label: whole.label,
      kind: whole.kind,
      required: whole.required,
    }),
  );
const input = fc.dictionary(word, fc.oneof(long, fc.integer()), { maxKeys: 3, noNullPrototype: true });
const button = fc.record({
  type: fc.constant('press' as const),
  label: word,
  command: fc.constantFrom('a.b', 'c'),
  input,
  confirm: word,
});
const link = fc.record({
  type: fc.constant('link' as const),
  label: word,
  url: fc.oneof(fc.webUrl(), word, fc.constant('javascript:alert(1)')),
});
const count = fc.record({ label: word, count: fc.nat(5000) });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom('text' as const, 'note' as const), text: long }),
  fc.record({
    type: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: word, value: long }), { maxLength: 30 }),
  }),
  fc.record({
    type: fc.constant('progress' as const),
    total: count,
    parts: fc.array(count, { maxLength: 8 }),
  }),
  fc.record({ type: fc.constant('roster' as const), label: word, names: fc.array(word, { maxLength: 800 }) }),
  fc.record({
    type: fc.constant('table' as const),
    columns: fc.array(
      fc.record({ key: word, label: word, align: fc.constantFrom('left' as const, 'right' as const) }),
      { maxLength: 60 },
    ),
    rows: fc.array(fc.dictionary(word, word, { maxKeys: 8, noNullPrototype: true }), { maxLength: 120 }),
  }),
  fc.record({
    type: fc.constant('chart' as const),
    chart: fc.record({
      kind: fc.constantFrom('stack' as const, 'bars' as const, 'line' as const, 'radar' as const),
      title: long,
      labels: fc.array(word, { maxLength: 40 }),
      series: fc.array(
        fc.record({
          name: word,
          tone: fc.constantFrom<Card['tone']>('plain', 'info', 'success', 'warning', 'danger'),
          values: fc.array(fc.option(fc.nat(9_000)), { maxLength: 40 }),
        }),
        { maxLength: 10 },
      ),
      unit: fc.constantFrom('项', '%'),
    }),
  }),
  fc.record({ type: fc.constant('divider' as const) }),
  fc.record({
    type: fc.constant('form' as const),
    fields: fc.array(field, { maxLength: 12 }),
    submit: button,
  }),
);
/** Any card a noun could say, and many that none would: too long, too many, too strange. */
export const anyCard: fc.Arbitrary<Card> = fc.record({
  title: long,
  tone: fc.constantFrom<Card['tone']>('plain', 'info', 'success', 'warning', 'danger'),
  blocks: fc.array(block, { maxLength: 20 }),
  actions: fc.array(fc.oneof(button, link), { maxLength: 30 }),
});
