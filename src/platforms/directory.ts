import { z } from 'zod';

/**
 * Whom a platform knows: its departments and the people in them, as far as the app may read. An adapter that can read
 * it has `Platform.directory`, which reads all of it anew, page by page, and throws a `Refusal` with a sentence in
 * Chinese where a permission is missing (which one, and where it is granted).
 */
export const Department = z.object({
  id: z.string().min(1),
  name: z.string(),
  /** Null beneath none that the app may see. */
  parent: z.string().nullable(),
});
export type Department = z.infer<typeof Department>;

export const Colleague = z.object({
  /** The account's, as `Incoming.account` has it (Lark: open_id; DingTalk and WeCom: userid). */
  id: z.string().min(1),
  name: z.string(),
  /** Without country code, blanks and dashes; null where the app may not see it. */
  phone: z.string().nullable(),
  departments: z.array(z.string()),
});
export type Colleague = z.infer<typeof Colleague>;

/** People who have left, or whose account is frozen, are left out. */
export const Directory = z.object({ departments: z.array(Department), people: z.array(Colleague) });
export type Directory = z.infer<typeof Directory>;
