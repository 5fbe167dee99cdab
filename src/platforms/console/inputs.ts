import { z } from 'zod';
import type { Input, Json } from '../../../cards/card.ts';

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const name = z
  .string('请写明是谁（as）。')
  .trim()
  .min(1, '请写明是谁（as）。')
  .max(200, '没有这么长的名字。');
const count = z.coerce
  .number('after 是一个序号。')
  .int('after 是一个序号。')
  .min(0, 'after 是一个序号。')
  .default(0);
export const JsonInput: z.ZodType<Input> = z.record(z.string(), json, '表单（form）要写成 {名称: 值}。');
const REQUEST = '请求要是一个 JSON 对象。';

export const Say = z.object(
  {
    as: name,
    text: z
      .string('请写明说了什么（text）。')
      .trim()
      .min(1, '请写明说了什么（text）。')
      .max(4000, '一句话最多 4000 字。'),
    chat: z.string('群（chat）要写党组织的名称。').nullish(),
  },
  REQUEST,
);

export const Tap = z.object(
  {
    as: name,
    message: z.string('请写明是哪条消息（message）。'),
    action: z.string('请写明按了哪个按钮（action）。'),
    form: JsonInput.optional(),
  },
  REQUEST,
);

export const Upload = z.object({ as: name, file: z.instanceof(File, { error: '请附上一个文件（file）。' }) });

export const After = z.object({ as: name, after: count });

export const Move = z.object(
  {
    now: z.iso.datetime({ offset: true, error: '时间要写成 2026-12-04T15:00:00+08:00 这样，带时区。' }),
  },
  REQUEST,
);
