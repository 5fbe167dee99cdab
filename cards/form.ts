import { type Action, type Card, card, type Field, note, type Option, text } from './card.ts';

/** Where several would do, the person chooses. `rest`: what is not among them. */
export function chooseCard(
  question: string,
  choices: { label: string; action: Action }[],
  rest: string | null = null,
): Card {
  return card(question, rest === null ? [] : [note(rest)], {
    actions: choices.map(({ label, action }) => ({ ...action, label })),
  });
}

export function formCard(
  title: string,
  intro: string | null,
  fields: Field[],
  submit: Action & { type: 'press' },
): Card {
  return card(title, [...(intro ? [text(intro)] : []), { type: 'form', fields, submit }], { tone: 'info' });
}

export function personField(
  name: string,
  label: string,
  options: Option[],
  more: Partial<Field> = {},
): Field {
  return { name, label, kind: 'person', required: false, options, ...more };
}
