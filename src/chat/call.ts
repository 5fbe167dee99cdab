import { Refusal, unreachable } from '../errors.ts';
import { takeIn } from '../files/take.ts';
import type { Reading } from '../people/roster/row.ts';
import type { Incoming } from '../platforms/platform.ts';
import { dayOf } from '../time.ts';
import type { Ctx, Reply, StrangerCtx } from './command.ts';
import { commandNamed, readText, readTimed } from './commands.ts';

/** Something that may call a command. */
export type Asking = Exclude<Incoming['event'], { kind: 'entered' | 'joined' | 'left' | 'departed' }>;

/** The one command that was meant, by a word, a button, the menu or a file. */
export function call(ctx: Ctx, event: Asking, reading: Reading | null): Reply {
  switch (event.kind) {
    case 'tap':
      return run(ctx, event.command, { ...event.form, ...event.input });
    case 'file':
      return run(ctx, 'roster.check', { reading });
    case 'sent':
      // Beside pictures a whole command is one; anything else is what somebody says of them.
      return event.text && readText(event.text)?.rest === ''
        ? said(ctx, event.text)
        : takeIn(ctx, event.parts);
    case 'directory':
      return run(ctx, 'directory.read', event);
    case 'menu':
      return commandNamed(event.key) ? run(ctx, event.key, {}) : said(ctx, event.key);
    case 'text':
      return said(ctx, event.text);
    case 'wordless':
      throw new Refusal(
        'invalid',
        '语音、视频和表情我还看不懂，请打字，或者发照片、文件。说“帮助”，看看我能做什么。',
      );
    default:
      return unreachable(event);
  }
}

function said(ctx: Ctx, text: string): Reply {
  const found = readText(text) ?? readTimed(text, dayOf(ctx.now));
  if (!found || found.command.who === 'stranger') {
    throw new Refusal('not_found', '这句话我还没看懂。说“帮助”，看看我能做什么。');
  }
  return found.command.run(ctx, found.command.fromText(ctx, found.rest));
}

function run(ctx: Ctx, name: string, input: unknown): Reply {
  const found = commandNamed(name);
  if (!found) throw new Refusal('not_found', '这个按钮已经不用了。说“帮助”，看看现在能做什么。');
  if (found.who === 'stranger') throw new Refusal('conflict', '您的身份已经确认过了，直接说“帮助”吧。');
  return found.run(ctx, input);
}

/** Somebody unknown can say who they are, and nothing else. */
export function introduce(ctx: StrangerCtx, event: Asking | { kind: 'entered' }): Reply {
  const name = event.kind === 'tap' ? event.command : 'people.introduce';
  const found = commandNamed(name);
  const input = event.kind === 'tap' ? { ...event.form, ...event.input } : {};
  if (found?.who === 'stranger') return found.run(ctx, input);
  const introduction = commandNamed('people.introduce');
  return introduction?.who === 'stranger' ? introduction.run(ctx, {}) : {};
}
