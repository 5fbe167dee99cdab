import { z } from 'zod';
import { Rejected } from '../../errors.ts';
import { parseJson } from '../body.ts';
import type { Mention } from './event.ts';

/** What was said, without the mention of the bot; whether the bot was mentioned at all. */
export interface Said {
  text: string;
  named: boolean;
}

const TextContent = z.object({ text: z.string() });
const ImageContent = z.object({ image_key: z.string().min(1) });
const FileContent = z.object({ file_key: z.string().min(1), file_name: z.string().catch('') });

const Span = z.object({
  tag: z.string(),
  text: z.string().nullish(),
  user_id: z.string().nullish(),
  image_key: z.string().nullish(),
});
const PostContent = z.object({ title: z.string().nullish(), content: z.array(z.array(Span)) });

/** `self`: the bot's own open_id, if it is known. */
export function readText(content: string, mentions: Mention[], self: string | undefined): Said {
  return strip(parse(TextContent, content).text, mentions, self);
}

/** Rich text as its plain lines; pictures and the like are left out. */
export function readPost(content: string, mentions: Mention[], self: string | undefined): Said {
  const { title, content: lines } = parse(PostContent, content);
  const text = lines.map((line) =>
    line.map((span) => (span.tag === 'at' ? span.user_id : span.text) ?? '').join(''),
  );
  return strip([...(title ? [title] : []), ...text].join('\n'), mentions, self);
}

export function readFile(content: string): { key: string; name: string } {
  const { file_key: key, file_name: name } = parse(FileContent, content);
  return { key, name };
}

export function readImage(content: string): string {
  return parse(ImageContent, content).image_key;
}

/** The pictures in rich text, in their order. */
export function imagesIn(content: string): string[] {
  const spans = parse(PostContent, content).content.flat();
  return spans.flatMap(({ tag, image_key: key }) => (tag === 'img' && key ? [key] : []));
}

/** Mentions stand in the text as `@_user_1`, longest key first, as `@_user_1` begins `@_user_11` too. */
function strip(text: string, mentions: Mention[], self: string | undefined): Said {
  const own = new Set(mentions.filter((mention) => isSelf(mention, text, self)).map(({ key }) => key));
  const names = new Map(mentions.map(({ key, name }) => [key, own.has(key) ? ' ' : name]));
  const keys = [...names.keys(), '@_all'].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(keys.map((key) => key.replace(/[^\w@]/g, '\\$&')).join('|'), 'g');
  const plain = text.replace(pattern, (key) => names.get(key) ?? ' ');
  return { text: plain.replace(/[^\S\n]+/g, ' ').trim(), named: own.size > 0 };
}

/** Where nobody could say who the bot is, the mention that opens the message is taken for its own. */
function isSelf({ key, id, mentioned_type: type }: Mention, text: string, self: string | undefined): boolean {
  if (self) return id?.open_id === self;
  if (type) return type === 'bot';
  return text.trimStart().startsWith(key) && !/^\d/.test(text.trimStart().slice(key.length));
}

function parse<T>(schema: z.ZodType<T>, content: string): T {
  const parsed = schema.safeParse(parseJson(content));
  if (!parsed.success) throw new Rejected(400, 'the message’s content is not of Lark’s shape');
  return parsed.data;
}
