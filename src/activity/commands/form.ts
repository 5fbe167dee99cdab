import { formCard } from '../../../cards/activity/form.ts';
import { type Field, press } from '../../../cards/card.ts';
import type { Reply } from '../../chat/command.ts';
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
  return {
    privately: true,
    content: {
      card: formCard(title, intro, fields, press(submit, command, { activity: activity.id }, style)),
    },
  };
}

export function known(person: number | null): Partial<Field> {
  return person === null ? {} : { value: String(person) };
}
