import type { z } from 'zod';
import type { Card, Input } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import type { Settings } from '../org.ts';
import type { Content, Tapped } from '../outbox/store.ts';
import type { Rights } from '../people/permit.ts';
import type { Person } from '../people/store.ts';
import type { Address, Toast } from '../platforms/platform.ts';
import type { Instant } from '../time.ts';

/** What a command knows: who asks, where, when. Inside it everything happens in one transaction. */
export interface Ctx {
  db: Db;
  now: Instant;
  person: Person;
  chat: Chat;
  /** The asker's account. */
  account: Address;
  /** The card they pressed on, where it is known. */
  tapped: Tapped | undefined;
  /** The event's key, for what is said once because of it. */
  key: string;
  settings: Settings;
}

/** The card they pressed on, if it is their own: the answer draws it anew. */
export function ownCard({ tapped, account }: Pick<Ctx, 'tapped' | 'account'>): Tapped | undefined {
  return tapped?.kind === 'direct' && tapped.address === account.id ? tapped : undefined;
}

export type Chat = { kind: 'direct' } | { kind: 'group'; id: string; unit: number | null };

/** Before anybody knows who it is. */
export type StrangerCtx = Omit<Ctx, 'person'> & { accountName: string | null };

/**
 * What the asker gets. `content` answers a text as a new message, and a tap in the place of the tapped card; in a
 * group a private answer goes to the asker alone.
 */
export interface Reply {
  toast?: Toast;
  content?: Content;
  /** The content as it is now, where the command has loaded what it shows. */
  drawn?: () => Card;
  /** Makes the content a live card. */
  topic?: string;
  privately?: boolean;
}

interface Declared<I> {
  /** `activity.checkIn`: what a button carries. */
  name: string;
  /** What people type. The first is the one in help. */
  words: readonly string[];
  /** One line for help; without it the command is not listed. */
  help?: string;
  /** Where help lists it, if not where its right puts it. */
  section?: Section;
  /** To whom help offers it, if not to all who may. */
  offered?: 'anyone' | Rights;
  input: z.ZodType<I>;
}

export interface Command<I> extends Declared<I> {
  /** Who may: anybody known, or who has this right somewhere, and over `over`'s unit where it names one. */
  who: 'anyone' | Rights;
  over?(ctx: Ctx, input: NoInfer<I>): number;
  /** The words after the command, as input; refused when left over words mean nothing. */
  fromText?(ctx: Ctx, rest: string): Record<string, unknown>;
  run(ctx: Ctx, input: NoInfer<I>): Reply;
}

export interface StrangerCommand<I> extends Declared<I> {
  who: 'stranger';
  run(ctx: StrangerCtx, input: NoInfer<I>): Reply;
}

/** What one does oneself, for one's branch, as a committee; and what one sets up. */
export type Section = 'own' | 'branch' | 'committee' | 'settings';

/** A command as the registry holds it: whatever it is given is parsed and permitted before it runs. */
export type AnyCommand = KnownCommand | UnknownCommand;

interface Listed {
  name: string;
  words: readonly string[];
  help: string | null;
  section: Section;
  offered: 'stranger' | 'anyone' | Rights;
}

export interface KnownCommand extends Listed {
  who: 'anyone' | Rights;
  /** What follows the command's word, as raw input. */
  fromText(ctx: Ctx, rest: string): unknown;
  run(ctx: Ctx, raw: unknown): Reply;
}

export interface UnknownCommand extends Listed {
  who: 'stranger';
  run(ctx: StrangerCtx, raw: unknown): Reply;
}

/** Draws a card from what is true when it is drawn, for whoever reads it (`null`: a group). */
export type View = (
  look: { db: Db; now: Instant; settings: Settings; reader: number | null },
  input: Input,
) => Card;

export function success(text: string): Reply {
  return { toast: { tone: 'success', text } };
}

/** For the asker alone; `done`: what came of it, said beside the card. */
export function privately(card: Card, done?: string): Reply {
  return { content: { card }, privately: true, ...(done !== undefined && success(done)) };
}
