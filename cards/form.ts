import { type Action, type Card, card, type Field, type Option, text } from './card.ts';

/** Where several would do, the person chooses. */
export function chooseCard(question: string, choices: { label: string; action: Action }[]): Card {
  return card(question, [], { actions: choices.map(({ label, action }) => ({ ...action, label })) });
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
