import { z } from 'zod';
import { Rejected } from '../../errors.ts';

/**
 * What is said to the robot, as far as it is read.
 * {@link https://open.dingtalk.com/document/orgapp/receive-message}
 */
const Text = z.string().min(1);

export const RobotMessage = z.object({
  msgId: Text,
  msgtype: Text,
  conversationId: Text,
  /** 1: with one person, 2: in a group. */
  conversationType: z.enum(['1', '2']),
  conversationTitle: z.string().nullish(),
  /** The person's id in the organisation; an outsider has none. */
  senderStaffId: z.string().nullish(),
  senderNick: z.string().catch(''),
  senderCorpId: z.string().nullish(),
  chatbotCorpId: z.string().nullish(),
  sessionWebhook: z.string().nullish(),
  sessionWebhookExpiredTime: z.number().nullish(),
  text: z.object({ content: z.string() }).nullish(),
  content: z.unknown().optional(),
});
export type RobotMessage = z.infer<typeof RobotMessage>;

export const FileContent = z.object({ downloadCode: Text, fileName: z.string().catch('') });
export const PictureContent = z.object({ downloadCode: Text });
export const RichContent = z.object({
  richText: z.array(z.object({ text: z.string().nullish(), downloadCode: z.string().nullish() })),
});
/** What DingTalk heard in a voice message. */
export const AudioContent = z.object({ recognition: Text });

/** Some clients send what a button carries as an object, some as the JSON of one. */
const Carried = z.union([z.record(z.string(), z.unknown()), z.string()]);

export const CardPress = z.object({
  outTrackId: Text,
  userId: Text,
  content: Carried.nullish(),
  value: Carried.nullish(),
});
export type CardPress = z.infer<typeof CardPress>;

export const PressContent = z.object({
  cardPrivateData: z.object({ params: z.record(z.string(), z.unknown()) }),
});

/** Says which property is not as it should be, never what it holds. */
export function parseAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Rejected(400, `${what} is not of DingTalk’s shape at: ${where || 'its top'}`);
}
