import type { Input, Json } from '../../../cards/card.ts';
import type { FieldCode } from '../../../cards/render/lark.ts';
import { unreachable } from '../../errors.ts';
import { isWallTime, wallTime } from '../../time.ts';

/** A form's values in ours: Lark says numbers and times in strings. What is not filled in is left out. */
export function readForm(values: Input, codes: Record<string, FieldCode>): Input {
  const read = Object.entries(values).flatMap(([name, value]) => {
    const code = Object.hasOwn(codes, name) ? codes[name] : undefined;
    const ours = code ? decoded(code, value) : value;
    return ours === null ? [] : [[name, ours]];
  });
  return Object.fromEntries(read);
}

/** What is not as its field should hold is handed on as it is: the command refuses it with its own sentence. */
function decoded(code: FieldCode, value: Json): Json {
  if (value === null || value === '') return code === 'list' ? [] : null;
  switch (code) {
    case 'number':
      return typeof value === 'string' ? number(value) : value;
    case 'date':
      return typeof value === 'string' ? value.replace(/^(\d{4}-\d{2}-\d{2}) [+-]\d{4}$/, '$1') : value;
    case 'datetime':
      return typeof value === 'string' ? moment(value) : value;
    case 'checkbox':
      return value === 'true' || (value === 'false' ? false : value);
    case 'list':
      return typeof value === 'string' ? value.split(/[、,，;；\s]+/).filter(Boolean) : value;
    default:
      return unreachable(code);
  }
}

/** Full-width digits are what a Chinese keyboard gives. */
function number(value: string): Json {
  const plain = value.normalize('NFKC').trim();
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : value;
}

/** `2026-12-04 15:00 +0800` in the organisation's time zone, wherever it was picked. */
function moment(value: string): string {
  const [, day, time, hours, minutes] =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/.exec(value) ?? [];
  if (!day || !isWallTime(`${day}T${time}`))
    return value.replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/, '$1T$2');
  return wallTime(Date.parse(`${day}T${time}:00${hours}:${minutes}`));
}
