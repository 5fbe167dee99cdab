import type { Card, Input, Tone } from '../../cards/card.ts';
import type { Instant } from '../time.ts';
import type { Directory } from './directory.ts';

/**
 * What a chat platform is to the rest of the product. An adapter decodes its own requests into `Incoming`,
 * hands them to `receive`, and sends `Card`s. It knows cards and no noun.
 *
 * - address: where a message goes, a person's account (`direct`) or a group chat (`group`) on one platform
 * - remote id: what the platform calls a message it has accepted
 */
export const PLATFORMS = ['lark', 'dingtalk', 'wecom', 'console'] as const;
export type PlatformName = (typeof PLATFORMS)[number];

export interface Address {
  platform: PlatformName;
  kind: 'direct' | 'group';
  /** The account's id (Lark: open_id) or the chat's. */
  id: string;
}

/** Something that happened on a platform, verified and decoded. */
export interface Incoming {
  platform: PlatformName;
  /** What identifies this event for ever, each alone: the event's id, the message's id. At least one. */
  keys: string[];
  /** Who did it; absent where the platform names nobody. */
  account?: Account;
  /** Where; a menu press has no chat, and is answered directly. */
  /** `unannounced`: the platform does not say when the bot is added to a group, so that the first word there says it. */
  chat: { kind: 'direct' } | { kind: 'group'; id: string; name?: string; unannounced?: true };
  event: /** `overheard`: said in a group without naming the bot; what is no command is left unanswered. */
    | { kind: 'text'; text: string; overheard?: boolean }
    /**
     * A button pressed on the card `message` (a remote id); a form's values, if it had one. `page`: on the web, where
     * no card takes the place of the pressed one by itself, and a refusal lets the same event come again, mended.
     */
    | { kind: 'tap'; message: string; command: string; input: Input; form?: Input; page?: true }
    /** The bot's menu: the key is a command's name or word. */
    | { kind: 'menu'; key: string }
    /** A roster, fetched already, of somebody who may import one. */
    | { kind: 'file'; name: string; bytes: Uint8Array }
    /** Photos and files, still with the platform; `text`: what was written beside them. */
    | { kind: 'sent'; parts: Part[]; text?: string }
    /** A voice, a sticker, a place, a film: nothing that can be read, but somebody waits for an answer. */
    | { kind: 'wordless' }
    /** The platform's directory, which this account asked for and which has been read since; or why it could not be. */
    | { kind: 'directory'; directory: Directory }
    | { kind: 'directory'; directory: null; why: string }
    /** Opened the chat with the bot: somebody unknown is asked who they are, anybody else is left in peace. */
    | { kind: 'entered' }
    /** The bot was added to the group, or taken out of it. */
    | { kind: 'joined' }
    | { kind: 'left' }
    /** These accounts' people have left the company; who says so is nobody. */
    | { kind: 'departed'; accounts: string[] };
}

/** A photo or a file in somebody's message. */
export interface Part {
  /** What `fetch` takes: the platform's own words for where it is. */
  handle: string;
  /** As its sender has it; empty where the platform does not say. */
  name: string;
  /** In bytes, where the platform says so. */
  size?: number;
}

export interface Account {
  id: string;
  /** As the platform shows it, where it says so: a hint for people, never an identity. */
  name?: string;
}

/** What the person sees at once. `card` takes the place of the card that was tapped. */
export interface Answer {
  toast?: Toast;
  card?: Card;
  /** Where the form on `card` can be filled in in a browser, by the asker alone; see `form.ts`. */
  form?: string;
  /** A page's event was refused, and nothing was done: the toast says why. */
  refused?: true;
  /** Nothing was done, because of a bug or a broken database; the number is in the log. The same event may be tried again. */
  fault?: string;
}

export interface Toast {
  tone: Exclude<Tone, 'plain' | 'danger'> | 'error';
  text: string;
}

export interface Platform {
  name: PlatformName;
  pace: Pace;
  budget?: Budget;
  can: Ability;
  /** An address that opens the chat with the bot, where the platform has one. */
  chat?: string;
  /**
   * Sends a card. `key` makes a repeated send one message, for as long as the platform remembers it. `form`: where the
   * card's form can be filled in in a browser; none if it has no form, or stands in a group. See `form.ts`.
   */
  send(address: Address, card: Card, key: string, form?: string): Promise<Sent>;
  /** Everybody whom the app may see, where the platform has a directory and the app may read it. */
  directory?(): Promise<Directory>;
  /**
   * Draws a card anew that was sent before. Where nothing can be drawn anew, it says so by `can.edit` and does nothing,
   * or sends it once more, if there is something new to press on it: the remote id is then another.
   */
  update(address: Address, remoteId: string, card: Card, form?: string): Promise<Sent>;
  /** Sends a file, once for a `key`. Where there is none of this, a card says where the file is to be had. */
  sendFile?(address: Address, file: Attachment, key: string): Promise<Sent>;
  /** Brings what somebody sent, `most` bytes of it and not one more: what is larger is given up while it comes. */
  fetch?(handle: string, most: number): Promise<Fetched>;
}

export type Fetched =
  /** `name`: where only the download says it. */
  | { ok: true; bytes: Uint8Array; name?: string }
  /** `again`: try later. `never`: it is gone, or not ours to have. `large`: there is more of it than was allowed. */
  | { ok: false; verdict: 'again' | 'never' | 'large'; reason: string; after?: number };

/** What a doctor found out about a platform. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found, or what to enter on the platform's page. */
  detail: string;
  /** The same for whoever reads Chinese. */
  chinese: string;
}

/** A file in a message. */
export interface Attachment {
  /** With its ending; fit for every file system. */
  name: string;
  /** Its media type. */
  type: string;
  bytes: Uint8Array;
}

/** What a platform's cards can do. Where they cannot, the same is had in another way. */
export interface Ability {
  /** Hold a form. If not, a form is filled in in a browser, and no card with one goes into a group. */
  form: boolean;
  /** Be drawn anew. If not, the answer to a tap is a message of its own, from the outbox, its toast too. */
  edit: boolean;
  /** Hand over photos and files that people send, by `fetch`. */
  files?: true;
}

/** Calls that a platform allows in a calendar month. It counts them itself, see `outbox/budget.ts`. */
export interface Budget {
  calls: number;
  /** Whether a message there costs none just now. */
  free(address: Address, now: Instant): boolean;
}

/** Allowed sends: events in a span of milliseconds, each limit kept. */
export interface Pace {
  app: Rate[];
  address: Rate[];
}

export interface Rate {
  count: number;
  per: number;
}

export type Sent =
  | { ok: true; remoteId: string }
  /** `again`: try later, after `after` ms if given. `never`: this message will not arrive. `broken`: nothing will, until somebody mends the set-up. */
  | { ok: false; verdict: 'again' | 'never' | 'broken'; reason: string; after?: number };
