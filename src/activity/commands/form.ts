import { type Field, press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { privately, type Reply } from '../../chat/command.ts';
import type { Activity } from '../store.ts';

export function form(
  title: string,
  intro: string | null,
  fields: Field[],
  submit: string,
  command: string,
  activity: Activity,
  style: 'primary' | 'danger' = 'primary',
): Reply {
  return privately(formCard(title, intro, fields, press(submit, command, { activity: activity.id }, style)));
}

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
