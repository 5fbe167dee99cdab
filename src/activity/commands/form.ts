import type { Field } from '../../../cards/card.ts';

/** How a theme day is held, where the organisation asks for 定形式. */
export function formField(value = ''): Field {
  return {
    name: 'form',
    label: '形式',
    kind: 'text',
    required: false,
    value,
    hint: '如：集中学习、现场教学、志愿服务',
  };
}

export function known(person: number | null): Partial<Field> {
  return person === null ? {} : { value: String(person) };
}
